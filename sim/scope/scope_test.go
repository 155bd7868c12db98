package scope_test

import (
	"context"
	"flag"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/scope"
	"github.com/dryhop/dryhop/topology/graph"
)

var networks = flag.Int("networks", 30, "how many random networks to ask about")

func words(all ...string) []scope.Word {
	var out []scope.Word
	for _, text := range all {
		out = append(out, scope.Word{Text: text, At: "test:1"})
	}
	return out
}

func find(t *testing.T, g *graph.Graph, scopes ...scope.Scope) []scope.Result {
	t.Helper()
	bound, err := scope.Bind(g, scopes)
	if err != nil {
		t.Fatal(err)
	}
	results, err := scope.Find(context.Background(), g, reach.New(g), bound)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// TestFindingsTraceAsTheySay asks AWS's own scopes of random networks, and traces every finding's witness.
func TestFindingsTraceAsTheySay(t *testing.T) {
	found := 0
	for seed := range *networks {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		tracer := sim.NewTracer(g)
		for _, r := range find(t, g, scope.Builtin()...) {
			for _, f := range slices.Concat(r.Findings, r.Open) {
				found++
				for _, q := range exposure.Witnesses(&f) {
					if a, err := tracer.Trace(q); err != nil || a.Verdict != f.Verdict && !(f.Verdict != sim.Unknown && a.Verdict != sim.Unreachable) {
						t.Errorf("seed %d, %s: %+v: traced %v (%v), and the finding says %v", seed, r.Name, q, a.Verdict, err, f.Verdict)
					}
				}
			}
		}
		if t.Failed() {
			return
		}
	}
	if t.Logf("%d findings", found); found == 0 {
		t.Error("the networks hold nothing to look at")
	}
}

// TestExclusionsTakeOutWhatTheyName divides what comes in from the internet by the first half of its addresses and by a port: what
// the scope finds with the exclusion, and what it finds of the excluded alone, are together what it finds without.
func TestExclusionsTakeOutWhatTheyName(t *testing.T) {
	gateway := scope.Statement{Resources: scope.Resources{Types: words("AWS::EC2::InternetGateway")}}
	part := gateway
	part.Headers = scope.Headers{SourceAddresses: words("0.0.0.0/1"), DestinationPorts: words("0-1000"), Protocols: words("tcp")}
	compared := 0
	for seed := range *networks {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		results := find(t, g,
			scope.Scope{Name: "all", Match: []scope.Path{{Source: gateway}}},
			scope.Scope{Name: "but", Match: []scope.Path{{Source: gateway}}, Exclude: []scope.Path{{Source: part}}},
			scope.Scope{Name: "part", Match: []scope.Path{{Source: part}}},
			scope.Scope{Name: "nothing", Match: []scope.Path{{Source: gateway}}, Exclude: []scope.Path{{Source: gateway}}},
		)
		if n := len(results[3].Findings) + len(results[3].Open); n > 0 {
			t.Errorf("seed %d: %d findings are left of nothing", seed, n)
		}
		for id := range graph.InterfaceID(g.NumInterfaces()) {
			for _, host := range []string{"192.0.2.1", "8.8.8.8", "2001:db8::1"} {
				for _, p := range []netmath.Protocol{netmath.TCP, netmath.UDP} {
					for _, port := range []uint16{22, 443, 1000, 1001, 5432} {
						f := flow{id, netip.MustParseAddr(host), p, port}
						all, but, of := f.among(results[0]), f.among(results[1]), f.among(results[2])
						meant := p == netmath.TCP && host == "8.8.8.8" && port <= 1000
						if but != (all && !meant) || of != (all && meant) {
							t.Fatalf("seed %d: %+v: all %v, but %v, part %v", seed, f, all, but, of)
						}
						if all {
							compared++
						}
					}
				}
			}
		}
	}
	if t.Logf("%d flows", compared); compared == 0 {
		t.Error("the networks hold nothing to look at")
	}
}

type flow struct {
	to       graph.InterfaceID
	host     netip.Addr
	protocol netmath.Protocol
	port     uint16
}

// among reports whether a finding is about a flow.
func (f flow) among(r scope.Result) bool {
	return slices.ContainsFunc(slices.Concat(r.Findings, r.Open), func(x exposure.Finding) bool {
		if !slices.Contains(x.To.Members, f.to) || !x.From.Hosts.Contains(f.host) {
			return false
		}
		return slices.ContainsFunc(x.Flows, func(of reach.Flow) bool {
			return of.Protocols[0] == f.protocol && slices.ContainsFunc(slices.Concat(of.Reach, of.Partial, of.Unknown), func(pair sim.PortPair) bool {
				return pair.DstPorts.Contains(f.port)
			})
		})
	})
}

// TestUnknownWordsAreErrors: a condition that means nothing must not be passed over.
func TestUnknownWordsAreErrors(t *testing.T) {
	g, _ := graph.Compile(randnet.Network(1), graph.Options{})
	for says, p := range map[string]scope.Path{
		`"AWS::EC2::InternetGatway" means nothing; did you mean "AWS::EC2::InternetGateway"?`: {Source: scope.Statement{Resources: scope.Resources{Types: words("AWS::EC2::InternetGatway")}}},
		"AWS::EC2::NatGateway cannot stand in Source":                                         {Source: scope.Statement{Resources: scope.Resources{Types: words("AWS::EC2::NatGateway")}}},
		"AWS::EC2::InternetGateway cannot stand in ThroughResources":                          {Through: []scope.Resources{{Types: words("AWS::EC2::InternetGateway")}}},
		`no resource "eni-none" is in the snapshot`:                                           {Destination: scope.Statement{Resources: scope.Resources{IDs: words("eni-none")}}},
		"is a resource group":  {Source: scope.Statement{Resources: scope.Resources{IDs: words("arn:aws:resource-groups:eu-west-1:1:group/x")}}},
		`the protocol "icmp"`:  {Source: scope.Statement{Headers: scope.Headers{Protocols: words("icmp")}}},
		"not a port":           {Source: scope.Statement{Headers: scope.Headers{SourcePorts: words("ssh")}}},
		"write 10.0.0.0/8":     {Source: scope.Statement{Headers: scope.Headers{SourceAddresses: words("10.1.0.0/8")}}},
		"prefix list \"pl-9\"": {Source: scope.Statement{Headers: scope.Headers{SourcePrefixLists: words("pl-9")}}},
		"exclude each other":   {Source: scope.Statement{Headers: scope.Headers{SourcePrefixLists: words("pl-9"), SourceAddresses: words("10.0.0.0/8")}}},
	} {
		_, err := scope.Bind(g, []scope.Scope{{Match: []scope.Path{p}}})
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "test:1: ") {
			t.Errorf("got %v, want: %s", err, says)
		}
	}
}
