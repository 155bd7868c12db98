package netmath

// PacketSet is a set of headers of one family, as a number in the [PacketTable]
// that made it. In one table equal sets have equal numbers, so == tells whether
// two are the same. The zero value is the empty set.
type PacketSet uint32

const (
	NoPackets  PacketSet = 0 // in every table
	AllPackets PacketSet = 1 // in every table: all headers of its family
)

// PacketTable makes sets of headers out of any conditions on their fields, and
// knows all that it has made. It is the general engine: where a filter looks at
// addresses of one side and at services alone, a [RangeMap] says the same in
// less time and memory, and tests hold the two together.
//
// A set is an interval decision diagram. Each node looks at one field; what of
// the others is left to ask depends only on the range in which the value lies:
//
//	source        0.0.0.0 ... | 10.0.0.0 - 10.255.255.255 | 11.0.0.0 ...
//	                   |                   |                    |
//	               NoPackets      destination port 443      NoPackets
//	                                /      |      \
//	                         NoPackets AllPackets NoPackets
//
// A node that would not depend on its field is left out, and equal nodes are one,
// so equal sets are one node.
//
// What makes sets belongs to one goroutine at a time: Of, BySource, ByDestination,
// the algebra, and Cover. All other methods only read.
type PacketTable struct {
	family  Family
	nodes   []packetNode // by PacketSet
	unique  uniqueTable
	hashing hashing
	done    memo // of the algebra
}

// packetNode says which set of the fields behind is left for each value of a
// field. The two sets that look at no field have none.
type packetNode struct {
	field packetField
	left  pieces[uint128]
}

// NewPacketTable is a table of headers of one family, with the empty set and the
// full one.
func NewPacketTable(f Family) *PacketTable {
	t := &PacketTable{family: f, hashing: newHashing()}
	t.number(packetNode{packetFields, nil})
	t.number(packetNode{packetFields, pieces[uint128]{{uint128{}, 1}}})
	return t
}

// Family tells which headers the table is of.
func (t *PacketTable) Family() Family { return t.family }

// Len counts the nodes made so far, the empty and the full set among them: each
// is a set of its own.
func (t *PacketTable) Len() int { return len(t.nodes) }

// All is the product of everything.
func (t *PacketTable) All() PacketProduct {
	return PacketProduct{AllAddrs(t.family), AllAddrs(t.family), AllProtocols(), AllPorts(), AllPorts()}
}

// Of is the set of the headers of any of the products.
func (t *PacketTable) Of(products ...PacketProduct) PacketSet {
	sets := make([]PacketSet, len(products))
	for i, p := range products {
		sets[i] = t.box(p.fields(t.family))
	}
	return t.UnionOf(sets...)
}

func (t *PacketTable) box(fields [packetFields]fieldSpans) PacketSet {
	s := AllPackets
	for f := packetFields; f > 0; f-- {
		s = t.node(f-1, ofSpans(fields[f-1], uint32(s), (f-1).lastValue(t.family)))
	}
	return s
}

// node is the set of the headers for which left, asked for the value of a field,
// is a set that has them.
func (t *PacketTable) node(f packetField, left pieces[uint128]) PacketSet {
	switch {
	case len(left) == 0:
		return NoPackets
	case len(left) == 1 && left[0].start == uint128{}:
		return PacketSet(left[0].value)
	}
	return t.number(packetNode{f, left})
}

// number is the number of a node, which it copies if it is new.
func (t *PacketTable) number(x packetNode) PacketSet {
	h := t.hashing.with(uint64(x.field))
	for _, p := range x.left {
		h = h.with(p.start.hi).with(p.start.lo).with(uint64(p.value))
	}
	n, known := t.unique.number(h.sum(), func(n uint32) bool {
		return t.nodes[n].field == x.field && t.nodes[n].left.equal(x.left)
	})
	if !known {
		t.nodes = append(t.nodes, packetNode{x.field, append(pieces[uint128](nil), x.left...)})
	}
	return PacketSet(n)
}

// at is the node of a set as it looks at a field: one that does not is left to
// the fields behind, whatever the value.
func (t *PacketTable) at(f packetField, s PacketSet) pieces[uint128] {
	switch {
	case t.nodes[s].field == f:
		return t.nodes[s].left
	case s == NoPackets:
		return nil
	}
	return pieces[uint128]{{uint128{}, uint32(s)}}
}

// Contains reports whether a header is in the set. One with an address of the
// other family, or of none, is in no set.
func (t *PacketTable) Contains(s PacketSet, h Header) bool {
	if !h.in(t.family) {
		return false
	}
	for values := h.values(); s > AllPackets; {
		x := &t.nodes[s]
		s = PacketSet(x.left.at(values[x.field]))
	}
	return s == AllPackets
}
