package sim

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A division is a set of hosts in parts along prefixes. The parts that fared alike are united once, so that who is given them again is given
// the same memory: the internet of a large network has thousands of holes.
type division struct {
	parts  []netmath.AddrSet
	unions map[string]netmath.AddrSet
}

// divisions are those of one set of hosts, by prefixes.
type divisions map[string]*division

// maxDivisions bounds how many are remembered.
const maxDivisions = 1024

// along divides the set of hosts.
func (d *divisions) along(hosts netmath.AddrSet, prefixes []netip.Prefix) *division {
	ordered := longestFirst(prefixes)
	var key []byte
	for _, p := range ordered {
		key = append(append(key, p.Addr().AsSlice()...), byte(p.Bits()), byte(netmath.FamilyOf(p.Addr())))
	}
	if len(*d) >= maxDivisions || *d == nil {
		*d = divisions{}
	}
	known := (*d)[string(key)]
	if known == nil {
		known = &division{shares(hosts, ordered), map[string]netmath.AddrSet{}}
		(*d)[string(key)] = known
	}
	return known
}

// union is that of some parts, by their numbers.
func (d *division) union(parts []int) netmath.AddrSet {
	if len(parts) == 1 {
		return d.parts[parts[0]]
	}
	var key []byte
	for _, i := range parts {
		key = binary.AppendUvarint(key, uint64(i))
	}
	all, known := d.unions[string(key)]
	if !known {
		for _, i := range parts {
			all = all.Union(d.parts[i])
		}
		d.unions[string(key)] = all
	}
	return all
}

// longestFirst are prefixes in order of length, the longest first, and of addresses.
func longestFirst(prefixes []netip.Prefix) []netip.Prefix {
	ordered := slices.Clone(prefixes)
	slices.SortFunc(ordered, func(a, b netip.Prefix) int {
		if c := b.Bits() - a.Bits(); c != 0 {
			return c
		}
		return a.Addr().Compare(b.Addr())
	})
	return ordered
}
