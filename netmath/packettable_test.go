package netmath

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

func TestPacketTableString(t *testing.T) {
	pt := NewPacketTable(IPv4)
	all := pt.All()
	web := all
	web.Destinations, web.Protocols, web.DestinationPorts = AddrSetOf(pfx("10.0.0.0/8")), ProtocolsOf(TCP), OnePort(443)
	replies := all
	replies.Protocols, replies.SourcePorts = ProtocolsOf(TCP, UDP), PortSpan(1024, 65535)
	for _, c := range []struct {
		set   PacketSet
		want  []string
		count string
		first string
	}{
		{NoPackets, nil, "0", "{invalid IP invalid IP 0 0 0}"},
		{pt.Of(PacketProduct{}), nil, "0", "{invalid IP invalid IP 0 0 0}"},
		{AllPackets, []string{"any to any: all/all"}, "20282409603651670423947251286016", "{0.0.0.0 0.0.0.0 0 0 0}"},
		{pt.Of(web), []string{"any to 10.0.0.0/8: tcp/443"}, "4722366482869645213696", "{0.0.0.0 10.0.0.0 tcp 0 443}"},
		{pt.Of(replies), []string{"any to any: tcp,udp/all from ports 1024-65535"}, "155980444949957914637289652224", "{0.0.0.0 0.0.0.0 tcp 1024 0}"},
		{pt.Union(pt.Of(replies), pt.Of(web)), []string{
			"any to 10.0.0.0/8: tcp/443", "any to any: tcp,udp/all from ports 1024-65535",
		}, "", "{0.0.0.0 0.0.0.0 tcp 1024 0}"},
		{pt.Complement(pt.Of(web)), []string{
			"any to 0.0.0.0/5,8.0.0.0/7,11.0.0.0/8,12.0.0.0/6,16.0.0.0/4,32.0.0.0/3,64.0.0.0/2,128.0.0.0/1: all/all",
			"any to any: 0-5,7-255/all", "any to any: all/0-442,444-65535",
		}, "", "{0.0.0.0 0.0.0.0 0 0 0}"},
	} {
		products, rest := pt.Cover(c.set, 10)
		var got []string
		for _, p := range products {
			got = append(got, p.String())
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || rest != NoPackets {
			t.Errorf("got %q, want %q", got, c.want)
		}
		if n := pt.Count(c.set).String(); c.count != "" && n != c.count {
			t.Errorf("%q: Count = %s, want %s", got, n, c.count)
		}
		if h, ok := pt.First(c.set); fmt.Sprint(h) != c.first || ok != (c.set != NoPackets) {
			t.Errorf("%q: First = %v, %v", got, h, ok)
		}
	}
	if products, rest := pt.Cover(pt.Complement(pt.Of(web)), 2); len(products) != 2 || rest == NoPackets {
		t.Errorf("a limit of 2 gives %v and the rest %d", products, rest)
	}
}

// What is of no header, or of the other family, is in no set.
func TestPacketTableKeepsFamiliesApart(t *testing.T) {
	v4, v6 := NewPacketTable(IPv4), NewPacketTable(IPv6)
	a4, a6 := addr("10.0.0.1"), addr("::ffff:10.0.0.1")
	for h, want := range map[Header][2]bool{
		{Source: a4, Destination: a4}: {true, false},
		{Source: a6, Destination: a6}: {false, true},
		{Source: a4, Destination: a6}: {},
		{}:                            {},
		{Source: a6, Destination: addr("fe80::1%eth0")}:      {},
		{Source: a4, Destination: netip.Addr{}}:              {},
		{Source: a4, Destination: a4, Protocol: GRE}:         {true, false},
		{Source: a6, Destination: a6, SourcePort: 1<<16 - 1}: {false, true},
	} {
		if got := [2]bool{v4.Contains(AllPackets, h), v6.Contains(AllPackets, h)}; got != want {
			t.Errorf("%v: %v, want %v", h, got, want)
		}
	}
	if v6.Of(v4.All()) != NoPackets || v6.Of(v6.All()) != AllPackets {
		t.Error("a product of IPv4 addresses has IPv6 headers")
	}
	services := NewServiceTable()
	if m := RangeMapOf(IPv4, AllAddrs(IPv4), 1); v6.BySource(m, services) != NoPackets || v4.BySource(m, services) != AllPackets {
		t.Error("a map of IPv4 lets IPv6 headers pass")
	}
}

// packetStep adds a product, or takes it away. A slow set is the steps
// themselves: a header is in it if the last step that speaks of it adds it.
type packetStep struct {
	remove  bool
	product PacketProduct
}

func slowPackets(steps []packetStep, h Header) bool {
	in := false
	for _, s := range steps {
		p := s.product
		if p.Sources.Contains(h.Source) && p.Destinations.Contains(h.Destination) && p.Protocols.Contains(h.Protocol) &&
			p.SourcePorts.Contains(h.SourcePort) && p.DestinationPorts.Contains(h.DestinationPort) {
			in = !s.remove
		}
	}
	return in
}

func fastPackets(pt *PacketTable, steps []packetStep) PacketSet {
	s := NoPackets
	for _, x := range steps {
		if x.remove {
			s = pt.Subtract(s, pt.Of(x.product))
		} else {
			s = pt.Union(s, pt.Of(x.product))
		}
	}
	return s
}

// randomPackets draws from few values a field, and often leaves a field open.
func randomPackets(r *rand.Rand, f Family) []packetStep {
	list := make([]packetStep, r.IntN(4))
	for i := range list {
		p := NewPacketTable(f).All()
		for _, addrs := range []*AddrSet{&p.Sources, &p.Destinations} {
			if r.IntN(2) == 0 {
				*addrs = AddrSetOf(randomBlock(r), randomBlock(r), randomBlock(r))
			}
		}
		for _, ports := range []*Ports{&p.SourcePorts, &p.DestinationPorts} {
			if r.IntN(2) == 0 {
				*ports = PortsOf(randomRanges(r)...)
			}
		}
		if r.IntN(2) == 0 {
			p.Protocols = ProtocolsOf([]Protocol{0, TCP, UDP, 255}[r.IntN(4)], []Protocol{1, TCP, 7}[r.IntN(3)])
		}
		list[i] = packetStep{r.IntN(3) == 0, p}
	}
	return list
}

// cells are the lowest headers of boxes that no product cuts, and how many
// headers each box has: on them, agreeing is agreeing everywhere. Of more than
// 3000 boxes only some are tried, and size is nil.
func cells(f Family, steps []packetStep, r *rand.Rand) (headers []Header, size []*big.Int) {
	var starts [packetFields][]uint128
	total := 1
	for field := range packetFields {
		list := []uint128{{}}
		for _, s := range steps {
			for _, x := range s.product.fields(f)[field] {
				list = append(list, x.lo)
				if x.hi != field.lastValue(f) {
					list = append(list, x.hi.next())
				}
			}
		}
		slices.SortFunc(list, uint128.compare)
		starts[field] = slices.Compact(list)
		total *= len(starts[field])
	}
	if total > 3000 {
		for range 2000 {
			var values [packetFields]uint128
			for field := range packetFields {
				values[field] = starts[field][r.IntN(len(starts[field]))]
			}
			headers = append(headers, headerOf(f, values))
		}
		return headers, nil
	}
	for i := range total {
		n := big.NewInt(1)
		var values [packetFields]uint128
		for field := range packetFields {
			list, k := starts[field], i%len(starts[field])
			i /= len(list)
			end := field.lastValue(f)
			if k+1 < len(list) {
				end = list[k+1].prev()
			}
			values[field] = list[k]
			n.Mul(n, new(big.Int).Add(end.sub(list[k]).big(), big.NewInt(1)))
		}
		headers, size = append(headers, headerOf(f, values)), append(size, n)
	}
	return headers, size
}

func tryPackets(t *testing.T, f Family, sa, sb []packetStep, r *rand.Rand) {
	t.Helper()
	pt := NewPacketTable(f)
	a, b := fastPackets(pt, sa), fastPackets(pt, sb)
	headers, size := cells(f, slices.Concat(sa, sb), r)
	union, both, onlyA, not := pt.Union(a, b), pt.Intersect(a, b), pt.Subtract(a, b), pt.Complement(a)
	count, equal, covered := new(big.Int), true, true
	for i, h := range headers {
		inA, inB := slowPackets(sa, h), slowPackets(sb, h)
		equal, covered = equal && inA == inB, covered && (inA || !inB)
		if inA && size != nil {
			count.Add(count, size[i])
		}
		got := [...]bool{pt.Contains(a, h), pt.Contains(union, h), pt.Contains(both, h), pt.Contains(onlyA, h), pt.Contains(not, h)}
		if want := [...]bool{inA, inA || inB, inA && inB, inA && !inB, !inA}; got != want {
			t.Fatalf("%v: in a, union, intersection, difference, complement: %v, want %v\na %v\nb %v", h, got, want, sa, sb)
		}
	}
	if size != nil && (pt.Count(a).Cmp(count) != 0 || (a == b) != equal || pt.Covers(a, b) != covered) {
		t.Fatalf("count %v, want %v; equal %v, want %v; covers, want %v\na %v\nb %v", pt.Count(a), count, a == b, equal, covered, sa, sb)
	}
	if size != nil {
		wantValues(t, pt, a, headers)
	}
	for _, s := range []PacketSet{a, b, union, both, onlyA, not} {
		wantCover(t, pt, s)
	}
	if err := pt.check(); err != nil {
		t.Fatal(err)
	}
}

// wantCover checks that products stay inside the set and fill it, that none could
// be larger, and that the first header is in the set and none lower is.
func wantCover(t *testing.T, pt *PacketTable, s PacketSet) {
	t.Helper()
	products, rest := pt.Cover(s, 6)
	sum := NoPackets
	for _, p := range products {
		if x := pt.Of(p); !pt.Covers(s, x) || pt.Covers(sum, x) {
			t.Fatalf("%v is not in the set, or superfluous", p)
		}
		sum = pt.Union(sum, pt.Of(p))
	}
	if pt.Union(sum, rest) != s || pt.Overlaps(sum, rest) {
		t.Fatalf("%v and the rest are not the set", products)
	}
	h, ok := pt.First(s)
	if ok != (s != NoPackets) || ok && !pt.Contains(s, h) {
		t.Fatalf("the first header is %v, %v", h, ok)
	}
	if ok && pt.Overlaps(s, pt.below(h)) {
		t.Fatalf("%v is not the first header", h)
	}
}

// wantValues checks which values fields have in a set, given a header of every cell.
func wantValues(t *testing.T, pt *PacketTable, s PacketSet, headers []Header) {
	t.Helper()
	for f := range packetFields {
		want := map[uint128]bool{}
		for _, h := range headers {
			value := h.values()[f]
			want[value] = want[value] || pt.Contains(s, h)
		}
		got := pt.values(s, f)
		for value, in := range want {
			if got.contains(value) != in {
				t.Fatalf("field %d is %v in a header: %v", f, value, !in)
			}
		}
	}
}

// below is all headers that are lower than h: with a lower source, or the same and
// a lower destination, and so on.
func (t *PacketTable) below(h Header) PacketSet {
	s, values, fields := NoPackets, h.values(), t.All().fields(t.family)
	for f := range packetFields {
		if values[f] != (uint128{}) {
			fields[f] = fieldSpans{{uint128{}, values[f].prev()}}
			s = t.Union(s, t.box(fields))
		}
		fields[f] = fieldSpans{{values[f], values[f]}}
		for g := f + 1; g < packetFields; g++ {
			fields[g] = g.line(t.family)
		}
	}
	return s
}

// check states the invariants of a table.
func (t *PacketTable) check() error {
	for n, x := range t.nodes {
		if err := x.left.check(); err != nil {
			return fmt.Errorf("node %d: %v", n, err)
		}
		if n > 1 && (len(x.left) == 0 || len(x.left) == 1 && x.left[0].start == uint128{}) {
			return fmt.Errorf("node %d does not depend on its field", n)
		}
		for _, p := range x.left {
			if n > 1 && (t.nodes[p.value].field <= x.field || p.start.compare(x.field.lastValue(t.family)) > 0) {
				return fmt.Errorf("node %d leads to %d at %v", n, p.value, p.start)
			}
		}
		if got := t.number(x); int(got) != n {
			return fmt.Errorf("nodes %d and %d are equal", got, n)
		}
	}
	return nil
}

func TestPacketsRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for range 300 {
		f := Families[r.IntN(2)]
		tryPackets(t, f, randomPackets(r, f), randomPackets(r, f), r)
	}
}

