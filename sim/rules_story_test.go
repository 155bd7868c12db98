package sim_test

// The rule book, told as stories: a small network, one flow, and what AWS does with it. Each table below is about
// one area of the book; rules_book_test.go checks that together they leave no rule out.
//
//	says   the rule's number and the rule in words: "R2.2 IPv4 and IPv6 are independent"
//	net    builds the network
//	asks   "eni-a -> 10.0.2.10 tcp/443", with options: "from ADDR", "to ADDR", "sport PORTS", "via ID", "not-via ID", "ipv6"
//	want   the verdict, then clauses that must hold of the answer, separated by "; " (see clauses)

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// A story pins one consequence of a rule.
type story struct {
	says string
	net  func(w *world)
	asks string
	want string
}

// A world is a network under construction, with what a test adds to its snapshot and to its compilation.
type world struct {
	*topologytest.Network
	graph.Options
	edits []func(s *topology.Snapshot)
}

// edit changes the finished snapshot, for what the builder has no words for.
func (w *world) edit(f func(s *topology.Snapshot)) { w.edits = append(w.edits, f) }

func tell(t *testing.T, stories []story) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.says, func(t *testing.T) { s.check(t) })
	}
}

func (s *story) check(t *testing.T) {
	w := &world{Network: topologytest.New()}
	s.net(w)
	snapshot := w.Snapshot()
	for _, f := range w.edits {
		f(snapshot)
	}
	told, a := s.ask(t, snapshot, w.Options)
	if again, _ := s.ask(t, snapshot, w.Options); again != told {
		t.Errorf("compiled twice, the answer differs:\n%s\n%s", told, again)
	}
	shuffle(snapshot)
	if again, _ := s.ask(t, snapshot, w.Options); again != told {
		t.Errorf("with its documents in another order, the answer differs:\n%s\n%s", told, again)
	}
	clauses := strings.Split(s.want, "; ")
	if a.Verdict.String() != clauses[0] {
		t.Errorf("%s: %v, want %s\n%s", s.asks, a.Verdict, clauses[0], told)
	}
	for _, clause := range clauses[1:] {
		if !holds(a, clause) {
			t.Errorf("%s: it does not hold that %q\n%s", s.asks, clause, told)
		}
	}
}

// ask compiles a snapshot and puts the story's question, with evidence and without.
func (s *story) ask(t *testing.T, snapshot *topology.Snapshot, opt graph.Options) (told string, a *sim.Answer) {
	t.Helper()
	g, _ := graph.Compile(snapshot, opt)
	if err := g.Check(); err != nil {
		t.Errorf("%s: %v", s.asks, err)
	}
	q := parseQuestion(t, g, s.asks)
	a, err := sim.Trace(g, q)
	if err != nil {
		t.Fatalf("%s: %v", s.asks, err)
	}
	if v, err := sim.NewTracer(g).Verdict(q); err != nil || v != a.Verdict {
		t.Errorf("%s: Verdict says %v (%v), Trace says %v\n%s", s.asks, v, err, a.Verdict, retold(a))
	}
	return retold(a), a
}

