package netmath

import (
	"math/rand/v2"
	"testing"
)

func TestPortsString(t *testing.T) {
	for _, c := range []struct {
		p    Ports
		want string
	}{
		{Ports{}, "none"},
		{PortSpan(5, 4), "none"},
		{OnePort(443), "443"},
		{OnePort(0), "0"},
		{PortSpan(1024, 65535), "1024-65535"},
		{AllPorts(), "all"},
		{PortsOf(PortRange{8000, 8100}, PortRange{443, 443}, PortRange{80, 80}), "80,443,8000-8100"},
		{PortsOf(PortRange{80, 89}, PortRange{90, 99}), "80-99"},
		{PortsOf(PortRange{9, 1}), "none"},
		{PortsOf(PortRange{0, 40000}, PortRange{30000, 65535}), "all"},
		{AllPorts().Subtract(OnePort(22)), "0-21,23-65535"},
		{OnePort(22).Complement().Complement(), "22"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestPortsQuestions(t *testing.T) {
	several := PortsOf(PortRange{80, 80}, PortRange{8000, 8100})
	if several.Len() != 102 || AllPorts().Len() != 65536 || (Ports{}).Len() != 0 {
		t.Error("Len is wrong")
	}
	if m, ok := several.Min(); m != 80 || !ok {
		t.Errorf("Min = %d, %v", m, ok)
	}
	if _, ok := (Ports{}).Min(); ok {
		t.Error("the empty set has a minimum")
	}
	if !(Ports{}).Empty() || (Ports{}).Full() || !AllPorts().Full() || AllPorts().Empty() || several.Full() {
		t.Error("Empty or Full is wrong")
	}
	for r := range several.Ranges() { // stopping early must work
		if r != (PortRange{80, 80}) {
			t.Errorf("first range is %v", r)
		}
		break
	}
}

func TestICMPMessages(t *testing.T) {
	if ICMPMessage(8, 0) != 2048 || ICMPMessage(3, 4) != 772 || ICMPType(3).String() != "768-1023" {
		t.Error("messages are packed wrongly")
	}
	if typ, code := ICMPTypeCode(772); typ != 3 || code != 4 {
		t.Errorf("772 is type %d code %d", typ, code)
	}
	if ICMPType(255).Union(PortSpan(0, 65279)).Full() != true {
		t.Error("the last type does not reach the end")
	}
}

// slowPorts is the obvious set: one bool a value.
type slowPorts [65536]bool

func slowOf(ranges []PortRange) *slowPorts {
	var s slowPorts
	for _, r := range ranges {
		for v := int(r.Lo); v <= int(r.Hi); v++ {
			s[v] = true
		}
	}
	return &s
}

func slowCombine(a, b *slowPorts, op func(a, b bool) bool) *slowPorts {
	var s slowPorts
	for v := range s {
		s[v] = op(a[v], b[v])
	}
	return &s
}

// wantSlow checks a set against the slow one, value by value, and its form.
func wantSlow(t *testing.T, what string, got Ports, want *slowPorts) {
	t.Helper()
	n := 0
	for v, in := range want {
		if in {
			n++
		}
		if got.Contains(uint16(v)) != in {
			t.Fatalf("%s: Contains(%d) = %v in %v", what, v, !in, got)
		}
	}
	if got.Len() != n || got.Empty() != (n == 0) || got.Full() != (n == 65536) {
		t.Fatalf("%s: Len %d, want %d, of %v", what, got.Len(), n, got)
	}
	if err := got.check(); err != "" {
		t.Fatalf("%s: %s: %v", what, err, got)
	}
}

// check states the invariants of Ports, "" if they hold.
func (p Ports) check() string {
	if err := p.several().check(); err != nil {
		return err.Error()
	}
	switch {
	case !p.some && (p.many != nil || p.one != span[port]{}):
		return "an empty set holds something"
	case p.many != nil && len(*p.many) < 2:
		return "one range is not inline"
	case p.many != nil && (*p.many)[0] != p.one:
		return "the first range is not the first of many"
	}
	return ""
}

// tryPorts compares everything that can be asked of two sets with the slow answer.
func tryPorts(t *testing.T, ra, rb []PortRange) {
	t.Helper()
	a, b, sa, sb := PortsOf(ra...), PortsOf(rb...), slowOf(ra), slowOf(rb)
	wantSlow(t, "a", a, sa)
	wantSlow(t, "union", a.Union(b), slowCombine(sa, sb, func(a, b bool) bool { return a || b }))
	both := slowCombine(sa, sb, func(a, b bool) bool { return a && b })
	wantSlow(t, "intersect", a.Intersect(b), both)
	onlyB := slowCombine(sa, sb, func(a, b bool) bool { return b && !a })
	wantSlow(t, "subtract", b.Subtract(a), onlyB)
	for what, c := range map[string][2]bool{
		"overlaps": {a.Overlaps(b), *both != slowPorts{}},
		"covers":   {a.Covers(b), *onlyB == slowPorts{}},
		"equal":    {a.Equal(b), *sa == *sb},
	} {
		if c[0] != c[1] {
			t.Fatalf("%v %s %v: got %v, want %v", a, what, b, c[0], c[1])
		}
	}
}

func TestPortsRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		tryPorts(t, randomRanges(r), randomRanges(r))
	}
}

// randomRanges are few, and their ends come from few values, so that they often
// touch, nest and repeat. Some run backwards.
func randomRanges(r *rand.Rand) []PortRange {
	ends := []uint16{0, 1, 2, 79, 80, 81, 443, 1023, 1024, 32767, 32768, 65533, 65534, 65535}
	list := make([]PortRange, r.IntN(4))
	for i := range list {
		list[i] = PortRange{ends[r.IntN(len(ends))], ends[r.IntN(len(ends))]}
	}
	return list
}

// A range is four bytes; the first byte says how many belong to a.
func FuzzPorts(f *testing.F) {
	f.Add([]byte{1, 0, 80, 0, 80, 0, 0, 255, 255})
	f.Add([]byte{2, 0, 80, 0, 89, 0, 90, 0, 99, 0, 85, 0, 95})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 65 {
			return
		}
		split, data := int(data[0]), data[1:]
		var list []PortRange
		for ; len(data) >= 4; data = data[4:] {
			list = append(list, PortRange{uint16(data[0])<<8 | uint16(data[1]), uint16(data[2])<<8 | uint16(data[3])})
		}
		split = min(split, len(list))
		tryPorts(t, list[:split], list[split:])
	})
}

