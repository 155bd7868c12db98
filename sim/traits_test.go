package sim_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestTraitsDecide takes interfaces with the same traits that no prefix tells apart, and nothing refers to: whatever is asked about
// one of them has the answer of the other.
func TestTraitsDecide(t *testing.T) {
	pairs := 0
	for seed := range *networks {
		s := randnet.Network(uint64(seed))
		g, _ := graph.Compile(s, graph.Options{})
		tracer := sim.NewTracer(g)
		for _, twins := range twinsOf(g) {
			pairs++
			compareTwins(t, g, tracer, fmt.Sprintf("seed %d", seed), twins[0], twins[1])
		}
	}
	t.Logf("%d pairs", pairs)
	if *networks >= 100 && pairs < *networks/10 {
		t.Errorf("only %d pairs in %d networks: the comparison sees too little", pairs, *networks)
	}
}

// twinsOf pairs each interface with the one before it that is alike.
func twinsOf(g *graph.Graph) [][2]graph.InterfaceID {
	cuts := append(g.CuttingPrefixes(netmath.IPv4), g.CuttingPrefixes(netmath.IPv6)...)
	last := map[string]graph.InterfaceID{}
	var twins [][2]graph.InterfaceID
	for i := range g.NumInterfaces() {
		id := graph.InterfaceID(i)
		if g.Special(id) {
			continue
		}
		key := fmt.Sprintf("%+v", g.Traits(id))
		for _, a := range []netip.Addr{g.Primary(id, netmath.IPv4), g.Primary(id, netmath.IPv6), g.Public(id, netmath.IPv4)} {
			key += " " + cellOf(cuts, a)
		}
		if other, known := last[key]; known {
			twins = append(twins, [2]graph.InterfaceID{other, id})
		}
		last[key] = id
	}
	return twins
}

// cellOf tells which prefixes hold an address.
func cellOf(cuts []netip.Prefix, a netip.Addr) string {
	var b strings.Builder
	for i, p := range cuts {
		if p.Contains(a) {
			fmt.Fprintf(&b, "%d,", i)
		}
	}
	return b.String()
}

// compareTwins asks about both, to and from others.
func compareTwins(t *testing.T, g *graph.Graph, tracer *sim.Tracer, where string, a, b graph.InterfaceID) {
	t.Helper()
	at := func(id graph.InterfaceID) graph.Location {
		return graph.Location{Kind: graph.AtInterface, Interface: id}
	}
	others := []graph.Location{{Kind: graph.AtInternet}}
	for i := 0; i < g.NumInterfaces(); i += 1 + g.NumInterfaces()/12 {
		if id := graph.InterfaceID(i); id != a && id != b {
			others = append(others, at(id))
		}
	}
	for i := range g.NumBalancers() {
		others = append(others, graph.Location{Kind: graph.AtBalancer, Index: int32(i)})
	}
	services := []sim.Service{
		{Protocol: netmath.TCP, Ports: netmath.OnePort(443)}, {Protocol: netmath.TCP, Ports: netmath.OnePort(22)},
		{Protocol: netmath.UDP, Ports: netmath.AllPorts()}, {Protocol: netmath.ICMP, Ports: netmath.AllPorts()},
	}
	for _, other := range others {
		for _, service := range services {
			for _, family := range []sim.Family{sim.OnlyIPv4, sim.OnlyIPv6} {
				if service.Protocol == netmath.ICMP && family == sim.OnlyIPv6 {
					continue
				}
				q := sim.Question{Service: service, Family: family}
				to := func(id graph.InterfaceID) string { return verdictOf(tracer, q, other, at(id)) }
				from := func(id graph.InterfaceID) string { return verdictOf(tracer, q, at(id), other) }
				if x, y := to(a), to(b); x != y && other.Kind != graph.AtBalancer {
					t.Errorf("%s: from %+v to %v %s, to %v %s, %+v", where, other, g.Interface(a).Ref, x, g.Interface(b).Ref, y, service)
				}
				if x, y := from(a), from(b); x != y {
					t.Errorf("%s: to %+v from %v %s, from %v %s, %+v", where, other, g.Interface(a).Ref, x, g.Interface(b).Ref, y, service)
				}
			}
		}
	}
}

func verdictOf(tracer *sim.Tracer, q sim.Question, from, to graph.Location) string {
	q.From, q.To = from, to
	v, err := tracer.Verdict(q)
	if err != nil {
		return "cannot be asked"
	}
	return v.String()
}