// shuffle turns the documents around, and within them what has no order of its own.
func shuffle(s *topology.Snapshot) {
	for i := range s.RouteTables {
		slices.Reverse(s.RouteTables[i].Routes)
		slices.Reverse(s.RouteTables[i].Associations)
	}
	for i := range s.NetworkAcls {
		slices.Reverse(s.NetworkAcls[i].Entries)
	}
	slices.Reverse(s.Vpcs)
	slices.Reverse(s.Subnets)
	slices.Reverse(s.RouteTables)
	slices.Reverse(s.NetworkAcls)
	slices.Reverse(s.SecurityGroups)
	slices.Reverse(s.NetworkInterfaces)
	slices.Reverse(s.Instances)
	slices.Reverse(s.PrefixLists)
	slices.Reverse(s.InternetGateways)
	slices.Reverse(s.NatGateways)
	slices.Reverse(s.VpcPeeringConnections)
	slices.Reverse(s.VpcEndpoints)
	slices.Reverse(s.VpnGateways)
	slices.Reverse(s.VpnConnections)
	slices.Reverse(s.VpcBlockPublicAccessExclusions)
	slices.Reverse(s.NetworkFirewalls)
	slices.Reverse(s.FirewallPolicies)
	slices.Reverse(s.FirewallRuleGroups)
	slices.Reverse(s.LoadBalancers)
	slices.Reverse(s.ClassicLoadBalancers)
	slices.Reverse(s.Listeners)
	slices.Reverse(s.ListenerRules)
	slices.Reverse(s.TargetGroups)
	slices.Reverse(s.VpcEndpointServiceConfigurations)
	slices.Reverse(s.TransitGateways)
	slices.Reverse(s.TransitGatewayAttachments)
	slices.Reverse(s.TransitGatewayVpcAttachments)
	slices.Reverse(s.TransitGatewayRouteTables)
	slices.Reverse(s.TransitGatewayPolicyTables)
	for i := range s.TransitGatewayRouteTables {
		slices.Reverse(s.TransitGatewayRouteTables[i].Routes)
		slices.Reverse(s.TransitGatewayRouteTables[i].Associations)
		slices.Reverse(s.TransitGatewayRouteTables[i].Propagations)
	}
	slices.Reverse(s.ClientVpnEndpoints)
	slices.Reverse(s.CoreNetworkAttachments)
	for i := range s.CoreNetworks {
		for j := range s.CoreNetworks[i].RouteTables {
			slices.Reverse(s.CoreNetworks[i].RouteTables[j].NetworkRoutes)
		}
	}
	for i := range s.ClientVpnEndpoints {
		slices.Reverse(s.ClientVpnEndpoints[i].Routes)
		slices.Reverse(s.ClientVpnEndpoints[i].AuthorizationRules)
		slices.Reverse(s.ClientVpnEndpoints[i].ClientVpnTargetNetworks)
	}
	for _, table := range s.Tables() {
		table.Fold(func(into, from any) {}) // as the loader does
	}
}

func parseQuestion(t *testing.T, g *graph.Graph, text string) sim.Question {
	t.Helper()
	words := strings.Fields(text)
	if len(words) < 4 || words[1] != "->" {
		t.Fatalf("question %q: want FROM -> TO SERVICE", text)
	}
	service, err := sim.ParseService(words[3])
	if err != nil {
		t.Fatal(err)
	}
	q := sim.Question{From: place(t, g, words[0]), To: place(t, g, words[2]), Service: service}
	for i := 4; i < len(words); i++ {
		if words[i] == "ipv6" {
			q.Family = sim.OnlyIPv6
			continue
		}
		i++
		switch words[i-1] {
		case "from":
			q.SourceIP = netip.MustParseAddr(words[i])
		case "to":
			q.DestinationIP = netip.MustParseAddr(words[i])
		case "via":
			q.Via = append(q.Via, component(t, g, words[i]))
		case "not-via":
			q.NotVia = append(q.NotVia, component(t, g, words[i]))
		case "sport":
			if q.SourcePorts, err = sim.ParsePorts(words[i]); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatalf("question %q: no option %q", text, words[i-1])
		}
	}
	return q
}

func component(t *testing.T, g *graph.Graph, id string) ref.Ref {
	t.Helper()
	for _, e := range g.Entities() {
		if e.Ref.ID == id || e.Name == id {
			return e.Ref
		}
	}
	t.Fatalf("nothing is called %q", id)
	return ref.Ref{}
}

func place(t *testing.T, g *graph.Graph, word string) graph.Location {
	t.Helper()
	if word == "internet" {
		return graph.Location{Kind: graph.AtInternet}
	}
	if a, err := netip.ParseAddr(word); err == nil {
		return graph.Location{Kind: graph.AtAddress, Addr: a}
	}
	for _, e := range g.Entities() {
		switch {
		case e.Place.Kind != graph.NoLocation && e.Name == word:
			return e.Place
		case e.Ref.ID != word:
		case e.Place.Kind != graph.NoLocation:
			return e.Place
		case e.External >= 0:
			return graph.Location{Kind: graph.AtExternalNetwork, Index: e.External}
		case e.Ref.Kind == ref.NetworkInterface:
			return graph.Location{Kind: graph.AtInterface, Interface: e.Interfaces[0]}
		}
	}
	t.Fatalf("nothing is called %q", word)
	return graph.Location{}
}

