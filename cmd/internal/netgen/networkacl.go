package netgen

import "net/netip"

// Numbers of a VPC's network ACLs.
const (
	defaultAcl = iota
	appAcl
	dataAcl
)

// hasAcls: two VPCs of five have ACLs of their own for app and data subnets.
func (s *site) hasAcls() bool { return s.dice("acls", 0).chance(40) }

func (s *site) aclOf(n *subnet) int {
	switch {
	case n.tier == tierApp && s.hasAcls():
		return appAcl
	case n.tier == tierData && s.hasAcls():
		return dataAcl
	}
	return defaultAcl
}

func (s *site) printAcls() error {
	count := 1
	if s.hasAcls() {
		count = dataAcl + 1
	}
	for n := range count {
		if err := s.printAcl(n); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) printAcl(number int) error {
	d := s.out.list("ec2-describe-network-acls")
	d.element()
	d.list("Associations")
	for i, n := range s.subnets {
		if s.aclOf(n) == number {
			d.object("")
			d.id("NetworkAclAssociationId", s.id("aclassoc", i))
			d.id("NetworkAclId", s.id("acl", number))
			d.id("SubnetId", n.id)
			d.end()
		}
	}
	d.end()
	d.list("Entries")
	a := acl{document: d, site: s}
	a.add([...]func(*acl){defaultAcl: (*acl).open, appAcl: (*acl).appEntries, dataAcl: (*acl).dataEntries}[number])
	d.end()
	d.flag("IsDefault", number == defaultAcl)
	d.id("NetworkAclId", s.id("acl", number))
	d.tags("Tags", tag{"Name", s.name() + "-" + [...]string{"default", "app", "data"}[number]})
	d.id("VpcId", s.vpcID())
	d.text("OwnerId", s.place.account)
	return d.done()
}

// An acl prints entries, outbound ones first as AWS does.
type acl struct {
	*document
	site   *site
	egress bool
	number int
}

func (a *acl) add(entries func(*acl)) {
	for _, egress := range []bool{true, false} {
		a.egress, a.number = egress, 90
		entries(a)
		a.entry(32767, "deny", "-1", 0, 0, anywhere)
		if a.site.IPv6 {
			a.entry(32768, "deny", "-1", 0, 0, anywhere6)
		}
	}
}

// rule adds the next entry, and one for IPv6 beside it if there is a block.
func (a *acl) rule(action, protocol string, from, to int, block, block6 netip.Prefix) {
	a.number += 10
	a.entry(a.number, action, protocol, from, to, block)
	if a.site.IPv6 && block6.IsValid() {
		if protocol == icmp {
			protocol = icmp6
		}
		a.entry(a.number+1, action, protocol, from, to, block6)
	}
}

// Protocols as network ACLs write them.
const (
	allProtocols = "-1"
	icmp         = "1"
	tcp          = "6"
	icmp6        = "58"
)

func (a *acl) entry(number int, action, protocol string, from, to int, block netip.Prefix) {
	a.object("")
	if block.Addr().Is4() {
		a.prefix("CidrBlock", block)
	}
	a.flag("Egress", a.egress)
	if protocol == icmp || protocol == icmp6 {
		a.object("IcmpTypeCode")
		a.document.number("Code", -1)
		a.document.number("Type", -1)
		a.end()
	}
	if block.Addr().Is6() {
		a.prefix("Ipv6CidrBlock", block)
	}
	if protocol == tcp {
		a.object("PortRange")
		a.document.number("From", from)
		a.document.number("To", to)
		a.end()
	}
	a.text("Protocol", protocol)
	a.text("RuleAction", action)
	a.document.number("RuleNumber", number)
	a.end()
}

func (a *acl) open() { a.rule("allow", allProtocols, 0, 0, anywhere, anywhere6) }

// appEntries deny a few networks and protocols of old, and allow the rest.
func (a *acl) appEntries() {
	d := a.site.dice("deny", 0)
	for range 6 {
		block := netip.PrefixFrom(addr4(198<<24|18<<16|uint32(d.intN(512))<<8), 24)
		a.rule("deny", allProtocols, 0, 0, block, netip.Prefix{})
	}
	if !a.egress {
		a.rule("deny", tcp, 23, 23, anywhere, anywhere6)
		a.rule("deny", tcp, 445, 445, anywhere, anywhere6)
	}
	a.open()
}

// dataEntries keep the public subnets away from databases and caches, let the VPC in, and replies back.
func (a *acl) dataEntries() {
	s := a.site
	if a.egress {
		a.rule("allow", tcp, 1024, 65535, private, private6)
		a.rule("allow", tcp, 1024, 65535, office, netip.Prefix{})
		a.rule("allow", tcp, 443, 443, anywhere, anywhere6)
		a.rule("allow", icmp, 0, 0, private, private6)
		return
	}
	for z := range zones {
		n := s.subnet(tierPublic, z)
		a.rule("deny", tcp, 5432, 5432, n.cidr, n.cidr6)
	}
	for _, port := range []int{5432, 6379} {
		a.rule("allow", tcp, port, port, s.cidr, s.cidr6)
		a.rule("deny", tcp, port, port, anywhere, anywhere6)
	}
	a.rule("allow", tcp, 22, 22, s.cidr, s.cidr6)
	a.rule("allow", tcp, 1024, 65535, anywhere, anywhere6)
	a.rule("allow", icmp, 0, 0, private, private6)
}
