package netmath

import (
	"iter"
	"net/netip"
)

// PrefixTrie maps blocks of both families to values, and answers which of them
// cover an address and which lie in a block. It is for planning and explaining;
// a look-up costs about a microsecond, most of it spent on converting the key.
//
// The zero value is an empty trie. It may be read concurrently while nobody
// writes. A PrefixTrie must not be copied after the first Put.
//
// The values lie in a slice, and the trie (prefixindex.go) says where. So the
// trie, which is large, is compiled once and not for every V.
type PrefixTrie[V any] struct {
	index  blockIndex // nil of an empty trie
	values []V
}

// Entry is a block and what was put there.
type Entry[V any] struct {
	Prefix netip.Prefix
	Value  V
}

// Put stores v at a block, host bits cleared, in place of what was there. A
// Prefix that is not valid has no addresses; it is not stored.
func (t *PrefixTrie[V]) Put(p netip.Prefix, v V) {
	if p = p.Masked(); !p.IsValid() {
		return
	}
	if t.index == nil {
		t.index = newBlockIndex()
	}
	if at, known := t.index.get(p); known {
		t.values[at.value] = v
		return
	}
	t.index.put(indexed{p, len(t.values)})
	t.values = append(t.values, v)
}

// Get is the value at exactly this block.
func (t *PrefixTrie[V]) Get(p netip.Prefix) (v V, found bool) {
	if t.index == nil {
		return v, false
	}
	at, found := t.index.get(p)
	if found {
		v = t.values[at.value]
	}
	return v, found
}

// Len counts the blocks.
func (t *PrefixTrie[V]) Len() int { return len(t.values) }

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
	if t.index == nil {
		return nil
	}
	return t.entries(t.index.covering(p))
}

// CoveredBy lists the blocks that lie in a block, itself included, by address
// and outer before inner.
func (t *PrefixTrie[V]) CoveredBy(p netip.Prefix) []Entry[V] {
	if t.index == nil {
		return nil
	}
	return t.entries(t.index.coveredBy(p))
}

// Longest is the smallest block that contains an address, and whether any does.
func (t *PrefixTrie[V]) Longest(a netip.Addr) (Entry[V], bool) {
	if t.index == nil {
		return Entry[V]{}, false
	}
	at, found := t.index.longest(a)
	if !found {
		return Entry[V]{}, false
	}
	return t.entry(at), true
}

// All yields every entry, IPv4 first, by address and outer before inner.
func (t *PrefixTrie[V]) All() iter.Seq[Entry[V]] {
	return func(yield func(Entry[V]) bool) {
		if t.index == nil {
			return
		}
		for _, at := range t.index.all() {
			if !yield(t.entry(at)) {
				return
			}
		}
	}
}

func (t *PrefixTrie[V]) entry(at indexed) Entry[V] { return Entry[V]{at.prefix, t.values[at.value]} }

func (t *PrefixTrie[V]) entries(found []indexed) []Entry[V] {
	if found == nil {
		return nil
	}
	all := make([]Entry[V], len(found))
	for i, at := range found {
		all[i] = t.entry(at)
	}
	return all
}
