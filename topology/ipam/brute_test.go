package ipam

import (
	"context"
	"errors"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
)

// The reference of these tests is a small world of 256 addresses in which every question is answered by looking at each of them.

// world is 256 addresses of a family: 10.0.0.0/24, or the last byte of 2001:db8::/120.
type world struct{ family netmath.Family }

func (w world) pool() netip.Prefix {
	if w.family == netmath.IPv4 {
		return netip.MustParsePrefix("10.0.0.0/24")
	}
	return netip.MustParsePrefix("2001:db8::/120")
}

// block is 2^host addresses from number n on.
func (w world) block(n, host int) netip.Prefix {
	p, _ := netmath.Nth(w.pool(), w.family.Bits()-host, int64(n>>host))
	return p
}

// taken marks the addresses of blocks.
func (w world) taken(blocks []netip.Prefix) (used [256]bool) {
	for _, p := range blocks {
		first := int(p.Addr().AsSlice()[len(p.Addr().AsSlice())-1])
		for i := range 1 << (w.family.Bits() - p.Bits()) {
			used[first+i] = true
		}
	}
	return used
}

func (w world) random(r *rand.Rand, n, maxHost int) []netip.Prefix {
	var blocks []netip.Prefix
	for range r.IntN(n + 1) {
		host := r.IntN(maxHost + 1)
		blocks = append(blocks, w.block(r.IntN(256), host))
	}
	return blocks
}

func spaceOf(w world, used []netip.Prefix) *Space {
	return &Space{Pools: []netip.Prefix{w.pool()}, Used: netmath.AddrSetOf(used...)}
}

// eachWorld runs a test on many random worlds of both families.
func eachWorld(t *testing.T, n int, test func(t *testing.T, r *rand.Rand, w world)) {
	r := rand.New(rand.NewPCG(7, 9))
	for i := range n {
		test(t, r, world{netmath.Families[i%2]})
		if t.Failed() {
			t.Fatalf("in world %d", i)
		}
	}
}

func TestFreeSpaceIsExact(t *testing.T) {
	eachWorld(t, 400, func(t *testing.T, r *rand.Rand, w world) {
		blocks := w.random(r, 12, 6)
		used, s := w.taken(blocks), spaceOf(w, blocks)
		free := s.Free()
		n := 0
		for i := range 256 {
			if free.Contains(w.block(i, 0).Addr()) == used[i] {
				t.Fatalf("%v: address %d is wrong", blocks, i)
			}
			if !used[i] {
				n++
			}
		}
		m := s.Measure(w.family)
		if m.Free.Cmp(big.NewInt(int64(n))) != 0 || m.Used.Int64() != int64(256-n) {
			t.Errorf("%v: %v free, not %d", blocks, m.Free, n)
		}
		if host := largestHost(used); host >= 0 && m.Largest.Bits() != w.family.Bits()-host || host < 0 && m.Largest.IsValid() {
			t.Errorf("%v: the largest is %v", blocks, m.Largest)
		}
		for host := range 9 {
			if got := s.Fits(w.family, w.family.Bits()-host).Int64(); got != int64(len(places(used, host))) {
				t.Errorf("%v: %d blocks of %d host bits fit", blocks, got, host)
			}
		}
	})
}

// places are the numbers at which a block of 2^host free addresses begins.
func places(used [256]bool, host int) []int {
	var all []int
	for at := 0; at < 256; at += 1 << host {
		if !slices.Contains(used[at:at+1<<host], true) {
			all = append(all, at)
		}
	}
	return all
}

func largestHost(used [256]bool) int {
	for host := 8; host >= 0; host-- {
		if len(places(used, host)) > 0 {
			return host
		}
	}
	return -1
}

// number is where a block begins in its world.
func number(p netip.Prefix) int {
	b := p.Addr().AsSlice()
	return int(b[len(b)-1])
}