// The laws of sets, as equality of numbers: that also proves that equal sets have
// one number, whichever way they were made.
func TestPacketLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for range 1500 {
		f := Families[r.IntN(2)]
		pt := NewPacketTable(f)
		a, b, c := fastPackets(pt, randomPackets(r, f)), fastPackets(pt, randomPackets(r, f)), fastPackets(pt, randomPackets(r, f))
		both := pt.Count(pt.Intersect(a, b))
		for law, holds := range map[string]bool{
			"union commutes":             pt.Union(a, b) == pt.Union(b, a),
			"union associates":           pt.Union(a, pt.Union(b, c)) == pt.Union(pt.Union(a, b), c),
			"intersection distributes":   pt.Intersect(a, pt.Union(b, c)) == pt.Union(pt.Intersect(a, b), pt.Intersect(a, c)),
			"difference is intersection": pt.Subtract(a, b) == pt.Intersect(a, pt.Complement(b)),
			"De Morgan":                  pt.Complement(pt.Union(a, b)) == pt.Intersect(pt.Complement(a), pt.Complement(b)),
			"parts make the whole":       pt.Union(pt.Subtract(a, b), pt.Intersect(a, b)) == a,
			"complement twice":           pt.Complement(pt.Complement(a)) == a,
			"nothing and everything":     pt.Union(a, pt.Complement(a)) == AllPackets && pt.Intersect(a, pt.Complement(a)) == NoPackets,
			"counts add up":              both.Add(both, pt.Count(pt.Union(a, b))).Cmp(new(big.Int).Add(pt.Count(a), pt.Count(b))) == 0,
		} {
			if !holds {
				t.Fatalf("%s does not hold", law)
			}
		}
	}
}

