package netmath

import "net/netip"

// A packetField is a field of a header, in the order in which a [PacketTable]
// looks at them. Addresses come before ports: with ports first, sets grow large
// where rules have many blocks.
type packetField uint8

const (
	sourceField packetField = iota
	destinationField
	protocolField
	sourcePortField
	destinationPortField
	packetFields // how many there are; the field of the sets that look at none
)

// fieldSpans is what a field may be; nil is nothing.
type fieldSpans = spans[uint128]

// bits is the length of a field in headers of a family.
func (f packetField) bits(family Family) int {
	switch f {
	case sourceField, destinationField:
		return family.Bits()
	case protocolField:
		return 8
	}
	return 16
}

// lastValue is the highest value of a field.
func (f packetField) lastValue(family Family) uint128 { return lowOnes(f.bits(family)) }

// line is all values of a field.
func (f packetField) line(family Family) fieldSpans {
	return fieldSpans{{uint128{}, f.lastValue(family)}}
}

// Header is what filters look at in a packet: addresses, the protocol, and ports
// (or, in place of the destination port, an ICMP message; see [ICMPMessage]). Of a
// protocol without ports they are any numbers.
type Header struct {
	Source, Destination         netip.Addr
	Protocol                    Protocol
	SourcePort, DestinationPort uint16
}

// values is the header as numbers, by field.
func (h Header) values() [packetFields]uint128 {
	return [...]uint128{
		sourceField:          numberOf(h.Source),
		destinationField:     numberOf(h.Destination),
		protocolField:        {lo: uint64(h.Protocol)},
		sourcePortField:      {lo: uint64(h.SourcePort)},
		destinationPortField: {lo: uint64(h.DestinationPort)},
	}
}

// headerOf is values turned round.
func headerOf(f Family, v [packetFields]uint128) Header {
	return Header{
		v[sourceField].address(f), v[destinationField].address(f), Protocol(v[protocolField].lo),
		uint16(v[sourcePortField].lo), uint16(v[destinationPortField].lo),
	}
}

// in reports whether a packet of a family can have the header.
func (h Header) in(f Family) bool {
	return AddrRange{h.Source, h.Source}.Valid() && AddrRange{h.Destination, h.Destination}.Valid() &&
		FamilyOf(h.Source) == f && FamilyOf(h.Destination) == f
}
