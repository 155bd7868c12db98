package netmath

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

func TestServiceTableString(t *testing.T) {
	st := NewServiceTable()
	web := PortsOf(PortRange{443, 443}, PortRange{80, 80})
	for _, c := range []struct {
		set  ServiceSet
		want string
	}{
		{NoServices, "none"},
		{AllServices, "all"},
		{st.Of(TCP, Ports{}), "none"},
		{st.OfAll(AllPorts()), "all"},
		{st.Of(TCP, web), "tcp/80,443"},
		{st.Union(st.Of(UDP, OnePort(53)), st.Of(TCP, OnePort(53))), "tcp/53 udp/53"},
		{st.OfAll(OnePort(53)), "0-255/53"},
		{st.Subtract(AllServices, st.Of(TCP, OnePort(22))), "0-5/all tcp/0-21,23-65535 7-255/all"},
		{st.Complement(st.Complement(st.Of(ICMP, ICMPType(8)))), "icmp/2048-2303"},
		{st.Union(st.Of(TCP, PortSpan(60000, 65535)), st.Of(7, PortSpan(0, 9))), "tcp/60000-65535 7/0-9"},
		{st.Union(st.Of(255, AllPorts()), st.Of(0, AllPorts())), "0/all 255/all"},
		{st.OfAll(PortsOf(PortRange{0, 9}, PortRange{65535, 65535})), "0-255/0-9,65535"},
	} {
		if got := st.String(c.set); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	if err := st.check(); err != nil {
		t.Error(err)
	}
}

func TestServiceTableQuestions(t *testing.T) {
	st := NewServiceTable()
	s := st.Union(st.Of(TCP, PortSpan(80, 89)), st.Of(GRE, AllPorts()))
	if n := st.Count(s); n != 10+65536 {
		t.Errorf("Count = %d", n)
	}
	if got := slices.Collect(st.Protocols(s)); !slices.Equal(got, []Protocol{TCP, GRE}) {
		t.Errorf("Protocols = %v", got)
	}
	if got := len(slices.Collect(st.Protocols(AllServices))); got != 256 {
		t.Errorf("the full set has %d protocols", got)
	}
	if p, port, ok := st.First(s); p != TCP || port != 80 || !ok {
		t.Errorf("First = %v %d %v", p, port, ok)
	}
	if _, _, ok := st.First(NoServices); ok {
		t.Error("the empty set has a first service")
	}
	for p, want := range map[Protocol]string{0: "none", TCP: "80-89", UDP: "none", GRE: "all", 255: "none"} {
		if got := st.Ports(s, p).String(); got != want {
			t.Errorf("Ports of %v = %s, want %s", p, got, want)
		}
		if got := st.Ports(AllServices, p); !got.Full() {
			t.Errorf("the full set has of %v only %v", p, got)
		}
	}
	for range st.Products(s) { // stopping early must work
		break
	}
	for range st.Protocols(s) {
		break
	}
}

// serviceStep is one product, of all protocols if all is set.
type serviceStep struct {
	all      bool
	protocol Protocol
	ports    PortRange
}

func fastServices(st *ServiceTable, steps []serviceStep) ServiceSet {
	s := NoServices
	for _, x := range steps {
		if x.all {
			s = st.Union(s, st.OfAll(PortsOf(x.ports)))
		} else {
			s = st.Union(s, st.Of(x.protocol, PortsOf(x.ports)))
		}
	}
	return s
}

// The slow reference is a bit for each of the 2^24 services.
type serviceBits []uint64

func slowServices(steps []serviceStep) serviceBits {
	bitmap := make(serviceBits, serviceEnd/64)
	for _, x := range steps {
		for p := range 256 {
			if x.all || Protocol(p) == x.protocol {
				bitmap.set(p<<16|int(x.ports.Lo), x.ports.Len())
			}
		}
	}
	return bitmap
}

// set sets n bits, whole words at once where it can.
func (m serviceBits) set(from, n int) {
	for i := from; i < from+n; {
		if i%64 == 0 && i+64 <= from+n {
			m[i/64] = ^uint64(0)
			i += 64
		} else {
			m[i/64] |= 1 << (i % 64)
			i++
		}
	}
}

func (m serviceBits) contains(x service) bool { return m[x/64]>>(x%64)&1 == 1 }

func (m serviceBits) count() int {
	n := 0
	for _, word := range m {
		n += bits.OnesCount64(word)
	}
	return n
}

func slowCombination(a, b serviceBits, op func(a, b uint64) uint64) serviceBits {
	out := make(serviceBits, len(a))
	for i := range a {
		out[i] = op(a[i], b[i])
	}
	return out
}

// bitmapOf reads a set out of a table through what it shows of it.
func (t *ServiceTable) bitmapOf(s ServiceSet) serviceBits {
	var steps []serviceStep
	for x := range t.Products(s) {
		for p := int(x.First); p <= int(x.Last); p++ {
			for r := range x.Ports.Ranges() {
				steps = append(steps, serviceStep{false, Protocol(p), r})
			}
		}
	}
	return slowServices(steps)
}

// wantServices holds a set against its bitmap, in everything that can be asked of it.
func wantServices(t *testing.T, st *ServiceTable, what string, s ServiceSet, want serviceBits) {
	t.Helper()
	if !slices.Equal(st.bitmapOf(s), want) {
		t.Fatalf("%s is %s", what, st.String(s))
	}
	n := want.count()
	if st.Count(s) != n || (s == NoServices) != (n == 0) || (s == AllServices) != (n == 1<<24) {
		t.Fatalf("%s: Count %d, want %d, of %s", what, st.Count(s), n, st.String(s))
	}
	for _, x := range st.probes(s) {
		in := want.contains(x)
		if st.Contains(s, x.protocol(), x.port()) != in || st.Ports(s, x.protocol()).Contains(x.port()) != in {
			t.Fatalf("%s: %v/%d is in: %v, in %s", what, x.protocol(), x.port(), !in, st.String(s))
		}
	}
}

// probes are the services at which membership can change, and the ends of the line.
func (t *ServiceTable) probes(s ServiceSet) []service {
	list := []service{0, serviceEnd - 1}
	for _, x := range t.sets[s].borders {
		list = append(list, (x-1)%serviceEnd, x%serviceEnd)
	}
	return list
}

// check states the invariants of a table.
func (t *ServiceTable) check() error {
	for n, s := range t.sets {
		if len(s.borders)%2 != 0 || !slices.IsSorted(s.borders) || len(slices.Compact(slices.Clone(s.borders))) != len(s.borders) {
			return fmt.Errorf("set %d has the borders %x", n, s.borders)
		}
		for i, x := range s.products {
			if x.Ports.Empty() || x.First > x.Last {
				return fmt.Errorf("set %d has an empty product", n)
			}
			if i > 0 && (x.First <= s.products[i-1].Last ||
				x.First == s.products[i-1].Last+1 && x.Ports.Equal(s.products[i-1].Ports)) {
				return fmt.Errorf("set %d has products that should be one: %v", n, s.products)
			}
		}
		if got := t.intern(s.borders); int(got) != n {
			return fmt.Errorf("sets %d and %d are equal", got, n)
		}
	}
	return nil
}

func tryServices(t *testing.T, st *ServiceTable, sa, sb []serviceStep) {
	t.Helper()
	a, b := fastServices(st, sa), fastServices(st, sb)
	ma, mb := slowServices(sa), slowServices(sb)
	wantServices(t, st, "a", a, ma)
	both := slowCombination(ma, mb, func(a, b uint64) uint64 { return a & b })
	onlyA := slowCombination(ma, mb, func(a, b uint64) uint64 { return a &^ b })
	wantServices(t, st, "union", st.Union(a, b), slowCombination(ma, mb, func(a, b uint64) uint64 { return a | b }))
	wantServices(t, st, "intersection", st.Intersect(a, b), both)
	wantServices(t, st, "difference", st.Subtract(a, b), onlyA)
	for what, c := range map[string][2]bool{
		"overlaps": {st.Overlaps(a, b), both.count() > 0},
		"covers":   {st.Covers(b, a), onlyA.count() == 0},
		"equal":    {a == b, slices.Equal(ma, mb)},
	} {
		if c[0] != c[1] {
			t.Fatalf("%s %s %s: %v", st.String(a), what, st.String(b), c[0])
		}
	}
	if err := st.check(); err != nil {
		t.Fatal(err)
	}
}

func TestServicesRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		tryServices(t, NewServiceTable(), randomServices(r), randomServices(r))
	}
}