// clauses are what a story can say of an answer. Rules and routes are written ID#RULE, as in references.
var clauses = map[string]func(a *sim.Answer, what string) bool{
	"because":  func(a *sim.Answer, what string) bool { return slices.Contains(reasons(a, false), what) },
	"reply":    func(a *sim.Answer, what string) bool { return slices.Contains(reasons(a, true), what) },
	"all":      func(a *sim.Answer, what string) bool { return strings.Join(codes(a), " ") == what },
	"says":     func(a *sim.Answer, what string) bool { return strings.Contains(messages(a), what) },
	"missing":  func(a *sim.Answer, what string) bool { return strings.Contains(missing(a), what) },
	"via":      func(a *sim.Answer, what string) bool { return slices.Contains(decided(&a.Forward, sim.Route), what) },
	"back-via": func(a *sim.Answer, what string) bool { return slices.Contains(decided(&a.Return, sim.Route), what) },
	"by":       func(a *sim.Answer, what string) bool { return slices.Contains(decided(&a.Forward, sim.Allow), what) },
	"back-by":  func(a *sim.Answer, what string) bool { return slices.Contains(decided(&a.Return, sim.Allow), what) },
	"stateful": func(a *sim.Answer, what string) bool { return slices.Contains(decided(&a.Return, sim.Pass), what) },
	"as":       func(a *sim.Answer, what string) bool { return slices.Contains(headers(&a.Forward), what) },
	"back-as":  func(a *sim.Answer, what string) bool { return slices.Contains(headers(&a.Return), what) },
	"meets":    func(a *sim.Answer, what string) bool { return slices.Contains(components(&a.Forward), what) },
	"shuns":    func(a *sim.Answer, what string) bool { return !slices.Contains(components(&a.Forward), what) },
	"back-meets": func(a *sim.Answer, what string) bool {
		return slices.Contains(components(&a.Return), what)
	},
	"back-shuns": func(a *sim.Answer, what string) bool {
		return a.Return.Disposition != sim.NotWalked && !slices.Contains(components(&a.Return), what)
	},
	"does":    func(a *sim.Answer, what string) bool { return strings.Contains(steps(&a.Forward), what) },
	"one-way": func(a *sim.Answer, what string) bool { return a.OneWay.String() == what },
	"forward": func(a *sim.Answer, what string) bool { return a.Forward.Disposition.String() == what },
	"return":  func(a *sim.Answer, what string) bool { return a.Return.Disposition.String() == what },
	"passes":  func(a *sim.Answer, what string) bool { return portPairs(a.Split.Reach) == what },
	"blocks":  func(a *sim.Answer, what string) bool { return portPairs(a.Split.Blocked) == what },
	"doubts":  func(a *sim.Answer, what string) bool { return portPairs(a.Split.Unknown) == what },
	"assumes": func(a *sim.Answer, what string) bool { return assumes(a, what) },
	"notes":   func(a *sim.Answer, what string) bool { return strings.Contains(notes(a), what) },
	"moves":   func(a *sim.Answer, what string) bool { return slices.Contains(failovers(a), what) },
	"part":    func(a *sim.Answer, what string) bool { return strings.Contains(parts(a), what) },
}

// failovers lists what becomes of an answer after its end's move, as "SUBNET VERDICT CODE".
func failovers(a *sim.Answer) []string {
	var all []string
	for _, f := range a.Failovers {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %v %s", f.Subnet.ID, f.Verdict, f.Code)))
	}
	return all
}

func holds(a *sim.Answer, clause string) bool {
	word, what, _ := strings.Cut(clause, " ")
	f, known := clauses[word]
	return known && f(a, what)
}

// reasons lists one leg's explanations, each as CODE, CODE COMPONENT and CODE RULE.
func reasons(a *sim.Answer, reply bool) []string {
	var all []string
	for _, x := range a.Explanations {
		if x.Return == reply {
			all = append(all, string(x.Code), string(x.Code)+" "+x.Component.ID, string(x.Code)+" "+ruleName(x.Rule))
		}
	}
	return all
}

func ruleName(r ref.Ref) string { return r.ID + "#" + r.Rule }

