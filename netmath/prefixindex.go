package netmath

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/seancfoley/ipaddress-go/ipaddr"
)

// A blockIndex numbers blocks. It is an interface to keep the type of the trie
// out of other packages: each that came to see it would compile all of it again, and
// take many times longer for that than for the rest of itself.
type blockIndex interface {
	put(at indexed)
	get(p netip.Prefix) (indexed, bool)
	covering(p netip.Prefix) []indexed
	coveredBy(p netip.Prefix) []indexed
	longest(a netip.Addr) (indexed, bool)
	all() []indexed
}

//go:noinline
func newBlockIndex() blockIndex { return new(prefixIndex) }

// A prefixIndex numbers blocks, in one trie a family.
//
// The tries are ipaddress-go's. Their keys are always made here from netip
// values with cleared host bits: its parser accepts too much, and a key that is
// no block, or of the other family, makes it panic. The element, not its key,
// holds the block, so nothing is ever converted back.
type prefixIndex [2]ipaddr.AssociativeTrie[*ipaddr.IPAddress, indexed] // by Family

// indexed is a block and its number.
type indexed struct {
	prefix netip.Prefix
	value  int
}

func (x *prefixIndex) trie(a netip.Addr) *ipaddr.AssociativeTrie[*ipaddr.IPAddress, indexed] {
	return &x[FamilyOf(a)]
}

// put adds a valid block with cleared host bits.
func (x *prefixIndex) put(at indexed) { x.trie(at.prefix.Addr()).Put(blockKey(at.prefix), at) }

// get finds exactly this block.
func (x *prefixIndex) get(p netip.Prefix) (indexed, bool) {
	if p = p.Masked(); !p.IsValid() {
		return indexed{}, false
	}
	// The library's own Get also finds the mere forks between entries: with
	// 10.0.0.0/9 and 10.128.0.0/9 put in, it would find a 10.0.0.0/8.
	n := x.trie(p.Addr()).GetAddedNode(blockKey(p))
	if n == nil {
		return indexed{}, false
	}
	return n.GetValue(), true
}

// covering lists the blocks that contain all of a block, longest first.
func (x *prefixIndex) covering(p netip.Prefix) []indexed {
	p = p.Masked()
	// ElementsContaining of an empty trie dereferences nil in v1.7.1.
	if !p.IsValid() || x.trie(p.Addr()).IsEmpty() {
		return nil
	}
	path := x.trie(p.Addr()).ElementsContaining(blockKey(p))
	var found []indexed
	for n := path.LongestPrefixMatch(); n != nil; n = n.Previous() {
		found = append(found, n.GetValue())
	}
	return found
}

// coveredBy lists the blocks that lie in a block, by address and outer before inner.
func (x *prefixIndex) coveredBy(p netip.Prefix) []indexed {
	p = p.Masked()
	if !p.IsValid() {
		return nil
	}
	return slices.Collect(under(x.trie(p.Addr()).ElementsContainedBy(blockKey(p))))
}

// longest is the smallest block that contains an address.
func (x *prefixIndex) longest(a netip.Addr) (indexed, bool) {
	if !a.IsValid() || a.Zone() != "" {
		return indexed{}, false
	}
	n := x.trie(a).LongestPrefixMatchNode(addrKey(a))
	if n == nil {
		return indexed{}, false
	}
	return n.GetValue(), true
}

// all lists every block, IPv4 first, by address and outer before inner.
func (x *prefixIndex) all() []indexed {
	return slices.AppendSeq(slices.Collect(under(x[IPv4].GetRoot())), under(x[IPv6].GetRoot()))
}

// under walks the trie under a node, which is nil where there is nothing. The
// node itself may be a mere fork, and is then skipped.
func under(n *ipaddr.AssociativeTrieNode[*ipaddr.IPAddress, indexed]) iter.Seq[indexed] {
	return func(yield func(indexed) bool) {
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
