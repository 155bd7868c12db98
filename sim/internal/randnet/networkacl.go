package randnet

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// addAcls gives every VPC its default ACL, and some subnets one of their own.
func (d *draft) addAcls() {
	for _, v := range d.vpcs {
		byDefault := d.addAcl(v)
		byDefault.IsDefault = true
		openAcl(byDefault, 100)
		custom := byDefault
		for _, s := range v.subnets {
			a := byDefault
			if d.chance(42) {
				if custom == byDefault || d.chance(60) {
					custom = d.customAcl(v)
				}
				a = custom
			}
			bind(a, s)
		}
	}
}

// addAcl adds an ACL that denies all.
func (d *draft) addAcl(v *vpcDraft) *topology.NetworkAcl {
	a := &topology.NetworkAcl{Meta: v.Meta, NetworkAclId: d.id("acl"), OwnerId: v.OwnerId, VpcId: v.VpcId}
	for _, egress := range []bool{false, true} {
		addEntry(a, entry{egress, 32767, "deny", everything, "0.0.0.0/0"})
		addEntry(a, entry{egress, 32768, "deny", everything, "::/0"})
	}
	v.acls = append(v.acls, a)
	return a
}

func bind(a *topology.NetworkAcl, s *subnetDraft) {
	a.Associations = append(a.Associations, topology.NetworkAclAssociation{
		NetworkAclAssociationId: "aclassoc-" + s.SubnetId, NetworkAclId: a.NetworkAclId, SubnetId: s.SubnetId,
	})
}

// openAcl allows from a number on all that no entry before decided.
func openAcl(a *topology.NetworkAcl, number int) {
	for _, egress := range []bool{false, true} {
		addEntry(a, entry{egress, number, "allow", everything, "0.0.0.0/0"})
		addEntry(a, entry{egress, number + 1, "allow", everything, "::/0"})
	}
}

// An entry is a rule of an ACL in the making.
type entry struct {
	egress bool
	number int
	action string
	what   traffic // with a number for a protocol
	remote string
}

// addEntry adds an entry unless its direction has one of the number.
func addEntry(a *topology.NetworkAcl, x entry) {
	for _, old := range a.Entries {
		if old.Egress == x.egress && old.RuleNumber == x.number {
			return
		}
	}
	e := topology.NetworkAclEntry{Egress: x.egress, RuleNumber: x.number, RuleAction: x.action, Protocol: x.what.protocol}
	if p := netip.MustParsePrefix(x.remote); p.Addr().Is6() {
		e.Ipv6CidrBlock = p
	} else {
		e.CidrBlock = p
	}
	switch x.what.protocol {
	case "6", "17":
		e.PortRange = &topology.PortRange{From: x.what.from, To: x.what.to}
	case "1", "58":
		e.IcmpTypeCode = &topology.IcmpTypeCode{Type: x.what.from, Code: x.what.to}
	}
	a.Entries = append(a.Entries, e)
}

// customAcl is an ACL as people write them: all but a few things, or a few things and their replies.
func (d *draft) customAcl(v *vpcDraft) *topology.NetworkAcl {
	a := d.addAcl(v)
	if d.chance(60) {
		for range d.between(1, 4) {
			d.addRandomEntry(v, a, draw(d.dice, share[string]{75, "deny"}, share[string]{25, "allow"}))
		}
		openAcl(a, 1000)
	} else {
		d.addServices(v, a)
	}
	slices.SortStableFunc(a.Entries, func(x, y topology.NetworkAclEntry) int { return x.RuleNumber - y.RuleNumber })
	return a
}

// aclTraffic is what entries are about; aclReplies are ways to admit replies, whole or in part (R5.9).
var (
	aclTraffic = []traffic{
		{"6", 443, 443}, {"6", 80, 80}, {"6", 22, 22}, {"6", 0, 65535}, {"6", 8080, 8085}, {"6", 1024, 32767}, {"6", 32768, 60999}, {"6", 49152, 65535}, {"6", 444, 1023},
		{"17", 53, 53}, {"17", 0, 65535}, {"17", 1024, 65535}, {"1", -1, -1}, {"1", 8, -1}, {"1", 8, 0}, {"1", 0, -1}, {"1", 3, 4}, {"58", -1, -1}, {"58", 128, -1}, {"58", 129, 0},
		{"47", noPorts, noPorts}, {"50", noPorts, noPorts}, {"-1", noPorts, noPorts},
	}
	aclReplies = []traffic{{"6", 1024, 65535}, {"6", 1024, 65535}, {"6", 32768, 65535}, {"6", 32768, 60999}, {"6", 49152, 65535}, {"6", 1025, 65535}}
)

