package reach

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/oracle"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
)

var probes = flag.Int("probes", 300, "how many flows to draw of each random network")

// TestSampledPairsAgree draws pairs of interfaces and single flows of random networks, whether they are in the answer or not, and asks
// the tracer and the oracle about them.
func TestSampledPairsAgree(t *testing.T) {
	p := prober{t: t}
	for seed := range *worlds {
		p.sample(uint64(seed), *probes)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d probes, %d of them asked the oracle as well, %d of what passes", p.probes, p.judged, p.open)
}

// FuzzReachAgrees does the same, and compares the engine with the reference, for seeds that the fuzzer picks.
func FuzzReachAgrees(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		p := prober{t: t}
		p.sample(seed, 100)
		g, _ := graph.Compile(randnet.Network(seed), graph.Options{})
		compareEngines(t, g, everywhere)
	})
}

type prober struct {
	t                    *testing.T
	g                    *graph.Graph
	reference            *oracle.Oracle
	probes, judged, open int
}

// pairKey names a pair of classes in a family.
type pairKey struct {
	from, to int32
	family   netmath.Family
}

func (p *prober) sample(seed uint64, n int) {
	p.sampleIn(randnet.Network(seed), seed, n)
}

// sampleIn draws flows of one network.
func (p *prober) sampleIn(snapshot *topology.Snapshot, seed uint64, n int) {
	g, _ := graph.Compile(snapshot, graph.Options{})
	p.g, p.reference = g, oracle.About(snapshot)
	s := New(g)
	flows := map[pairKey][]Flow{}
	_, err := s.Each(context.Background(), everywhere, func(x Passage) error {
		if x.From.class > 0 && x.To.class > 0 {
			flows[pairKey{x.From.class, x.To.class, x.Family}] = x.Flows
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	dice, tracer := rand.New(rand.NewPCG(seed, 9)), sim.NewTracer(g)
	for range n {
		from, to := &s.classes[dice.IntN(len(s.classes))], &s.classes[dice.IntN(len(s.classes))]
		q := sim.Question{From: from.Location, To: to.Location, SourcePorts: netmath.OnePort(1024 + uint16(dice.IntN(64512)))}
		q.From.Interface, q.To.Interface = from.Members[dice.IntN(len(from.Members))], to.Members[dice.IntN(len(to.Members))]
		f := netmath.Families[dice.IntN(2)]
		q.Family = onlyFamily[f]
		if q.From == q.To || !g.Primary(q.From.Interface, f).IsValid() || !g.Primary(q.To.Interface, f).IsValid() {
			continue
		}
		of := flows[pairKey{from.class, to.class, f}]
		q.Service = anyFlow(of, f, dice)
		p.ask(seed, tracer, q, verdictIn(of, &q))
	}
}

// anyFlow draws a protocol and a port, often one at the edge of what passes.
func anyFlow(of []Flow, f netmath.Family, dice *rand.Rand) sim.Service {
	protocols := []netmath.Protocol{netmath.TCP, netmath.UDP, [...]netmath.Protocol{netmath.ICMP, netmath.ICMPv6}[f]}
	s := sim.Service{Protocol: protocols[dice.IntN(len(protocols))], Ports: netmath.OnePort([]uint16{22, 80, 443, 2048, 32768, uint16(dice.IntN(65536))}[dice.IntN(6)])}
	if len(of) == 0 || dice.IntN(3) == 0 {
		return s
	}
	pairs := of[dice.IntN(len(of))]
	for _, list := range [][]sim.PortPair{pairs.Reach, pairs.Partial, pairs.Unknown} {
		for _, pair := range list {
			for r := range pair.DstPorts.Ranges() {
				if s.Ports = netmath.OnePort([]uint16{r.Lo, r.Hi, r.Lo - 1, r.Hi + 1}[dice.IntN(4)]); dice.IntN(2) == 0 {
					return s
				}
			}
		}
	}
	return s
}

// verdictIn is what an answer says of a single flow.
func verdictIn(of []Flow, q *sim.Question) sim.Verdict {
	in := func(pairs []sim.PortPair) bool {
		for _, pair := range pairs {
			if pair.DstPorts.Covers(q.Service.Ports) && (q.Service.Protocol.IsICMP() || pair.SrcPorts.Covers(q.SourcePorts)) {
				return true
			}
		}
		return false
	}
	for i := range of {
		for _, protocol := range of[i].Protocols {
			switch {
			case protocol != q.Service.Protocol:
			case in(of[i].Reach):
				return sim.Reachable
			case in(of[i].Partial):
				return sim.Partial
			case in(of[i].Unknown):
				return sim.Unknown
			}
		}
	}
	return sim.Unreachable
}

// ask compares an answer with the tracer's, and with the oracle's where the oracle knows whom the address stands for.
func (p *prober) ask(seed uint64, tracer *sim.Tracer, q sim.Question, said sim.Verdict) {
	p.probes++
	if said != sim.Unreachable {
		p.open++
	}
	if got, err := tracer.Verdict(q); err != nil || got != said {
		p.t.Errorf("seed %d: %+v: the answer says %v, the tracer %v (%v)", seed, q, said, got, err)
		return
	}
	if p.probes%4 > 0 || p.g.Special(q.From.Interface) || p.g.Special(q.To.Interface) {
		return
	}
	if want := p.reference.Ask(p.flow(&q), oracle.Options{}); !want.GaveUp {
		p.judged++
		if got := want.Verdict.String(); got != said.String() {
			p.t.Errorf("seed %d: %+v: the answer says %v, the oracle %v", seed, q, said, got)
		}
	}
}

// flow is a question as the oracle is asked.
func (p *prober) flow(q *sim.Question) oracle.Flow {
	family := netmath.IPv4
	if q.Family == sim.OnlyIPv6 {
		family = netmath.IPv6
	}
	src, _ := q.SourcePorts.Min()
	port, _ := q.Service.Ports.Min()
	f := oracle.Flow{
		From: p.g.Interface(q.From.Interface).Ref.ID, SourceIP: p.g.Primary(q.From.Interface, family), To: p.g.Primary(q.To.Interface, family),
		Meant: p.g.Interface(q.To.Interface).Ref.ID, Protocol: uint8(q.Service.Protocol), SourcePort: src, DestinationPort: port,
	}
	if q.Service.Protocol.IsICMP() {
		f.SourcePort, f.DestinationPort, f.ICMPType, f.ICMPCode = 0, 0, uint8(port>>8), uint8(port)
	}
	return f
}
