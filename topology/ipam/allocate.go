package ipam

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Request asks for one block.
type Request struct {
	Name   string // tells requests apart; the same requests in any order get the same blocks
	Family netmath.Family
	Bits   int          // length of the block
	Align  int          // it begins where a block of this length does; 0: where it can
	Pin    netip.Prefix // it is this one, if valid
}

// A Grant is a request with its block.
type Grant struct {
	Request
	Block netip.Prefix
	From  netip.Prefix // the free block that it was cut from; the zero Prefix of a pin
}

// Allocate finds a block for every request, or for none: then the error is an *Exhausted, or a *PinError. The space does not
// change. Grants come in the order of the requests.
//
// Larger blocks are placed first. Blocks begin at multiples of their size, so however those before were placed, as many places of a size are
// left: without Align, what can be placed at all is placed, under every policy.
func (s *Space) Allocate(requests []Request, policy Policy) ([]Grant, error) {
	free := freeSpace{blocks: s.Free().Prefixes(), policy: policy}
	grants := make([]Grant, len(requests))
	for _, i := range inOrder(requests) {
		r := requests[i]
		if r.Pin.IsValid() {
			r.Pin = r.Pin.Masked()
			if !free.remove(r.Pin) {
				return nil, s.pinError(r, requests)
			}
			grants[i] = Grant{Request: r, Block: r.Pin}
			continue
		}
		block, from := free.take(r)
		if !block.IsValid() {
			return nil, s.exhausted(r, requests, free.blocks)
		}
		grants[i] = Grant{r, block, from}
	}
	return grants, nil
}

// inOrder are the indexes of requests, pins first, then by what is hardest to place.
func inOrder(requests []Request) []int {
	order := make([]int, len(requests))
	for i := range order {
		order[i] = i
	}
	free := func(r Request) int {
		if r.Pin.IsValid() {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(order, func(x, y int) int {
		a, b := requests[x], requests[y]
		return cmp.Or(cmp.Compare(free(a), free(b)), cmp.Compare(a.Family, b.Family), cmp.Compare(a.Bits, b.Bits), cmp.Compare(a.aligned(), b.aligned()), cmp.Compare(a.Name, b.Name))
	})
	return order
}

// aligned is the length of the blocks at whose begin a request's may begin.
func (r Request) aligned() int {
	if r.Align <= 0 || r.Align > r.Bits {
		return r.Bits
	}
	return r.Align
}

// A freeSpace is free blocks by address, of both families: none is half of a larger one.
type freeSpace struct {
	blocks []netip.Prefix
	policy Policy
}

// take cuts the block of a request out of what is free, and tells which free block that was. The zero Prefix if there is none.
func (f *freeSpace) take(r Request) (block, from netip.Prefix) {
	best := -1
	for i, p := range f.blocks {
		if f.offers(p, r) && (best < 0 || f.prefers(p, f.blocks[best])) {
			best = i
		}
		if best >= 0 && f.policy == FirstFit {
			break
		}
	}
	if best < 0 {
		return netip.Prefix{}, netip.Prefix{}
	}
	from = f.blocks[best]
	block = netip.PrefixFrom(from.Addr(), r.Bits)
	if f.policy == Sparse && from.Bits() < r.aligned() {
		_, high, _ := netmath.Halves(from)
		block = netip.PrefixFrom(high.Addr(), r.Bits)
	}
	f.cut(best, block)
	return block, from
}

// offers reports whether a request's block can be cut from a free one. It begins where the free one or one of its halves does.
func (f *freeSpace) offers(p netip.Prefix, r Request) bool {
	if netmath.FamilyOf(p.Addr()) != r.Family || p.Bits() > r.Bits {
		return false
	}
	return p.Bits() <= r.aligned() || netmath.Widen(p, r.aligned()).Addr() == p.Addr()
}

// prefers reports whether the policy would rather have p, which lies above q.
func (f *freeSpace) prefers(p, q netip.Prefix) bool {
	switch f.policy {
	case BestFit:
		return p.Bits() > q.Bits()
	case Sparse:
		return p.Bits() < q.Bits()
	}
	return false
}

// cut puts what is left of a free block in its place: the other halves, down to the block's size.
func (f *freeSpace) cut(i int, block netip.Prefix) {
	var below, above []netip.Prefix
	for at := f.blocks[i]; at.Bits() < block.Bits(); {
		low, high, _ := netmath.Halves(at)
		if low.Contains(block.Addr()) {
			above, at = append(above, high), low
		} else {
			below, at = append(below, low), high
		}
	}
	slices.Reverse(above)
	f.blocks = slices.Replace(f.blocks, i, i+1, append(below, above...)...)
}

// remove takes a certain block out of what is free, and reports whether it was.
func (f *freeSpace) remove(block netip.Prefix) bool {
	for i, p := range f.blocks {
		if p.Bits() <= block.Bits() && p.Contains(block.Addr()) {
			f.cut(i, block)
			return true
		}
	}
	return false
}
