package netgen

// hasS3 and hasEndpoint: larger VPCs have a gateway endpoint for S3 and an interface endpoint for SSM.
func (s *site) hasS3() bool { return s.interfaces >= enoughForS3 }

func (s *site) hasEndpoint() bool { return s.interfaces >= enoughForEndpoints }

// endpoint is the gateway endpoint (0) or the interface endpoint (1).
func (s *site) endpoint(n int) id { return s.id("vpce", n) }

const openPolicy = `{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`

func (s *site) printEndpoints() error {
	if s.hasS3() {
		if err := s.printEndpoint(0, "Gateway", "s3"); err != nil {
			return err
		}
	}
	if !s.hasEndpoint() {
		return nil
	}
	return s.printEndpoint(1, "Interface", "ssm")
}

func (s *site) printEndpoint(n int, kind, name string) error {
	d := s.out.list("ec2-describe-vpc-endpoints")
	d.element()
	d.id("VpcEndpointId", s.endpoint(n))
	d.text("VpcEndpointType", kind)
	d.id("VpcId", s.vpcID())
	d.text("ServiceName", "com.amazonaws."+s.place.region+"."+name)
	d.text("State", "available")
	d.text("PolicyDocument", openPolicy)
	nodes := s.crewOf(endpointNode, nil)
	gateway := kind == "Gateway"
	d.list("RouteTableIds")
	for t := dataTable; gateway && t < allTables; t++ {
		d.id("", s.table(t))
	}
	d.end()
	d.list("SubnetIds")
	for i := 0; !gateway && i < nodes.count; i++ {
		d.id("", s.subnet(tierApp, nodes.zoneOf(i)).id)
	}
	d.end()
	d.list("Groups")
	if !gateway {
		d.object("")
		d.id("GroupId", nodes.group.id)
		d.text("GroupName", nodes.group.name)
		d.end()
	}
	d.end()
	d.text("IpAddressType", "ipv4")
	d.flag("PrivateDnsEnabled", !gateway)
	d.flag("RequesterManaged", false)
	d.list("NetworkInterfaceIds")
	for i := 0; !gateway && i < nodes.count; i++ {
		d.id("", s.interfaceID(nodes, i))
	}
	d.end()
	d.list("DnsEntries")
	d.end()
	d.time("CreationTimestamp", created)
	d.tags("Tags", tag{"Name", s.name() + "-" + name})
	d.text("OwnerId", s.place.account)
	d.text("ServiceRegion", s.place.region)
	return d.done()
}
