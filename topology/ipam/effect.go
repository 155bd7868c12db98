package ipam

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Effect is what comes of two networks' sharing addresses.
type Effect struct {
	Code     Code
	Severity Severity
	At       ref.Ref // the table, gateway or peering where it shows, or zero
	Message  string
}

// effects tells what comes of two holdings of different networks that share addresses, worst first.
func (o *overlapper) effects(a, b int32, relation netmath.Relation) []Effect {
	ha, hb := &o.Holdings[a], &o.Holdings[b]
	p := pair{Inventory: o.Inventory, a: ha, b: hb, shared: inner(ha.Prefix, hb.Prefix)}
	switch {
	case ha.Kind >= Allocation || hb.Kind >= Allocation:
		p.listed(relation)
	case isVpc(ha.Kind) && isVpc(hb.Kind):
		p.peering()
		p.transit()
		p.direct()
		p.tables()
		p.replies()
	case ha.Kind.OnPremises() && hb.Kind.OnPremises():
		p.outside()
	default:
		p.hybrid()
	}
	slices.SortStableFunc(p.effects, func(x, y Effect) int { return cmp.Compare(y.Severity, x.Severity) })
	return p.effects
}

func isVpc(k Kind) bool { return k == VpcBlock || k == PeerBlock }

func vpcRef(id string) ref.Ref { return ref.Ref{Kind: ref.Vpc, ID: id} }

// A pair is two holdings of different networks that share a block.
type pair struct {
	*Inventory
	a, b    *Holding
	shared  netip.Prefix
	effects []Effect
}

func (p *pair) add(code Code, s Severity, at ref.Ref, format string, args ...any) {
	p.effects = append(p.effects, Effect{code, s, at, fmt.Sprintf(format, args...)})
}

// listed is about what a list names, or IPAM has given out: of a VPC that has the very block, it is an entry about it.
func (p *pair) listed(relation netmath.Relation) {
	one, other := p.a, p.b
	if one.Kind < Allocation {
		one, other = other, one
	}
	if relation == netmath.RelationEqual && other.Kind < Allocation && (one.Name != "" && one.Name == other.Name) {
		p.add(ListedHolder, Harmless, ref.Ref{}, "the list names the holder itself")
		return
	}
	what := "the list's entry"
	if one.Kind == Allocation {
		what = "the IPAM allocation"
	}
	p.add(ListedTaken, Limits, ref.Ref{}, "%s %v cannot be used as a whole: %v of it is taken by %s", what, one.Prefix, p.shared, other.Called())
}

// peering is about joining two VPCs (R6.6).
func (p *pair) peering() {
	for _, c := range p.links.peerings[pairOf(p.a.network, p.b.network)] {
		if !live(c.Status.Code) {
			continue
		}
		p.add(PeeringImpossible, Breaks, c.Ref(), "%s (%s) joins them, and AWS refuses a peering of VPCs that share addresses: both keep %v to themselves",
			p.NameOf(c.Ref()), c.Status.Code, p.shared)
		return
	}
	p.add(PeeringImpossible, Limits, ref.Ref{}, "AWS would refuse to peer %s with %s", p.a.Called(), p.b.Called())
}

// transit is about VPCs on one transit gateway (R7.5).
func (p *pair) transit() {
	for _, x := range p.links.attached[p.a.network] {
		for _, y := range p.links.attached[p.b.network] {
			if x.gateway == y.gateway {
				p.propagation(x, y)
			}
		}
	}
}

// propagation looks for tables that both attachments write to.
func (p *pair) propagation(x, y attachment) {
	gateway := ref.Ref{Kind: ref.TransitGateway, ID: x.gateway}
	apart, unknown := true, false
	for _, t := range p.links.transit {
		if t.TransitGatewayId != x.gateway {
			continue
		}
		writes := func(id string) bool {
			for i := range t.Propagations {
				if t.Propagations[i].TransitGatewayAttachmentId == id && t.Propagations[i].State != "disabled" {
					return true
				}
			}
			return false
		}
		unknown = unknown || !t.PropagationsKnown
		if writes(x.id) && writes(y.id) {
			apart = false
			p.add(PropagationSuppressed, Breaks, t.Ref(), "%s takes the blocks of one of them only%s", p.NameOf(t.Ref()), p.winner(t.Ref(), x, y))
		}
	}
	switch {
	case !apart:
	case unknown:
		p.add(PropagationSuppressed, Limits, gateway, "both are attached to %s, and the snapshot does not tell which tables they propagate to; one table takes the blocks of one of them only", p.NameOf(gateway))
	default:
		p.add(TransitKeptApart, Limits, gateway, "both are attached to %s, and no table has the routes of both: that has to stay so", p.NameOf(gateway))
	}
}

