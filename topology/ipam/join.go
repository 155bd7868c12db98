package ipam

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Join is what it takes to join two VPCs by a peering, or a VPC to a transit gateway, and what stands against it.
type Join struct {
	A, B      *Network     // of a transit gateway B is nil
	Gateway   ref.Ref      // the transit gateway; zero of a peering
	Exists    ref.Ref      // the peering or attachment that joins them already, or zero
	Pending   bool         // it is not active yet
	Conflicts []Conflict   // blocks that both have
	Routes    []RouteToAdd // on both sides
	Subnets   []string     // of a transit gateway: one in each zone of the VPC, for the attachment
	Findings  []Effect     // what happens besides, worst first
	Quotas    []QuotaUse   // what comes near a quota
}

// A Conflict is a block of one VPC and one of the other that share addresses.
type Conflict struct {
	A, B      netip.Prefix
	Other     string // of a transit gateway: the VPC that has B
	Secondary bool   // only blocks that were added to a VPC later are concerned
}

// A RouteToAdd is a route that a table needs.
type RouteToAdd struct {
	Table    ref.Ref
	Vpc      ref.Ref
	Prefix   netip.Prefix
	Target   string // id of the transit gateway; "" of a peering that does not exist yet
	Subnets  []string
	Exists   bool            // the table has it already
	Replaces *topology.Route // what leads elsewhere for the same destination today, or nil
}

// A QuotaUse is how much of a quota would be used.
type QuotaUse struct {
	Name  string
	At    ref.Ref
	Used  int // with the change
	Limit int // the default
	Max   int // to which AWS raises it on request
}

// The quotas of AWS that joining counts against: default and maximum (semantics.md 14).
const (
	peeringsDefault, peeringsMax           = 50, 125
	routesDefault, routesMax               = 500, 1000
	attachmentsDefault                     = 5000
	gatewaysPerVpc                         = 5
	transitRoutesDefault, nearlyPercentage = 10000, 80
)

// The codes of what happens besides.
const (
	PeerRouteTaken     Code = "PEER_ROUTE_TAKEN"
	PeerRouteHidden    Code = "PEER_ROUTE_HIDDEN"
	PeerRouteTakesOver Code = "PEER_ROUTE_TAKES_OVER"
	PeerRival          Code = "PEER_RIVAL"
	PeerAcross         Code = "PEER_ACROSS_REGIONS"
	PeerOtherAccount   Code = "PEER_OTHER_ACCOUNT"
	QuotaExceeded      Code = "QUOTA_EXCEEDED"
	TransitNoSubnet    Code = "TGW_NO_SUBNET"
	PeerPending        Code = "PEER_PENDING"
)

// Allowed reports whether AWS would let it be.
func (j *Join) Allowed() bool {
	return len(j.Conflicts) == 0 && !slices.ContainsFunc(j.Findings, func(e Effect) bool { return e.Severity == Breaks })
}

// AllowedByPrimary reports whether it would be allowed if VPCs had their primary IPv4 blocks alone.
func (j *Join) AllowedByPrimary() bool {
	return !slices.ContainsFunc(j.Conflicts, func(c Conflict) bool { return !c.Secondary })
}

// Peer tells what it takes to peer two VPCs (R6.2, R6.6).
func (v *Inventory) Peer(a, b *Network) *Join {
	j := &Join{A: a, B: b}
	na, nb := v.vpcs[a.Ref.ID], v.vpcs[b.Ref.ID]
	for _, p := range v.links.peerings[pairOf(na, nb)] {
		if live(p.Status.Code) {
			j.Exists, j.Pending = p.Ref(), p.Status.Code != "active"
		}
		if j.Pending {
			j.find(PeerPending, Notice, p.Ref(), "%s is %s: it carries nothing until it is active, and no second one can be made", v.NameOf(p.Ref()), p.Status.Code)
		}
	}
	j.Conflicts = v.conflicts(a, b)
	for _, side := range [][2]*Network{{a, b}, {b, a}} {
		v.routesTo(j, side[0], side[1].Blocks, j.Exists.ID)
		v.rivals(j, side[0], side[1])
		v.peeringQuota(j, side[0])
	}
	if j.Exists.IsZero() {
		v.across(j)
	}
	v.routeQuotas(j)
	j.sort()
	return j
}

func (j *Join) sort() {
	slices.SortStableFunc(j.Findings, func(a, b Effect) int { return cmp.Compare(b.Severity, a.Severity) })
}

