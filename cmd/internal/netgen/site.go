package netgen

// A site is a VPC with all that is in it, while it is written.
type site struct {
	*world
	*vpc
	place   place
	out     *folder
	subnets []*subnet // three of each tier, in the order of tiers
	groups  []*group
	apps    []*application
	crews   []*crew
	members int // so far
	publics int // public addresses so far
	zonesUp int // zones with a NAT gateway; the first ones

	partners6 []*vpc // reached over IPv6 by the transit gateway
}

func newSite(w *world, v *vpc, out *folder) *site {
	s := &site{world: w, vpc: v, place: w.places[v.place], out: out, partners6: w.partners(v)}
	s.addSubnets()
	s.addApplications()
	s.addGroups()
	s.addCrews()
	return s
}

// id is the n-th of a kind in the VPC.
func (s *site) id(prefix string, n int) id { return s.world.id(prefix, s.index, n) }

func (s *site) dice(kind string, n int) *dice { return s.world.dice(kind, s.index, n) }

func (s *site) vpcID() id { return s.world.vpcID(s.index) }

func (w *world) vpcID(index int) id { return w.id("vpc", index, 0) }

// name is what people call the VPC: prod-12.
func (s *site) name() string { return s.vpc.name() }

func (v *vpc) name() string { return v.env.String() + "-" + count(v.ordinal) }

// write writes the VPC into the documents of its place.
func (s *site) write() error {
	for _, part := range []func() error{
		s.printVpc, s.printGateways, s.printVpnGateway, s.printGroups, s.printRouteTables, s.printAcls, s.printEndpoints, s.printBalancers, s.printDatabases, s.printCrews,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	for _, n := range s.subnets {
		if err := s.printSubnet(n); err != nil {
			return err
		}
	}
	return s.out.flush()
}

func (s *site) printVpc() error {
	d := s.out.list("ec2-describe-vpcs")
	d.element()
	d.text("OwnerId", s.place.account)
	d.text("InstanceTenancy", "default")
	if s.IPv6 {
		d.list("Ipv6CidrBlockAssociationSet")
		d.object("")
		d.id("AssociationId", s.id("vpc-cidr-assoc", 1))
		d.prefix("Ipv6CidrBlock", s.cidr6)
		d.object("Ipv6CidrBlockState")
		d.text("State", "associated")
		d.end()
		d.text("NetworkBorderGroup", s.place.region)
		d.text("Ipv6Pool", "Amazon")
		d.text("Ipv6AddressAttribute", "public")
		d.text("IpSource", "amazon")
		d.end()
		d.end()
	}
	d.list("CidrBlockAssociationSet")
	d.object("")
	d.id("AssociationId", s.id("vpc-cidr-assoc", 0))
	d.prefix("CidrBlock", s.cidr)
	d.object("CidrBlockState")
	d.text("State", "associated")
	d.end()
	d.end()
	d.end()
	d.flag("IsDefault", false)
	d.tags("Tags", tag{"Name", s.name()}, tag{"Env", s.env.String()})
	d.printBlockMode()
	d.id("VpcId", s.vpcID())
	d.text("State", "available")
	d.prefix("CidrBlock", s.cidr)
	d.id("DhcpOptionsId", s.world.id("dopt", -1, s.vpc.place))
	return d.done()
}
