package ipam

import (
	"cmp"
	"context"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// An Overlap is two holdings of different networks that share addresses, and what comes of it.
type Overlap struct {
	A, B     int32 // of Inventory.Holdings
	Relation netmath.Relation
	Effects  []Effect // worst first; never empty
}

// Worst is the severity of the worst effect.
func (o *Overlap) Worst() Severity { return o.Effects[0].Severity }

// An Apart counts pairs of networks that share addresses and that nothing joins.
type Apart struct {
	A, B     netip.Prefix
	Relation netmath.Relation
	Pairs    int
	Networks []int32 // the first few that hold either
}

// An Overlapping is what shares addresses.
type Overlapping struct {
	Pairs   []Overlap // worst first, then by address
	Apart   []Apart   // by address
	Count   int       // pairs of networks' blocks, those apart included
	LeftOut int       // pairs beyond maxPairs that nobody looked into
}

// maxPairs bounds how many pairs are looked into; maxNamed how many networks an Apart names.
const (
	maxPairs = 2_000_000
	maxNamed = 4
)

// Overlaps finds all pairs of networks that share addresses, and says of each what it breaks. Pairs that nothing joins are counted by their
// blocks: an organisation has thousands of default VPCs. It ends early with the error of the context.
func (v *Inventory) Overlaps(ctx context.Context) (*Overlapping, error) {
	o := overlapper{Inventory: v, found: new(Overlapping)}
	blocks, holders := v.outermost()
	for i := range blocks {
		o.pair(holders[i], holders[i], netmath.RelationEqual)
	}
	for n, p := range netmath.Overlaps(blocks) {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		o.pair(holders[p.I], holders[p.J], p.Relation)
	}
	o.subnets()
	slices.SortStableFunc(o.found.Pairs, func(a, b Overlap) int {
		return cmp.Or(cmp.Compare(b.Worst(), a.Worst()), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	slices.SortStableFunc(o.found.Apart, func(a, b Apart) int {
		return cmp.Or(a.A.Compare(b.A), a.B.Compare(b.B))
	})
	return o.found, nil
}

// outermost are the different blocks that networks hold as their own, each with its holders.
func (v *Inventory) outermost() (blocks []netip.Prefix, holders [][]int32) {
	for i := range v.Holdings {
		h := &v.Holdings[i]
		if !h.Kind.Outermost() {
			continue
		}
		if n := len(blocks); n == 0 || blocks[n-1] != h.Prefix {
			blocks, holders = append(blocks, h.Prefix), append(holders, nil)
		}
		n := len(holders) - 1
		holders[n] = append(holders[n], int32(i))
	}
	return blocks, holders
}

type overlapper struct {
	*Inventory
	found *Overlapping
}

// pair looks at the holders of two blocks, or of one.
func (o *overlapper) pair(as, bs []int32, relation netmath.Relation) {
	same := &as[0] == &bs[0]
	if same && len(as) == 1 {
		return
	}
	if len(as) == 1 && len(bs) == 1 { // as nearly all are: without a map
		if ca, cb := o.componentOf(as[0]), o.componentOf(bs[0]); ca == cb || ca == asked || cb == asked {
			o.look(as[0], bs[0], relation)
			return
		}
		o.apart(as, bs, relation, 0, same)
		return
	}
	byComponent := map[int32][]int32{}
	for _, b := range bs {
		c := o.componentOf(b)
		byComponent[c] = append(byComponent[c], b)
	}
	joined := 0
	for _, a := range as {
		others := byComponent[o.componentOf(a)]
		if o.Holdings[a].Kind >= Allocation { // a list is held against everything
			others = bs
		} else if c := o.componentOf(a); c != asked {
			others = slices.Concat(others, byComponent[asked])
		}
		for _, b := range others {
			if same && a >= b {
				continue
			}
			joined += o.look(a, b, relation)
		}
	}
	o.apart(as, bs, relation, joined, same)
}

// asked is the component of what the user asks about: lists, and what IPAM has given out.
const asked = -1

func (o *overlapper) componentOf(holding int32) int32 {
	h := &o.Holdings[holding]
	if h.Kind >= Allocation {
		return asked
	}
	return o.links.components[h.network]
}

// look weighs one pair, and tells how many pairs that was: none if they are one network's.
func (o *overlapper) look(a, b int32, relation netmath.Relation) int {
	if o.Holdings[a].network == o.Holdings[b].network {
		return 0
	}
	o.found.Count++
	if len(o.found.Pairs) == maxPairs {
		o.found.LeftOut++
		return 1
	}
	o.found.Pairs = append(o.found.Pairs, Overlap{a, b, relation, o.effects(a, b, relation)})
	return 1
}

// apart counts the pairs of networks that nothing joins.
func (o *overlapper) apart(as, bs []int32, relation netmath.Relation, joined int, same bool) {
	pairs := len(as) * len(bs)
	if same {
		pairs = len(as) * (len(as) - 1) / 2
	}
	own := o.ofOne(as, bs, same)
	if pairs -= joined + own; pairs <= 0 {
		return
	}
	o.found.Count += pairs
	x := Apart{A: o.Holdings[as[0]].Prefix, B: o.Holdings[bs[0]].Prefix, Relation: relation, Pairs: pairs}
	for _, side := range [][]int32{as, bs} {
		for i, h := range side {
			if n := o.Holdings[h].network; i < maxNamed && !slices.Contains(x.Networks, n) {
				x.Networks = append(x.Networks, n)
			}
		}
	}
	o.found.Apart = append(o.found.Apart, x)
}

// ofOne counts the pairs of which both are one network's.
func (o *overlapper) ofOne(as, bs []int32, same bool) int {
	if same {
		return 0 // a network holds a block once
	}
	mine := map[int32]bool{}
	for _, a := range as {
		mine[o.Holdings[a].network] = true
	}
	n := 0
	for _, b := range bs {
		if mine[o.Holdings[b].network] {
			n++
		}
	}
	return n
}

// subnets finds subnets of one VPC that share addresses, which AWS does not allow: the documents are of different times, or a plan is wrong.
func (o *overlapper) subnets() {
	var around []int32
	for i := range o.Holdings {
		h := &o.Holdings[i]
		if h.Kind != SubnetBlock {
			continue
		}
		for len(around) > 0 && !o.Holdings[around[len(around)-1]].Prefix.Overlaps(h.Prefix) {
			around = around[:len(around)-1]
		}
		for _, other := range around {
			if outer := &o.Holdings[other]; outer.Vpc == h.Vpc && outer.Ref != h.Ref {
				o.found.Count++
				o.found.Pairs = append(o.found.Pairs, Overlap{other, int32(i), relate(outer.Prefix, h.Prefix), []Effect{{
					Code: SubnetsOverlap, Severity: Breaks, At: h.Ref,
					Message: "AWS has no two subnets of " + o.NameOf(vpcRef(h.Vpc)) + " with one address",
				}}})
			}
		}
		around = append(around, int32(i))
	}
}