func codes(a *sim.Answer) []string {
	var all []string
	for _, x := range a.Explanations {
		all = append(all, string(x.Code))
	}
	return all
}

func messages(a *sim.Answer) string {
	text := ""
	for _, x := range a.Explanations {
		text += x.Message + "\n"
	}
	return text
}

func missing(a *sim.Answer) string {
	text := ""
	for _, x := range a.Explanations {
		text += x.Missing.String() + "\n"
	}
	return text
}

// decided lists the rules behind the steps of a verdict.
func decided(l *sim.Leg, v sim.StepVerdict) []string {
	var rules []string
	for _, h := range l.Hops {
		for _, s := range h.Steps {
			if s.Verdict == v && !s.Rule.IsZero() {
				rules = append(rules, ruleName(s.Rule))
			}
		}
	}
	return rules
}

func steps(l *sim.Leg) string {
	text := ""
	for _, h := range l.Hops {
		for _, s := range h.Steps {
			text += s.Text + "\n"
		}
	}
	return text
}

func headers(l *sim.Leg) []string {
	var all []string
	for _, h := range l.Hops {
		all = append(all, fmt.Sprintf("%v > %v", h.Out.Src, h.Out.Dst))
	}
	return all
}

// components lists what a leg really met, without what it would meet if a blocker were removed.
func components(l *sim.Leg) []string {
	var all []string
	for _, h := range l.Hops {
		if !h.Hypothetical {
			all = append(all, h.Component.ID)
		}
	}
	return all
}

func assumes(a *sim.Answer, what string) bool {
	if what == "nothing" {
		return len(a.Assumptions) == 0
	}
	return slices.ContainsFunc(a.Assumptions, func(s sim.Assumption) bool {
		return string(s.Code) == what || string(s.Code)+" "+s.Component.ID == what
	})
}

func notes(a *sim.Answer) string {
	text := ""
	for _, l := range []sim.Leg{a.Forward, a.Return} {
		for _, h := range l.Hops {
			for _, s := range h.Steps {
				text += strings.Join(s.Notes, "\n") + "\n"
			}
		}
	}
	return text
}

func parts(a *sim.Answer) string {
	text := ""
	for _, p := range a.Parts {
		text += p.Label + " " + p.Answer.Verdict.String() + "\n"
	}
	return text
}

// portPairs prints source ports, "to" and destination ports; one or the other alone where that is all that is asked.
func portPairs(pairs []sim.PortPair) string {
	var texts []string
	for _, p := range pairs {
		texts = append(texts, strings.TrimPrefix(p.SrcPorts.String()+" to "+p.DstPorts.String(), " to "))
	}
	return strings.Join(texts, " and ")
}

// retold prints an answer without the numbers that depend on the order of the documents.
func retold(a *sim.Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v, one way %v; passes %s; blocks %s; doubts %s\n", a.Verdict, a.OneWay, portPairs(a.Split.Reach), portPairs(a.Split.Blocked), portPairs(a.Split.Unknown))
	for i, l := range []*sim.Leg{&a.Forward, &a.Return} {
		fmt.Fprintf(&b, " %s %v\n", [...]string{"there", "back"}[i], l.Disposition)
		for _, h := range l.Hops {
			fmt.Fprintf(&b, "  %v %v %v > %v %v->%v %v\n", h.Component, h.Out.Protocol, h.Out.Src, h.Out.Dst, h.Out.SrcPorts, h.Out.DstPorts, h.Hypothetical)
			for _, s := range h.Steps {
				fmt.Fprintf(&b, "   %v %v %s %v %s %q\n", s.Verdict, s.Rule, s.Code, s.Ports, s.Text, s.Notes)
			}
		}
	}
	for _, x := range a.Explanations {
		fmt.Fprintf(&b, " %s %v %s return=%v unknown=%v %v %v missing=%v: %s\n", x.Code, x.Component, x.Direction, x.Return, x.Unknown, x.Rule, x.Ports, x.Missing, x.Message)
	}
	for _, s := range a.Assumptions {
		fmt.Fprintf(&b, " %s %v: %s\n", s.Code, s.Component, s.Message)
	}
	b.WriteString(parts(a))
	fmt.Fprintf(&b, "%v", a.Failovers)
	return b.String()
}
