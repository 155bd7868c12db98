package reach

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Group is what passes alike from each of some places to each of others, with one verdict. The groups of a query cover
// its passages.
type Group struct {
	From, To []Party
	Verdict  sim.Verdict
	Shares   []Share // one for each family
	Pairs    int     // of places, in every family of the group
}

// A Share is what a group lets through in one family.
type Share struct {
	Family  netmath.Family
	Hosts   netmath.AddrSet // of the end outside, where it is not about all of them; else empty
	Rest    netmath.AddrSet // the other hosts there
	Lanes   []Lane
	All     bool         // they are everything: all protocols, all ports
	Witness sim.Question // one flow of it
}

// A Party is some places of one role.
type Party struct {
	Role   Role // without a name: whatever lies in the VPC, and of no VPC: every interface
	Places []graph.Location
	Of     int // as many have the role, of those asked about
}

// A Grouping collects the passages of a query into groups.
type Grouping struct {
	example
	from, to *side
	values   []value
	byKey    map[valueKey]int32
	byFlows  map[flowsKey][]int32 // the values of flows in the same memory, without hosts
	links    [][]link             // by value
}

type flowsKey struct {
	first  *Flow
	family netmath.Family
}

// A value is what a passage lets through with one verdict, all but its ends.
type value struct {
	verdict sim.Verdict
	share   Share
	key     valueKey
}

type valueKey struct {
	verdict sim.Verdict
	family  netmath.Family
	lanes   string
	hosts   string // of part of a place
}

// A link is from a unit to another.
type link struct{ from, to int32 }

// Grouping begins to collect the passages of a query.
func (s *Solver) Grouping(q Query) *Grouping {
	return &Grouping{
		example: s.example(q), from: newSide(s.g, newRoll(s.g, s.places(q.From, false))), to: newSide(s.g, newRoll(s.g, s.places(q.To, true))), byKey: map[valueKey]int32{},
	}
}

// Add notes one passage. It is a function for Solver.Each.
func (c *Grouping) Add(p Passage) error {
	units := c.to.unitsOf(p.To)
	for _, v := range c.valuesOf(&p) {
		for _, from := range c.from.unitsOf(p.From) {
			for _, to := range units {
				if pairsOf(&c.from.units[from], &c.to.units[to]) > 0 {
					c.links[v] = append(c.links[v], link{from, to})
				}
			}
		}
	}
	return nil
}

// valuesOf are the values of what a passage lets through, by verdict.
func (c *Grouping) valuesOf(p *Passage) (values []int32) {
	shared := len(p.Flows) > 0 && p.Hosts.Empty()
	if shared {
		if known, found := c.byFlows[flowsKey{&p.Flows[0], p.Family}]; found {
			return known
		}
	}
	for _, verdict := range verdictsOfLanes {
		if share, ok := c.share(p, verdict); ok {
			values = append(values, c.value(verdict, share))
		}
	}
	if shared {
		if c.byFlows == nil {
			c.byFlows = map[flowsKey][]int32{}
		}
		c.byFlows[flowsKey{&p.Flows[0], p.Family}] = values
	}
	return values
}

// value finds or adds what a passage lets through.
func (c *Grouping) value(verdict sim.Verdict, share Share) int32 {
	key := valueKey{verdict: verdict, family: share.Family, lanes: lanesKey(share.Lanes)}
	if !share.Hosts.Empty() {
		key.hosts = share.Hosts.String()
	}
	v, known := c.byKey[key]
	if !known {
		v = int32(len(c.values))
		c.byKey[key] = v
		c.values, c.links = append(c.values, value{verdict, share, key}), append(c.links, nil)
	}
	return v
}

// Groups are what was collected, in order of their first places.
func (c *Grouping) Groups() []Group {
	var all []block
	for v := range c.values {
		all = append(all, c.blocks(int32(v))...)
	}
	all = joinFamilies(c, all)
	groups := make([]Group, len(all))
	for i := range all {
		groups[i] = c.group(&all[i])
	}
	slices.SortStableFunc(groups, compareGroups)
	return groups
}

// A block is units from each of which the same passes to each of others.
type block struct {
	from, to []int32
	values   []int32 // one for each family
}

