package randnet

import "net/netip"

// maxHubRuns bounds the runs of hosts that nothing tells apart.
const maxHubRuns = 26

// addHubVpcs adds the VPCs, with blocks of their own but for those of twins, and their subnets in two zones.
func (d *draft) addHubVpcs() {
	twins := draw(d.dice, share[int]{70, 0}, share[int]{18, 1}, share[int]{12, 2})
	vpcs := d.between(4, 8)
	for i := range vpcs {
		block := prefix4(10, 16+i, 0, 0, pick(d.dice, 23, 24))
		switch {
		case i >= vpcs-twins:
			block = d.vpcs[1].CidrBlock
		case d.chance(3):
			block = netip.MustParsePrefix("54.240.0.0/24") // as in addVpcs
		}
		at := place{homeAccount, homeRegion}
		if d.chance(15) {
			at.account = peerAccount
		}
		v := d.addVpc(at, block)
		if d.chance(20) {
			v.addBlock(prefix4(100, 64, v.number, 0, 24), "associated")
		}
		if d.chance(35) {
			d.addFirstBlock6(v)
		}
		d.addHubSubnets(v)
	}
}

// addHubSubnets gives a VPC two or three subnets with room for an attachment beside each, in both zones or in one.
func (d *draft) addHubSubnets(v *vpcDraft) {
	both := d.chance(85)
	for n := range d.between(2, 3) {
		f := families{v4: true, v6: v.dual() && d.chance(85)}
		s := d.addSubnet(v, pick(d.dice, private, private, isolated, public), netip.PrefixFrom(offset(d.blockFor(v), n*slotSize), 27), f)
		zone := [...]string{"a", "b"}[n%2]
		if !both {
			zone = "a"
		}
		s.AvailabilityZone, s.AvailabilityZoneId = v.Region+zone, zoneID(place{v.OwnerId, v.Region}, zone)
	}
}

// addHubHosts gives subnets runs of hosts. Their groups come later.
func (d *draft) addHubHosts() {
	runs := 0
	for _, v := range d.vpcs {
		for _, s := range v.subnets {
			for range d.between(1, 2) {
				if runs++; runs <= maxHubRuns {
					d.addHubRun(v, s)
				}
			}
		}
	}
}

// addHubRun adds one to three hosts beside each other. The first may have more than they.
func (d *draft) addHubRun(v *vpcDraft, s *subnetDraft) {
	odd := d.chance(8)
	exposed := s.role == public && d.chance(70)
	for n := range d.between(1, 3) {
		e := d.addInterface(v, s, "interface")
		if e == nil {
			return
		}
		d.attachInstance(v, e)
		if odd && n == 0 {
			addSecondary(s, e)
		}
		if exposed {
			d.makePublic(e, 0)
		}
	}
}

// hubPrefix is what rules of a VPC look at: mostly of another VPC, its block, one of its subnets, a part of that or a host.
func (d *draft) hubPrefix(own *vpcDraft) netip.Prefix {
	v := pick(d.dice, d.vpcs...)
	if v == own {
		v = pick(d.dice, d.vpcs...)
	}
	s := pick(d.dice, v.subnets...)
	block := s.CidrBlock
	if six := s.block6(); six.IsValid() && d.chance(35) {
		block = six
	}
	e := pick(d.dice, v.interfaces...)
	switch {
	case d.chance(30):
		return pick(d.dice, v.blocks()...)
	case d.chance(35):
		return block
	case d.chance(40): // a part around the first few hosts, or behind them
		return netip.PrefixFrom(offset(block.Addr(), pick(d.dice, 0, 4, 8)), pick(d.dice, block.Addr().BitLen()-3, block.Addr().BitLen()-2)).Masked()
	case e != nil && e.Ipv6Address.IsValid() && d.chance(35):
		return netip.PrefixFrom(e.Ipv6Address, 128)
	case e != nil && e.PrivateIpAddress.IsValid():
		return netip.PrefixFrom(e.PrivateIpAddress, 32)
	}
	return block
}
