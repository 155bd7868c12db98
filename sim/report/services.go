package report

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
)

// services are what a share lets through as people write them: "tcp/443", "icmp/8", "all".
func services(s *reach.Share, sources netmath.Ports) []string {
	lanes := s.Lanes
	if s.All {
		return []string{"all"}
	}
	var words []string
	for i := range lanes {
		for _, p := range lanes[i].Protocols {
			words = append(words, protocolServices(p, lanes[i].Pairs, sources)...)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return rankOf(a) - rankOf(b) })
	for i := range lanes {
		if lanes[i].Others {
			words = append(words, "other protocols"+sourceText(lanes[i].Pairs[0].SrcPorts, sources))
		}
	}
	return words
}

// rankOf puts the protocols first that people look for.
func rankOf(word string) int {
	for i, p := range []string{"tcp", "udp", "icmp"} {
		if len(word) >= len(p) && word[:len(p)] == p {
			return i
		}
	}
	return 3
}

func protocolServices(p netmath.Protocol, pairs []sim.PortPair, sources netmath.Ports) []string {
	var words []string
	for _, pair := range pairs {
		switch {
		case p.IsICMP():
			words = append(words, icmpWords(p, pair.DstPorts)...)
		case !p.HasPorts() || pair.DstPorts.Full():
			words = append(words, protocolWord(p)+sourceText(pair.SrcPorts, sources))
		default:
			words = append(words, fmt.Sprintf("%v/%v%s", p, pair.DstPorts, sourceText(pair.SrcPorts, sources)))
		}
	}
	return words
}

// sourceText tells source ports where they are not all that were asked about.
func sourceText(src, sources netmath.Ports) string {
	if src.Empty() || src.Covers(sources) {
		return ""
	}
	return fmt.Sprintf(" from port %v", src)
}

// icmpWords are messages: "icmp/all", "icmp/3", "icmp/3/4".
func icmpWords(p netmath.Protocol, messages netmath.Ports) []string {
	if messages.Full() {
		return []string{p.String() + "/all"}
	}
	var words []string
	for _, m := range icmpMessages(messages) {
		word := fmt.Sprintf("%v/%v", p, m.types)
		if m.codes != "0-255" && (m.codes != "0" || m.types != echoType(p)) {
			word += "/" + string(m.codes)
		}
		words = append(words, word)
	}
	return words
}

func echoType(p netmath.Protocol) Ports {
	typ, _ := netmath.ICMPTypeCode(firstPort(sim.ServiceOf(p).Ports))
	return Ports(fmt.Sprint(typ))
}

func firstPort(p netmath.Ports) uint16 {
	low, _ := p.Min()
	return low
}

// messages are ICMP types with codes.
type messages struct{ types, codes Ports }

// icmpMessages divides a set of messages into whole types, and single types with some of their codes.
func icmpMessages(set netmath.Ports) []messages {
	var out []messages
	for r := range set.Ranges() {
		for lo := int(r.Lo); lo <= int(r.Hi); {
			hi := lo | 0xff
			if last := (int(r.Hi)+1)&^0xff - 1; lo&0xff == 0 && last > hi {
				hi = last // several whole types
			}
			hi = min(hi, int(r.Hi))
			types, codes := icmpOf(netmath.PortSpan(uint16(lo), uint16(hi)))
			out = append(out, messages{types, codes})
			lo = hi + 1
		}
	}
	return out
}