func (j *Join) find(code Code, s Severity, at ref.Ref, format string, args ...any) {
	e := Effect{code, s, at, fmt.Sprintf(format, args...)}
	if !slices.Contains(j.Findings, e) {
		j.Findings = append(j.Findings, e)
	}
}

func (v *Inventory) document(n *Network) *topology.Vpc {
	for i := range v.Snapshot.Vpcs {
		if v.Snapshot.Vpcs[i].VpcId == n.Ref.ID {
			return &v.Snapshot.Vpcs[i]
		}
	}
	return nil
}

// conflicts are the pairs of blocks that share addresses.
func (v *Inventory) conflicts(a, b *Network) []Conflict {
	var all []Conflict
	for _, p := range a.Blocks {
		for _, q := range b.Blocks {
			if p.Overlaps(q) {
				all = append(all, Conflict{A: p, B: q, Secondary: !v.isPrimary(a, p) || !v.isPrimary(b, q)})
			}
		}
	}
	return all
}

// isPrimary reports whether a block is the first IPv4 one of a VPC.
func (v *Inventory) isPrimary(n *Network, p netip.Prefix) bool {
	if c := v.document(n); c != nil {
		return c.CidrBlock.Masked() == p
	}
	return len(n.Blocks) > 0 && n.Blocks[0] == p
}

// routesTo lists the routes that a VPC's tables need to reach blocks, and what they do to the routes that are there.
func (v *Inventory) routesTo(j *Join, from *Network, blocks []netip.Prefix, target string) {
	for _, t := range v.links.tables[v.vpcs[from.Ref.ID]] {
		subnets := v.subnetsOf(t)
		if len(subnets) == 0 {
			continue
		}
		for _, p := range blocks {
			if !from.has(netmath.FamilyOf(p.Addr())) {
				continue
			}
			r := RouteToAdd{Table: t.Ref(), Vpc: from.Ref, Prefix: p, Target: target, Subnets: subnets}
			v.rowsAbout(j, t, &r)
			j.Routes = append(j.Routes, r)
		}
	}
}

// has reports whether a network has a block of a family.
func (n *Network) has(f netmath.Family) bool {
	return slices.ContainsFunc(n.Blocks, func(p netip.Prefix) bool { return netmath.FamilyOf(p.Addr()) == f })
}

// subnetsOf are the subnets that a table serves: those associated with it, and of the main one those with no table of their own (R2.1).
func (v *Inventory) subnetsOf(t *topology.RouteTable) []string {
	main := false
	for _, a := range t.Associations {
		main = main || a.Main
	}
	var found []string
	for i := range v.Snapshot.Subnets {
		s := &v.Snapshot.Subnets[i]
		if s.VpcId != t.VpcId {
			continue
		}
		table := v.tableOf(s)
		if table == t.RouteTableId || table == "" && main {
			found = append(found, cmp.Or(s.Tags.Name(), s.SubnetId))
		}
	}
	return found
}

// tableOf is the table that a subnet is associated with, or "".
func (v *Inventory) tableOf(s *topology.Subnet) string {
	for _, t := range v.links.tables[v.vpcs[s.VpcId]] {
		for _, a := range t.Associations {
			if a.SubnetId == s.SubnetId {
				return t.RouteTableId
			}
		}
	}
	return ""
}

// rowsAbout compares a new route with the rows of its table: the longest prefix wins (R2.3).
func (v *Inventory) rowsAbout(j *Join, t *topology.RouteTable, r *RouteToAdd) {
	where := fmt.Sprintf("%s of %s", v.NameOf(t.Ref()), v.NameOf(r.Vpc))
	for i := range t.Routes {
		x := &t.Routes[i]
		p, target := destination(x), RouteTarget(x)
		if !p.IsValid() || !p.Overlaps(r.Prefix) || target == "local" {
			continue
		}
		switch {
		case p == r.Prefix && target == r.Target && target != "":
			r.Exists = true
		case p == r.Prefix && x.Origin == "EnableVgwRoutePropagation":
			j.find(PeerRouteTakesOver, Notice, t.Ref(), "%s has a propagated route to %v by %s; the new static one wins", where, p, target)
		case p == r.Prefix:
			r.Replaces = x
			j.find(PeerRouteTaken, Limits, t.Ref(), "%s has a route to %v by %s: it has to be replaced", where, p, target)
		case p.Bits() > r.Prefix.Bits() && target != r.Target:
			j.find(PeerRouteHidden, Limits, t.Ref(), "%s keeps sending %v to %s: the longer prefix wins over the new %v", where, p, target, r.Prefix)
		case p.Bits() < r.Prefix.Bits() && target != r.Target && (p.Bits() > 0 || isInterior(target)):
			j.find(PeerRouteTakesOver, Notice, t.Ref(), "%s sends %v by %s today, within %v; the longer new route takes it over, past whatever inspects it there", where, r.Prefix, target, p)
		}
	}
}

