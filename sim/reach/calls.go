package reach

import (
	"encoding/binary"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// guildAt are guildmates by their number in a crowd.
type guildAt struct{ crowd, guild int32 }

// findExcepts finds who makes exceptions of the nodes of load balancers.
func (x *callers) findExcepts(all []*callee) {
	var at []int32
	for _, c := range all {
		for k := range c.nodes {
			at = append(at, x.position(c.nodes[k].addr))
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	x.excepts = map[int32][]guildAt{}
	for i := range x.crowds.all {
		for g := range x.crowds.all[i].senders {
			for _, e := range x.ruleOf(x.crowds.all[i].senders[g].says).except {
				first, _ := slices.BinarySearch(at, e.from)
				for ; first < len(at) && at[first] < e.end; first++ {
					x.excepts[at[first]] = append(x.excepts[at[first]], guildAt{int32(i), int32(g)})
				}
			}
		}
	}
}

// calls are what is known of calls to one load balancer.
type calls struct {
	*callers
	to      *callee
	byDoors map[string]*callsFrom
}

// callsFrom are those of crowds that come to the nodes alike.
type callsFrom struct {
	crowd     int32   // one of them
	cuts      []int32 // the positions at which what becomes of calls may change, 0 first
	standings map[uint32][]int8
}

// The standings that are not known yet, and those that more decides.
const (
	unknownStanding = int8(-1)
	oddStanding     = int8(-2)
)

func (x *callers) newCalls(c *callee) *calls { return &calls{x, c, map[string]*callsFrom{}} }

// from is what is known of calls from a crowd.
func (x *calls) from(crowd int32) *callsFrom {
	key := make([]byte, 0, 64)
	for k := range x.to.nodes {
		key = binary.LittleEndian.AppendUint32(key, uint32(x.doors[doorFrom{crowd, x.to.nodes[k].id}]))
	}
	of := x.byDoors[string(key)]
	if of == nil {
		of = &callsFrom{crowd: crowd, cuts: x.cuts(crowd), standings: map[uint32][]int8{}}
		x.byDoors[string(key)] = of
	}
	return of
}

// cuts are the positions at which what becomes of a crowd's calls may change, 0 first.
func (x *calls) cuts(crowd int32) []int32 {
	cuts := []int32{0}
	for k := range x.to.nodes {
		if d := x.doors[doorFrom{crowd, x.to.nodes[k].id}]; d != blocked {
			for _, s := range x.stepsOf(x.nodeLetsIn(x.to, k, d)) {
				cuts = append(cuts, s.position)
			}
		}
	}
	if x.to.regard == graph.ForAddress {
		for _, b := range x.to.borders {
			cuts = append(cuts, x.position(b))
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// tally counts what passes from guildmates, if they say something, part by part of what the load balancer tells apart of their addresses. It is
// false if more counts than can be told here.
func (x *calls) tally(t *Totals, of *callsFrom, says uint32, g *guildmates, sign int) bool {
	standings := of.standings[says]
	if standings == nil {
		standings = slices.Repeat([]int8{unknownStanding}, len(of.cuts))
		of.standings[says] = standings
	}
	counted := 0 // before the cut
	for i, lo := range of.cuts {
		end := g.all
		if i+1 < len(of.cuts) {
			end = g.before(of.cuts[i+1])
		}
		size := end - counted
		if counted = end; size == 0 {
			continue
		}
		if standings[i] == unknownStanding {
			standings[i] = oddStanding
			if s, whole := x.standingTo(x.to, of.crowd, says, lo); whole {
				standings[i] = int8(s)
			}
		}
		if standings[i] == oddStanding {
			return false
		}
		t.count(standing(standings[i]), sign*size)
	}
	return true
}
