package netmath

import "net/netip"

// Union is the addresses in s or in t.
func (s AddrSet) Union(t AddrSet) AddrSet {
	return AddrSet{s.v4.union(t.v4), s.v6.union(t.v6)}
}

// Intersect is the addresses in both s and t.
func (s AddrSet) Intersect(t AddrSet) AddrSet {
	return AddrSet{s.v4.intersect(t.v4), s.v6.intersect(t.v6)}
}

// Subtract is the addresses in s that are not in t.
func (s AddrSet) Subtract(t AddrSet) AddrSet {
	return AddrSet{s.v4.subtract(t.v4), s.v6.subtract(t.v6)}
}

// Complement is the addresses, of both families, that are not in s.
func (s AddrSet) Complement() AddrSet {
	return AllAddrs(IPv4).Union(AllAddrs(IPv6)).Subtract(s)
}

// Intersects reports whether s and t have an address in common.
func (s AddrSet) Intersects(t AddrSet) bool {
	return s.v4.intersects(t.v4) || s.v6.intersects(t.v6)
}

// Covers reports whether s has every address of t. Every set covers the empty one.
func (s AddrSet) Covers(t AddrSet) bool {
	return s.v4.covers(t.v4) && s.v6.covers(t.v6)
}

// Overlaps reports whether s has an address of the block.
func (s AddrSet) Overlaps(p netip.Prefix) bool {
	switch {
	case !p.IsValid():
		return false
	case p.Addr().Is4():
		return s.v4.overlaps(span4(RangeOf(p)))
	}
	return s.v6.overlaps(span6(RangeOf(p)))
}

// CoversPrefix reports whether s has every address of the block. A Prefix that
// is not valid has none, and is covered.
func (s AddrSet) CoversPrefix(p netip.Prefix) bool {
	switch {
	case !p.IsValid():
		return true
	case p.Addr().Is4():
		return s.v4.coversSpan(span4(RangeOf(p)))
	}
	return s.v6.coversSpan(span6(RangeOf(p)))
}

func span4(r AddrRange) span[addr4]   { return span[addr4]{addr4Of(r.Lo), addr4Of(r.Hi)} }
func span6(r AddrRange) span[uint128] { return span[uint128]{numberOf(r.Lo), numberOf(r.Hi)} }
