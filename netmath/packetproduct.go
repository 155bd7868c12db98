package netmath

import "strings"

// PacketProduct is all headers whose every field is in a set of its own: these
// sources to these destinations, with these protocols and ports. The zero value
// has none; [PacketTable.All] is one to narrow down. Addresses of the other
// family than the table's are left out.
type PacketProduct struct {
	Sources, Destinations         AddrSet
	Protocols                     Protocols
	SourcePorts, DestinationPorts Ports
}

// String is "10.0.0.0/8 to any: tcp/443", with "from ports 1024-65535" behind it
// where not all source ports are meant.
func (p PacketProduct) String() string {
	var b strings.Builder
	b.WriteString(nameAddrs(p.Sources) + " to " + nameAddrs(p.Destinations) + ": " + p.Protocols.String())
	b.WriteString("/" + p.DestinationPorts.String())
	if !p.SourcePorts.Full() {
		b.WriteString(" from ports " + p.SourcePorts.String())
	}
	return b.String()
}

// nameAddrs calls all addresses of a family "any".
func nameAddrs(s AddrSet) string {
	for _, f := range Families {
		if s.Equal(AllAddrs(f)) {
			return "any"
		}
	}
	return s.String()
}

// fields is the product as spans, by field.
func (p PacketProduct) fields(f Family) [packetFields]fieldSpans {
	return [...]fieldSpans{
		sourceField:          addrSpans(p.Sources, f),
		destinationField:     addrSpans(p.Destinations, f),
		protocolField:        p.Protocols.spans(),
		sourcePortField:      portSpans(p.SourcePorts),
		destinationPortField: portSpans(p.DestinationPorts),
	}
}

// productOf is fields turned round.
func productOf(f Family, fields [packetFields]fieldSpans) PacketProduct {
	return PacketProduct{
		addrsOfSpans(fields[sourceField], f), addrsOfSpans(fields[destinationField], f),
		protocolsOfSpans(fields[protocolField]),
		portsOfFieldSpans(fields[sourcePortField]), portsOfFieldSpans(fields[destinationPortField]),
	}
}

func addrSpans(s AddrSet, f Family) fieldSpans {
	if f == IPv6 {
		return s.v6
	}
	return convert(s.v4, func(a addr4) uint128 { return uint128{lo: uint64(a)} })
}

func addrsOfSpans(list fieldSpans, f Family) AddrSet {
	if f == IPv6 {
		return AddrSet{v6: list}
	}
	return AddrSet{v4: convert(list, func(x uint128) addr4 { return addr4(x.lo) })}
}

func portSpans(p Ports) fieldSpans {
	return convert(p.spans(), func(x port) uint128 { return uint128{lo: uint64(x)} })
}

func portsOfFieldSpans(list fieldSpans) Ports {
	return portsOfSpans(convert(list, func(x uint128) port { return port(x.lo) }))
}

// convert takes spans to another line.
func convert[T point[T], U point[U]](list spans[T], f func(T) U) spans[U] {
	var out spans[U]
	for _, x := range list {
		out = append(out, span[U]{f(x.lo), f(x.hi)})
	}
	return out
}
