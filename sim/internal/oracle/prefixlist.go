package oracle

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

func (r *run) prefixList(id string) *topology.PrefixList {
	return find(r.s.PrefixLists, id, func(l *topology.PrefixList) string { return l.PrefixListId })
}

// longestIn is the longest entry of a list that holds the address; the zero prefix if none does.
func (r *run) longestIn(id string, a netip.Addr) netip.Prefix {
	var longest netip.Prefix
	l := r.prefixList(id)
	if l == nil {
		return longest
	}
	for _, e := range l.Entries {
		if e.Cidr.IsValid() && e.Cidr.Masked().Contains(a) && (!longest.IsValid() || e.Cidr.Bits() > longest.Bits()) {
			longest = e.Cidr.Masked()
		}
	}
	return longest
}

// mayHide tells whether entries that nobody could read may hold the address (R2.11).
func (r *run) mayHide(id string, a netip.Addr) bool {
	l := r.prefixList(id)
	if l == nil {
		return true
	}
	if l.AddressFamily == "IPv4" && !a.Is4() || l.AddressFamily == "IPv6" && !a.Is6() {
		return false
	}
	return !isReadable(l)
}

func isReadable(l *topology.PrefixList) bool {
	for _, e := range l.Entries {
		if !e.Cidr.IsValid() {
			return false
		}
	}
	return l.EntriesKnown
}

// hiddenBits is the length of the longest entry that an unreadable list has for an address, or -1: a doubt of the run,
// the same wherever the list is used. Only lengths that compare differently with known prefixes matter.
func (r *run) hiddenBits(list string, a netip.Addr) int {
	lengths := append([]int{-1}, r.tellingLengths(a)...)
	return lengths[r.choose("entry of "+list+" for "+a.String(), len(lengths))]
}

// tellingLengths are 0, all bits, and the lengths of every known prefix in between that holds the address. An entry of
// such a length loses to a static route of the same prefix and beats all shorter ones.
func (r *run) tellingLengths(a netip.Addr) []int {
	lengths := []int{0, a.BitLen()}
	add := func(prefix netip.Prefix) {
		if prefix.IsValid() && prefix.Contains(a) {
			lengths = append(lengths, prefix.Bits())
		}
	}
	for i := range r.s.RouteTables {
		for _, route := range r.s.RouteTables[i].Routes {
			add(destination(route))
			add(r.longestIn(route.DestinationPrefixListId, a))
		}
	}
	for _, prefix := range append(r.transitPrefixes(a), r.corePrefixes(a)...) {
		add(prefix)
	}
	for i := range r.s.Vpcs {
		for _, block := range vpcBlocks(&r.s.Vpcs[i]) {
			add(block)
		}
	}
	slices.Sort(lengths)
	return slices.Compact(lengths)
}

// isAmazons tells whether a list is one of AWS's own.
func (r *run) isAmazons(id string) bool {
	l := r.prefixList(id)
	return l != nil && (l.OwnerId == "AWS" || strings.HasPrefix(l.PrefixListName, "com.amazonaws."))
}

// neverAmazons are addresses that no list of AWS's own holds: private ones and the VPC's.
func neverAmazons(a netip.Addr, v *topology.Vpc) bool {
	return within(privateSpace, a) || v != nil && within(vpcBlocks(v), a)
}

// listHolds is a prefix list as the remote of a security group rule (R4.4).
func (r *run) listHolds(id string, a netip.Addr, v *topology.Vpc) truth {
	if r.longestIn(id, a).IsValid() {
		return yes
	}
	if r.mayHide(id, a) && !(r.isAmazons(id) && neverAmazons(a, v)) {
		return maybe
	}
	return no
}
