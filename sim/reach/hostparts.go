package reach

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A hostPart is a set of addresses of which a guard says the same, whoever of them is asked about.
type hostPart struct {
	part uint32 // its number
	pass pass
}

// hostParts are the parts into which guards divide hosts outside, in one query.
type hostParts struct {
	lists    [][]hostPart // by number: those of guards that say the same of all hosts are one
	byChain  map[int32]int32
	chains   map[hostChain]int32
	byNumber map[numberedKey]int32
	byGuard  map[partKey][]hostPart
}

// A guardKey is what a guard of the network is known by.
type guardKey struct {
	number int32
	dir    graph.Direction
	family netmath.Family
}

type numberedKey struct {
	guard guardKey
	place graph.Location
}

// partKey is of a guard that may be of another network.
type partKey struct {
	guard *guard
	place graph.Location
}

// A hostChain is one more part after others.
type hostChain struct {
	before int32
	part   hostPart
}

func newHostParts() hostParts {
	return hostParts{
		byChain: map[int32]int32{}, chains: map[hostChain]int32{}, byNumber: map[numberedKey]int32{}, byGuard: map[partKey][]hostPart{},
	}
}

// partsBefore is the number of the parts into which a guard divides hosts outside.
func (a *asker) partsBefore(key guardKey, outside *Place) int32 {
	h := &a.outsides.parts
	by := numberedKey{key, outside.Location}
	n, known := h.byNumber[by]
	if !known {
		n = h.number(a.divideBy(&sentry{a.guards[key.number], key.dir, key.family, a.g, a.walk}, outside))
		h.byNumber[by] = n
	}
	return n
}

func (h *hostParts) number(parts []hostPart) int32 {
	chain := int32(-1)
	for _, p := range parts {
		chain = number(h.chains, hostChain{chain, p})
	}
	n := number(h.byChain, chain)
	if int(n) == len(h.lists) {
		h.lists = append(h.lists, parts)
	}
	return n
}

// hostParts divides hosts outside by what a guard says of them.
func (a *asker) hostParts(g *guard, outside *Place) []hostPart {
	key := partKey{g, outside.Location}
	parts, known := a.outsides.parts.byGuard[key]
	if !known {
		parts = a.divideBy(&g.sentry, outside)
		a.outsides.parts.byGuard[key] = parts
	}
	return parts
}

// divideBy divides hosts outside by what security groups say of them. What lies in the same blocks is asked about once.
func (a *asker) divideBy(s *sentry, outside *Place) []hostPart {
	blocks := s.blocksAmong(outside.Hosts)
	said := make([]pass, len(blocks)+1)
	asked := make([]bool, len(blocks)+1)
	byPass := map[pass]*netmath.AddrSetBuilder{}
	var passes []pass
	for cell, r := range cellsOf(blocks, s.family) {
		host, any := outside.Hosts.FirstIn(r)
		if !any {
			continue
		}
		if !asked[cell] {
			asked[cell], said[cell] = true, a.ofHost(s, host)
		}
		p := said[cell]
		b := byPass[p]
		if b == nil {
			b = new(netmath.AddrSetBuilder)
			byPass[p], passes = b, append(passes, p)
		}
		b.AddRange(r.Lo, r.Hi)
	}
	var parts []hostPart
	for _, p := range passes {
		parts = append(parts, hostPart{a.hosts.Number(byPass[p].Set()), p})
	}
	return parts
}

// blocksAmong lists the blocks with which groups compare any of some hosts, each once, in order of address and then length.
func (s *sentry) blocksAmong(hosts netmath.AddrSet) []netip.Prefix {
	var blocks []netip.Prefix
	for _, p := range s.in.GuardPrefixes(s.on, s.dir) {
		if p.IsValid() && p.Bits() > 0 && netmath.FamilyOf(p.Addr()) == s.family && hosts.Overlaps(p) {
			blocks = append(blocks, p.Masked())
		}
	}
	return sortedBlocks(blocks)
}

func sortedBlocks(blocks []netip.Prefix) []netip.Prefix {
	slices.SortFunc(blocks, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	return slices.Compact(blocks)
}

// cellsOf cuts the addresses of a family along blocks in order of address and then length, and yields the parts in order. Each has the
// number of the smallest block that it lies in, counted from one: parts with the same one lie in the same blocks.
func cellsOf(blocks []netip.Prefix, f netmath.Family) iter.Seq2[int, netmath.AddrRange] {
	return func(yield func(int, netmath.AddrRange) bool) {
		lo := netmath.First(wholeSpace[f])
		var open []int
		upTo := func(hi netip.Addr) bool {
			cell := 0
			if len(open) > 0 {
				cell = open[len(open)-1]
			}
			return hi.Less(lo) || yield(cell, netmath.AddrRange{Lo: lo, Hi: hi})
		}
		leave := func() bool {
			last := netmath.Last(blocks[open[len(open)-1]-1])
			more := upTo(last)
			open, lo = open[:len(open)-1], last.Next()
			return more && lo.IsValid()
		}
		for i, b := range blocks {
			for len(open) > 0 && !blocks[open[len(open)-1]-1].Contains(b.Addr()) {
				if !leave() {
					return
				}
			}
			if lo.Less(b.Addr()) && !upTo(b.Addr().Prev()) {
				return
			}
			open, lo = append(open, i+1), b.Addr()
		}
		for len(open) > 0 {
			if !leave() {
				return
			}
		}
		upTo(netmath.Last(wholeSpace[f]))
	}
}

// ofHost is what security groups say of a host outside.
func (a *asker) ofHost(s *sentry, host netip.Addr) pass {
	return a.passOf(s.family, func(h graph.Packet) graph.Bounds {
		own := s.in.Primary(s.on, s.family)
		if s.dir == graph.Egress {
			h.Src, h.Dst = own, host
			return s.walk.PassOut(s.on, h)
		}
		h.Src, h.Dst = host, own
		return s.walk.PassIn(s.on, graph.NoInterface, graph.Stranger, h)
	})
}
