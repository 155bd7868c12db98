package netgen

func (s *site) printGateways() error {
	d := s.out.list("ec2-describe-internet-gateways")
	d.element()
	d.list("Attachments")
	d.printAttachment("available", s.vpcID())
	d.end()
	d.id("InternetGatewayId", s.internetGateway())
	d.text("OwnerId", s.place.account)
	d.tags("Tags", tag{"Name", s.name()})
	if err := d.done(); err != nil || !s.IPv6 {
		return err
	}
	d = s.out.list("ec2-describe-egress-only-internet-gateways")
	d.element()
	d.list("Attachments")
	d.printAttachment("attached", s.vpcID())
	d.end()
	d.id("EgressOnlyInternetGatewayId", s.egressOnlyGateway())
	d.tags("Tags", tag{"Name", s.name()})
	return d.done()
}

func (p *printer) printAttachment(state string, vpc id) {
	p.object("")
	p.text("State", state)
	p.id("VpcId", vpc)
	p.end()
}

func (s *site) internetGateway() id { return s.id("igw", 0) }

func (s *site) egressOnlyGateway() id { return s.id("eigw", 0) }

func (s *site) natGateway(zone int) id { return s.id("nat", zone) }

// natFor is the zone whose NAT gateway a zone's subnets use, and whether there is one at all.
func (s *site) natFor(zone int) (int, bool) {
	if s.zonesUp == 0 {
		return 0, false
	}
	return zone % s.zonesUp, true
}

// gone reports that the zone's NAT gateway was deleted and only its route is left.
func (s *site) gone(zone int) bool {
	return s.mistake == blackhole && zone == zones-1 && s.zonesUp == zones
}

func (s *site) printNatGateway(zone int, m *member) error {
	d := s.out.list("ec2-describe-nat-gateways")
	d.element()
	d.time("CreateTime", created)
	d.list("NatGatewayAddresses")
	d.object("")
	d.id("AllocationId", m.allocation)
	d.id("NetworkInterfaceId", m.id)
	d.addr("PrivateIp", m.v4)
	d.addr("PublicIp", m.public)
	d.id("AssociationId", m.association())
	d.flag("IsPrimary", true)
	d.text("Status", "succeeded")
	d.end()
	d.end()
	d.id("NatGatewayId", s.natGateway(zone))
	d.text("State", "available")
	d.id("SubnetId", m.subnet.id)
	d.id("VpcId", s.vpcID())
	d.tags("Tags", tag{"Name", s.name() + "-" + s.place.zone(zone)})
	d.text("ConnectivityType", "public")
	d.text("AvailabilityMode", "zonal")
	return d.done()
}
