package sim_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestWeighAgreesWithTrace asks about every port at once, and then about single ports at the edges of what comes out.
func TestWeighAgreesWithTrace(t *testing.T) {
	for seed := range *networks / 2 {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		tracer := sim.NewTracer(g)
		for i, f := range randnet.Flows(randnet.Network(uint64(seed)), uint64(seed), 12) {
			q, ok := question(g, f)
			if !ok {
				continue
			}
			q.Service.Ports, q.SourcePorts = netmath.AllPorts(), netmath.AllPorts()
			weighed, err := tracer.Weigh(q)
			if err != nil {
				t.Fatalf("seed %d flow %d: %v", seed, i, err)
			}
			compareWeighed(t, tracer, q, &weighed)
			if t.Failed() {
				t.Fatalf("seed %d flow %d %+v", seed, i, f)
			}
		}
	}
}

// compareWeighed traces single flows of each list.
func compareWeighed(t *testing.T, tracer *sim.Tracer, q sim.Question, w *sim.Weighed) {
	t.Helper()
	for verdict, pairs := range map[sim.Verdict][]sim.PortPair{sim.Reachable: w.Reach, sim.Partial: w.Partial, sim.Unknown: w.Unknown, sim.Unreachable: w.Blocked} {
		for _, pair := range pairs {
			for _, src := range edges(pair.SrcPorts) {
				for _, dst := range edges(pair.DstPorts) {
					one := q
					one.SourcePorts, one.Service.Ports = src, dst
					if got, err := tracer.Verdict(one); err != nil || got != verdict {
						t.Errorf("from port %v to %v: weighed %v, traced %v (%v)", src, dst, verdict, got, err)
						return
					}
				}
			}
		}
	}
}

// edges are the first and last port of each of the first few ranges of a set, each alone. A message of ICMP has no source port.
func edges(p netmath.Ports) []netmath.Ports {
	if p.Empty() {
		return []netmath.Ports{{}}
	}
	var out []netmath.Ports
	for r := range p.Ranges() {
		out = append(out, netmath.OnePort(r.Lo))
		if r.Hi != r.Lo {
			out = append(out, netmath.OnePort(r.Hi))
		}
		if len(out) >= 6 {
			break
		}
	}
	return out
}

// TestWeighHostsAgreesWithTrace asks about the whole internet, and then about single hosts of each share.
func TestWeighHostsAgreesWithTrace(t *testing.T) {
	dice := rand.New(rand.NewPCG(4, 4))
	seeds := []int{
		236,  // a peering takes some of what a route sends to it
		6838, // AWS keeps some addresses of a subnet whose others nobody knows
	}
	for seed := range *networks / 4 {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		tracer := sim.NewTracer(g)
		for id := range graph.InterfaceID(min(g.NumInterfaces(), 6)) {
			inside, internet := graph.Location{Kind: graph.AtInterface, Interface: id}, graph.Location{Kind: graph.AtInternet}
			for _, family := range netmath.Families {
				for _, side := range []sim.Side{sim.From, sim.To} {
					q := sim.Question{From: internet, To: inside, Family: onlyFamily(family), Service: sim.Service{Protocol: netmath.TCP, Ports: netmath.AllPorts()}}
					if side == sim.To {
						q.From, q.To = inside, internet
					}
					compareHosts(t, tracer, q, side, g.Elsewhere(family), family, dice)
					if t.Failed() {
						t.Fatalf("seed %d interface %d %v side %d", seed, id, family, side)
					}
				}
			}
		}
	}
}

func onlyFamily(f netmath.Family) sim.Family {
	return [...]sim.Family{netmath.IPv4: sim.OnlyIPv4, netmath.IPv6: sim.OnlyIPv6}[f]
}

func compareHosts(t *testing.T, tracer *sim.Tracer, q sim.Question, side sim.Side, space netmath.AddrSet, family netmath.Family, dice *rand.Rand) {
	t.Helper()
	if space.Empty() {
		return
	}
	shares, err := tracer.WeighHosts(q, side, space, family)
	if err != nil {
		t.Fatal(err)
	}
	var union netmath.AddrSet
	for i := range shares {
		s := &shares[i]
		if !union.Intersect(s.Hosts).Empty() {
			t.Errorf("share %d is not disjoint", i)
		}
		union = union.Union(s.Hosts)
		for _, host := range someHosts(s.Hosts, family, dice) {
			one := q
			if side == sim.From {
				one.SourceIP = host
			} else {
				one.DestinationIP = host
			}
			compareWeighed(t, tracer, one, &s.Weighed)
		}
	}
	if !union.Equal(space) {
		t.Errorf("the shares do not cover the hosts")
	}
}

// someHosts are hosts at the edges of a set's ranges.
func someHosts(set netmath.AddrSet, family netmath.Family, dice *rand.Rand) []netip.Addr {
	var all []netip.Addr
	for r := range set.Ranges(family) {
		all = append(all, r.Lo, r.Hi)
	}
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(len(all), 4)]
}