func TestOneBlockIsWhatThePolicySays(t *testing.T) {
	eachWorld(t, 600, func(t *testing.T, r *rand.Rand, w world) {
		blocks := w.random(r, 10, 6)
		used, host := w.taken(blocks), r.IntN(7)
		request := Request{Family: w.family, Bits: w.family.Bits() - host}
		if r.IntN(3) == 0 {
			request.Align = request.Bits - r.IntN(3)
		}
		var fits []int
		for _, at := range places(used, host) {
			if at%(1<<(w.family.Bits()-request.aligned())) == 0 {
				fits = append(fits, at)
			}
		}
		for policy := FirstFit; policy <= Sparse; policy++ {
			grants, err := spaceOf(w, blocks).Allocate([]Request{request}, policy)
			if (err == nil) != (len(fits) > 0) {
				t.Fatalf("%v of %+v in %v: %v, and %d places", policy, request, blocks, err, len(fits))
			}
			if err != nil {
				continue
			}
			at := number(grants[0].Block)
			if !slices.Contains(fits, at) || grants[0].Block.Bits() != request.Bits {
				t.Fatalf("%v of %+v in %v: %v is not free", policy, request, blocks, grants[0].Block)
			}
			if !chosen(policy, used, fits, at, request.Align == 0) {
				t.Errorf("%v of %+v in %v: %v is not what it would take", policy, request, blocks, grants[0].Block)
			}
		}
	})
}

// chosen tells whether a policy takes the place at a number, of those that fit.
func chosen(policy Policy, used [256]bool, fits []int, at int, unaligned bool) bool {
	around := func(n int) int { // host bits of the free block around an address
		host := 0
		for host < 8 && slices.Contains(places(used, host+1), n&^(1<<(host+1)-1)) {
			host++
		}
		return host
	}
	var sizes []int
	for _, n := range fits {
		sizes = append(sizes, around(n))
	}
	switch policy {
	case FirstFit:
		return at == fits[0]
	case BestFit:
		return !unaligned || around(at) == slices.Min(sizes)
	}
	return !unaligned || around(at) == slices.Max(sizes)
}

func TestAllOrNothingInAnyOrder(t *testing.T) {
	eachWorld(t, 400, func(t *testing.T, r *rand.Rand, w world) {
		blocks := w.random(r, 6, 5)
		used := w.taken(blocks)
		var requests []Request
		for i := range 1 + r.IntN(8) {
			requests = append(requests, Request{Name: string(rune('a' + i)), Family: w.family, Bits: w.family.Bits() - r.IntN(7)})
		}
		for policy := FirstFit; policy <= Sparse; policy++ {
			s := spaceOf(w, blocks)
			grants, err := s.Allocate(requests, policy)
			if (err == nil) != feasible(used, requests, w) {
				t.Fatalf("%v %v in %v: %v", policy, requests, blocks, err)
			}
			if !s.Free().Equal(spaceOf(w, blocks).Free()) {
				t.Fatal("the space changed")
			}
			disjoint(t, w, used, grants)
			shuffled := slices.Clone(requests)
			r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			again, _ := s.Allocate(shuffled, policy)
			for _, g := range again {
				if i := slices.IndexFunc(grants, func(x Grant) bool { return x.Name == g.Name }); grants[i].Block != g.Block {
					t.Fatalf("%v: in another order %s gets %v, not %v", policy, g.Name, g.Block, grants[i].Block)
				}
			}
		}
	})
}

// feasible tries all ways to place requests, larger ones first: which of the equal places does not matter to those after it,
// but trying them all does not need to know that.
func feasible(used [256]bool, requests []Request, w world) bool {
	hosts := make([]int, len(requests))
	for i, r := range requests {
		hosts[i] = w.family.Bits() - r.Bits
	}
	slices.Sort(hosts)
	slices.Reverse(hosts)
	budget := 20000
	var try func(used [256]bool, rest []int) bool
	try = func(used [256]bool, rest []int) bool {
		if len(rest) == 0 {
			return true
		}
		for _, at := range places(used, rest[0]) {
			if budget--; budget < 0 {
				return false
			}
			after := used
			for i := range 1 << rest[0] {
				after[at+i] = true
			}
			if try(after, rest[1:]) {
				return true
			}
		}
		return false
	}
	total, free := 0, 0
	for _, h := range hosts {
		total += 1 << h
	}
	for _, u := range used {
		if !u {
			free++
		}
	}
	return total <= free && try(used, hosts)
}

func disjoint(t *testing.T, w world, used [256]bool, grants []Grant) {
	t.Helper()
	for _, g := range grants {
		for i := range 1 << (w.family.Bits() - g.Block.Bits()) {
			if used[number(g.Block)+i] {
				t.Fatalf("%v was taken", g.Block)
			}
			used[number(g.Block)+i] = true
		}
	}
}