// Four bytes a step: whether it removes and which fields are left open, then
// blocks, then ports and protocol. The first byte says how many make the first set.
func FuzzPackets(f *testing.F) {
	f.Add([]byte{1, 0, 16, 35, 80, 0x41, 16, 4, 80})
	f.Add([]byte{2, 0x80, 16, 35, 22, 0x1f, 16, 4, 80, 0x20, 1, 2, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 25 {
			return
		}
		split, family, data := int(data[0]&15), Families[data[0]>>7], data[1:]
		var steps []packetStep
		for ; len(data) >= 4; data = data[4:] {
			steps = append(steps, packetStep{data[0]&1 == 1, productFrom(family, data[0], data[1], data[2], data[3])})
		}
		split = min(split, len(steps))
		tryPackets(t, family, steps[:split], steps[split:], rand.New(rand.NewPCG(1, 2)))
	})
}

func productFrom(f Family, open, from, to, port byte) PacketProduct {
	p := NewPacketTable(f).All()
	if open&2 == 0 {
		p.Sources = AddrSetOf(blockFrom(f == IPv6, from, int(to>>4)))
	}
	if open&4 == 0 {
		p.Destinations = AddrSetOf(blockFrom(f == IPv6, to, int(from>>4)))
	}
	if open&8 == 0 {
		p.Protocols = ProtocolsOf(Protocol(port))
	}
	if open&16 == 0 {
		p.SourcePorts = PortSpan(uint16(from), uint16(from)+uint16(port))
	}
	if open&32 == 0 {
		p.DestinationPorts = PortSpan(uint16(port), uint16(port)<<8)
	}
	return p
}
