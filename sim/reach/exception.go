package reach

import (
	"cmp"
	"context"
	"math"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// Guards mostly say one of a few things of nearly everybody far away, and something else of a few addresses, of which each has its own. So
// classes are counted by what their guards say as a rule, and then what is an exception is counted again: it takes as long as
// exceptions meet somebody.

// A ruled is a map of passes as a rule and the exceptions to it.
type ruled struct {
	rule   uint32    // the map that is so as a rule
	same   []stretch // where it is
	except []stretch
}

// A stretch is positions at which a map has one pass, and the rule has one.
type stretch struct {
	from, end  int32
	pass, rule uint32
}

// narrow is how small a part of all hosts is that may be an exception.
const narrow = 16

// ruleOf divides a map.
func (x *afar) ruleOf(m uint32) *ruled {
	r := x.crowds.rules[m]
	if r == nil {
		r = &ruled{rule: x.ruleMap(m)}
		x.crowds.rules[m] = r
		r.divide(x.stepsOf(m), x.stepsOf(r.rule))
	}
	return r
}

// ruleMap is the map that has no other steps than wide ones. What is narrow goes with what is before it.
func (x *afar) ruleMap(m uint32) uint32 {
	steps, people := x.stepsOf(m), x.crowds.people
	var starts []netip.Addr
	var values []uint32
	for i, s := range steps {
		end := min(endOf(steps, i), int32(len(people)-1))
		if wide := people[end]-people[s.position] >= people[len(people)-1]/narrow; !wide && (len(values) > 0 || i+1 < len(steps)) {
			continue
		}
		if len(values) == 0 {
			starts = append(starts, netmath.First(wholeSpace[x.family]))
		} else {
			starts = append(starts, x.addrAt(s.position))
		}
		values = append(values, s.pass)
	}
	return x.maps.Number(netmath.RangeMapFrom(x.family, starts, values))
}

// divide puts the parts of two maps together, one of which is the rule.
func (r *ruled) divide(steps, rule []mapStep) {
	for i, j, at := 0, 0, int32(0); len(steps) > 0 && at < math.MaxInt32; {
		p := stretch{at, min(endOf(steps, i), endOf(rule, j)), steps[i].pass, rule[j].pass}
		if p.pass == p.rule {
			r.same = append(r.same, p)
		} else {
			r.except = append(r.except, p)
		}
		if at = p.end; at == endOf(steps, i) {
			i++
		}
		if at == endOf(rule, j) {
			j++
		}
	}
}

// makePlain puts guildmates of each crowd together by what they say as a rule.
func (x *afar) makePlain() {
	x.countPeople()
	for i := range x.crowds.all {
		c := &x.crowds.all[i]
		c.plain[0] = mergeMates(c.senders, func(says uint32) uint32 { return x.ruleOf(says).rule })
		c.plain[1] = mergeMates(c.receivers, x.plainIn)
	}
}

func (x *afar) countPeople() {
	people := make([]int32, len(x.profiles.cells)+1)
	for _, h := range x.hosts {
		people[x.position(h.addr)+1]++
	}
	for i := 1; i < len(people); i++ {
		people[i] += people[i-1]
	}
	x.crowds.people = people
}

// plainIn is the number of the maps that are let in as a rule.
func (x *afar) plainIn(says uint32) uint32 {
	n, known := x.crowds.plainIns[says]
	if !known {
		maps := slices.Clone(x.profiles.ins[says])
		for i := range maps {
			maps[i] = x.ruleOf(maps[i]).rule
		}
		n = x.numberMaps(maps)
		x.crowds.plainIns[says] = n
	}
	return n
}

// mergeMates puts guildmates together that say the same in other words.
func mergeMates(all []guildmates, words func(uint32) uint32) []guildmates {
	numbers := map[uint32]int32{}
	var merged []guildmates
	for i := range all {
		says := words(all[i].says)
		n := number(numbers, says)
		if int(n) == len(merged) {
			merged = append(merged, guildmates{says: says})
		}
		last := 0
		for _, s := range all[i].at {
			merged[n].at = append(merged[n].at, spot{s.position, s.size - last})
			last = s.size
		}
	}
	for i := range merged {
		merged[i].sum()
	}
	return merged
}

// sum puts spots with sizes of their own in order, and sums up.
func (g *guildmates) sum() {
	slices.SortStableFunc(g.at, func(a, b spot) int { return cmp.Compare(a.position, b.position) })
	var at []spot
	for _, s := range g.at {
		if g.all += s.size; len(at) > 0 && at[len(at)-1].position == s.position {
			at[len(at)-1].size = g.all
			continue
		}
		at = append(at, spot{s.position, g.all})
	}
	g.at = at
}

// A mate is guildmates of a crowd at one position.
type mate struct {
	position int32
	crowd    int32
	guild    int32
	size     int
}

// matesOf lists those of all crowds by position.
func (x *afar) matesOf(guilds func(*crowd) []guildmates) []mate {
	var all []mate
	for i := range x.crowds.all {
		for g, of := range guilds(&x.crowds.all[i]) {
			last := 0
			for _, s := range of.at {
				all = append(all, mate{s.position, int32(i), int32(g), s.size - last})
				last = s.size
			}
		}
	}
	slices.SortStableFunc(all, func(a, b mate) int { return cmp.Compare(a.position, b.position) })
	return all
}

// matesIn are those of the positions of a stretch.
func matesIn(all []mate, p stretch) []mate {
	at := func(position int32) int {
		i, _ := slices.BinarySearchFunc(all, position, func(m mate, p int32) int { return cmp.Compare(m.position, p) })
		return i
	}
	return all[at(p.from):at(p.end)]
}

// tallyExceptions counts what was counted as a rule, and is not so: first where senders make an exception of receivers, then where receivers
// alone do.
func (x *afar) tallyExceptions(ctx context.Context, t *Totals) error {
	senders := x.matesOf(func(c *crowd) []guildmates { return c.senders })
	receivers := x.matesOf(func(c *crowd) []guildmates { return c.receivers })
	for i := range x.crowds.all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		c := &x.crowds.all[i]
		for g := range c.senders {
			for _, e := range x.ruleOf(c.senders[g].says).except {
				for _, to := range matesIn(receivers, e) {
					x.letOutElse(t, int32(i), &c.senders[g], &to, e)
				}
			}
		}
		for g := range c.receivers {
			for v, m := range x.profiles.ins[c.receivers[g].says] {
				for _, e := range x.ruleOf(m).except {
					for _, from := range matesIn(senders, e) {
						x.letInElse(t, &from, int32(i), &c.receivers[g], v, e)
					}
				}
			}
		}
	}
	x.tallyHidden(t)
	return nil
}