// The promise that makes Ports fit for inner loops: single ranges in, single
// range out, no memory.
func TestPortsSingleRangesAllocateNothing(t *testing.T) {
	a, b, c := PortSpan(80, 443), PortSpan(400, 8080), PortSpan(444, 500)
	var sink Ports
	var yes bool
	for name, f := range map[string]func(){
		"union overlapping":  func() { sink = a.Union(b) },
		"union touching":     func() { sink = a.Union(c) },
		"union with empty":   func() { sink = a.Union(Ports{}) },
		"intersect":          func() { sink = a.Intersect(b) },
		"intersect apart":    func() { sink = a.Intersect(c) },
		"intersect with all": func() { sink = AllPorts().Intersect(b) },
		"subtract an end":    func() { sink = a.Subtract(b) },
		"subtract all":       func() { sink = a.Subtract(AllPorts()) },
		"subtract apart":     func() { sink = a.Subtract(c) },
		"covers, overlaps":   func() { yes = a.Covers(b) || a.Overlaps(c) || a.Equal(b) },
		"ranges": func() {
			for r := range a.Ranges() {
				yes = r.Hi == 443
			}
		},
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	_, _ = sink, yes
}

func BenchmarkPortsSingle(b *testing.B) {
	x, y := PortSpan(80, 443), PortSpan(400, 8080)
	for name, op := range map[string]func(Ports, Ports) Ports{
		"union": Ports.Union, "intersect": Ports.Intersect, "subtract": Ports.Subtract,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				op(x, y)
			}
		})
	}
}

func BenchmarkPortsSeveral(b *testing.B) {
	x := PortsOf(PortRange{22, 22}, PortRange{80, 80}, PortRange{443, 443}, PortRange{8000, 8100})
	y := PortsOf(PortRange{80, 90}, PortRange{443, 443}, PortRange{1024, 65535})
	for name, op := range map[string]func(Ports, Ports) Ports{
		"union": Ports.Union, "intersect": Ports.Intersect, "subtract": Ports.Subtract,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				op(x, y)
			}
		})
	}
}
