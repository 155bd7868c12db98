package netmath

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/gaissmai/bart"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Which routes cover an address, the one that wins first.
func ExamplePrefixTrie() {
	var routes PrefixTrie[string]
	routes.Put(pfx("0.0.0.0/0"), "internet")
	routes.Put(pfx("10.0.0.0/16"), "here")
	for _, e := range routes.Covering(addr("10.0.7.1")) {
		fmt.Println(e.Prefix, e.Value)
	}
	// Output:
	// 10.0.0.0/16 here
	// 0.0.0.0/0 internet
}

func TestPrefixTrie(t *testing.T) {
	var routes PrefixTrie[string]
	for p, v := range map[string]string{
		"0.0.0.0/0": "internet", "10.0.0.0/8": "hub", "10.0.0.0/16": "local", "10.0.7.9/24": "peer", "::/0": "internet6",
	} {
		routes.Put(pfx(p), v)
	}
	var won []string
	for _, e := range routes.Covering(addr("10.0.7.1")) {
		won = append(won, e.Prefix.String()+" "+e.Value)
	}
	want := []string{"10.0.7.0/24 peer", "10.0.0.0/16 local", "10.0.0.0/8 hub", "0.0.0.0/0 internet"}
	if !slices.Equal(won, want) {
		t.Errorf("Covering(10.0.7.1) = %q", won)
	}
	if e, ok := routes.Longest(addr("2001:db8::1")); !ok || e.Value != "internet6" || e.Prefix != pfx("::/0") {
		t.Errorf("Longest(2001:db8::1) = %v, %v", e, ok)
	}
	if _, ok := routes.Get(pfx("10.0.0.0/9")); ok || routes.Len() != 5 {
		t.Errorf("there is a 10.0.0.0/9 among %d", routes.Len())
	}
	routes.Put(pfx("10.255.0.0/8"), "line")
	if v, _ := routes.Get(pfx("10.1.1.1/8")); v != "line" || routes.Len() != 5 {
		t.Errorf("10.0.0.0/8 is %q, of %d", v, routes.Len())
	}
}

// Two halves make the library put a fork above them. A fork is no entry.
func TestPrefixTrieForks(t *testing.T) {
	var tr PrefixTrie[int]
	tr.Put(pfx("10.0.0.0/9"), 1)
	tr.Put(pfx("10.128.0.0/9"), 2)
	if v, ok := tr.Get(pfx("10.0.0.0/8")); ok {
		t.Errorf("10.0.0.0/8 is %d", v)
	}
	if got := tr.CoveredBy(pfx("10.0.0.0/8")); len(got) != 2 {
		t.Errorf("10.0.0.0/8 covers %v", got)
	}
	if got := tr.Covering(addr("10.0.0.1")); len(got) != 1 {
		t.Errorf("10.0.0.1 is covered by %v", got)
	}
}

// Neither an empty trie nor a question without an address has an answer. On an
// empty trie the library would dereference nil.
func TestPrefixTrieOfNothing(t *testing.T) {
	var empty, elsewhere PrefixTrie[int]
	empty.Put(netip.Prefix{}, 1)
	if empty.Len() != 0 || slices.Collect(empty.All()) != nil {
		t.Error("the zero Prefix was stored")
	}
	elsewhere.Put(pfx("192.0.2.0/24"), 1)
	for _, tr := range []*PrefixTrie[int]{&empty, &elsewhere} {
		for _, a := range []netip.Addr{addr("10.0.0.1"), addr("::ffff:192.0.2.1"), addr("fe80::1%eth0"), {}} {
			if _, ok := tr.Longest(a); ok || tr.Covering(a) != nil {
				t.Errorf("something covers %v", a)
			}
		}
		for _, p := range []netip.Prefix{pfx("10.0.0.0/8"), pfx("2001:db8::/32"), {}} {
			if _, ok := tr.Get(p); ok || tr.CoveredBy(p) != nil || tr.CoveringPrefix(p) != nil {
				t.Errorf("something is at, in or around %v", p)
			}
		}
	}
}

// slowTrie is a list that is always read from end to end.
type slowTrie []Entry[int]

func (s *slowTrie) put(p netip.Prefix, v int) {
	for i := range *s {
		if (*s)[i].Prefix == p {
			(*s)[i].Value = v
			return
		}
	}
	*s = append(*s, Entry[int]{p, v})
}

// where lists the entries that pass, outermost first or by address.
func (s slowTrie) where(pass func(netip.Prefix) bool) []Entry[int] {
	var list []Entry[int]
	for _, e := range s {
		if pass(e.Prefix) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b Entry[int]) int {
		return cmp.Or(a.Prefix.Addr().Compare(b.Prefix.Addr()), a.Prefix.Bits()-b.Prefix.Bits())
	})
	return list
}

