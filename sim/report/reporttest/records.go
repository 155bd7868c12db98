package reporttest

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Case is a record with a name for its golden files.
type Case struct {
	Name   string
	Record report.Trace
}

// Cases are one record for each thing that an answer can say.
func Cases() []Case {
	b := report.NewBuilder(network{}, "hand-made")
	var all []Case
	for _, c := range []struct {
		name   string
		answer *sim.Answer
	}{
		{"reachable", reachable()}, {"blocked", blocked()}, {"partial", partial()},
		{"unknown", unknown()}, {"translated", translated()}, {"ping", ping()}, {"parts", parts()},
		{"failover", failover()}, {"failovers", failovers()},
	} {
		asked := report.Asked{From: "web-1", To: "orders-db"}
		if c.name == "blocked" {
			asked = report.Asked{From: "internet", To: "orders-db", Notes: []string{"orders-db has 2 interfaces; this is eni-db, the first"}}
		}
		record := b.Trace(c.answer, asked)
		if p := plans()[c.name]; p != nil {
			record.Remedies = b.Remedies(c.answer, p)
		}
		if c.name == "reachable" {
			record.Why = b.Why(account())
		}
		all = append(all, Case{c.name, record})
	}
	return all
}

func rule(kind ref.Kind, id, rule string) ref.Ref { return ref.Ref{Kind: kind, ID: id, Rule: rule} }

var (
	webInterface = ref.Ref{Kind: ref.NetworkInterface, ID: "eni-web"}
	dbInterface  = ref.Ref{Kind: ref.NetworkInterface, ID: "eni-db"}
	open         = netmath.PortSpan(1024, 65535)
	postgres     = netmath.OnePort(5432)
	request      = graph.Packet{
		Protocol: netmath.TCP, Src: netip.MustParseAddr("10.0.11.23"), Dst: netip.MustParseAddr("10.0.21.14"),
		SrcPorts: open, DstPorts: postgres,
	}
	reply = graph.Packet{
		Protocol: netmath.TCP, Src: netip.MustParseAddr("10.0.21.14"), Dst: netip.MustParseAddr("10.0.11.23"),
		SrcPorts: postgres, DstPorts: open,
	}
)

func question() sim.Question {
	return sim.Question{ID: "q1", Service: sim.Service{Text: "postgres", Protocol: netmath.TCP, Ports: postgres}}
}

func hop(at ref.Ref, p graph.Packet, steps ...sim.Step) sim.Hop {
	return sim.Hop{Component: at, In: p, Out: p, Steps: steps}
}

// filter is a hop at the holder of one rule.
func filter(r ref.Ref, p graph.Packet, v sim.StepVerdict, text string, notes ...string) sim.Hop {
	return hop(r.Resource(), p, sim.Step{Verdict: v, Rule: r, Text: text, Notes: notes, Ports: p.DstPorts})
}

func reachable() *sim.Answer {
	return &sim.Answer{
		Question: question(), Verdict: sim.Reachable, OneWay: sim.Reachable, Flow: request,
		From: graph.Location{Kind: graph.AtInterface, Interface: 0}, To: graph.Location{Kind: graph.AtInterface, Interface: 1},
		Forward: sim.Leg{Disposition: sim.Delivered, Hops: []sim.Hop{
			hop(webInterface, request, sim.Step{Text: "sends from 10.0.11.23"}),
			filter(rule(ref.SecurityGroup, "sg-web", "egress/sgr-07a"), request, sim.Allow, "all traffic to 0.0.0.0/0"),
			filter(rule(ref.NetworkAcl, "acl-app", "egress/100"), request, sim.Allow, "all traffic to 0.0.0.0/0"),
			filter(rule(ref.RouteTable, "rtb-app", "10.0.0.0/16"), request, sim.Route, "10.0.0.0/16 → local", "0.0.0.0/0 → nat-1, less specific"),
			filter(rule(ref.NetworkAcl, "acl-data", "ingress/110"), request, sim.Allow, "tcp/5432 from 10.0.11.0/24"),
			filter(rule(ref.SecurityGroup, "sg-db", "ingress/sgr-0c2"), request, sim.Allow, "tcp/5432 from sg-web"),
			hop(dbInterface, request, sim.Step{Text: "receives at 10.0.21.14"}),
		}},
		Return: sim.Leg{Disposition: sim.Delivered, Hops: []sim.Hop{
			hop(dbInterface, reply, sim.Step{Text: "sends from 10.0.21.14"}),
			filter(rule(ref.SecurityGroup, "sg-db", "egress/stateful"), reply, sim.Pass, "reply to a flow it let pass"),
			filter(rule(ref.NetworkAcl, "acl-data", "egress/120"), reply, sim.Allow, "tcp/1024-65535 to 10.0.11.0/24"),
			filter(rule(ref.RouteTable, "rtb-data", "10.0.0.0/16"), reply, sim.Route, "10.0.0.0/16 → local"),
			filter(rule(ref.NetworkAcl, "acl-app", "ingress/130"), reply, sim.Allow, "tcp/1024-65535 from 10.0.0.0/8"),
			hop(webInterface, reply, sim.Step{Text: "receives at 10.0.11.23"}),
		}},
		Split: sim.Split{Reach: []sim.PortPair{{SrcPorts: open, DstPorts: postgres}}},
	}
}