// addRandomEntry adds an entry about few things: those that deny much would hide all others.
func (d *draft) addRandomEntry(v *vpcDraft, a *topology.NetworkAcl, action string) {
	what := pick(d.dice, aclTraffic...)
	remote := d.aclRemote(v)
	wide := what == everything || (what.from == 0 && what.to == 65535)
	if action == "deny" && wide && netip.MustParsePrefix(remote).Bits() == 0 && d.chance(75) {
		what = traffic{"6", 443, 443}
	}
	addEntry(a, entry{d.chance(50), d.between(1, 40) * 10, action, what, remote})
}

func (d *draft) aclRemote(v *vpcDraft) string {
	switch {
	case d.chance(35):
		return pick(d.dice, "0.0.0.0/0", "0.0.0.0/0", "::/0")
	case d.chance(30):
		return d.hostRemote()
	case d.chance(30):
		return pick(d.dice, "10.0.0.0/8", "198.51.100.0/24", "203.0.113.0/25", "8.8.8.8/32", "2001:db8::/32", "10.200.0.0/16", "64:ff9b::/96", "0.0.0.0/1")
	case d.chance(50):
		if s := pick(d.dice, v.subnets...); s.CidrBlock.IsValid() {
			return s.CidrBlock.String()
		}
	}
	return pick(d.dice, pick(d.dice, d.vpcs...).blocks()...).String()
}

// addServices allows some services both ways and what their replies need, and inside all.
func (d *draft) addServices(v *vpcDraft, a *topology.NetworkAcl) {
	reply := pick(d.dice, aclReplies...)
	for _, egress := range []bool{false, true} {
		for i, remote := range []string{"0.0.0.0/0", "::/0"} {
			addEntry(a, entry{egress, 100 + i, "allow", traffic{"6", 80, 443}, remote})
			addEntry(a, entry{egress, 110 + i, "allow", reply, remote})
		}
		addEntry(a, entry{egress, 120, "allow", traffic{"1", -1, -1}, "0.0.0.0/0"})
		addEntry(a, entry{egress, 121, "allow", traffic{"58", -1, -1}, "::/0"})
		addEntry(a, entry{egress, 130, "allow", traffic{"17", 0, 65535}, "0.0.0.0/0"})
		if d.chance(60) {
			addEntry(a, entry{egress, 90, "allow", everything, v.CidrBlock.String()})
		}
		if d.chance(40) {
			addEntry(a, entry{egress, d.between(1, 13) * 10, pick(d.dice, "deny", "allow"), pick(d.dice, aclTraffic...), d.aclRemote(v)})
		}
	}
}

// oddEntry adds what documents rarely hold: protocol 58 with an IPv4 block, 1 with an IPv6 one, or an entry that cannot be read (R5.5).
func (d *draft) oddEntry() {
	a := pick(d.dice, pick(d.dice, d.vpcs...).acls...)
	x := pick(d.dice,
		entry{true, 20, "deny", traffic{"58", -1, -1}, "0.0.0.0/0"}, entry{false, 21, "allow", traffic{"58", 128, -1}, "10.0.0.0/8"},
		entry{false, 22, "deny", traffic{"1", 8, -1}, "::/0"}, entry{true, 23, "deny", traffic{"58", 129, -1}, "::/0"})
	x.egress = d.chance(50)
	addEntry(a, x)
	if last := &a.Entries[len(a.Entries)-1]; d.chance(25) {
		last.CidrBlock, last.Ipv6CidrBlock = netip.Prefix{}, netip.Prefix{}
	}
}

// boundaries are the ports at the edges of an ACL's entries, and those next to them.
func boundaries(a *topology.NetworkAcl) []int32 {
	var all []int32
	for _, e := range a.Entries {
		if e.PortRange != nil {
			all = append(all, e.PortRange.From, e.PortRange.To, e.PortRange.From-1, e.PortRange.To+1)
		}
	}
	return all
}