// blocks divides the links of a value into products: units that lead to the same ones are one block. A unit of one
// interface does not lead to itself, and does not differ for it from those that lead to it.
func (c *Grouping) blocks(v int32) []block {
	targets := map[int32][]int32{}
	for _, l := range c.links[v] {
		targets[l.from] = append(targets[l.from], l.to)
	}
	sources := c.from.byRank(slices.Collect(maps.Keys(targets)))
	withSelf := map[string]int{}
	for _, from := range sources {
		targets[from] = sortedOnce(targets[from])
		withSelf[idsKey(c.addSelf(from, targets[from]))]++
	}
	var out []block
	byKey := map[string]int{}
	for _, from := range sources {
		to := targets[from]
		if closed := c.addSelf(from, to); withSelf[idsKey(closed)] > 1 {
			to = closed
		}
		key := idsKey(to)
		i, known := byKey[key]
		if !known {
			i = len(out)
			byKey[key] = i
			out = append(out, block{to: to, values: []int32{v}})
		}
		out[i].from = append(out[i].from, from)
	}
	return out
}

// addSelf adds to what a unit of one interface leads to the interface itself.
func (c *Grouping) addSelf(from int32, to []int32) []int32 {
	u := &c.from.units[from]
	if len(u.members) != 1 {
		return to
	}
	self, ok := c.to.alone[u.members[0]]
	at, found := slices.BinarySearch(to, self)
	if !ok || found {
		return to
	}
	return slices.Insert(slices.Clone(to), at, self)
}

func sortedOnce(ids []int32) []int32 {
	slices.Sort(ids)
	return slices.Compact(ids)
}

func idsKey(ids []int32) string {
	b := make([]byte, 0, 4*len(ids))
	for _, id := range ids {
		b = binary.LittleEndian.AppendUint32(b, uint32(id))
	}
	return string(b)
}

// joinFamilies puts blocks together that differ in the family alone.
func joinFamilies(c *Grouping, all []block) []block {
	type key struct{ from, to, value string }
	byKey := map[key]int{}
	var out []block
	for _, b := range all {
		v := &c.values[b.values[0]]
		k := key{idsKey(b.from), idsKey(b.to), v.key.lanes + v.verdict.String()}
		if i, ok := byKey[k]; ok && c.joinable(&out[i], v) {
			out[i].values = append(out[i].values, b.values[0])
			continue
		}
		byKey[k] = len(out)
		out = append(out, b)
	}
	return out
}

// joinable reports whether a block is of the other family. Two parts of one family's hosts stay apart.
func (c *Grouping) joinable(b *block, v *value) bool {
	first := &c.values[b.values[0]]
	return len(b.values) == 1 && first.share.Family != v.share.Family && first.share.Hosts.Empty() == v.share.Hosts.Empty()
}

func (c *Grouping) group(b *block) Group {
	g := Group{From: c.from.parties(b.from), To: c.to.parties(b.to), Verdict: c.values[b.values[0]].verdict}
	from, to := c.firstPair(b)
	for _, v := range b.values {
		share := c.values[v].share
		share.Witness = c.witness(from, to, g.Verdict, &share)
		g.Shares = append(g.Shares, share)
	}
	slices.SortFunc(g.Shares, func(x, y Share) int { return cmp.Compare(x.Family, y.Family) })
	for _, from := range b.from {
		for _, to := range b.to {
			g.Pairs += pairsOf(&c.from.units[from], &c.to.units[to]) * len(b.values)
		}
	}
	return g
}

// compareGroups orders by the first places, then what is certain before what is not.
func compareGroups(a, b Group) int {
	return cmp.Or(
		compareParties(a.From, b.From), compareParties(a.To, b.To), cmp.Compare(a.Shares[0].Family, b.Shares[0].Family),
		cmp.Compare(slices.Index(verdictsOfLanes[:], a.Verdict), slices.Index(verdictsOfLanes[:], b.Verdict)),
	)
}

// firstPair are the first two places of a block that are not one interface.
func (c *Grouping) firstPair(b *block) (from, to graph.Location) {
	for _, f := range c.from.byRank(b.from) {
		for _, t := range c.to.byRank(b.to) {
			if from, to, ok := apart(&c.from.units[f], &c.to.units[t]); ok {
				return from, to
			}
		}
	}
	return c.from.units[b.from[0]].location, c.to.units[b.to[0]].location
}