func blocked() *sim.Answer {
	packet := request
	packet.Src = netip.MustParseAddr("192.0.2.1")
	group := rule(ref.SecurityGroup, "sg-db", "ingress/*")
	acl := rule(ref.NetworkAcl, "acl-data", "ingress/90")
	stopped := filter(acl, packet, sim.Drop, "deny all traffic from 0.0.0.0/0")
	stopped.Steps[0].Code = graph.SubnetACLRestriction
	beyond := filter(group, packet, sim.Drop, "no rule matches")
	beyond.Steps[0].Code, beyond.Hypothetical = graph.EniSGRulesMismatch, true
	return &sim.Answer{
		Question: question(), Verdict: sim.Unreachable, OneWay: sim.Unreachable, Flow: packet,
		From: graph.Location{Kind: graph.AtInternet}, To: graph.Location{Kind: graph.AtInterface, Interface: 1},
		Forward: sim.Leg{Disposition: sim.Dropped, Hops: []sim.Hop{stopped, beyond}},
		Split:   sim.Split{Blocked: []sim.PortPair{{SrcPorts: open, DstPorts: postgres}}},
		Explanations: []sim.Explanation{
			{Code: graph.NoPublicAddress, Component: dbInterface, Direction: "ingress", Message: "orders-db (eni-db) has no public IPv4 address", Ports: postgres},
			{Code: graph.SubnetACLRestriction, Component: acl.Resource(), Direction: "ingress", Rule: acl, Message: "acl-data (acl-data) denies tcp/5432 from 192.0.2.1", Ports: postgres},
			{Code: graph.EniSGRulesMismatch, Component: group.Resource(), Direction: "ingress", Rule: group, Message: "no ingress rule for tcp/5432 from 192.0.2.1", Ports: postgres},
		},
	}
}

func partial() *sim.Answer {
	a := reachable()
	low, high := netmath.PortSpan(1024, 32767), netmath.PortSpan(32768, 65535)
	acl := rule(ref.NetworkAcl, "acl-app", "ingress/*")
	a.Verdict = sim.Partial
	a.Split = sim.Split{
		Reach:   []sim.PortPair{{SrcPorts: high, DstPorts: postgres}},
		Blocked: []sim.PortPair{{SrcPorts: low, DstPorts: postgres}},
	}
	a.Explanations = []sim.Explanation{{
		Code: graph.SubnetACLRestriction, Component: acl.Resource(), Direction: "ingress", Return: true, Rule: acl,
		Message: "acl-app (acl-app): no ingress entry for tcp/1024-32767 from 10.0.21.14", Ports: low,
	}}
	return a
}

func unknown() *sim.Answer {
	a := reachable()
	missing := ref.Ref{Kind: ref.NetworkAcl, ID: "acl-data"}
	a.Verdict, a.OneWay = sim.Unknown, sim.Unknown
	a.Forward.Disposition, a.Return = sim.Undetermined, sim.Leg{}
	a.Split = sim.Split{Unknown: []sim.PortPair{{SrcPorts: open, DstPorts: postgres}}}
	a.Explanations = []sim.Explanation{{
		Code: graph.UnknownACL, Component: missing, Direction: "ingress", Unknown: true,
		Message: "the network ACL of subnet data-a is not in the snapshot", Missing: missing, Ports: postgres,
	}}
	a.Assumptions = []sim.Assumption{{Code: graph.AssumeInstancesRunning, Component: webInterface, Message: "web-1 is running"}}
	return a
}

// translated goes through a NAT gateway.
func translated() *sim.Answer {
	a := reachable()
	nat := hop(ref.Ref{Kind: ref.NatGateway, ID: "nat-1"}, request, sim.Step{Text: "translates"})
	nat.Out.Src = netip.MustParseAddr("198.51.100.7")
	a.Forward.Hops = []sim.Hop{a.Forward.Hops[0], nat}
	a.Return.Hops = nil
	return a
}

func ping() *sim.Answer {
	a := reachable()
	echo := netmath.OnePort(netmath.ICMPMessage(8, 0))
	a.Question.Service = sim.Service{Text: "icmp", Protocol: netmath.ICMP, Ports: echo}
	a.Flow.Protocol, a.Flow.SrcPorts, a.Flow.DstPorts = netmath.ICMP, netmath.Ports{}, echo
	a.Split = sim.Split{Reach: []sim.PortPair{{DstPorts: echo}}}
	a.Forward.Hops = nil
	a.Return = sim.Leg{Disposition: sim.NotNeeded}
	return a
}

func parts() *sim.Answer {
	a := blocked()
	a.Question.Service = sim.AnyService()
	a.Verdict = sim.Partial
	a.Parts = []sim.Part{{Label: "tcp", Answer: partial()}, {Label: "udp", Answer: blocked()}}
	return a
}
