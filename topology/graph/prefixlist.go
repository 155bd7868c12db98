package graph

// Implements R2.11, R2.12 and R4.4 (prefix lists as destinations and remotes).

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A prefixList is a set of prefixes that routes and rules name by id.
type prefixList struct {
	ref     ref.Ref
	name    string
	known   bool // false: nobody could read the entries
	family  netmath.Family
	either  bool // the family is not documented
	aws     bool // AWS's own, so public addresses only
	entries []netip.Prefix
	set     netmath.AddrSet
}

func (c *compiler) compilePrefixLists() {
	for i := range c.s.PrefixLists {
		d := &c.s.PrefixLists[i]
		l := prefixList{
			ref: ref.Ref{Kind: ref.ManagedPrefixList, ID: d.PrefixListId}, name: d.PrefixListName, known: d.EntriesKnown,
			aws: d.OwnerId == "AWS" || strings.HasPrefix(d.PrefixListName, "com.amazonaws."),
		}
		switch d.AddressFamily {
		case "IPv4":
			l.family = netmath.IPv4
		case "IPv6":
			l.family = netmath.IPv6
		default:
			l.either = true
		}
		for _, e := range d.Entries {
			if !e.Cidr.IsValid() {
				l.known = false
				continue
			}
			l.entries = append(l.entries, e.Cidr.Masked())
		}
		l.set = netmath.AddrSetOf(l.entries...)
		c.name(l.ref, d.PrefixListName)
		c.listIDs[d.PrefixListId] = int32(len(c.g.lists))
		c.g.lists = append(c.g.lists, l)
	}
}

// list finds a prefix list, or makes one of unknown content.
func (c *compiler) list(id string) int32 {
	if i := find(c.listIDs, id); i != none {
		return i
	}
	c.listIDs[id] = int32(len(c.g.lists))
	c.g.lists = append(c.g.lists, prefixList{ref: ref.Ref{Kind: ref.ManagedPrefixList, ID: id}, either: true})
	return c.listIDs[id]
}

// contains tells whether an address is in the list, as far as that is known.
func (l *prefixList) contains(a netip.Addr) truth {
	if l.set.Contains(a) {
		return yes
	}
	if l.known || (!l.either && l.family != netmath.FamilyOf(a)) || (l.aws && !isPublic(a)) {
		return no
	}
	return perhaps
}

// longest is the length of the longest known entry that holds an address, or -1.
func (l *prefixList) longest(a netip.Addr) int {
	bits := -1
	for _, p := range l.entries {
		if p.Contains(a) {
			bits = max(bits, p.Bits())
		}
	}
	return bits
}

// isPublic reports whether an address may be in a list of AWS's public ranges.
func isPublic(a netip.Addr) bool {
	return !netmath.IsRFC1918(a) && !netmath.IsSharedCGNAT(a) && !netmath.IsULA(a)
}
