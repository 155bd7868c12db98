package ipam

import (
	"fmt"
	"iter"
	"math/big"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// Exhausted says that requests do not fit, and why.
type Exhausted struct {
	Request  Request      // the first that found no place
	Asked    int          // how many were asked for
	Placed   int          // how many of them would have fitted before it
	Largest  netip.Prefix // the largest block left then; the zero Prefix if nothing is
	Free     *big.Int     // addresses left then
	Place    netip.Prefix // where least stands in the way of a block of that size; the zero Prefix if the pools are smaller than it
	Blockers []Holding    // what stands there, by address
}

// maxBlockers is how many holdings a message names.
const maxBlockers = 3

// Error says what is left, and what stands in the way of more.
func (e *Exhausted) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no place for /%d", e.Request.Bits)
	if e.Request.Name != "" {
		fmt.Fprintf(&b, " of %s", e.Request.Name)
	}
	if e.Asked > 1 {
		fmt.Fprintf(&b, " (after %d of %d blocks; nothing was allocated)", e.Placed, e.Asked)
	}
	switch {
	case !e.Largest.IsValid():
		b.WriteString(": nothing is free")
	default:
		fmt.Fprintf(&b, ": the largest block left is %v, of %v free addresses", e.Largest, e.Free)
	}
	switch {
	case !e.Place.IsValid():
		b.WriteString("; no pool is that large")
	case len(e.Blockers) > 0:
		fmt.Fprintf(&b, "; least stands in the way at %v: %s", e.Place, blockersText(e.Blockers))
	}
	return b.String()
}

func blockersText(all []Holding) string {
	var names []string
	for i := range all[:min(maxBlockers, len(all))] {
		names = append(names, fmt.Sprintf("%s %v (%s)", all[i].Called(), all[i].Prefix, all[i].Kind))
	}
	text := strings.Join(names, ", ")
	if n := len(all) - maxBlockers; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// exhausted tells what is left when a request finds no place, and what stands in the way.
func (s *Space) exhausted(r Request, requests []Request, left []netip.Prefix) error {
	e := &Exhausted{Request: r, Asked: len(requests), Free: new(big.Int)}
	for _, i := range inOrder(requests) {
		if requests[i] == r {
			break
		}
		e.Placed++
	}
	for _, p := range left {
		if netmath.FamilyOf(p.Addr()) != r.Family {
			continue
		}
		e.Free.Add(e.Free, sizeOf(p))
		if !e.Largest.IsValid() || p.Bits() < e.Largest.Bits() {
			e.Largest = p
		}
	}
	e.Place = s.leastUsed(r)
	for _, h := range s.InUse {
		if e.Place.IsValid() && h.Prefix.Overlaps(e.Place) {
			e.Blockers = append(e.Blockers, h)
		}
	}
	return e
}

// leastUsed is the block of a request's size with the fewest used addresses, the lowest of equals.
func (s *Space) leastUsed(r Request) netip.Prefix {
	var best netip.Prefix
	var least *big.Int
	for _, pool := range s.Pools {
		if netmath.FamilyOf(pool.Addr()) != r.Family || pool.Bits() > r.Bits {
			continue
		}
		if !best.IsValid() {
			best = netip.PrefixFrom(pool.Addr(), r.Bits)
		}
		for at, used := range usedByBlock(s.Used.Intersect(netmath.AddrSetOf(pool)), r.Bits) {
			if least == nil || used.Cmp(least) < 0 {
				best, least = at, used
			}
		}
	}
	return best
}

// usedByBlock yields the blocks of a length of which something, and not all, is used, with how many addresses that is, by address.
func usedByBlock(used netmath.AddrSet, bits int) iter.Seq2[netip.Prefix, *big.Int] {
	return func(yield func(netip.Prefix, *big.Int) bool) {
		var at netip.Prefix
		n := new(big.Int)
		for _, p := range used.Prefixes() {
			if p.Bits() <= bits {
				continue
			}
			if next := netmath.Widen(p, bits); next != at {
				if at.IsValid() && !yield(at, n) {
					return
				}
				at, n = next, new(big.Int)
			}
			n.Add(n, sizeOf(p))
		}
		if at.IsValid() {
			yield(at, n)
		}
	}
}

// A PinError says why a block that was given away before cannot be kept.
type PinError struct {
	Request Request
	Outside bool      // it does not lie in the pools
	Users   []Holding // what holds addresses of it
	Other   string    // another pin that does
}

// Error says what is in the way.
func (e *PinError) Error() string {
	text := fmt.Sprintf("%s cannot keep %v: ", e.Request.Name, e.Request.Pin)
	switch {
	case e.Outside:
		return text + "it does not lie in the pool; widen the pool, or drop the pin"
	case len(e.Users) > 0:
		return text + "it is taken by " + blockersText(e.Users)
	case e.Other != "":
		return text + "it shares addresses with what is pinned for " + e.Other
	}
	return text + "some of it is taken"
}

func (s *Space) pinError(r Request, requests []Request) error {
	e := &PinError{Request: r, Outside: !s.Pool().CoversPrefix(r.Pin)}
	for _, h := range s.InUse {
		if h.Prefix.Overlaps(r.Pin) {
			e.Users = append(e.Users, h)
		}
	}
	for _, other := range requests {
		if other.Pin.IsValid() && other.Name != r.Name && other.Pin.Overlaps(r.Pin) {
			e.Other = other.Name
			break
		}
	}
	return e
}