func within(inner, outer netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Overlaps(inner)
}

// tryTrie puts blocks into the trie, the list and bart, and asks all three.
func tryTrie(t *testing.T, blocks, questions []netip.Prefix) {
	t.Helper()
	var fast PrefixTrie[int]
	var slow slowTrie
	var table bart.Table[int]
	for i, p := range blocks {
		fast.Put(p, i)
		slow.put(p, i)
		table.Insert(p, i)
	}
	everything := slow.where(func(netip.Prefix) bool { return true })
	wantEntries(t, "All", slices.Collect(fast.All()), everything)
	if fast.Len() != len(slow) || fast.Len() != table.Size() {
		t.Fatalf("Len = %d, want %d", fast.Len(), len(slow))
	}
	for _, q := range questions {
		askTrie(t, &fast, slow, q)
		askBart(t, &fast, &table, q)
	}
}

func askTrie(t *testing.T, fast *PrefixTrie[int], slow slowTrie, q netip.Prefix) {
	t.Helper()
	inside := slow.where(func(p netip.Prefix) bool { return within(p, q) })
	wantEntries(t, "CoveredBy "+q.String(), fast.CoveredBy(q), inside)
	outside := slow.where(func(p netip.Prefix) bool { return within(q, p) })
	slices.Reverse(outside)
	wantEntries(t, "CoveringPrefix "+q.String(), fast.CoveringPrefix(q), outside)

	covering := slow.where(func(p netip.Prefix) bool { return p.Contains(q.Addr()) })
	slices.Reverse(covering)
	wantEntries(t, "Covering "+q.Addr().String(), fast.Covering(q.Addr()), covering)
	best, ok := fast.Longest(q.Addr())
	if ok != (len(covering) > 0) || ok && best != covering[0] {
		t.Fatalf("Longest(%v) = %v, %v, want the first of %v", q.Addr(), best, ok, covering)
	}
}

func askBart(t *testing.T, fast *PrefixTrie[int], table *bart.Table[int], q netip.Prefix) {
	t.Helper()
	e, ok := fast.Longest(q.Addr())
	v, found := table.Lookup(q.Addr())
	if ok != found || e.Value != v {
		t.Fatalf("Longest(%v) = %v, %v; bart says %d, %v", q.Addr(), e, ok, v, found)
	}
	e.Value, ok = fast.Get(q)
	v, found = table.Get(q)
	if ok != found || e.Value != v {
		t.Fatalf("Get(%v) = %d, %v; bart says %d, %v", q, e.Value, ok, v, found)
	}
	var super []Entry[int]
	for p, v := range table.Supernets(q) {
		super = append(super, Entry[int]{p, v})
	}
	wantEntries(t, "CoveringPrefix by bart "+q.String(), fast.CoveringPrefix(q), super)
}

func wantEntries(t *testing.T, what string, got, want []Entry[int]) {
	t.Helper()
	diff := gocmp.Diff(want, got, cmpopts.EquateEmpty(), gocmp.Comparer(func(a, b netip.Prefix) bool { return a == b }))
	if diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func TestPrefixTrieRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	draw := func(n int) []netip.Prefix {
		blocks := make([]netip.Prefix, n)
		for i := range blocks {
			blocks[i] = randomBlock(r)
		}
		return blocks
	}
	for range 150 {
		tryTrie(t, draw(r.IntN(20)), draw(10))
	}
}

// A block is two bytes; the first byte says how many are put in, the others are asked for.
func FuzzPrefixTrie(f *testing.F) {
	f.Add([]byte{2, 16, 4, 17, 9, 16, 5})
	f.Add([]byte{0, 16, 4})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 64 {
			return
		}
		n, data := int(data[0]), data[1:]
		var blocks []netip.Prefix
		for ; len(data) >= 2; data = data[2:] {
			blocks = append(blocks, blockFrom(data[1]&0x80 != 0, data[0], int(data[1]&0x7f)))
		}
		n = min(n, len(blocks))
		tryTrie(t, blocks[:n], blocks[n:])
	})
}

func BenchmarkPrefixTrieLongest(b *testing.B) {
	r := rand.New(rand.NewPCG(13, 14))
	var tr PrefixTrie[int]
	for i := range 1000 {
		tr.Put(netip.PrefixFrom(addr4(r.Uint32()).addr(), 8+r.IntN(17)), i)
	}
	a := addr("10.1.2.3")
	b.ReportAllocs()
	for b.Loop() {
		tr.Longest(a)
	}
}
