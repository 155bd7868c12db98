package netmath

// BySource is the headers that a map lets pass, asked for the source: those whose
// protocol and destination port are in the set of services that the source maps
// to. A map of the other family lets nothing pass.
func (t *PacketTable) BySource(m RangeMap, services *ServiceTable) PacketSet {
	return t.byAddr(sourceField, m, services)
}

// ByDestination is likewise for maps that are asked for the destination.
func (t *PacketTable) ByDestination(m RangeMap, services *ServiceTable) PacketSet {
	return t.byAddr(destinationField, m, services)
}

func (t *PacketTable) byAddr(f packetField, m RangeMap, services *ServiceTable) PacketSet {
	if m.family != t.family {
		return NoPackets
	}
	var left pieces[uint128]
	known := map[uint32]PacketSet{}
	for r, value := range m.Segments() {
		s, ok := known[value]
		if !ok {
			s = t.OfServices(ServiceSet(value), services)
			known[value] = s
		}
		left = left.push(numberOf(r.Lo), uint32(s))
	}
	return t.node(f, left)
}

// OfServices is the headers of a set of services, from and to all addresses.
func (t *PacketTable) OfServices(s ServiceSet, services *ServiceTable) PacketSet {
	var left pieces[uint128]
	for x := range services.Products(s) {
		ports := ofSpans(portSpans(x.Ports), uint32(AllPackets), destinationPortField.lastValue(t.family))
		left = left.push(uint128{lo: uint64(x.First)}, uint32(t.node(destinationPortField, ports)))
		if x.Last < 255 {
			left = left.push(uint128{lo: uint64(x.Last) + 1}, uint32(NoPackets))
		}
	}
	return t.node(protocolField, left)
}
