package sim_test

import (
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// shuffleAll puts resources in another order, and within them what has no order of its own.
func shuffleAll(r *rand.Rand, s *topology.Snapshot) bool {
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		mix(r, t.Routes)
		mix(r, t.Associations)
		mix(r, t.PropagatingVgws)
	}
	for i := range s.NetworkAcls {
		mix(r, s.NetworkAcls[i].Entries)
		mix(r, s.NetworkAcls[i].Associations)
	}
	for i := range s.PrefixLists {
		mix(r, s.PrefixLists[i].Entries)
	}
	for i := range s.Instances {
		mix(r, s.Instances[i].NetworkInterfaces)
	}
	for i := range s.VpcPeeringConnections {
		mix(r, s.VpcPeeringConnections[i].RequesterVpcInfo.CidrBlockSet)
		mix(r, s.VpcPeeringConnections[i].AccepterVpcInfo.CidrBlockSet)
	}
	for i := range s.VpnConnections {
		mix(r, s.VpnConnections[i].VgwTelemetry)
	}
	rows := reflect.ValueOf(s).Elem()
	for i := range rows.NumField() {
		if name := rows.Type().Field(i).Name; name != "Documents" && name != "Diagnostics" { // resources say by number where they were read
			r.Shuffle(rows.Field(i).Len(), reflect.Swapper(rows.Field(i).Interface()))
		}
	}
	fold(s)
	return true
}

func mix[T any](r *rand.Rand, all []T) {
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

// fold sorts a snapshot as the loader does.
func fold(s *topology.Snapshot) {
	for _, table := range s.Tables() {
		table.Fold(func(into, from any) {})
	}
}

// addUnrelated adds two VPCs with all that it takes to talk, whose ids come before and after all others.
func addUnrelated(_ *rand.Rand, s *topology.Snapshot) bool {
	if len(s.Vpcs) == 0 {
		return false
	}
	n := topologytest.New().In(s.Vpcs[0].Account, s.Vpcs[0].Region)
	for i, id := range []string{"0000", "zzzz"} {
		net := []string{"10.201.", "10.202."}[i]
		n.Vpc("vpc-"+id, net+"0.0/16", []string{"2a05:d018:1::/56", "2a05:d018:2::/56"}[i])
		n.Subnet("subnet-"+id, "vpc-"+id, net+"1.0/24")
		n.ENI("eni-"+id, "subnet-"+id, net+"1.10").Public([]string{"99.80.1.1", "99.80.1.2"}[i])
		n.NAT("nat-"+id, "subnet-"+id, net+"1.20", []string{"99.80.1.3", "99.80.1.4"}[i])
		n.IGW("igw-"+id, "vpc-"+id)
		n.Route("vpc-"+id, "0.0.0.0/0", "igw-"+id)
	}
	n.Peering("pcx-0000", "vpc-0000", "vpc-zzzz")
	more := n.Snapshot().Tables()
	for i, table := range s.Tables() {
		table.Take(more[i])
	}
	fold(s)
	return true
}

// halves of a block; false if it is one address.
func halves(p netip.Prefix) (low, high netip.Prefix, ok bool) {
	if !p.IsValid() || p.IsSingleIP() {
		return p, p, false
	}
	p = p.Masked()
	bytes := p.Addr().AsSlice()
	bytes[p.Bits()/8] |= 0x80 >> (p.Bits() % 8)
	above, _ := netip.AddrFromSlice(bytes)
	return netip.PrefixFrom(p.Addr(), p.Bits()+1), netip.PrefixFrom(above, p.Bits()+1), true
}

// splitRules lets two rules of a group say what one said.
func splitRules(r *rand.Rand, s *topology.Snapshot) bool {
	changed := false
	for i := range s.SecurityGroups {
		for _, permissions := range [][]topology.IpPermission{s.SecurityGroups[i].IpPermissions, s.SecurityGroups[i].IpPermissionsEgress} {
			for j := range permissions {
				changed = splitRanges(r, &permissions[j]) || changed
			}
		}
	}
	return changed
}

func splitRanges(r *rand.Rand, p *topology.IpPermission) bool {
	changed := false
	for i := range p.IpRanges {
		if low, high, ok := halves(p.IpRanges[i].CidrIp); ok && r.IntN(3) > 0 {
			other := p.IpRanges[i]
			p.IpRanges[i].CidrIp, other.CidrIp = low, high
			p.IpRanges, changed = append(p.IpRanges, other), true
		}
	}
	for i := range p.Ipv6Ranges {
		if low, high, ok := halves(p.Ipv6Ranges[i].CidrIpv6); ok && r.IntN(3) > 0 {
			other := p.Ipv6Ranges[i]
			p.Ipv6Ranges[i].CidrIpv6, other.CidrIpv6 = low, high
			p.Ipv6Ranges, changed = append(p.Ipv6Ranges, other), true
		}
	}
	return changed
}

// splitEntries lets two ACL entries of adjacent numbers say what one said.
func splitEntries(r *rand.Rand, s *topology.Snapshot) bool {
	changed := false
	for i := range s.NetworkAcls {
		a := &s.NetworkAcls[i]
		for j := range a.Entries {
			e := &a.Entries[j]
			taken := slices.ContainsFunc(a.Entries, func(x topology.NetworkAclEntry) bool { return x.Egress == e.Egress && x.RuleNumber == e.RuleNumber+1 })
			if taken || e.RuleNumber >= 32766 || r.IntN(3) == 0 {
				continue
			}
			other := *e
			other.RuleNumber++
			if splitEntry(e, &other) {
				a.Entries, changed = append(a.Entries, other), true
			}
		}
	}
	return changed
}

func splitEntry(e, other *topology.NetworkAclEntry) bool {
	if low, high, ok := halves(e.CidrBlock); ok {
		e.CidrBlock, other.CidrBlock = low, high
		return true
	}
	low, high, ok := halves(e.Ipv6CidrBlock)
	if ok && !e.CidrBlock.IsValid() {
		e.Ipv6CidrBlock, other.Ipv6CidrBlock = low, high
		return true
	}
	return false
}

// splitRoutes lets two routes lead to a target that one led to, where nothing else has as long a prefix for either half.
func splitRoutes(r *rand.Rand, s *topology.Snapshot) bool {
	changed := false
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		taken, known := destinations(s, t)
		if !known {
			continue
		}
		for j := range t.Routes {
			route := &t.Routes[j]
			if route.Origin != "CreateRoute" || route.GatewayId == "local" || r.IntN(4) == 0 {
				continue
			}
			field := &route.DestinationCidrBlock
			if !field.IsValid() {
				field = &route.DestinationIpv6CidrBlock
			}
			low, high, ok := halves(*field)
			if !ok || slices.Contains(taken, low) || slices.Contains(taken, high) {
				continue
			}
			taken = append(taken, low, high)
			other := *route
			*field = low
			if other.DestinationCidrBlock.IsValid() {
				other.DestinationCidrBlock = high
			} else {
				other.DestinationIpv6CidrBlock = high
			}
			t.Routes, changed = append(t.Routes, other), true
		}
	}
	return changed
}