// open reports whether a fabric leads anywhere, as far as crowds tell.
func open(fabric int32) bool { return fabric != unasked && fabric != blocked }

// letOutElse counts what senders let out to receivers of whom they make an exception.
func (x *afar) letOutElse(t *Totals, i int32, from *guildmates, to *mate, e stretch) {
	n := x.crowds.fabrics[i][to.crowd]
	if !open(n) {
		return
	}
	seen := x.seenAs(from, i, to.crowd)
	says := x.crowds.all[to.crowd].receivers[to.guild].says
	x.fromAll(t, n, e.pass, seen, x.letIn(says, n), to.size)
	x.fromAll(t, n, e.rule, seen, x.letIn(x.plainIn(says), n), -to.size)
}

// fromAll counts what passes from guildmates to so many receivers.
func (x *afar) fromAll(t *Totals, fabric int32, out uint32, from *guildmates, in uint32, receivers int) {
	ins, standings := x.stepsOf(in), x.standingsOf(fabric, out)
	for j := range ins {
		senders := from.all
		if len(ins) > 1 {
			senders = from.between(ins[j].position, endOf(ins, j))
		}
		if senders > 0 {
			t.count(x.standingAt(standings, fabric, out, ins[j].pass), senders*receivers)
		}
	}
}

// letInElse counts what receivers let in from senders of whom they make an exception, by the maps of one Acquaintance, and who make none of them.
func (x *afar) letInElse(t *Totals, from *mate, j int32, to *guildmates, known int, e stretch) {
	n := x.crowds.fabrics[from.crowd][j]
	if !open(n) || x.known(n) != known {
		return
	}
	if _, hidden := x.crowds.hidden[[2]int32{from.crowd, j}]; !hidden {
		x.toAll(t, n, x.crowds.all[from.crowd].senders[from.guild].says, from.size, to, e)
	}
}

// toAll counts what passes from so many senders to guildmates, where the senders say what they say as a rule.
func (x *afar) toAll(t *Totals, fabric int32, says uint32, senders int, to *guildmates, e stretch) {
	for _, s := range x.ruleOf(says).same {
		if receivers := to.between(s.from, s.end); receivers > 0 {
			standings := x.standingsOf(fabric, s.pass)
			t.count(x.standingAt(standings, fabric, s.pass, e.pass), senders*receivers)
			t.count(x.standingAt(standings, fabric, s.pass, e.rule), -senders*receivers)
		}
	}
}

// tallyHidden is letInElse of senders behind NAT gateways.
func (x *afar) tallyHidden(t *Totals) {
	cs := &x.crowds
	for pair, at := range cs.hidden {
		n := cs.fabrics[pair[0]][pair[1]]
		if !open(n) {
			continue
		}
		to := &cs.all[pair[1]]
		for g := range to.receivers {
			except := x.ruleOf(x.letIn(to.receivers[g].says, n)).except
			i := slices.IndexFunc(except, func(e stretch) bool { return e.from <= at && at < e.end })
			if i < 0 {
				continue
			}
			for _, from := range cs.all[pair[0]].senders {
				x.toAll(t, n, from.says, from.all, &to.receivers[g], except[i])
			}
		}
	}
}