func randomServices(r *rand.Rand) []serviceStep {
	protocols := []Protocol{0, ICMP, 5, TCP, TCP, 7, UDP, 254, 255}
	steps := make([]serviceStep, r.IntN(5))
	for i, ports := range randomRanges(r) {
		if i < len(steps) {
			steps[i] = serviceStep{r.IntN(6) == 0, protocols[r.IntN(len(protocols))], ports}
		}
	}
	return steps
}

// The laws of sets, as equality of numbers: that also proves that equal sets have
// one number, whichever way they were made.
func TestServiceLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	st := NewServiceTable()
	for range 2000 {
		a, b, c := fastServices(st, randomServices(r)), fastServices(st, randomServices(r)), fastServices(st, randomServices(r))
		for law, holds := range map[string]bool{
			"union commutes":             st.Union(a, b) == st.Union(b, a),
			"union associates":           st.Union(a, st.Union(b, c)) == st.Union(st.Union(a, b), c),
			"intersection associates":    st.Intersect(a, st.Intersect(b, c)) == st.Intersect(st.Intersect(a, b), c),
			"intersection distributes":   st.Intersect(a, st.Union(b, c)) == st.Union(st.Intersect(a, b), st.Intersect(a, c)),
			"difference is intersection": st.Subtract(a, b) == st.Intersect(a, st.Complement(b)),
			"De Morgan":                  st.Complement(st.Union(a, b)) == st.Intersect(st.Complement(a), st.Complement(b)),
			"parts make the whole":       st.Union(st.Subtract(a, b), st.Intersect(a, b)) == a,
			"complement twice":           st.Complement(st.Complement(a)) == a,
			"nothing and everything":     st.Union(a, st.Complement(a)) == AllServices && st.Intersect(a, st.Complement(a)) == NoServices,
			"overlaps":                   st.Overlaps(a, b) == (st.Intersect(a, b) != NoServices),
			"covers":                     st.Covers(a, b) == (st.Union(a, b) == a),
		} {
			if !holds {
				t.Fatalf("%s does not hold for %s; %s; %s", law, st.String(a), st.String(b), st.String(c))
			}
		}
	}
	if err := st.check(); err != nil {
		t.Fatal(err)
	}
}

