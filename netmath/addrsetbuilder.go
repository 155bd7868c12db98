package netmath

import "net/netip"

// AddrSetBuilder collects what goes into an [AddrSet]. The zero value is ready.
// The order of calls counts: Remove takes away what is there so far, and a later
// Add can bring it back.
//
// What no set can contain (the zero Prefix, a range that runs backwards or
// across families, an address with a zone) adds and removes nothing.
type AddrSetBuilder struct {
	done  AddrSet // settled by earlier rounds
	plus  pending // added in this round
	minus pending // removed in this round, after everything in plus
}

// Add puts in the addresses of a block.
func (b *AddrSetBuilder) Add(p netip.Prefix) { b.addRange(RangeOf(p)) }

// AddRange puts in the addresses from lo to hi, both included.
func (b *AddrSetBuilder) AddRange(lo, hi netip.Addr) { b.addRange(AddrRange{lo, hi}) }

// AddAddr puts in one address.
func (b *AddrSetBuilder) AddAddr(a netip.Addr) { b.addRange(AddrRange{a, a}) }

// AddSet puts in the addresses of another set.
func (b *AddrSetBuilder) AddSet(s AddrSet) {
	for _, f := range Families {
		for r := range s.Ranges(f) {
			b.addRange(r)
		}
	}
}

// Remove takes out the addresses of a block.
func (b *AddrSetBuilder) Remove(p netip.Prefix) { b.minus.collect(RangeOf(p)) }

// RemoveRange takes out the addresses from lo to hi, both included.
func (b *AddrSetBuilder) RemoveRange(lo, hi netip.Addr) { b.minus.collect(AddrRange{lo, hi}) }

// Set is what has been collected. The builder can go on being used.
func (b *AddrSetBuilder) Set() AddrSet {
	b.settle()
	return b.done
}

// addRange starts a new round if something was removed in this one, since what
// is removed must not take away what is added after it.
func (b *AddrSetBuilder) addRange(r AddrRange) {
	if !b.minus.empty() {
		b.settle()
	}
	b.plus.collect(r)
}

// settle ends the round. Sorting happens here, once for many Adds.
func (b *AddrSetBuilder) settle() {
	b.done = b.done.Union(b.plus.take()).Subtract(b.minus.take())
}

// pending is addresses as they came: unsorted, overlapping.
type pending struct {
	v4 []span[addr4]
	v6 []span[uint128]
}

func (p *pending) empty() bool { return len(p.v4) == 0 && len(p.v6) == 0 }

func (p *pending) collect(r AddrRange) {
	switch {
	case !r.Valid():
	case r.Lo.Is4():
		p.v4 = append(p.v4, span4(r))
	default:
		p.v6 = append(p.v6, span6(r))
	}
}

// take hands over what is pending as a set, and forgets it, since the set keeps
// the memory.
func (p *pending) take() AddrSet {
	s := AddrSet{canonical(p.v4), canonical(p.v6)}
	*p = pending{}
	return s
}