// isInterior reports whether a default route's target may lead to private addresses: the internet does not.
func isInterior(target string) bool {
	for _, prefix := range []string{"tgw-", "vgw-", "vpce-", "eni-", "arn:"} {
		if len(target) > len(prefix) && target[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}

// rivals are peers of a VPC that share addresses with the new one: a table has one of them only.
func (v *Inventory) rivals(j *Join, of, with *Network) {
	for _, link := range v.links.peersOf[v.vpcs[of.Ref.ID]] {
		other := &v.Networks[link.other]
		if other == with {
			continue
		}
		for _, c := range v.conflicts(with, other) {
			j.find(PeerRival, Limits, link.peering.Ref(), "%s is peered with %s, which shares %v with %s: tables of %s can lead to one of them only, and replies follow them",
				of.Called(), other.Called(), inner(c.A, c.B), with.Called(), of.Called())
		}
	}
}

// across tells what a peering between Regions or accounts does without (R6.8).
func (v *Inventory) across(j *Join) {
	if a, b := j.A.Region, j.B.Region; a != b && a != "" && b != "" {
		j.find(PeerAcross, Notice, ref.Ref{}, "between %s and %s: rules cannot name security groups of the other side, and packets are up to 8500 bytes", a, b)
	}
	if a, b := j.A.Account, j.B.Account; a != b && a != "" && b != "" {
		j.find(PeerOtherAccount, Notice, ref.Ref{}, "account %s has to accept what account %s requests", b, a)
	}
}

func (v *Inventory) peeringQuota(j *Join, n *Network) {
	used := len(v.links.peersOf[v.vpcs[n.Ref.ID]])
	if j.Exists.IsZero() {
		used++
	}
	j.quota(QuotaUse{"peerings of a VPC", n.Ref, used, peeringsDefault, peeringsMax})
}

// quota notes one that is nearly or wholly used.
func (j *Join) quota(q QuotaUse) {
	if q.Used*100 < q.Limit*nearlyPercentage {
		return
	}
	j.Quotas = append(j.Quotas, q)
	switch {
	case q.Used > q.Max:
		j.find(QuotaExceeded, Breaks, q.At, "%s: %d, and AWS grants at most %d", q.Name, q.Used, q.Max)
	case q.Used > q.Limit:
		j.find(QuotaExceeded, Limits, q.At, "%s: %d, above the default quota of %d: have it raised, at most to %d", q.Name, q.Used, q.Limit, q.Max)
	}
}

// routeQuotas counts the routes of each table and family with those to be added; a prefix list counts by its size.
func (v *Inventory) routeQuotas(j *Join) {
	added := map[ref.Ref][2]int{}
	var order []ref.Ref
	for _, r := range j.Routes {
		n, known := added[r.Table]
		if !known {
			order = append(order, r.Table)
		}
		if !r.Exists {
			n[netmath.FamilyOf(r.Prefix.Addr())]++
		}
		added[r.Table] = n
	}
	for _, table := range order {
		counts := v.routeCounts(table.ID)
		for _, f := range netmath.Families {
			j.quota(QuotaUse{"static " + f.String() + " routes of a table", table, counts[f] + added[table][f], routesDefault, routesMax})
		}
	}
}

func (v *Inventory) routeCounts(table string) (counts [2]int) {
	entries := map[string]*topology.PrefixList{}
	for i := range v.Snapshot.PrefixLists {
		entries[v.Snapshot.PrefixLists[i].PrefixListId] = &v.Snapshot.PrefixLists[i]
	}
	for i := range v.Snapshot.RouteTables {
		t := &v.Snapshot.RouteTables[i]
		if t.RouteTableId != table {
			continue
		}
		for k := range t.Routes {
			r := &t.Routes[k]
			switch p := destination(r); {
			case r.Origin == "EnableVgwRoutePropagation":
			case p.IsValid():
				counts[netmath.FamilyOf(p.Addr())]++
			case entries[r.DestinationPrefixListId] != nil:
				l := entries[r.DestinationPrefixListId]
				f := netmath.IPv4
				if l.AddressFamily == "IPv6" {
					f = netmath.IPv6
				}
				counts[f] += max(l.MaxEntries, len(l.Entries))
			}
		}
	}
	return counts
}
