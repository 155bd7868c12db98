package netmath

// Union is the headers in a or in b.
func (t *PacketTable) Union(a, b PacketSet) PacketSet {
	switch {
	case a == b || b == NoPackets || a == AllPackets:
		return a
	case a == NoPackets || b == AllPackets:
		return b
	}
	return t.apply(union, min(a, b), max(a, b))
}

// UnionOf is the headers in any of the sets. It halves the list, so that small sets
// are put together before large ones, which is faster than adding one by one.
func (t *PacketTable) UnionOf(sets ...PacketSet) PacketSet {
	switch n := len(sets); n {
	case 0:
		return NoPackets
	case 1:
		return sets[0]
	default:
		return t.Union(t.UnionOf(sets[:n/2]...), t.UnionOf(sets[n/2:]...))
	}
}

// Intersect is the headers in both a and b.
func (t *PacketTable) Intersect(a, b PacketSet) PacketSet {
	switch {
	case a == b || a == NoPackets || b == AllPackets:
		return a
	case b == NoPackets || a == AllPackets:
		return b
	}
	return t.apply(intersect, min(a, b), max(a, b))
}

// Subtract is the headers in a that are not in b.
func (t *PacketTable) Subtract(a, b PacketSet) PacketSet {
	switch {
	case a == b || a == NoPackets || b == AllPackets:
		return NoPackets
	case b == NoPackets:
		return a
	}
	return t.apply(subtract, a, b)
}

// Complement is the headers of the family that are not in s.
func (t *PacketTable) Complement(s PacketSet) PacketSet { return t.Subtract(AllPackets, s) }

// Covers reports whether a has every header of b. Every set covers the empty one.
func (t *PacketTable) Covers(a, b PacketSet) bool { return t.Subtract(b, a) == NoPackets }

// Overlaps reports whether a and b have a header in common.
func (t *PacketTable) Overlaps(a, b PacketSet) bool { return t.Intersect(a, b) != NoPackets }

// apply does an operation range by range of the first field that a or b look at.
func (t *PacketTable) apply(op truthTable, a, b PacketSet) PacketSet {
	if r, known := t.done.get(uint32(op), uint32(a), uint32(b)); known {
		return PacketSet(r)
	}
	f := min(t.nodes[a].field, t.nodes[b].field)
	r := t.node(f, t.at(f, a).combine(t.at(f, b), t.operation(op)))
	t.done.put(uint32(op), uint32(a), uint32(b), uint32(r))
	return r
}

// operation is one of the three, on numbers.
func (t *PacketTable) operation(op truthTable) func(a, b uint32) uint32 {
	do := t.Union
	switch op {
	case intersect:
		do = t.Intersect
	case subtract:
		do = t.Subtract
	}
	return func(a, b uint32) uint32 { return uint32(do(PacketSet(a), PacketSet(b))) }
}
