package insights

import (
	"net/netip"
	"strconv"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// header prints a packet; nil of one that is not filled in.
func header(p *graph.Packet) *Header {
	if !p.Dst.IsValid() {
		return nil
	}
	h := &Header{
		Protocol: strconv.Itoa(int(p.Protocol)), SourceAddresses: hosts(p.Src), DestinationAddresses: hosts(p.Dst),
	}
	if p.Protocol.HasPorts() {
		h.SourcePortRanges, h.DestinationPortRanges = ranges(p.SrcPorts), ranges(p.DstPorts)
	}
	return h
}

// hosts is an address as the set of itself.
func hosts(a netip.Addr) []string {
	if !a.IsValid() {
		return nil
	}
	return []string{netip.PrefixFrom(a, a.BitLen()).String()}
}

func ranges(p netmath.Ports) []PortRange {
	var out []PortRange
	for r := range p.Ranges() {
		out = append(out, PortRange{int(r.Lo), int(r.Hi)})
	}
	return out
}