func TestExhaustedSaysWhatIsLeft(t *testing.T) {
	eachWorld(t, 300, func(t *testing.T, r *rand.Rand, w world) {
		blocks := w.random(r, 20, 5)
		used, host := w.taken(blocks), 3+r.IntN(5)
		_, err := spaceOf(w, blocks).Allocate([]Request{{Family: w.family, Bits: w.family.Bits() - host}}, FirstFit)
		var e *Exhausted
		if !errors.As(err, &e) {
			return
		}
		if largest := largestHost(used); largest >= 0 && e.Largest.Bits() != w.family.Bits()-largest || largest < 0 && e.Largest.IsValid() {
			t.Errorf("the largest left is %v", e.Largest)
		}
		count := func(at int) int {
			n := 0
			for i := range 1 << host {
				if used[at+i] {
					n++
				}
			}
			return n
		}
		for at := 0; at < 256; at += 1 << host {
			if count(at) < count(number(e.Place)) {
				t.Errorf("%v: at %d there is less in the way than at %v", blocks, at, e.Place)
			}
		}
	})
}

func TestAggregateIsMinimal(t *testing.T) {
	eachWorld(t, 400, func(t *testing.T, r *rand.Rand, w world) {
		blocks := append(w.random(r, 8, 5), w.block(r.IntN(256), 2))
		avoid := w.random(r, 3, 3)
		limit := r.IntN(40)
		waste := Waste{Addresses: big.NewInt(int64(limit))}
		if r.IntN(2) == 0 {
			waste = Waste{Share: float64(limit) / 100}
		}
		set, avoided := netmath.AddrSetOf(blocks...), netmath.AddrSetOf(avoid...)
		summaries := Aggregate(blocks, waste, avoided)
		least := fewest(w, 0, 8, set, avoided.Subtract(set), waste)
		if len(summaries) != least {
			t.Fatalf("%v, waste %d, but %v: %d summaries, and %d would do", blocks, limit, avoid, len(summaries), least)
		}
		var covered netmath.AddrSetBuilder
		listed := 0
		for _, s := range summaries {
			if s.Wasted.Sign() > 0 && avoided.Subtract(set).Overlaps(s.Prefix) {
				t.Errorf("%v is to be avoided", s.Prefix)
			}
			covered.Add(s.Prefix)
			listed += len(s.Of)
		}
		if c := covered.Set(); !c.Covers(set) || listed == 0 {
			t.Errorf("%v do not cover %v", summaries, blocks)
		}
	})
}

// fewest tries every way to cut a block up, and counts.
func fewest(w world, at, host int, set, avoid netmath.AddrSet, waste Waste) int {
	p := w.block(at, host)
	in := set.Intersect(netmath.AddrSetOf(p))
	if in.Empty() {
		return 0
	}
	best := 1 << 20
	if wasted := new(big.Int).Sub(sizeOf(p), in.Size(w.family)); wasted.Sign() == 0 || waste.allows(wasted, p) && !avoid.Overlaps(p) {
		best = 1
	}
	if host > 0 && best > 1 {
		best = min(best, fewest(w, at, host-1, set, avoid, waste)+fewest(w, at+1<<(host-1), host-1, set, avoid, waste))
	}
	return best
}

// TestOverlapsAreAllThere holds lists of both families against comparing every pair.
func TestOverlapsAreAllThere(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		var lists []Holding
		for i := range 30 {
			w := world{netmath.Families[r.IntN(2)]}
			lists = append(lists, Holding{Prefix: w.block(r.IntN(256), r.IntN(7)), Kind: Listed, Name: string(rune('A' + i))})
		}
		v := New(nil, lists...)
		found, err := v.Overlaps(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]netmath.Relation{}
		for _, o := range found.Pairs {
			got[v.Holdings[o.A].Name+v.Holdings[o.B].Name] = o.Relation
		}
		n := 0
		for i, a := range lists {
			for j, b := range lists {
				if i == j || !a.Prefix.Overlaps(b.Prefix) || i > j {
					continue
				}
				n++
				forth, isForth := got[a.Name+b.Name]
				back, isBack := got[b.Name+a.Name]
				if isForth == isBack || isForth && forth != relate(a.Prefix, b.Prefix) || isBack && back != relate(b.Prefix, a.Prefix) {
					t.Fatalf("%v and %v: %v %v, %v %v", a, b, forth, isForth, back, isBack)
				}
			}
		}
		if n != found.Count || n != len(found.Pairs) {
			t.Fatalf("%d pairs, %d found", n, found.Count)
		}
	}
}
