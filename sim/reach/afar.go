package reach

import (
	"cmp"
	"context"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// afar counts what passes between classes of VPCs that are far from each other: neither knows addresses of the other by who has them,
// and legs between them lead through transit gateways or nowhere. All that counts there of a class is its profile, so classes are counted
// profile by profile, whichever VPCs they lie in. It is about one family.
type afar struct {
	*asker
	family  netmath.Family
	sending []Place // the classes that send
	to      *targets
	open    map[int32]bool // VPCs from which all others are away

	hosts    []afarHost // everybody, by address
	scenes   []scene    // by VPC
	maps     *netmath.RangeTable
	passes   numbered[pass]
	ways     ways
	arrivals arrivals
	profiles profiles
	crowds   crowds
}

// afarHost is somebody who has an address.
type afarHost struct {
	addr netip.Addr
	id   graph.InterfaceID
	vpc  int32
}

// A scene divides the addresses of a family by what tells them apart in some place: for each part in which somebody far away has an
// address, where it begins and one who has.
type scene struct {
	starts  []netip.Addr
	someone []afarHost
}

func (a *asker) newAfar(f netmath.Family, to *targets) *afar {
	x := &afar{
		asker: a, family: f, to: to, maps: netmath.NewRangeTable(), passes: newNumbered[pass](), ways: newWays(), arrivals: newArrivals(),
		profiles: newProfiles(len(a.zones)), crowds: newCrowds(),
	}
	for i := range a.classes {
		if addr := a.about[i].addr[f]; addr.IsValid() {
			x.hosts = append(x.hosts, afarHost{addr, a.classes[i].Location.Interface, a.vpcOf(&a.classes[i])})
		}
	}
	for id := range a.nodes {
		if addr := a.g.Primary(id, f); addr.IsValid() {
			x.hosts = append(x.hosts, afarHost{addr, id, a.g.VpcIndex(id)})
		}
	}
	x.sortHosts()
	x.constant(0) // the map of those who have no address
	prefixes := a.g.DeparturePrefixes(f)
	x.scenes = make([]scene, len(prefixes))
	for vpc := range prefixes {
		x.scenes[vpc] = x.scene(bordersOf(prefixes[vpc], f), int32(vpc))
	}
	return x
}

func (x *afar) sortHosts() {
	slices.SortFunc(x.hosts, func(m, n afarHost) int { return cmp.Or(m.addr.Compare(n.addr), cmp.Compare(m.id, n.id)) })
	x.hosts = slices.Compact(x.hosts)
}

// scene is that of a VPC, or of something in it.
func (x *afar) scene(b borders, vpc int32) scene {
	var s scene
	at := 0
	for i := range len(b) + 1 {
		first, start := at, netmath.First(wholeSpace[x.family])
		if at = len(x.hosts); i < len(b) {
			at, _ = slices.BinarySearchFunc(x.hosts, b[i], func(h afarHost, border netip.Addr) int { return h.addr.Compare(border) })
		}
		far := slices.IndexFunc(x.hosts[first:at], func(h afarHost) bool { return x.away(vpc, h.vpc) })
		if far < 0 {
			continue
		}
		if len(s.starts) > 0 {
			start = b[i-1]
		}
		s.starts, s.someone = append(s.starts, start), append(s.someone, x.hosts[first+far])
	}
	return s
}

// plot is the map of what is so at the addresses of a scene. Between them it goes on as before.
func (x *afar) plot(s *scene, value func(afarHost) uint32) uint32 {
	values := make([]uint32, len(s.someone))
	for i := range values {
		values[i] = value(s.someone[i])
	}
	return x.maps.Number(netmath.RangeMapFrom(x.family, s.starts, values))
}

// constant is the map that has one value everywhere.
func (x *afar) constant(value uint32) uint32 {
	return x.maps.Number(netmath.RangeMapFrom(x.family, []netip.Addr{netmath.First(wholeSpace[x.family])}, []uint32{value}))
}

// afar reports whether it helps a query to tell VPCs apart that are far from each other.
func (s *Solver) afar(q *Query) bool { return s.apart && !s.simply && len(q.Via)+len(q.NotVia) == 0 }

// isFar reports whether two VPCs are far from each other.
func (s *Solver) isFar(a, b int32) bool {
	_, near := slices.BinarySearch(s.neighbours[a], b)
	return a != b && !near
}

// away reports whether what is counted of two VPCs is counted here.
func (x *afar) away(a, b int32) bool {
	return x.isFar(a, b) || a != b && (x.open[a] || x.open[b])
}

// numbered are values met so far, each once, with numbers from 1 on.
type numbered[T comparable] struct {
	numbers map[T]uint32
	all     []T
}

func newNumbered[T comparable]() numbered[T] { return numbered[T]{map[T]uint32{}, make([]T, 1)} }

func (n *numbered[T]) number(value T) uint32 {
	i, known := n.numbers[value]
	if !known {
		i = uint32(len(n.all))
		n.numbers[value], n.all = i, append(n.all, value)
	}
	return i
}

// count adds what passes from some classes to those of the targets, wherever they are far from each other, and to load balancers as far as
// it says in done.
func (x *afar) count(ctx context.Context, r *row, from []Place, done *called) error {
	x.sending = from
	x.depart()
	x.arrive()
	x.profile(from)
	inside := x.callees(false)
	x.cut(bordersOfCallees(inside))
	x.gather(from)
	if err := cmp.Or(x.tally(ctx, &r.totals), x.tallyOdd(ctx, r, from)); err != nil {
		return err
	}
	c := &callers{afar: x, door: x.doorInside}
	return cmp.Or(c.tally(ctx, &r.totals, inside, done), x.callAcross(ctx, &r.totals, done))
}

// callAcross adds what passes to load balancers that are asked across the internet.
func (x *afar) callAcross(ctx context.Context, t *Totals, done *called) error {
	all := x.callees(true)
	if len(all) == 0 {
		return nil
	}
	e := x.emigrants(all)
	if err := e.leave(); err != nil {
		return err
	}
	e.arrive(all, done.odd[x.family][1])
	c := &callers{afar: e.afar, facing: true, door: e.doorOutside}
	return c.tally(ctx, t, all, done)
}

// bordersOfCallees are those at which what is behind load balancers may change.
func bordersOfCallees(all []*callee) (b borders) {
	for _, c := range all {
		if c.regard == graph.ForAddress {
			b = append(b, c.borders...)
		}
	}
	return b
}