// winner tells which of two VPCs a transit gateway's table leads to.
func (p *pair) winner(table ref.Ref, x, y attachment) string {
	leads := func(n int32, a attachment) bool {
		return slices.ContainsFunc(p.links.toShared(n, p.shared)[table], func(r routeTo) bool { return r.via == a.id && r.prefix.Bits() > 0 })
	}
	switch toA, toB := leads(p.a.network, x), leads(p.b.network, y); {
	case toA && !toB:
		return fmt.Sprintf(": it leads to %s, and %s is out of reach", p.a.Called(), p.b.Called())
	case toB && !toA:
		return fmt.Sprintf(": it leads to %s, and %s is out of reach", p.b.Called(), p.a.Called())
	}
	return ""
}

// direct is about Direct Connect gateways, whose VPCs must not overlap (R9.9).
func (p *pair) direct() {
	ga, gb := p.links.gateways[p.a.network], p.links.gateways[p.b.network]
	if ga == "" || gb == "" {
		return
	}
	for _, d := range p.links.direct[ga] {
		at := ref.Ref{Kind: ref.DirectConnectGateway, ID: d}
		if slices.Contains(p.links.direct[gb], d) {
			p.add(DirectConnectRefused, Breaks, at, "both are associated with %s, which AWS refuses for VPCs that share addresses", p.NameOf(at))
		} else {
			p.add(DirectConnectRefused, Limits, at, "%s is associated with %s, so AWS would refuse %s there", p.a.Called(), p.NameOf(at), p.b.Called())
		}
	}
	for _, d := range p.links.direct[gb] {
		if at := (ref.Ref{Kind: ref.DirectConnectGateway, ID: d}); !slices.Contains(p.links.direct[ga], d) {
			p.add(DirectConnectRefused, Limits, at, "%s is associated with %s, so AWS would refuse %s there", p.b.Called(), p.NameOf(at), p.a.Called())
		}
	}
}

// tables is about tables with routes to both: the longer one wins what both have.
func (p *pair) tables() {
	toA, toB := p.links.toShared(p.a.network, p.shared), p.links.toShared(p.b.network, p.shared)
	for _, table := range sortedTables(toA) {
		if len(toB[table]) > 0 {
			p.rival(table, longest(toA[table]), longest(toB[table]))
		}
	}
}

// longest is the row with the longest prefix; of equal ones a static one.
func longest(rows []routeTo) routeTo {
	return slices.MaxFunc(rows, func(x, y routeTo) int {
		switch {
		case x.prefix.Bits() != y.prefix.Bits():
			return cmp.Compare(x.prefix.Bits(), y.prefix.Bits())
		case x.static != y.static && x.static:
			return 1
		case x.static != y.static:
			return -1
		}
		return 0
	})
}

func sortedTables(m map[ref.Ref][]routeTo) []ref.Ref {
	var tables []ref.Ref
	for t := range m {
		tables = append(tables, t)
	}
	slices.SortFunc(tables, ref.Compare)
	return tables
}

// rival compares a row to a with a row to b, both of which reach into the shared block.
func (p *pair) rival(table ref.Ref, x, y routeTo) {
	if !x.prefix.Overlaps(y.prefix) || x.via == y.via {
		return
	}
	where := p.tableName(table, x.vpc)
	switch {
	case x.prefix == y.prefix && x.static == y.static:
		p.add(RouteAmbiguous, Breaks, table, "%s has %v to both, by %s and by %s: which one gets it is not for the prefix to say", where, x.prefix, x.via, y.via)
	case x.prefix == y.prefix:
		win, lose := p.a, p.b
		if y.static {
			win, lose = p.b, p.a
		}
		p.add(RouteShadowed, Breaks, table, "%s has %v to both, and the static route to %s wins: %s is out of reach there", where, x.prefix, win.Called(), lose.Called())
	case x.prefix.Bits() > y.prefix.Bits():
		p.shadowed(table, where, x, p.a, y, p.b)
	default:
		p.shadowed(table, where, y, p.b, x, p.a)
	}
}

