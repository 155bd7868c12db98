package reach

import (
	"context"
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// callers count what passes from crowds to load balancers in VPCs that are far from theirs. Inside the network they are asked by their
// private addresses; those that face the internet are asked across it, and see who asks by another address.
type callers struct {
	*afar
	facing  bool
	door    func(from *crowd, sender *Place, b *callee, node int) (int32, error) // how one comes to a node: a doorway, blocked or particular
	doors   map[doorFrom]int32
	excepts map[int32][]guildAt // by position of a node: who makes an exception of it
	odd     []bool              // crowds that have to be asked about one by one
}

type doorFrom struct {
	crowd int32
	node  graph.InterfaceID
}

// A callee is a load balancer that is called.
type callee struct {
	*front
	place  int // its number among the targets
	number int32
	home   int32 // the VPC of its nodes
	odd    bool  // it has to be asked about one by one
}

// called tells what callers counted: of each family, the load balancers by number among the targets that are no classes, and the zones that were left
// out, of those that face the internet apart.
type called struct {
	done [2][]calledFrom
	odd  [2][2]map[int32]bool
}

// calledFrom tells from where calls to a load balancer are counted.
type calledFrom uint8

const (
	fromNowhere calledFrom = iota
	fromFar                // from VPCs that are far from its own
	fromOthers             // from all but its own
)

func newCalled(places int) *called {
	c := &called{}
	for f := range c.done {
		c.done[f] = make([]calledFrom, places)
		for facing := range c.odd[f] {
			c.odd[f][facing] = map[int32]bool{}
		}
	}
	return c
}

// faces reports whether a load balancer is asked for by public addresses.
func (s *Solver) faces(balancer int32, f netmath.Family) bool {
	return f == netmath.IPv4 && s.g.FacesInternet(balancer)
}

// leftOut reports whether a zone was left out of what is counted of load balancers.
func (c *called) leftOut(f netmath.Family, zone int32) bool {
	return c != nil && (c.odd[f][0][zone] || c.odd[f][1][zone])
}

// counted reports whether what passes from a VPC to a load balancer is counted already, but for zones that were left out.
func (a *asker) counted(vpc int32, to *targets, i int, f netmath.Family) bool {
	if a.called == nil {
		return false
	}
	switch home := a.homeOf(to.places[i].Location.Index); a.called.done[f][i-to.others] {
	case fromFar:
		return a.isFar(vpc, home)
	case fromOthers:
		return vpc != home
	}
	return false
}

// homeOf is the VPC of a load balancer's first node; -1 if it has none.
func (s *Solver) homeOf(balancer int32) int32 {
	if nodes := s.g.Nodes(balancer); len(nodes) > 0 {
		return s.g.VpcIndex(nodes[0])
	}
	return -1
}

func number01(b bool) int {
	if b {
		return 1
	}
	return 0
}

// callees are the load balancers that can be called, as far as they face the internet, or do not.
func (x *afar) callees(facing bool) []*callee {
	var all []*callee
	for i := range x.to.fronts() {
		b := x.to.places[i].Location.Index
		nodes := x.g.Nodes(b)
		if x.faces(b, x.family) != facing || len(nodes) == 0 {
			continue
		}
		c := &callee{x.front(b, x.family), i, b, x.g.VpcIndex(nodes[0]), false}
		if c.regard != graph.ForMore && !slices.ContainsFunc(nodes, func(id graph.InterfaceID) bool { return x.g.VpcIndex(id) != c.home }) && x.nearTargets(c) {
			all = append(all, c)
		}
	}
	return all
}

// nearTargets reports whether nobody whom a load balancer sends to is far from it.
func (x *afar) nearTargets(c *callee) bool {
	for id := range c.targets {
		if id != graph.NoInterface && x.isFar(c.home, x.g.VpcIndex(id)) {
			return false
		}
	}
	return true
}

// tally counts what passes to all of some load balancers, and notes what it counted.
func (x *callers) tally(ctx context.Context, t *Totals, all []*callee, done *called) error {
	x.odd, x.doors = make([]bool, len(x.crowds.all)), map[doorFrom]int32{}
	if x.crowds.people == nil {
		x.makePlain()
	}
	x.findExcepts(all)
	for _, c := range all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := x.tryOut(c); err != nil {
			return err
		}
	}
	for _, c := range all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var of Totals
		if !c.odd && x.tallyTo(&of, c) {
			t.Add(of)
			done.done[x.family][c.place-x.to.others] = fromFar
			if x.open[c.home] {
				done.done[x.family][c.place-x.to.others] = fromOthers
			}
		}
	}
	for i := range x.crowds.all {
		if x.odd[i] {
			for _, n := range x.crowds.all[i].from {
				done.odd[x.family][number01(x.facing)][x.about[x.sending[n].class-1].zone] = true
			}
		}
	}
	return nil
}

// tryOut finds how crowds come to a load balancer. Where that is particular, either they have to be asked about one by one, or it has to be.
func (x *callers) tryOut(c *callee) error {
	var odd []int
	for i := range x.crowds.all {
		for k := range c.nodes {
			n, err := x.doorTo(int32(i), c, k)
			if err != nil {
				return err
			}
			if n == particular {
				odd = append(odd, i)
				break
			}
		}
	}
	if c.odd = 2*len(odd) > len(x.crowds.all); c.odd {
		return nil
	}
	for _, i := range odd {
		x.odd[i] = true
	}
	return nil
}

