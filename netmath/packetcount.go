package netmath

import "math/big"

// First is the lowest header of a set, by source, then by destination, protocol,
// source port and destination port, and whether there is one.
func (t *PacketTable) First(s PacketSet) (Header, bool) {
	if s == NoPackets {
		return Header{}, false
	}
	var values [packetFields]uint128 // fields that are not looked at can be 0
	for s > AllPackets {
		x := t.nodes[s]
		first := x.left[0] // what comes before it is left with NoPackets
		values[x.field], s = first.start, PacketSet(first.value)
	}
	return headerOf(t.family, values), true
}

// Count is the exact number of headers in a set.
func (t *PacketTable) Count(s PacketSet) *big.Int {
	c := packetCounter{t, map[PacketSet]*big.Int{NoPackets: {}, AllPackets: big.NewInt(1)}}
	return c.from(sourceField, s)
}

// packetCounter knows of sets how often the fields from theirs on can be filled in.
type packetCounter struct {
	table *PacketTable
	known map[PacketSet]*big.Int
}

// from counts from a field on, which comes at or before the set's own.
func (c *packetCounter) from(f packetField, s PacketSet) *big.Int {
	bits := 0
	for ; f < c.table.nodes[s].field; f++ {
		bits += f.bits(c.table.family)
	}
	n := new(big.Int)
	return n.Lsh(c.own(s), uint(bits))
}

// own counts from the set's field on.
func (c *packetCounter) own(s PacketSet) *big.Int {
	if n, ok := c.known[s]; ok {
		return n
	}
	n, x := new(big.Int), c.table.nodes[s]
	for r, left := range x.left.segments(x.field.lastValue(c.table.family)) {
		size := r.hi.sub(r.lo).big()
		size.Add(size, big.NewInt(1))
		n.Add(n, size.Mul(size, c.from(x.field+1, PacketSet(left))))
	}
	c.known[s] = n
	return n
}
