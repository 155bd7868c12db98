package impact

import (
	"context"
	"slices"

	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/diff"
)

// Of tells what the changes between two networks do. It ends early with the context's error.
func Of(ctx context.Context, before, after whatif.Network, q Query) (*Result, error) {
	return NewBase(before).Of(ctx, after, q)
}

// Of tells what the changes from a base to another network do. It ends early with the context's error.
func (b *Base) Of(ctx context.Context, after whatif.Network, q Query) (*Result, error) {
	r := &Result{Before: b.network, After: after, Changes: diff.Of(b.network.Snapshot, after.Snapshot, after.TouchedSince(b.network)...)}
	r.twins = newTwins(r)
	q.say("comparing", 0)
	told, err := b.ofRules(ctx, r, &q)
	if err == nil && !told {
		err = r.ofAll(ctx, &q)
	}
	if err != nil {
		return nil, err
	}
	for i := range r.Effects {
		r.Effects[i].Witness = single(&r.Effects[i])
	}
	r.assess(b.survey())
	if q.NoCauses {
		return r, nil
	}
	return r, r.explain(ctx, q)
}

// ofAll compares what any change can touch, or everything.
func (r *Result) ofAll(ctx context.Context, q *Query) error {
	p := newPair(r.Before, r.After, r.twins)
	b := newBuckets(p)
	var touched []bool
	if !q.Whole {
		touched = p.touch(r.Changes)
	}
	changed, err := p.compareAll(ctx, b, r.detours(p, q), touched)
	if err != nil {
		return err
	}
	r.Effects, r.Asked, r.Places = b.effects(), p.pairsInBoth(), p.placeChanges()
	r.Unchanged = r.Asked - changed
	return nil
}

func (q *Query) say(what string, done int) {
	if q.Progress != nil {
		q.Progress(what, done)
	}
}

// compareAll compares what passes between all places, or to and from those that are touched, and counts the pairs of places in both networks that
// fare otherwise.
func (p *pair) compareAll(ctx context.Context, b *buckets, d *detours, touched []bool) (changed int, err error) {
	var sides [2]passing
	for i, w := range p.worlds {
		if sides[i], err = w.passing(ctx, touched); err != nil {
			return 0, err
		}
	}
	for i, l := range links(sides) {
		if i%1024 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		before, after := p.common(sides[was][l]), p.common(sides[is][l])
		deltas := p.compare(l.family, before, after)
		pairs := 0
		for i := range deltas {
			one := &deltas[i]
			pairs = one.passage.Pairs
			if err := b.add(bucketOf(one), p.whole(one.passage, one.inBefore)); err != nil {
				return 0, err
			}
		}
		if d != nil {
			n, err := d.add(l, before, after, b)
			if err != nil {
				return 0, err
			}
			pairs = max(pairs, n)
		}
		if p.both[l.from] && p.both[l.to] {
			changed += pairs
		}
	}
	return changed, ctx.Err()
}

// links are all links of two sides in order.
func links(sides [2]passing) []link {
	var all []link
	for l := range sides[was] {
		all = append(all, l)
	}
	for l := range sides[is] {
		if _, both := sides[was][l]; !both {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, link.compare)
	return all
}
