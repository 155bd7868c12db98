package reach

import (
	"cmp"
	"context"
	"maps"
	"math"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// crowdKey is what those of a crowd have in common.
type crowdKey struct {
	profile, cell int32
	curious       bool
}

// A crowd is classes that the network between takes for the same, seen from far away. Their guards may differ.
type crowd struct {
	crowdKey
	addr               netip.Addr // of one of them
	senders, receivers []guildmates
	plain              [2][]guildmates // both, put together by what they say as a rule

	from, to []int32 // the numbers of the classes among those that are asked
}

// guildmates are those of a crowd whose guards say the same of everybody far away.
type guildmates struct {
	says uint32 // the map of what they let out, or the number of the maps of what they let in
	at   []spot // in order
	all  int
}

// A spot is so many interfaces at addresses that no map tells apart.
type spot struct {
	position int32
	size     int // of all up to here
}

// between counts those at positions from one to before another.
func (g *guildmates) between(from, end int32) int { return g.before(end) - g.before(from) }

// before counts those at positions before one. It is asked for each crowd and each load balancer.
func (g *guildmates) before(position int32) int {
	lo, hi := 0, len(g.at)
	for lo < hi {
		if mid := (lo + hi) / 2; g.at[mid].position < position {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return 0
	}
	return g.at[lo-1].size
}

// A resident is those of a crowd in one VPC whose guards say the same, at one position.
type resident struct {
	crowd    int32
	says     uint32
	position int32
}

// residents are those of a VPC, with how many each stands for.
type residents struct{ senders, receivers map[resident]int }

// crowds are those of a query.
type crowds struct {
	numbers map[crowdKey]int32
	all     []crowd
	byVpc   map[int32]*residents
	fabrics [][]int32          // from each crowd to each; unasked if they have to be asked one by one
	hidden  map[[2]int32]int32 // the position at which receivers of a crowd see senders of another behind a NAT gateway
	odd     [][]int32          // by crowd: those of which that is so

	steps     map[uint32][]mapStep  // of maps of passes
	people    []int32               // by position: so many hosts are before it
	rules     map[uint32]*ruled     // of maps of passes
	plainIns  map[uint32]uint32     // of what is let in, as a rule
	standings map[passedKey][]uint8 // by the pass of what is let in: one more than the standing, 0 if not known
}

// passedKey is a fabric, with what is let out to it.
type passedKey struct {
	fabric int32
	out    uint32
}

// A mapStep is where a map changes, and to which pass.
type mapStep struct {
	position int32
	pass     uint32
}

func newCrowds() crowds {
	return crowds{
		hidden: map[[2]int32]int32{}, numbers: map[crowdKey]int32{}, byVpc: map[int32]*residents{}, steps: map[uint32][]mapStep{},
		rules: map[uint32]*ruled{}, plainIns: map[uint32]uint32{}, standings: map[passedKey][]uint8{},
	}
}

// gather puts the classes that are asked into crowds.
func (x *afar) gather(from []Place) {
	for i := range from {
		if n, of := x.join(&from[i]); n >= 0 {
			x.crowds.all[n].from = append(x.crowds.all[n].from, int32(i))
			of.senders[x.resident(n, &from[i], x.guardedBy(from[i].class-1).out)] += from[i].Size()
		}
	}
	for i := range x.to.places[:x.to.others] {
		place := &x.to.places[i]
		if n, of := x.join(place); n >= 0 {
			x.crowds.all[n].to = append(x.crowds.all[n].to, int32(i))
			of.receivers[x.resident(n, place, x.guardedBy(place.class-1).in)] += place.Size()
		}
	}
	x.addMates(func(c *crowd) *[]guildmates { return &c.senders }, func(r *residents) map[resident]int { return r.senders })
	x.addMates(func(c *crowd) *[]guildmates { return &c.receivers }, func(r *residents) map[resident]int { return r.receivers })
	x.crowds.odd = make([][]int32, len(x.crowds.all))
}

// join finds the crowd of a class, and who else is in its VPC; -1 if the class has no address of the family.
func (x *afar) join(p *Place) (int32, *residents) {
	about, cs := &x.about[p.class-1], &x.crowds
	addr := about.addr[x.family]
	if !addr.IsValid() {
		return -1, nil
	}
	key := crowdKey{x.profileOf(about.zone), x.profiles.cells[x.position(addr)], x.guardedBy(p.class - 1).curious}
	return cs.number(key, addr), cs.of(x.vpcOf(p))
}

// number is that of the crowd with a key; addr is of one of them.
func (cs *crowds) number(key crowdKey, addr netip.Addr) int32 {
	n := number(cs.numbers, key)
	if int(n) == len(cs.all) {
		cs.all = append(cs.all, crowd{crowdKey: key, addr: addr})
	}
	return n
}

// of are the residents of a VPC.
func (cs *crowds) of(vpc int32) *residents {
	if cs.byVpc[vpc] == nil {
		cs.byVpc[vpc] = &residents{map[resident]int{}, map[resident]int{}}
	}
	return cs.byVpc[vpc]
}

func (x *afar) resident(crowd int32, p *Place, says uint32) resident {
	return resident{crowd, says, x.position(x.about[p.class-1].addr[x.family])}
}

// addMates puts the residents of all VPCs together by what their guards say.
func (x *afar) addMates(into func(*crowd) *[]guildmates, of func(*residents) map[resident]int) {
	sizes := map[resident]int{}
	for _, r := range x.crowds.byVpc {
		for key, size := range of(r) {
			sizes[key] += size
		}
	}
	keys := slices.SortedFunc(maps.Keys(sizes), func(a, b resident) int {
		return cmp.Or(cmp.Compare(a.crowd, b.crowd), cmp.Compare(a.says, b.says), cmp.Compare(a.position, b.position))
	})
	for _, key := range keys {
		all := into(&x.crowds.all[key.crowd])
		if n := len(*all); n == 0 || (*all)[n-1].says != key.says {
			*all = append(*all, guildmates{says: key.says})
		}
		g := &(*all)[len(*all)-1]
		g.all += sizes[key]
		g.at = append(g.at, spot{key.position, g.all})
	}
}

// between is the fabric from a crowd to another: unasked if they have to be asked one by one.
func (x *afar) between(from, to *crowd) int32 {
	s, r := &x.profiles.all[from.profile], &x.profiles.all[to.profile]
	if there := x.legFrom(s, r, from.addr, to.addr, false); to.curious && x.legs.all[there].known.Sees() {
		return unasked
	}
	return x.joining(s, r, from.addr, to.addr)
}

// joining is the fabric from one profile to another, between two addresses: unasked if more decides.
func (x *afar) joining(from, to *profile, here, there netip.Addr) int32 {
	key := fabricKey{x.legFrom(from, to, here, there, false), unplain, from.threshold, to.threshold, x.family}
	switch {
	case key.there == unplain:
		return unasked
	case x.legs.all[key.there].end == graph.Dropped:
		return blocked
	}
	if key.home = x.legFrom(to, from, there, here, true); key.home == unplain {
		return unasked
	}
	return x.joined(key)
}

// betweenHidden is the fabric from a crowd to another that sees a NAT gateway in place of its senders, as two of them tell who are far from each
// other: then all fare so, as the way from the gateway on is that of others by the same gate.
func (x *afar) betweenHidden(from, to *crowd, via netip.Addr) int32 {
	w := x.wayAt(x.profiles.all[from.profile].ways[0], to.addr)
	if x.arrivals.all[x.arrivals.lists[x.profiles.all[to.profile].arrivals][w.gate]].odd {
		return unasked
	}
	sender := &x.sending[from.from[0]]
	i := slices.IndexFunc(to.to, func(i int32) bool { return x.isFar(x.vpcOf(sender), x.vpcOf(&x.to.places[i])) })
	if i < 0 {
		return unasked
	}
	q, _, ask := x.question(sender, &x.to.places[to.to[i]], x.family)
	if !ask {
		return unasked
	}
	n, err := x.byPassing(q, via, x.family)
	if err != nil {
		return unasked
	}
	return n
}

// legFrom is the leg from one profile to another, between two addresses.
func (x *afar) legFrom(from, to *profile, here, there netip.Addr, reply bool) int32 {
	way := 0
	if reply {
		way = 1
	}
	w := x.wayAt(from.ways[way], there)
	switch w.kind {
	case oddWay, hiddenWay:
		return unplain
	case lostWay:
		return x.legs.number(leg{end: graph.Dropped, pass: everything})
	}
	a := &x.arrivals.all[x.arrivals.lists[to.arrivals][w.gate]]
	switch {
	case a.odd:
		return unplain
	case a.end == graph.Dropped:
		return x.legs.number(leg{end: graph.Dropped, pass: everything})
	}
	p := x.both(x.passes.all[w.pass], x.passes.all[x.maps.Map(a.passes).At(here)])
	return x.legs.number(leg{end: a.end, sure: a.sure, known: a.known, pass: p})
}

// tally counts what passes from every crowd to every other, and takes away what of it is not between VPCs that are far from each other.
func (x *afar) tally(ctx context.Context, t *Totals) error {
	cs := &x.crowds
	cs.fabrics = make([][]int32, len(cs.all))
	x.makePlain()
	for i := range cs.all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		cs.fabrics[i] = make([]int32, len(cs.all))
		for j := range cs.all {
			x.tallyPair(t, int32(i), int32(j))
		}
	}
	if err := x.tallyExceptions(ctx, t); err != nil {
		return err
	}
	for vpc, of := range cs.byVpc {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		x.takeAway(t, of, of)
		for _, near := range x.neighbours[vpc] {
			if other := cs.byVpc[near]; other != nil {
				x.takeAway(t, of, other)
			}
		}
	}
	return nil
}

// tallyPair counts what passes from one crowd to another as a rule.
func (x *afar) tallyPair(t *Totals, i, j int32) {
	cs := &x.crowds
	from, to := &cs.all[i], &cs.all[j]
	if len(from.senders) == 0 || len(to.receivers) == 0 {
		return
	}
	n := x.between(from, to)
	if via := x.wayAt(x.profiles.all[from.profile].ways[0], to.addr).via; via.IsValid() {
		cs.hidden[[2]int32{i, j}] = x.position(via)
		n = x.betweenHidden(from, to, via)
	}
	if n == particular {
		n = unasked
	}
	if cs.fabrics[i][j] = n; n == unasked {
		cs.odd[i] = append(cs.odd[i], j)
		return
	}
	for a := range from.plain[0] {
		seen := x.seenAs(&from.plain[0][a], i, j)
		for b := range to.plain[1] {
			x.tallyMates(t, n, seen, &to.plain[1][b])
		}
	}
}

// seenAs are senders of a crowd as receivers of another see them.
func (x *afar) seenAs(g *guildmates, i, j int32) *guildmates {
	if at, hidden := x.crowds.hidden[[2]int32{i, j}]; hidden {
		return &guildmates{g.says, []spot{{at, g.all}}, g.all}
	}
	return g
}

// tallyMates counts what passes of a fabric: what is let out depends on where receivers are, and what is let in on where senders are.
func (x *afar) tallyMates(t *Totals, n int32, out, in *guildmates) {
	if n == blocked {
		t.Blocked += out.all * in.all
		return
	}
	outs, ins := x.stepsOf(out.says), x.stepsOf(x.letIn(in.says, n))
	for i := range outs {
		receivers := in.all
		if len(outs) > 1 {
			receivers = in.between(outs[i].position, endOf(outs, i))
		}
		if receivers == 0 {
			continue
		}
		standings := x.standingsOf(n, outs[i].pass)
		for j := range ins {
			senders := out.all
			if len(ins) > 1 {
				senders = out.between(ins[j].position, endOf(ins, j))
			}
			if senders > 0 {
				t.count(x.standingAt(standings, n, outs[i].pass, ins[j].pass), senders*receivers)
			}
		}
	}
}

// endOf is where a step of a map ends.
func endOf(steps []mapStep, i int) int32 {
	if i+1 < len(steps) {
		return steps[i+1].position
	}
	return math.MaxInt32
}

// letIn is the map of what is let in of a fabric.
func (x *afar) letIn(says uint32, fabric int32) uint32 {
	return x.inMap(says, x.fabrics.all[fabric].known)
}

// inMap is the map of what is let in from whom receivers see so.
func (x *afar) inMap(says uint32, known graph.Acquaintance) uint32 {
	return x.profiles.ins[says][x.numberKnown(known)]
}

// known is the number of whom receivers see in requests of a fabric.
func (x *afar) known(fabric int32) int { return x.numberKnown(x.fabrics.all[fabric].known) }

func (x *afar) numberKnown(known graph.Acquaintance) int {
	return max(0, slices.Index(x.arrivals.known, known)) // 0 if it does not come to them
}

// takeAway takes away what passes from the residents of one VPC to those of another.
func (x *afar) takeAway(t *Totals, from, to *residents) {
	for s, senders := range from.senders {
		for r, receivers := range to.receivers {
			switch n := x.crowds.fabrics[s.crowd][r.crowd]; n {
			case unasked:
			case blocked:
				t.Blocked -= senders * receivers
			default:
				seen := s.position
				if at, hidden := x.crowds.hidden[[2]int32{s.crowd, r.crowd}]; hidden {
					seen = at
				}
				out, in := x.passAt(s.says, r.position), x.passAt(x.letIn(r.says, n), seen)
				t.count(x.standingAt(x.standingsOf(n, out), n, out, in), -senders*receivers)
			}
		}
	}
}
