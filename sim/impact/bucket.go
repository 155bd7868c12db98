package impact

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// A bucket is what all flows of an effect have in common beside what they are.
type bucket struct {
	kind     Kind
	was, is  sim.Verdict
	inBefore bool
	from     graph.LocationKind // where flows come from: inside, networks outside and the internet are told apart
	detour   string
}

func bucketOf(d *delta) bucket {
	return bucket{kind: d.kind, was: d.was, is: d.is, inBefore: d.inBefore, from: d.passage.From.Location.Kind}
}

func (b bucket) compare(o bucket) int {
	return cmp.Or(
		cmp.Compare(b.kind, o.kind), cmp.Compare(b.was, o.was), cmp.Compare(b.is, o.is), cmp.Compare(number(b.inBefore), number(o.inBefore)),
		cmp.Compare(b.from, o.from), cmp.Compare(b.detour, o.detour),
	)
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// buckets collect flows that became different, and put them together by roles.
type buckets struct {
	pair  *pair
	group func(world int) *reach.Grouping
	all   map[bucket]*reach.Grouping
	about map[string]Detour // by the detour of a bucket
}

func newBuckets(p *pair) *buckets {
	group := func(world int) *reach.Grouping {
		return p.worlds[world].solver.Grouping(reach.Query{From: everywhere, To: everywhere, Service: sim.AnyService()})
	}
	return &buckets{pair: p, group: group, all: map[bucket]*reach.Grouping{}, about: map[string]Detour{}}
}

func (b *buckets) add(key bucket, p reach.Passage) error {
	g, known := b.all[key]
	if !known {
		world := is
		if key.inBefore {
			world = was
		}
		g = b.group(world)
		b.all[key] = g
	}
	return g.Add(p)
}

// effects are what was collected.
func (b *buckets) effects() []Effect {
	keys := make([]bucket, 0, len(b.all))
	for k := range b.all {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, bucket.compare)
	var all []Effect
	for _, k := range keys {
		for _, g := range b.all[k].Groups() {
			all = append(all, Effect{
				Kind: k.kind, From: g.From, To: g.To, InBefore: k.inBefore, Shares: g.Shares, Was: k.was, Is: k.is, Pairs: g.Pairs, Detour: b.about[k.detour],
			})
		}
	}
	return all
}
