package netmath

import "slices"

// Cover is few products that make up a set, none of which could be larger in any
// field: 10.0.0.0/8 to any on tcp/443 stays that, even where the set is cut by
// another rule beside it. Products may overlap. It stops at limit products; rest
// is what they leave out, NoPackets if nothing.
//
// The products are the same for equal sets, whatever table they are in.
func (t *PacketTable) Cover(s PacketSet, limit int) (products []PacketProduct, rest PacketSet) {
	for rest = s; rest != NoPackets && len(products) < limit; {
		fields := t.widen(t.firstBox(rest), s)
		products = append(products, productOf(t.family, fields))
		rest = t.Subtract(rest, t.box(fields))
	}
	return products, rest
}

// firstBox is the part of a set around its lowest header: of each field all the
// values that leave the same as the lowest.
func (t *PacketTable) firstBox(s PacketSet) [packetFields]fieldSpans {
	var fields [packetFields]fieldSpans
	for f := range packetFields {
		if t.nodes[s].field != f {
			fields[f] = f.line(t.family)
			continue
		}
		left := t.nodes[s].left
		fields[f] = left.where(func(x uint32) bool { return x == left[0].value }, f.lastValue(t.family))
		s = PacketSet(left[0].value)
	}
	return fields
}

// widen makes a box inside a set as large as it can be in the set, one field
// after the other. A value can be added unless the box with it has a header that
// is not in the set.
func (t *PacketTable) widen(fields [packetFields]fieldSpans, s PacketSet) [packetFields]fieldSpans {
	for f := range packetFields {
		fields[f] = f.line(t.family)
		outside := t.Subtract(t.box(fields), s)
		fields[f] = fields[f].subtract(t.values(outside, f))
	}
	return fields
}

// values is what a field is in any header of a set.
func (t *PacketTable) values(s PacketSet, f packetField) fieldSpans {
	var found fieldSpans
	seen := map[PacketSet]bool{NoPackets: true}
	todo := []PacketSet{s}
	for len(todo) > 0 {
		x := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch node := t.nodes[x]; {
		case seen[x]:
		case node.field > f:
			return f.line(t.family)
		case node.field == f:
			found = found.union(node.left.where(func(left uint32) bool { return left != 0 }, f.lastValue(t.family)))
		default:
			for _, p := range slices.Backward(node.left) {
				todo = append(todo, PacketSet(p.value))
			}
		}
		seen[x] = true
	}
	return found
}