// destinations are all prefixes that a table or its VPC has; known is false where a list's could not be read, as how
// long a prefix it has for an address is then anybody's guess.
func destinations(s *topology.Snapshot, t *topology.RouteTable) (all []netip.Prefix, known bool) {
	for _, r := range t.Routes {
		all = append(all, r.DestinationCidrBlock.Masked(), r.DestinationIpv6CidrBlock.Masked())
		if r.DestinationPrefixListId == "" {
			continue
		}
		i := slices.IndexFunc(s.PrefixLists, func(l topology.PrefixList) bool { return l.PrefixListId == r.DestinationPrefixListId })
		if i < 0 || !s.PrefixLists[i].EntriesKnown {
			return nil, false
		}
		for _, e := range s.PrefixLists[i].Entries {
			all = append(all, e.Cidr.Masked())
		}
	}
	for _, v := range s.Vpcs {
		if v.VpcId == t.VpcId {
			for _, b := range v.CidrBlockAssociationSet {
				all = append(all, b.CidrBlock.Masked())
			}
			for _, b := range v.Ipv6CidrBlockAssociationSet {
				all = append(all, b.Ipv6CidrBlock.Masked())
			}
		}
	}
	return all, true
}

// addAllow adds a rule to a group that allows everything one way.
func addAllow(r *rand.Rand, s *topology.Snapshot) bool {
	if len(s.SecurityGroups) == 0 {
		return false
	}
	g := &s.SecurityGroups[r.IntN(len(s.SecurityGroups))]
	all := topology.IpPermission{
		IpProtocol: "-1", IpRanges: []topology.IpRange{{CidrIp: netip.MustParsePrefix("0.0.0.0/0")}},
		Ipv6Ranges: []topology.Ipv6Range{{CidrIpv6: netip.MustParsePrefix("::/0")}},
	}
	if r.IntN(2) == 0 {
		g.IpPermissions = append(g.IpPermissions, all)
	} else {
		g.IpPermissionsEgress = append(g.IpPermissionsEgress, all)
	}
	return true
}

// dropDeny takes away an entry that denies.
func dropDeny(r *rand.Rand, s *topology.Snapshot) bool {
	for _, i := range r.Perm(len(s.NetworkAcls)) {
		a := &s.NetworkAcls[i]
		for _, j := range r.Perm(len(a.Entries)) {
			if a.Entries[j].RuleAction == "deny" && a.Entries[j].RuleNumber < 32767 {
				a.Entries = slices.Delete(a.Entries, j, j+1)
				return true
			}
		}
	}
	return false
}
