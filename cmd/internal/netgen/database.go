package netgen

// Each application with databases has one that stands in the zones of its first and second interface, and a replica in that of the
// third. AWS does not tell whose an interface is; group, subnets and zone tell these apart.

func (s *site) printDatabases() error {
	for _, c := range s.crews {
		if c.role != database {
			continue
		}
		if err := s.printSubnetGroup(c); err != nil {
			return err
		}
		if err := s.printDatabase(c, s.crewName(c), 0); err != nil {
			return err
		}
		if c.count > 2 {
			if err := s.printDatabase(c, s.crewName(c)+"-replica", 2); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *site) printSubnetGroup(c *crew) error {
	d := s.out.list("rds-describe-db-subnet-groups")
	d.element()
	s.printDataSubnets(d, c)
	d.text("DBSubnetGroupArn", s.place.arn("rds", "subgrp:"+s.crewName(c)))
	return d.done()
}

func (s *site) printDataSubnets(d *document, c *crew) {
	d.text("DBSubnetGroupName", s.crewName(c))
	d.text("DBSubnetGroupDescription", "data subnets of "+s.name())
	d.id("VpcId", s.vpcID())
	d.text("SubnetGroupStatus", "Complete")
	d.list("Subnets")
	for z := range zones {
		d.object("")
		d.id("SubnetIdentifier", s.subnet(tierData, z).id)
		d.object("SubnetAvailabilityZone")
		d.text("Name", s.place.zone(z))
		d.end()
		d.object("SubnetOutpost")
		d.end()
		d.text("SubnetStatus", "Active")
		d.end()
	}
	d.end()
}

// printDatabase prints the one that begins in the zone of a crew's n-th member.
func (s *site) printDatabase(c *crew, name string, n int) error {
	d := s.out.list("rds-describe-db-instances")
	d.element()
	d.text("DBInstanceIdentifier", name)
	d.text("DBInstanceClass", "db.r6g.large")
	d.text("Engine", "postgres")
	d.text("DBInstanceStatus", "available")
	d.text("DBName", c.app.name)
	d.object("Endpoint")
	d.text("Address", name+".c9akciq32rgv."+s.place.region+".rds.amazonaws.com")
	d.number("Port", 5432)
	d.text("HostedZoneId", "Z1RDSEXAMPLE")
	d.end()
	d.list("VpcSecurityGroups")
	d.object("")
	d.id("VpcSecurityGroupId", c.group.id)
	d.text("Status", "active")
	d.end()
	d.end()
	d.text("AvailabilityZone", s.place.zone(c.zoneOf(n)))
	d.object("DBSubnetGroup")
	s.printDataSubnets(d, c)
	d.end()
	d.flag("MultiAZ", n == 0)
	d.text("EngineVersion", "16.4")
	if n == 0 {
		d.text("SecondaryAvailabilityZone", s.place.zone(c.zoneOf(1)))
	}
	d.flag("PubliclyAccessible", false)
	d.flag("StorageEncrypted", true)
	d.number("DbInstancePort", 0)
	d.text("DBInstanceArn", s.place.arn("rds", "db:"+name))
	d.tags("TagList", tag{"Env", s.env.String()}, tag{"App", c.app.name})
	d.text("NetworkType", "IPV4")
	return d.done()
}