// A step is six bytes; the first byte says how many steps make the first set.
func FuzzServices(f *testing.F) {
	f.Add([]byte{1, 1, 6, 0, 80, 0, 80, 0, 0, 0, 53, 255, 255})
	f.Add([]byte{1, 1, 6, 255, 0, 255, 255, 1, 7, 0, 0, 0, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 49 {
			return
		}
		split, data := int(data[0]), data[1:]
		var steps []serviceStep
		for ; len(data) >= 6; data = data[6:] {
			steps = append(steps, serviceStep{data[0]%8 == 0, Protocol(data[1]),
				PortRange{uint16(data[2])<<8 | uint16(data[3]), uint16(data[4])<<8 | uint16(data[5])}})
		}
		split = min(split, len(steps))
		tryServices(t, NewServiceTable(), steps[:split], steps[split:])
	})
}

func TestServiceCells(t *testing.T) {
	if len(serviceCells) > 64 || serviceCells[0] != 0 || !slices.IsSorted(serviceCells) ||
		len(slices.Compact(slices.Clone(serviceCells))) != len(serviceCells) {
		t.Errorf("%d cells: %x", len(serviceCells), serviceCells)
	}
	whole := uint64(1)<<len(serviceCells) - 1
	if s := (borders{0, serviceEnd}).signature(); s != (signature{whole, whole}) {
		t.Errorf("everything has the signature %x", s)
	}
	ssh := borders{serviceOf(TCP, 22), serviceOf(TCP, 23)}.signature()
	if ssh.touched != ssh.covered || ssh.touched == 0 {
		t.Errorf("tcp/22 is no cell: %x", ssh)
	}
}

