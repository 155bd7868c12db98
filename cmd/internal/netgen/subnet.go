package netgen

import "net/netip"

// A tier is a layer of a VPC, with a subnet in each zone.
type tier int

const (
	tierPublic tier = iota
	tierApp
	tierData
	tierTransit
)

var tiers = [...]string{"public", "app", "data", "transit"}

func (t tier) String() string { return tiers[t] }

// A subnet hands out its addresses in order.
type subnet struct {
	id    id
	tier  tier
	zone  int
	cidr  netip.Prefix
	cidr6 netip.Prefix
	used  int
}

// reserved are the addresses at the beginning of a subnet that AWS keeps; the last one is kept too.
const reserved = 4

// addSubnets divides the VPC as capacity.go draws it.
func (s *site) addSubnets() {
	quarter := uint32(1) << (30 - s.cidr.Bits())
	for t := tierPublic; t <= tierTransit; t++ {
		for z := range zones {
			if t == tierTransit && !s.vpc.attached {
				continue
			}
			offset, bits := uint32(z)*quarter, s.cidr.Bits()+4
			switch t {
			case tierApp:
				bits--
			case tierData:
				offset += quarter / 2
			case tierPublic:
				offset += quarter / 4 * 3
			case tierTransit:
				offset, bits = zones*quarter+uint32(z)*16, 28
			}
			number := len(s.subnets)
			n := &subnet{id: s.id("subnet", number), tier: t, zone: z, cidr: netip.PrefixFrom(addr4(number4(s.cidr.Addr())+offset), bits)}
			if s.IPv6 {
				n.cidr6 = netip.PrefixFrom(s.subnet6(number), 64)
			}
			s.subnets = append(s.subnets, n)
		}
	}
}

// subnet6 is the first IPv6 address of a subnet.
func (s *site) subnet6(number int) netip.Addr {
	b := s.cidr6.Addr().As16()
	b[7] = byte(number)
	return netip.AddrFrom16(b)
}

func (s *site) subnet(t tier, zone int) *subnet { return s.subnets[int(t)*zones+zone] }

// take hands out the next addresses of a subnet.
func (n *subnet) take() (v4, v6 netip.Addr) {
	offset := uint32(reserved + n.used)
	n.used++
	v4 = addr4(number4(n.cidr.Addr()) + offset)
	if n.cidr6.IsValid() {
		b := n.cidr6.Addr().As16()
		b[14], b[15] = byte(offset>>8), byte(offset)
		v6 = netip.AddrFrom16(b)
	}
	return v4, v6
}

// free is how many addresses are left.
func (n *subnet) free() int { return 1<<(32-n.cidr.Bits()) - reserved - 1 - n.used }

func (s *site) printSubnet(n *subnet) error {
	d := s.out.list("ec2-describe-subnets")
	d.element()
	d.text("AvailabilityZoneId", s.place.zoneID(n.zone))
	d.flag("MapCustomerOwnedIpOnLaunch", false)
	d.text("OwnerId", s.place.account)
	d.flag("AssignIpv6AddressOnCreation", s.IPv6)
	d.list("Ipv6CidrBlockAssociationSet")
	if s.IPv6 {
		d.object("")
		d.id("AssociationId", s.id("subnet-cidr-assoc", int(n.tier)*zones+n.zone))
		d.prefix("Ipv6CidrBlock", n.cidr6)
		d.object("Ipv6CidrBlockState")
		d.text("State", "associated")
		d.end()
		d.text("Ipv6AddressAttribute", "public")
		d.text("IpSource", "amazon")
		d.end()
	}
	d.end()
	name := s.name() + "-" + n.tier.String() + "-" + s.place.zone(n.zone)[len(s.place.region):]
	d.tags("Tags", tag{"Name", name}, tag{"Tier", n.tier.String()}, tag{"Env", s.env.String()})
	d.text("SubnetArn", s.place.arn("ec2", "subnet/"+n.id.String()))
	d.flag("EnableDns64", false)
	d.flag("Ipv6Native", false)
	d.object("PrivateDnsNameOptionsOnLaunch")
	d.text("HostnameType", "ip-name")
	d.flag("EnableResourceNameDnsARecord", false)
	d.flag("EnableResourceNameDnsAAAARecord", false)
	d.end()
	d.printBlockMode()
	d.id("SubnetId", n.id)
	d.text("State", "available")
	d.id("VpcId", s.vpcID())
	d.prefix("CidrBlock", n.cidr)
	d.number("AvailableIpAddressCount", n.free())
	d.text("AvailabilityZone", s.place.zone(n.zone))
	d.flag("DefaultForAz", false)
	d.flag("MapPublicIpOnLaunch", n.tier == tierPublic)
	return d.done()
}

// printBlockMode says that nothing blocks public access.
func (p *printer) printBlockMode() {
	p.object("BlockPublicAccessStates")
	p.text("InternetGatewayBlockMode", "off")
	p.end()
}
