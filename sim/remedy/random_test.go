package remedy_test

import (
	"flag"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/remedy"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

var networks = flag.Int("networks", 50, "how many random networks to find remedies in")

const flowsPerNetwork = 12

// A census counts what became of blocked flows.
type census struct {
	blocked, opened, obstructed, unknown, lost int
	edits                                      map[int]int
	failed                                     map[graph.Code]int
	tried                                      int
}

// TestRemediesHold finds remedies for blocked flows of random networks, and does them: the flow passes then, with no edit less, and
// the network that was asked about is as it was.
func TestRemediesHold(t *testing.T) {
	count := census{edits: map[int]int{}, failed: map[graph.Code]int{}}
	for seed := range uint64(*networks) {
		checkNetwork(t, seed, &count)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d blocked, %d opened by %v edits, %d obstructed, %d left unknown, %d not found; %d tries", count.blocked, count.opened, count.edits, count.obstructed, count.unknown, count.lost, count.tried)
	for _, code := range slices.SortedFunc(maps.Keys(count.failed), func(a, b graph.Code) int { return count.failed[b] - count.failed[a] }) {
		t.Logf("  %4d %s", count.failed[code], code)
	}
	if count.opened*5 < count.blocked {
		t.Errorf("only %d of %d blocked flows were opened", count.opened, count.blocked)
	}
}

func checkNetwork(t *testing.T, seed uint64, count *census) {
	t.Helper()
	s := randnet.Network(seed)
	opt := graph.Options{CurrentHealth: seed%2 == 1}
	g, _ := graph.Compile(s, opt)
	tracer := sim.NewTracer(g)
	for i, f := range randnet.Flows(s, seed, flowsPerNetwork) {
		q, ok := question(g, f)
		if !ok {
			continue
		}
		a, err := tracer.Trace(q)
		if err != nil || a.Verdict != sim.Unreachable && a.Verdict != sim.Partial {
			continue
		}
		where := fmt.Sprintf("seed %d flow %d %v", seed, i, f)
		plan := remedy.Find(remedy.Network{Snapshot: s, Options: opt, Graph: g}, a)
		count.add(a, &plan)
		checkPlan(t, where, s, opt, f, &plan)
		if blocked(a) && len(plan.Edits) == 0 && len(plan.Obstacles) == 0 {
			t.Errorf("%s: neither edits nor obstacles for %v", where, a.Explanations)
		}
	}
	if diff := cmp.Diff(randnet.Network(seed), s, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Errorf("seed %d: the network has changed: %s", seed, diff)
	}
}

func (c *census) add(a *sim.Answer, p *remedy.Plan) {
	c.blocked++
	c.tried += p.Tried
	switch {
	case p.Opens():
		c.opened++
		c.edits[len(p.Edits)]++
		return
	case len(p.Edits) > 0 && p.After == sim.Unknown:
		c.unknown++
		return
	case len(p.Obstacles) > 0:
		c.obstructed++
	default:
		c.lost++
	}
	for _, x := range a.Explanations {
		if !x.Unknown && !x.Context {
			c.failed[x.Code]++
		}
	}
}

// blocked reports whether an answer names a blocker.
func blocked(a *sim.Answer) bool {
	return slices.ContainsFunc(a.Explanations, func(x sim.Explanation) bool { return !x.Unknown && !x.Context })
}

// checkPlan does a plan and asks again.
func checkPlan(t *testing.T, where string, s *topology.Snapshot, opt graph.Options, f randnet.Flow, p *remedy.Plan) {
	t.Helper()
	if len(p.Edits) == 0 {
		return
	}
	after, blockers := asked(t, s, opt, f, p.Edits)
	if after != p.After {
		t.Errorf("%s: the plan says %v, and it is %v: %v", where, p.After, after, p.Edits)
	}
	if p.After == sim.Unreachable && blockers > len(p.Obstacles) {
		t.Errorf("%s: %d obstacles, and %d blockers once it is done: %v", where, len(p.Obstacles), blockers, p.Edits)
	}
	for i, e := range p.Edits {
		if p.After == sim.Reachable {
			if less, _ := asked(t, s, opt, f, slices.Delete(slices.Clone(p.Edits), i, i+1)); less == sim.Reachable {
				t.Errorf("%s: %v can be left out of %v", where, e, p.Edits)
			}
		}
		if again, err := edit.Parse(e.String()); err != nil || again != e {
			t.Errorf("%s: %v is read as %v, %v", where, e, again, err)
		}
	}
}

// asked does edits and traces a flow: the verdict, and how many blockers there are.
func asked(t *testing.T, s *topology.Snapshot, opt graph.Options, f randnet.Flow, edits []edit.Edit) (sim.Verdict, int) {
	t.Helper()
	edited, err := edit.Apply(s, edits)
	if err != nil {
		return sim.Unreachable, 0
	}
	g, _ := graph.Compile(edited, opt)
	if err := g.Check(); err != nil {
		t.Error(err)
	}
	q, _ := question(g, f)
	a, err := sim.Trace(g, q)
	if err != nil {
		t.Fatal(err)
	}
	blockers := 0
	for _, x := range a.Explanations {
		if !x.Unknown && !x.Context {
			blockers++
		}
	}
	return a.Verdict, blockers
}

// question puts a random flow; false if such cannot be asked.
func question(g *graph.Graph, f randnet.Flow) (sim.Question, bool) {
	q := sim.Question{
		SourceIP: f.SourceIP, From: graph.Location{Kind: graph.AtAddress, Addr: f.SourceIP}, To: graph.Location{Kind: graph.AtAddress, Addr: f.To},
		Service: sim.Service{Protocol: netmath.Protocol(f.Protocol), Ports: netmath.OnePort(f.DestinationPort)}, SourcePorts: netmath.OnePort(f.SourcePort),
	}
	p := q.Service.Protocol
	switch {
	case p.IsICMP():
		q.Service.Ports = netmath.OnePort(netmath.ICMPMessage(f.ICMPType, f.ICMPCode))
	case p != netmath.TCP && p != netmath.UDP:
		q.Service.Ports = netmath.AllPorts()
	}
	if f.From != "" {
		at := slices.IndexFunc(g.Entities(), func(e graph.Entity) bool { return e.Ref == ref.Ref{Kind: ref.NetworkInterface, ID: f.From} })
		if at < 0 {
			return q, false
		}
		q.From = graph.Location{Kind: graph.AtInterface, Interface: g.Entities()[at].Interfaces[0]}
	}
	return q, !p.IsICMP() || (p == netmath.ICMPv6) == f.To.Is6()
}
