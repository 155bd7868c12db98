package template

import (
	"net/netip"
	"strings"
)

// cidr divides a block: Fn::Cidr: [block, count, bits], where bits are those that are left for hosts.
//
//	["10.0.0.0/16", 2, 8]  is  [10.0.0.0/24, 10.0.1.0/24]
func (s *Stack) cidr(n *Node) Value {
	arguments, problem := s.arguments("Fn::Cidr", n, 3, 3)
	if problem != nil {
		return *problem
	}
	for _, v := range arguments {
		if v.Kind == Unknown {
			return v
		}
	}
	block, err := netip.ParsePrefix(strings.TrimSpace(arguments[0].Text))
	count, isCount := arguments[1].Int()
	bits, isBits := arguments[2].Int()
	if err != nil || !isCount || !isBits || count < 1 || count > 256 || bits < 0 {
		return malformed(n, "Fn::Cidr takes a block, a count from 1 to 256 and a number of bits")
	}
	length := block.Addr().BitLen() - bits
	if length < block.Bits() || length-block.Bits() < 9 && count > 1<<(length-block.Bits()) {
		return malformed(n, "%s does not hold %d blocks of %d bits", block, count, bits)
	}
	all := ListOf()
	at := block.Masked().Addr()
	for range count {
		s.steps++
		all.Items = append(all.Items, Of(netip.PrefixFrom(at, length).String()))
		at = after(at, bits)
	}
	return all
}

// after adds 2^bits to an address.
func after(at netip.Addr, bits int) netip.Addr {
	octets := at.AsSlice()
	carry := 1 << (bits % 8)
	for i := len(octets) - 1 - bits/8; i >= 0 && carry > 0; i-- {
		sum := int(octets[i]) + carry
		octets[i], carry = byte(sum), sum>>8
	}
	next, _ := netip.AddrFromSlice(octets)
	return next
}

// standInZones are how many Availability Zones there are where nobody knows.
const standInZones = 6

// getAZs lists the zones of a Region. Where they are not known, stand-ins tell which are the same.
func (s *Stack) getAZs(n *Node) Value {
	region := s.Eval(n)
	switch {
	case region.Kind == Unknown:
		return region
	case !region.IsScalar() && region.Kind != Null:
		return malformed(n, "Fn::GetAZs takes a Region")
	}
	name := region.Text
	if name == "" {
		name = known(s.Region, "AWS::Region").Text
	}
	if name == s.Region && s.Zones != nil {
		return TextsOf(s.Zones...)
	}
	all := ListOf()
	for i := range standInZones {
		all.Items = append(all.Items, StandIn(name+string(rune('a'+i))))
	}
	return all
}