// Filters ask this for every packet.
func TestServiceQuestionsAllocateNothing(t *testing.T) {
	st := NewServiceTable()
	a := st.Union(st.Of(TCP, PortsOf(PortRange{80, 80}, PortRange{8005, 8010})), st.Of(UDP, OnePort(53)))
	b := st.OfAll(PortsOf(PortRange{80, 80}, PortRange{5000, 8006}))
	var ports Ports
	n := testing.AllocsPerRun(100, func() {
		ports = st.Ports(a, TCP)
		_ = st.Contains(a, TCP, 80) && st.Overlaps(a, b) && st.Covers(a, b) && st.Count(a) > 0 && st.Union(a, b) == b
	})
	if n != 0 || ports.String() != "80,8005-8010" {
		t.Errorf("%v allocations, ports %v", n, ports)
	}
}

// What only reads can be asked by many at once; the race detector watches.
func TestServiceTableIsReadByMany(t *testing.T) {
	st := NewServiceTable()
	sets := benchmarkServices(st)
	var readers sync.WaitGroup
	for k := range 4 {
		readers.Go(func() {
			for i, a := range sets {
				b := sets[(i*7+k)%len(sets)]
				if (st.Covers(a, b) || st.Covers(b, a)) && !st.Overlaps(a, b) || st.Ports(a, TCP).Len()+st.Ports(a, UDP).Len() != st.Count(a) {
					t.Errorf("%s and %s", st.String(a), st.String(b))
				}
			}
		})
	}
	readers.Wait()
}

// More sets than fit the memo: what is forgotten is found again, under its number.
func TestServiceTableForgetsWithoutHarm(t *testing.T) {
	st := NewServiceTable()
	single := func(i int) ServiceSet { return st.Of(TCP, OnePort(uint16(i))) }
	first := make([]ServiceSet, 3000)
	for round := range 2 {
		for i := range first {
			s := st.Union(single(2*i), single(2*(i*7%3000)+1))
			if round == 1 && s != first[i] {
				t.Fatalf("union %d is %s, and was %s", i, st.String(s), st.String(first[i]))
			}
			first[i] = s
		}
	}
	if want := 2 + 6000 + 3000; st.Len() != want {
		t.Errorf("%d sets, want %d", st.Len(), want)
	}
}

// benchmarkServices are 1000 sets as security groups have them: a few ports of 300.
func benchmarkServices(st *ServiceTable) []ServiceSet {
	r := rand.New(rand.NewPCG(5, 6))
	sets := make([]ServiceSet, 1000)
	for i := range sets {
		for range 1 + r.IntN(5) {
			p := []Protocol{TCP, TCP, TCP, UDP}[r.IntN(4)]
			lo := []uint16{22, 80, 443, 3306, 5432, 8080, 9200}[r.IntN(7)]
			if r.IntN(2) == 0 {
				lo = uint16(1024 + 10*r.IntN(300))
			}
			sets[i] = st.Union(sets[i], st.Of(p, PortSpan(lo, lo+uint16(r.IntN(2)*9))))
		}
	}
	return sets
}

func BenchmarkServices(b *testing.B) {
	st := NewServiceTable()
	sets := benchmarkServices(st)
	pair := 0
	each := func(name string, f func(x, y ServiceSet)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				pair++
				f(sets[pair%1000], sets[pair*7%1000])
			}
		})
	}
	each("union remembered", func(x, y ServiceSet) { st.Union(x, y) })
	each("overlaps", func(x, y ServiceSet) { st.Overlaps(x, y) })
	each("overlaps without signatures", func(x, y ServiceSet) { intersect.empty(st.sets[x].borders, st.sets[y].borders) })
	each("covers", func(x, y ServiceSet) { st.Covers(x, y) })
	each("ports", func(x, y ServiceSet) { st.Ports(x, TCP) })
	each("union anew", func(x, y ServiceSet) { st.done = memo{}; st.apply(union, x, y) })
}
