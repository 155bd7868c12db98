package graph

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

var policies = flag.Int("policies", 400, "how many random firewall policies to try")

// firewallGraph compiles documents of a policy for a firewall in VPC A.
func firewallGraph(t testing.TB, p topology.FirewallPolicy, groups []topology.FirewallRuleGroup) *Graph {
	n := topologytest.New()
	n.Vpc("vpc-a", madeHome.String())
	s := n.Snapshot()
	s.NetworkFirewalls = []topology.NetworkFirewall{{FirewallArn: "firewall", VpcId: "vpc-a", FirewallPolicyArn: "policy"}}
	s.FirewallPolicies, s.FirewallRuleGroups = []topology.FirewallPolicy{p}, groups
	g, _ := Compile(s, Options{})
	if err := g.Check(); err != nil {
		t.Fatal(err)
	}
	return g
}

// screen lets the first firewall of a graph judge a packet.
func screen(g *Graph, log *Log, p Packet, reply bool, seen truth) (Bounds, inspection) {
	w := NewWalk(g, log)
	w.Reset(nil)
	w.reply, w.alive = reply, Exactly(p.DstPorts)
	i := w.inspect(0, Node{VpcNode, 0}, p, seen)
	return w.alive, i
}

func (d firewallDice) packet() Packet {
	addrs := []string{"10.0.1.10", "10.0.2.7", "10.9.9.9", "192.0.2.7", "198.51.100.1"}
	p := Packet{Protocol: oneOf(d, netmath.TCP, netmath.TCP, netmath.UDP, netmath.ICMP), Src: netip.MustParseAddr(oneOf(d, addrs...)), Dst: netip.MustParseAddr(oneOf(d, addrs...))}
	if d.chance(10) {
		p.Src, p.Dst = netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db9::1")
	}
	p.DstPorts = oneOf(d, netmath.OnePort(443), netmath.OnePort(22), netmath.PortSpan(20, 500), netmath.AllPorts())
	p.SrcPorts = oneOf(d, netmath.OnePort(40000), netmath.OnePort(443), netmath.PortSpan(1024, 65535), netmath.PortSpan(400, 2000))
	if p.Protocol.IsICMP() {
		p.SrcPorts = netmath.Ports{}
	}
	return p
}

// samplePorts are ports of a set, among them those next to where rules of the dice change.
func samplePorts(set netmath.Ports) []uint16 {
	var all []uint16
	for _, p := range []uint16{0, 21, 22, 23, 79, 80, 90, 91, 442, 443, 444, 500, 1023, 1024, 2000, 40000, 65535} {
		if set.Contains(p) {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		all = append(all, 0)
	}
	return all
}

// TestFirewallAgreesWithReference: on random policies and packets, what the compiled policy lets pass is what trying
// rule after rule comes to, port by port, and evidence changes nothing.
func TestFirewallAgreesWithReference(t *testing.T) {
	for seed := range *policies {
		d := firewallDice{rand.New(rand.NewPCG(uint64(seed), 7))}
		p := d.policy()
		doc, groups := p.written(d)
		g := firewallGraph(t, doc, groups)
		for range 40 {
			packet, reply, seen := d.packet(), d.chance(40), oneOf(d, yes, no, no, perhaps)
			compareFirewall(t, seed, p, g, packet, reply, seen)
		}
		if t.Failed() {
			t.Fatalf("seed %d: %+v", seed, groups)
		}
	}
}

func compareFirewall(t *testing.T, seed int, p *madePolicy, g *Graph, packet Packet, reply bool, seen truth) {
	alive, _ := screen(g, nil, packet, reply, seen)
	var log Log
	if logged, _ := screen(g, &log, packet, reply, seen); !logged.Certain.Equal(alive.Certain) || !logged.Possible.Equal(alive.Possible) {
		t.Errorf("seed %d: %v without evidence, %v with", seed, alive, logged)
	}
	if err := evidenceFits(g, &log, alive, packet.DstPorts); err != nil {
		t.Errorf("seed %d: %v: %v", seed, packet, err)
	}
	for _, dp := range samplePorts(packet.DstPorts) {
		var all fate
		for _, sp := range samplePorts(packet.SrcPorts) {
			all |= p.fateOf(&madePacket{packet.Protocol, packet.Src, packet.Dst, sp, dp, reply, seen})
		}
		certain, possible := alive.Certain.Contains(dp), alive.Possible.Contains(dp)
		exact := packet.SrcPorts.Len() <= 1
		want := map[fate][2]bool{passes: {true, true}, drops: {false, false}, passes | drops: {false, true}}[all]
		if got := [2]bool{certain, possible}; got != want && (exact || got != [2]bool{false, true}) {
			t.Errorf("seed %d: %v %v:%v → %v:%d reply=%v seen=%v: certain %v, possible %v; the reference says %03b", seed, packet.Protocol, packet.Src, packet.SrcPorts, packet.Dst, dp, reply, seen, certain, possible, all)
		}
	}
}

// evidenceFits checks that every port that is lost or in doubt has an event that says so, and no event says otherwise.
func evidenceFits(g *Graph, log *Log, alive Bounds, asked netmath.Ports) error {
	var lost, open netmath.Ports
	for _, e := range log.Events {
		if e.Kind != FirewallEvent {
			return fmt.Errorf("an event of kind %d", e.Kind)
		}
		switch e.Verdict {
		case Drop:
			lost = lost.Union(e.Ports)
		case Doubt:
			open = open.Union(e.Ports)
		}
		if g.Component(e).ID != "firewall" || (e.Rule != none && (g.Rule(e).Rule == "" || g.RuleText(e) == "")) {
			return fmt.Errorf("event %+v is of %v, rule %v, %q", e, g.Component(e), g.Rule(e), g.RuleText(e))
		}
		if e.Verdict != Pass && e.Verdict != Allow && e.Code == "" {
			return fmt.Errorf("event %+v has no code", e)
		}
	}
	if dropped := asked.Subtract(alive.Possible); !lost.Equal(dropped) {
		return fmt.Errorf("%v is dropped, and events tell of %v", dropped, lost)
	}
	if doubted := alive.Possible.Subtract(alive.Certain); !open.Equal(doubted) {
		return fmt.Errorf("%v is in doubt, and events tell of %v", doubted, open)
	}
	return nil
}