// doorTo is how those of a crowd who are far away come to a node. If nobody is, it does not matter.
func (x *callers) doorTo(i int32, c *callee, node int) (int32, error) {
	key := doorFrom{i, c.nodes[node].id}
	if n, known := x.doors[key]; known {
		return n, nil
	}
	from := &x.crowds.all[i]
	n, err := blocked, error(nil)
	if k := slices.IndexFunc(from.from, func(n int32) bool { return x.away(x.vpcOf(&x.sending[n]), c.home) }); k >= 0 {
		n, err = x.door(from, &x.sending[from.from[k]], c, node)
	}
	x.doors[key] = n
	return n, err
}

// tallyTo counts what passes to a load balancer. It is false if more counts than can be told here.
func (x *callers) tallyTo(t *Totals, c *callee) bool {
	calls := x.newCalls(c)
	for i := range x.crowds.all {
		if x.odd[i] {
			continue
		}
		of := calls.from(int32(i))
		for g := range x.crowds.all[i].plain[0] {
			if mates := &x.crowds.all[i].plain[0][g]; !calls.tally(t, of, mates.says, mates, 1) {
				return false
			}
		}
	}
	if !x.callElse(t, c, calls) || !x.takeCallsAway(t, c, c.home) {
		return false
	}
	for _, near := range x.neighbours[c.home] {
		if !x.away(near, c.home) && !x.takeCallsAway(t, c, near) {
			return false
		}
	}
	return true
}

// callElse counts again who makes an exception of a node.
func (x *callers) callElse(t *Totals, c *callee, calls *calls) bool {
	seen := map[guildAt]bool{}
	for k := range c.nodes {
		for _, at := range x.excepts[x.position(c.nodes[k].addr)] {
			if seen[at] || x.odd[at.crowd] {
				continue
			}
			seen[at] = true
			of, mates := calls.from(at.crowd), &x.crowds.all[at.crowd].senders[at.guild]
			if !calls.tally(t, of, mates.says, mates, 1) || !calls.tally(t, of, x.ruleOf(mates.says).rule, mates, -1) {
				return false
			}
		}
	}
	return true
}

// takeCallsAway takes away what passes from the residents of a VPC.
func (x *callers) takeCallsAway(t *Totals, c *callee, vpc int32) bool {
	of := x.crowds.byVpc[vpc]
	if of == nil {
		return true
	}
	for r, size := range of.senders {
		if x.odd[r.crowd] {
			continue
		}
		s, whole := x.standingTo(c, r.crowd, r.says, r.position)
		if !whole {
			return false
		}
		t.count(s, -size)
	}
	return true
}

// nodeLetsIn is the map of what a node's groups let in by a doorway.
func (x *callers) nodeLetsIn(c *callee, node int, doorway int32) uint32 {
	says := x.guardedByGuard(x.nodes[c.nodes[node].id].guard).in
	return x.inMap(says, x.fronts.doorways[doorway].known)
}

// standingTo is what passes to a load balancer from those of a crowd at a position whose groups say the same.
func (x *callers) standingTo(c *callee, crowd int32, says uint32, position int32) (standing, bool) {
	one := approach{front: c.front, family: x.family}
	visits := make([]visit, len(c.nodes))
	open := false
	for k := range c.nodes {
		n := &c.nodes[k]
		d := x.doors[doorFrom{crowd, n.id}]
		one.doorways = append(one.doorways, d)
		if d == blocked {
			continue
		}
		open = true
		out := x.passes.all[x.passAt(says, x.position(n.addr))]
		in := x.passes.all[x.passAt(x.nodeLetsIn(c, k, d), position)]
		visits[k] = visit{x.both(out, in), x.inside(c.front, n, x.addrAt(position), x.family)}
		if visits[k].inside.regard == graph.ForMore {
			return 0, false
		}
	}
	if !open {
		return nothingPasses, true
	}
	p, whole := x.throughVisits(x.numberApproach(&one, c.number), visits, x.family)
	return p.standing, whole
}

// addrAt is the first address of a position.
func (x *afar) addrAt(position int32) netip.Addr {
	if position == 0 {
		return netmath.First(wholeSpace[x.family])
	}
	return x.profiles.borders[position-1]
}

// numberApproach is the number of an approach that may have come up before.
func (a *asker) numberApproach(one *approach, balancer int32) int32 {
	key := binary.LittleEndian.AppendUint32(nil, uint32(balancer))
	key = append(key, byte(one.family))
	for _, n := range one.doorways {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	n, known := a.fronts.byKey[string(key)]
	if !known {
		n = int32(len(a.fronts.approaches))
		a.fronts.approaches, a.fronts.byKey[string(key)] = append(a.fronts.approaches, *one), n
	}
	return n
}

// doorInside is how one comes from a crowd to a node inside the network.
func (x *afar) doorInside(from *crowd, _ *Place, c *callee, node int) (int32, error) {
	n := &c.nodes[node]
	addr, about := x.g.Primary(n.id, x.family), x.nodes[n.id]
	if n.addr != addr {
		return particular, nil
	}
	to := crowd{crowdKey: crowdKey{x.profileOf(about.zone), x.profiles.cells[x.position(addr)], x.guardedByGuard(about.guard).curious}, addr: addr}
	fab := x.between(from, &to)
	if fab == unasked {
		return particular, nil
	}
	return x.doorwayOf(fab), nil
}
