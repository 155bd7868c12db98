package reach

import (
	"context"
	"net/netip"

	"github.com/dryhop/dryhop/topology/graph"
)

// crowdKey is what those of a crowd have in common.
type crowdKey struct {
	profile, cell int32
	curious       bool
}

// A crowd is classes that the network between takes for the same, seen from far away: on the way out by what their guards let out, on the
// way in by what these let in.
type crowd struct {
	crowdKey
	addr      netip.Addr // of one of them
	senders   []counted
	receivers []counted

	from, to []int32 // the numbers of the classes among those that are asked
}

// counted are so many interfaces of which guards say the same: the map of what they let out, or the number of those of what they let in.
type counted struct {
	says uint32
	size int
}

func add(all []counted, says uint32, size int) []counted {
	for i := range all {
		if all[i].says == says {
			all[i].size += size
			return all
		}
	}
	return append(all, counted{says, size})
}

func sizeOf(all []counted) (n int) {
	for i := range all {
		n += all[i].size
	}
	return n
}

// A crowdPart is those of a crowd who lie in one VPC.
type crowdPart struct {
	crowd              int32
	senders, receivers []counted
}

// crowds are those of a query.
type crowds struct {
	numbers map[crowdKey]int32
	all     []crowd
	byVpc   map[int32][]crowdPart
	odd     [][]int32 // by crowd: those of which one by one is asked
	said    map[saidKey][]passing
}

// saidKey is what the guards of a crowd say of a cell; of which Acquaintance, if it is what they let in.
type saidKey struct {
	crowd, cell int32
	known       int
}

// passing are so many interfaces of which guards let the same pass.
type passing struct {
	pass pass
	size int
}

func newCrowds() crowds {
	return crowds{numbers: map[crowdKey]int32{}, byVpc: map[int32][]crowdPart{}, said: map[saidKey][]passing{}}
}

// gather puts the classes that are asked into crowds.
func (x *afar) gather(from []Place) {
	for i := range from {
		if c, p := x.join(&from[i]); c != nil {
			says, n := x.guardedBy(from[i].class-1).out, from[i].Size()
			c.from, c.senders, p.senders = append(c.from, int32(i)), add(c.senders, says, n), add(p.senders, says, n)
		}
	}
	for i := range x.to.places[:x.to.others] {
		place := &x.to.places[i]
		if c, p := x.join(place); c != nil {
			says, n := x.guardedBy(place.class-1).in, place.Size()
			c.to, c.receivers, p.receivers = append(c.to, int32(i)), add(c.receivers, says, n), add(p.receivers, says, n)
		}
	}
	x.crowds.odd = make([][]int32, len(x.crowds.all))
}

// join finds the crowd of a class, and its part in the class's VPC; none if the class has no address of the family.
func (x *afar) join(p *Place) (*crowd, *crowdPart) {
	about, cs := &x.about[p.class-1], &x.crowds
	addr := about.addr[x.family]
	if !addr.IsValid() {
		return nil, nil
	}
	key := crowdKey{x.profileOf(about.zone), x.cellOf(addr), x.guardedBy(p.class - 1).curious}
	n := number(cs.numbers, key)
	if int(n) == len(cs.all) {
		cs.all = append(cs.all, crowd{crowdKey: key, addr: addr})
	}
	vpc := x.vpcOf(p)
	parts := cs.byVpc[vpc]
	for i := range parts {
		if parts[i].crowd == n {
			return &cs.all[n], &parts[i]
		}
	}
	cs.byVpc[vpc] = append(parts, crowdPart{crowd: n})
	return &cs.all[n], &cs.byVpc[vpc][len(parts)]
}

// between is the fabric from a crowd to another: unasked if they have to be asked one by one.
func (x *afar) between(from, to *crowd) int32 {
	s, r := &x.profiles.all[from.profile], &x.profiles.all[to.profile]
	there := x.legFrom(s, r, from.addr, to.addr, false)
	key := fabricKey{there, unplain, s.threshold, r.threshold, x.family}
	switch {
	case there == unplain:
		return unasked
	case x.legs.all[there].end == graph.Dropped:
		return blocked
	case to.curious && x.legs.all[there].known.Sees():
		return unasked
	}
	if key.home = x.legFrom(r, s, to.addr, from.addr, true); key.home == unplain {
		return unasked
	}
	return x.joined(key)
}

// legFrom is the leg from one profile to another, between two addresses.
func (x *afar) legFrom(from, to *profile, here, there netip.Addr, reply bool) int32 {
	way := 0
	if reply {
		way = 1
	}
	w := x.wayAt(from.ways[way], there)
	switch w.kind {
	case oddWay:
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
	p := x.both(x.passes.all[w.pass], x.passAt(a.passes, here))
	return x.legs.number(leg{end: a.end, sure: a.sure, known: a.known, pass: p})
}

// tally counts what passes from every crowd to every other, and takes away what of it is not between VPCs that are far from each other.
func (x *afar) tally(ctx context.Context, t *Totals) error {
	cs := &x.crowds
	for i := range cs.all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		from := &cs.all[i]
		for j := range cs.all {
			to := &cs.all[j]
			if len(from.senders) == 0 || len(to.receivers) == 0 {
				continue
			}
			n := x.between(from, to)
			if n == unasked || n == particular {
				cs.odd[i] = append(cs.odd[i], int32(j))
				continue
			}
			x.tallyPair(t, n, x.letOut(int32(i), to), x.letIn(int32(j), from, n), 1)
		}
	}
	for vpc, parts := range cs.byVpc {
		x.takeAway(t, parts, parts)
		for _, near := range x.neighbours[vpc] {
			x.takeAway(t, parts, cs.byVpc[near])
		}
	}
	return nil
}