// shadowed is a longer row to one that takes addresses of the other away from it.
func (p *pair) shadowed(table ref.Ref, where string, long routeTo, win *Holding, short routeTo, lose *Holding) {
	taken := inner(long.prefix, p.shared)
	p.add(RouteShadowed, Breaks, table, "%s sends %v to %s, although %v to %s covers it: %s's hosts there are out of reach", where, taken, win.Called(), short.prefix, lose.Called(), lose.Called())
}

// tableName is a table with whose it is.
func (p *pair) tableName(table ref.Ref, vpc string) string {
	if vpc == "" {
		return p.NameOf(table)
	}
	return fmt.Sprintf("%s of %s", p.NameOf(table), p.NameOf(vpcRef(vpc)))
}

// replies is about a third VPC that both send to, while its routes lead to one of them (R6.7).
func (p *pair) replies() {
	for _, side := range []struct{ sender, gets *Holding }{{p.a, p.b}, {p.b, p.a}} {
		for _, link := range p.links.peersOf[side.sender.network] {
			if link.peering.Status.Code != "active" || !p.sends(side.sender, link) {
				continue
			}
			p.misled(side.sender, side.gets, link)
		}
	}
}

// sends reports whether a VPC has a route over a peering; of one whose tables are not known, it is taken to.
func (p *pair) sends(from *Holding, link peerLink) bool {
	tables := p.links.tables[from.network]
	for _, r := range p.links.routes[link.other] {
		if r.via == link.peering.VpcPeeringConnectionId && r.vpc == from.Vpc {
			return true
		}
	}
	return len(tables) == 0
}

// misled looks for tables of a peer that lead to the other one for addresses of the sender.
func (p *pair) misled(sender, gets *Holding, link peerLink) {
	back := p.links.toShared(sender.network, p.shared)
	forth := p.links.toShared(gets.network, p.shared)
	for _, table := range sortedTables(forth) {
		rows := forth[table]
		if rows[0].vpc != p.Networks[link.other].Ref.ID || len(back[table]) > 0 {
			continue
		}
		p.add(ReplyToWrongVpc, Breaks, table, "%s replies to %s in %s, also where %s asked, which sends to it by %s",
			p.tableName(table, rows[0].vpc), p.shared, gets.Called(), sender.Called(), p.NameOf(link.peering.Ref()))
	}
}

// outside is about two networks outside AWS: often one network by two ways.
func (p *pair) outside() {
	if p.a.Prefix == p.b.Prefix {
		p.add(TwoWays, Harmless, ref.Ref{}, "one network by two ways: %s and %s; which one carries is for the routes to say", p.a.Called(), p.b.Called())
		return
	}
	wide, narrow := p.a, p.b
	if wide.Prefix.Bits() > narrow.Prefix.Bits() {
		wide, narrow = narrow, wide
	}
	p.add(LongerWins, Harmless, ref.Ref{}, "the longer prefix wins: %v goes by %s, the rest of %v by %s", narrow.Prefix, narrow.Called(), wide.Prefix, wide.Called())
}

// hybrid is about a VPC, or a gateway's own block, and a network outside.
func (p *pair) hybrid() {
	inside, outside := p.a, p.b
	if inside.Kind.OnPremises() {
		inside, outside = outside, inside
	}
	switch {
	case outside.Kind == ClientBlock && outside.Vpc == inside.Vpc && inside.Vpc != "":
		p.add(ClientRange, Breaks, outside.Ref, "AWS refuses client addresses %v in the VPC of the endpoint, which has %v", outside.Prefix, inside.Prefix)
	case outside.Prefix.Bits() < inside.Prefix.Bits():
		p.add(AggregateRoute, Harmless, outside.Ref, "%v towards %s is an aggregate around %s: the longer prefix wins, so it takes nothing away; no host there may have an address of %v",
			outside.Prefix, outside.Called(), inside.Called(), inside.Prefix)
	default:
		p.add(RouteShadowed, Breaks, outside.Ref, "hosts in %v behind %s are out of reach from %s, whose local route wins", p.shared, outside.Called(), inside.Called())
		p.tables()
	}
}
