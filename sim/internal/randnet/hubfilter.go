package randnet

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// addHubGroups gives every VPC a default group and two or three more, puts runs of hosts into them, and lets some refer to others.
func (d *draft) addHubGroups() {
	for _, v := range d.vpcs {
		d.addDefaultGroup(v)
		for range d.between(2, 3) {
			d.addHubGroup(v)
		}
		d.joinHubGroups(v)
	}
	for _, v := range d.vpcs {
		if d.chance(40) {
			d.refer(v, pick(d.dice, v.groups[1:]...))
		}
	}
	if d.chance(12) {
		d.lendGroup()
	}
}

// hubTraffic is what rules are about.
var hubTraffic = []traffic{
	everything, everything, {"tcp", 0, 65535}, {"tcp", 443, 443}, {"tcp", 80, 443}, {"tcp", 22, 8080}, {"udp", 53, 53}, {"udp", 0, 65535}, {"icmp", -1, -1}, {"icmpv6", noPorts, noPorts},
}

// addHubGroup adds a group with rules about others, and egress open or so.
func (d *draft) addHubGroup(v *vpcDraft) {
	g := d.addGroup(v, "hub", v.OwnerId)
	for range d.between(1, 3) {
		g.IpPermissions = append(g.IpPermissions, permit(pick(d.dice, hubTraffic...), d.hubRemotes(v)...))
	}
	if d.chance(60) {
		return
	}
	g.IpPermissionsEgress = nil
	for range d.between(1, 2) {
		g.IpPermissionsEgress = append(g.IpPermissionsEgress, permit(pick(d.dice, hubTraffic...), d.hubRemotes(v)...))
	}
}

func (d *draft) hubRemotes(v *vpcDraft) []string {
	var all []string
	for range d.between(1, 2) {
		switch {
		case d.chance(30):
			all = append(all, "any")
		case d.chance(25):
			all = append(all, pick(d.dice, "10.0.0.0/8", "10.16.0.0/13", "2600::/16", "0.0.0.0/0", "100.64.0.0/10"))
		case d.chance(15):
			all = append(all, d.list().PrefixListId)
		default:
			all = append(all, d.hubPrefix(v).String())
		}
	}
	return unique(all)
}

// joinHubGroups puts hosts of a VPC into one or two groups, mostly those beside each other into the same.
func (d *draft) joinHubGroups(v *vpcDraft) {
	var last *topology.NetworkInterface
	for _, e := range v.interfaces {
		if e.InterfaceType == "nat_gateway" {
			continue
		}
		if last != nil && last.SubnetId == e.SubnetId && d.chance(60) {
			e.Groups = slices.Clone(last.Groups)
		} else {
			join(e, pick(d.dice, v.groups[1:]...))
			if d.chance(45) {
				join(e, pick(d.dice, v.groups...))
			}
		}
		last = e
	}
}

// addHubAcls gives most subnets ACLs that tell parts of other VPCs apart, before they let in and out what is left.
func (d *draft) addHubAcls() {
	for _, v := range d.vpcs {
		open := d.addAcl(v)
		open.IsDefault = true
		openAcl(open, 100)
		var last *topology.NetworkAcl
		for _, s := range v.subnets {
			switch {
			case d.chance(45):
				bind(open, s)
			case last != nil && d.chance(25):
				bind(last, s)
			default:
				last = d.hubAcl(v)
				bind(last, s)
			}
		}
	}
}

// hubServices are what entries are about: some take replies as well.
var hubServices = []traffic{
	everything, {"6", 0, 65535}, {"6", 443, 443}, {"6", 22, 80}, {"6", 80, 1023}, {"6", 1024, 65535}, {"6", 32768, 60999}, {"17", 0, 65535}, {"17", 53, 53}, {"1", -1, -1}, {"1", 8, -1}, {"1", 0, -1}, {"58", -1, -1},
}

func (d *draft) hubAcl(v *vpcDraft) *topology.NetworkAcl {
	a := d.addAcl(v)
	for range d.between(1, 4) {
		x := entry{d.chance(50), d.between(1, 30) * 10, "deny", pick(d.dice, hubServices...), d.hubPrefix(v).String()}
		addEntry(a, x)
		if d.chance(35) { // what it would deny is allowed before, for some
			x.action, x.number, x.remote = "allow", x.number-5, d.hubPrefix(v).String()
			addEntry(a, x)
		}
	}
	switch {
	case d.chance(75):
		openAcl(a, 1000)
	default: // what is not allowed so is denied
		for _, egress := range []bool{false, true} {
			for n, remote := range []string{"10.0.0.0/8", "100.64.0.0/10", "2600::/16"} {
				addEntry(a, entry{egress, 400 + n, "allow", traffic{"6", 22, 443}, remote})
				addEntry(a, entry{egress, 410 + n, "allow", pick(d.dice, aclReplies...), remote})
			}
		}
	}
	slices.SortStableFunc(a.Entries, func(x, y topology.NetworkAclEntry) int { return x.RuleNumber - y.RuleNumber })
	return a
}
