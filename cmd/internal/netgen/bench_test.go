package netgen

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// enis is how large the worlds of benchmarks are. The goals are for 10,000, 100,000 and 1,000,000:
//
//	go test ./cmd/internal/netgen -run '^$' -bench . -benchtime 1x -enis 100000
var enis = flag.Int("enis", 10_000, "network interfaces of the worlds that benchmarks are about")

// benchWorlds are the worlds of the goals: of 500 interfaces a VPC, with a transit gateway.
var benchWorlds = []struct {
	name    string
	rules   int
	compact bool
}{{"rules=10", 10, false}, {"rules=10,compact", 10, true}, {"rules=60", 60, false}}

// eachWorld runs a benchmark in each of the worlds.
func eachWorld(b *testing.B, run func(b *testing.B, dir string)) {
	for _, w := range benchWorlds {
		b.Run(w.name, func(b *testing.B) {
			o := Defaults()
			o.ENIs, o.VPCs, o.SGRules, o.Compact, o.TGW = *enis, max(2, *enis/500), w.rules, w.compact, true
			run(b, generateInto(b, o))
		})
	}
}

func BenchmarkGenerate(b *testing.B) {
	o := Defaults()
	o.ENIs, o.VPCs, o.TGW = *enis, max(2, *enis/500), true
	var written atomic.Int64
	for b.Loop() {
		o.Out = filepath.Join(b.TempDir(), "world")
		if err := Generate(context.Background(), o, func(n int) { written.Add(int64(n)) }); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(written.Load() / int64(b.N))
}

// cpu counts the time of processors, of all goroutines, from here to the end: other programs do not count, as they do in ns/op.
func cpu(b *testing.B) (end func()) {
	begin := processorTime(b)
	b.ResetTimer()
	return func() { b.ReportMetric(float64(processorTime(b)-begin)/float64(b.N), "cpu-ns/op") }
}

func processorTime(b testing.TB) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// collectLess lets garbage pile up while documents are read, as the command does.
func collectLess() (end func()) {
	before := debug.SetGCPercent(400)
	return func() { debug.SetGCPercent(before) }
}

// BenchmarkLoad reads a world's documents.
func BenchmarkLoad(b *testing.B) {
	defer collectLess()()
	eachWorld(b, func(b *testing.B, dir string) {
		b.SetBytes(sizeOf(b, dir))
		defer cpu(b)()
		for b.Loop() {
			if s, err := load.Load([]string{dir}, load.Options{}); err != nil || len(s.NetworkInterfaces) != *enis {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkQueryable reads a world and compiles it, and tells what then stays in memory.
func BenchmarkQueryable(b *testing.B) {
	defer collectLess()()
	eachWorld(b, func(b *testing.B, dir string) {
		before := alive()
		b.SetBytes(sizeOf(b, dir))
		var g *graph.Graph
		defer cpu(b)()
		for b.Loop() {
			g = compiled(b, dir)
		}
		b.ReportMetric(float64(alive()-before)/float64(*enis), "B/interface")
		runtime.KeepAlive(g)
	})
}

// BenchmarkWorldVerdict asks about concrete flows between neighbours of all kinds and between VPCs.
func BenchmarkWorldVerdict(b *testing.B) {
	eachWorld(b, func(b *testing.B, dir string) {
		t, questions := asked(b, compiled(b, dir))
		b.ReportAllocs()
		defer cpu(b)()
		for i := 0; b.Loop(); i++ {
			if _, err := t.Verdict(questions[i%len(questions)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkWorldTrace asks the same with all evidence.
func BenchmarkWorldTrace(b *testing.B) {
	eachWorld(b, func(b *testing.B, dir string) {
		t, questions := asked(b, compiled(b, dir))
		b.ReportAllocs()
		defer cpu(b)()
		for i := 0; b.Loop(); i++ {
			if _, err := t.Trace(questions[i%len(questions)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkExposure finds what the internet reaches, of everything.
func BenchmarkExposure(b *testing.B) {
	internet := reach.Ends{Locations: []graph.Location{{Kind: graph.AtInternet}}}
	benchmarkReach(b, reach.Query{From: internet, To: reach.Ends{All: true}, Service: sim.AnyService()}, list)
}

// BenchmarkAllPairs finds of every two places what passes, and counts it.
func BenchmarkAllPairs(b *testing.B) {
	benchmarkReach(b, reach.Query{From: reach.Ends{All: true}, To: reach.Ends{All: true}, Service: sim.AnyService()}, (*reach.Solver).Count)
}

// list finds all passages of a query.
func list(s *reach.Solver, ctx context.Context, q reach.Query) (reach.Totals, error) {
	return s.Each(ctx, q, func(reach.Passage) error { return nil })
}

func benchmarkReach(b *testing.B, q reach.Query, answer func(*reach.Solver, context.Context, reach.Query) (reach.Totals, error)) {
	eachWorld(b, func(b *testing.B, dir string) {
		solver := reach.New(compiled(b, dir))
		defer cpu(b)()
		for b.Loop() {
			totals, err := answer(solver, b.Context(), q)
			if err != nil || totals.Reachable == 0 || totals.Unknown > 0 {
				b.Fatal(totals, err)
			}
			b.ReportMetric(float64(totals.Reachable+totals.Partial), "reachable")
			b.ReportMetric(float64(len(solver.Classes())), "classes")
		}
	})
}

func compiled(b *testing.B, dir string) *graph.Graph {
	s, err := load.Load([]string{dir}, load.Options{})
	if err != nil || len(s.NetworkInterfaces) != *enis {
		b.Fatal(err)
	}
	g, _ := graph.Compile(s, graph.Options{})
	return g
}

// asked makes questions about HTTPS, SSH and a database: two of three to an interface in the neighbourhood, others to one far away.
func asked(b *testing.B, g *graph.Graph) (*sim.Tracer, []sim.Question) {
	d := &dice{state: 1}
	var services []sim.Service
	for _, text := range []string{"https", "ssh", "tcp/5432", "tcp/8443"} {
		service, err := sim.ParseService(text)
		if err != nil {
			b.Fatal(err)
		}
		services = append(services, service)
	}
	questions := make([]sim.Question, 10_000)
	for i := range questions {
		from, n := d.intN(g.NumInterfaces()), g.NumInterfaces()
		to := d.intN(n)
		if i%3 > 0 {
			to = (from + d.intN(400)) % n
		}
		questions[i] = sim.Question{
			From:    graph.Location{Kind: graph.AtInterface, Interface: graph.InterfaceID(from)},
			To:      graph.Location{Kind: graph.AtInterface, Interface: graph.InterfaceID(to)},
			Service: pick(d, services),
		}
	}
	return sim.NewTracer(g), questions
}

func sizeOf(b *testing.B, dir string) int64 {
	size := int64(0)
	err := fs.WalkDir(os.DirFS(dir), ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}