// tallyPair counts what passes of a fabric, or takes it away.
func (x *afar) tallyPair(t *Totals, n int32, out, in []passing, sign int) {
	for i := range out {
		for j := range in {
			pairs := sign * out[i].size * in[j].size
			if n == blocked {
				t.Blocked += pairs
				continue
			}
			t.count(x.through(n, out[i].pass, in[j].pass, x.family).standing, pairs)
		}
	}
}

// takeAway takes away what passes from parts of crowds to others.
func (x *afar) takeAway(t *Totals, from, to []crowdPart) {
	cs := &x.crowds
	for i := range from {
		for j := range to {
			sender, receiver := &cs.all[from[i].crowd], &cs.all[to[j].crowd]
			if len(from[i].senders) == 0 || len(to[j].receivers) == 0 {
				continue
			}
			if n := x.between(sender, receiver); n != unasked && n != particular {
				x.tallyPair(t, n, x.passOut(from[i].senders, receiver), x.passIn(to[j].receivers, sender, n), -1)
			}
		}
	}
}

// letOut is what the guards of a crowd let out to another, and letIn what they let in of a fabric.
func (x *afar) letOut(n int32, to *crowd) []passing {
	key := saidKey{n, to.cell, -1}
	said, known := x.crowds.said[key]
	if !known {
		said = x.passOut(x.crowds.all[n].senders, to)
		x.crowds.said[key] = said
	}
	return said
}

func (x *afar) letIn(n int32, from *crowd, fabric int32) []passing {
	key := saidKey{n, from.cell, x.knownTo(fabric)}
	said, known := x.crowds.said[key]
	if !known {
		said = x.passIn(x.crowds.all[n].receivers, from, fabric)
		x.crowds.said[key] = said
	}
	return said
}

// knownTo is the number of whom receivers see in a fabric; 0 in none.
func (x *afar) knownTo(fabric int32) int {
	if fabric == blocked {
		return 0
	}
	for i, known := range x.arrivals.known {
		if known == x.fabrics.all[fabric].known {
			return i
		}
	}
	return 0
}

func (x *afar) passOut(senders []counted, to *crowd) (all []passing) {
	for _, c := range senders {
		all = addPassing(all, x.passAt(c.says, to.addr), c.size)
	}
	return all
}

func (x *afar) passIn(receivers []counted, from *crowd, fabric int32) (all []passing) {
	known := x.knownTo(fabric)
	for _, c := range receivers {
		p := pass{}
		if maps := x.profiles.ins[c.says]; known < len(maps) {
			p = x.passAt(maps[known], from.addr)
		}
		all = addPassing(all, p, c.size)
	}
	return all
}

func addPassing(all []passing, p pass, size int) []passing {
	for i := range all {
		if all[i].pass == p {
			all[i].size += size
			return all
		}
	}
	return append(all, passing{p, size})
}

// tallyOdd counts one by one what the crowds do not tell.
func (x *afar) tallyOdd(ctx context.Context, r *row, from []Place) error {
	cs := &x.crowds
	runOf := x.to.runOf()
	for i := range cs.all {
		for _, f := range cs.all[i].from {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if len(cs.odd[i]) > 0 {
				if err := x.oneToOdd(r, &from[f], cs.odd[i], runOf); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// oneToOdd counts what passes from a class to those of some crowds.
func (x *afar) oneToOdd(r *row, from *Place, crowds []int32, runOf []int32) error {
	x.enterZone(x.about[from.class-1].zone, len(x.to.runs), len(x.to.places)-x.to.others)
	vpc := x.vpcOf(from)
	for _, n := range crowds {
		for _, t := range x.crowds.all[n].to {
			to := &x.to.places[t]
			if !x.isFar(vpc, x.vpcOf(to)) {
				continue
			}
			known := &x.zone.fabrics[x.family][runOf[t]]
			if *known == unasked {
				if err := x.askRun(known, from, x.to, &x.to.runs[runOf[t]], x.family); err != nil {
					return err
				}
			}
			if *known == blocked {
				r.totals.Blocked += from.Size() * to.Size()
			} else if err := x.asker.between(r, from, to, *known, x.family); err != nil {
				return err
			}
		}
	}
	return nil
}

// runOf is the number of the run of each class.
func (t *targets) runOf() []int32 {
	of := make([]int32, t.others)
	for n := range t.runs {
		for i := t.runs[n].first; i < t.runs[n].end; i++ {
			of[i] = int32(n)
		}
	}
	return of
}
