package netmath

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/seancfoley/ipaddress-go/ipaddr"
)

// PrefixTrie maps blocks of both families to values, and answers which of them
// cover an address and which lie in a block. It is for planning and explaining;
// a look-up costs about a microsecond, most of it spent on converting the key.
//
// The zero value is an empty trie. It may be read concurrently while nobody
// writes. A PrefixTrie must not be copied after the first Put.
//
// The trie itself is ipaddress-go's. Its keys are always made here from netip
// values with cleared host bits, one trie a family: its parser accepts too much,
// and a key that is no block, or of the other family, makes it panic. The entry,
// not its key, holds the block, so nothing is ever converted back.
type PrefixTrie[V any] struct {
	tries [2]ipaddr.AssociativeTrie[*ipaddr.IPAddress, Entry[V]] // by Family
}

// Entry is a block and what was put there.
type Entry[V any] struct {
	Prefix netip.Prefix
	Value  V
}

// Put stores v at a block, host bits cleared, in place of what was there. A
// Prefix that is not valid has no addresses; it is not stored.
func (t *PrefixTrie[V]) Put(p netip.Prefix, v V) {
	if p = p.Masked(); p.IsValid() {
		t.trie(p.Addr()).Put(blockKey(p), Entry[V]{p, v})
	}
}

// Get is the value at exactly this block.
func (t *PrefixTrie[V]) Get(p netip.Prefix) (V, bool) {
	if p = p.Masked(); !p.IsValid() {
		var none V
		return none, false
	}
	// The library's own Get also finds the mere forks between entries: with
	// 10.0.0.0/9 and 10.128.0.0/9 put in, it would find a 10.0.0.0/8.
	n := t.trie(p.Addr()).GetAddedNode(blockKey(p))
	if n == nil {
		var none V
		return none, false
	}
	return n.GetValue().Value, true
}

// Len counts the blocks.
func (t *PrefixTrie[V]) Len() int {
	return t.tries[IPv4].Size() + t.tries[IPv6].Size()
}

// Covering lists the blocks that contain an address, longest first: what a
// router would use, then what it would use without that, and so on.
func (t *PrefixTrie[V]) Covering(a netip.Addr) []Entry[V] {
	if !a.IsValid() || a.Zone() != "" {
		return nil
	}
	return t.CoveringPrefix(netip.PrefixFrom(a, a.BitLen()))
}

// CoveringPrefix lists the blocks that contain all of a block, itself included,
// longest first.
func (t *PrefixTrie[V]) CoveringPrefix(p netip.Prefix) []Entry[V] {
	p = p.Masked()
	// ElementsContaining of an empty trie dereferences nil in v1.7.1.
	if !p.IsValid() || t.trie(p.Addr()).IsEmpty() {
		return nil
	}
	path := t.trie(p.Addr()).ElementsContaining(blockKey(p))
	var found []Entry[V]
	for n := path.LongestPrefixMatch(); n != nil; n = n.Previous() {
		found = append(found, n.GetValue())
	}
	return found
}

// CoveredBy lists the blocks that lie in a block, itself included, by address
// and outer before inner.
func (t *PrefixTrie[V]) CoveredBy(p netip.Prefix) []Entry[V] {
	p = p.Masked()
	if !p.IsValid() {
		return nil
	}
	return slices.Collect(entries(t.trie(p.Addr()).ElementsContainedBy(blockKey(p))))
}

// Longest is the smallest block that contains an address, and whether any does.
func (t *PrefixTrie[V]) Longest(a netip.Addr) (Entry[V], bool) {
	if !a.IsValid() || a.Zone() != "" {
		return Entry[V]{}, false
	}
	n := t.trie(a).LongestPrefixMatchNode(addrKey(a))
	if n == nil {
		return Entry[V]{}, false
	}
	return n.GetValue(), true
}

// All yields every entry, IPv4 first, by address and outer before inner.
func (t *PrefixTrie[V]) All() iter.Seq[Entry[V]] {
	return func(yield func(Entry[V]) bool) {
		for f := range t.tries {
			for e := range entries(t.tries[f].GetRoot()) {
				if !yield(e) {
					return
				}
			}
		}
	}
}

func (t *PrefixTrie[V]) trie(a netip.Addr) *ipaddr.AssociativeTrie[*ipaddr.IPAddress, Entry[V]] {
	return &t.tries[FamilyOf(a)]
}

// entries walks the trie under a node, which is nil where there is nothing. The
// node itself may be a mere fork, and is then skipped.
func entries[V any](n *ipaddr.AssociativeTrieNode[*ipaddr.IPAddress, Entry[V]]) iter.Seq[Entry[V]] {
	return func(yield func(Entry[V]) bool) {
		if n == nil {
			return
		}
		for it := n.ContainingFirstIterator(true); it.HasNext(); {
			if !yield(it.Next().GetValue()) {
				return
			}
		}
	}
}

// blockKey converts a valid block with cleared host bits. One address goes
// without its length, which a trie takes for the same key and gets cheaper.
func blockKey(p netip.Prefix) *ipaddr.IPAddress {
	key := addrKey(p.Addr())
	if p.IsSingleIP() {
		return key
	}
	return key.ToPrefixBlockLen(p.Bits())
}

func addrKey(a netip.Addr) *ipaddr.IPAddress {
	n := numberOf(a)
	if a.Is4() {
		return ipaddr.NewIPv4AddressFromUint32(uint32(n.lo)).ToIP()
	}
	return ipaddr.NewIPv6AddressFromUint64(n.hi, n.lo).ToIP()
}
