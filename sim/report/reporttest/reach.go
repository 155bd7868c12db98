package reporttest

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// crowd is the network of the records about sets of places: web-1 and web-2 in VPC prod, orders-db in VPC data, and the internet.
type crowd struct{ network }

var crowdNames = []string{"web-1", "web-2", "orders-db"}

func (crowd) NumInterfaces() int                       { return len(crowdNames) }
func (crowd) Name(r ref.Ref) string                    { return r.ID }
func (crowd) Holders(string) []ref.Ref                 { return nil }
func (crowd) Entities() []graph.Entity                 { return nil }
func (crowd) ByAddress(netip.Addr) []graph.InterfaceID { return nil }
func (c crowd) vpc(id graph.InterfaceID) (vpc, subnet string) {
	if id == 2 {
		return "data", "data-a"
	}
	return "prod", "app-a"
}

func (c crowd) Interface(id graph.InterfaceID) graph.InterfaceInfo {
	vpc, subnet := c.vpc(id)
	info := graph.InterfaceInfo{
		Ref: ref.Ref{Kind: ref.NetworkInterface, ID: "eni-" + crowdNames[id]}, Name: crowdNames[id],
		Vpc: ref.Ref{Kind: ref.Vpc, ID: vpc}, Subnet: ref.Ref{Kind: ref.Subnet, ID: subnet},
	}
	address := netip.AddrFrom4([4]byte{10, 0, 11, 20 + byte(id)})
	info.Addresses = []graph.AddressInfo{{Private: address}}
	if id == 0 {
		info.Addresses[0].Public = netip.MustParseAddr("198.51.100.7")
	}
	return info
}

func (c crowd) RefOf(l graph.Location) ref.Ref {
	if l.Kind == graph.AtInterface {
		return c.Interface(l.Interface).Ref
	}
	return c.network.RefOf(l)
}

func at(id graph.InterfaceID) graph.Location {
	return graph.Location{Kind: graph.AtInterface, Interface: id}
}

func party(name, vpc string, of int, places ...graph.Location) reach.Party {
	p := reach.Party{Role: reach.Role{Name: name}, Places: places, Of: of}
	if vpc != "" {
		p.Role.Vpc = ref.Ref{Kind: ref.Vpc, ID: vpc}
	}
	return p
}

var (
	anywhere = graph.Location{Kind: graph.AtInternet}
	webs     = party("web", "prod", 2, at(0), at(1))
	database = party("orders-db", "data", 1, at(2))
	internet = party("internet", "", 1, anywhere)
)

func tcp(ports ...netmath.PortRange) []reach.Lane {
	return []reach.Lane{{Protocols: []netmath.Protocol{netmath.TCP}, Pairs: []sim.PortPair{{SrcPorts: open, DstPorts: netmath.PortsOf(ports...)}}}}
}

func one(port uint16) netmath.PortRange { return netmath.PortRange{Lo: port, Hi: port} }

// share has a witness on one port.
func share(f netmath.Family, from, to graph.Location, port uint16, lanes []reach.Lane) reach.Share {
	s := reach.Share{Family: f, Lanes: lanes}
	s.Witness = sim.Question{From: from, To: to, Service: sim.Service{Protocol: netmath.TCP, Ports: netmath.OnePort(port)}}
	if f == netmath.IPv6 {
		s.Witness.Family = sim.OnlyIPv6
	}
	return s
}

// reachGroups are one group for each thing that a group can say.
func reachGroups() []reach.Group {
	office := share(netmath.IPv4, anywhere, at(0), 22, append(tcp(one(22)), reach.Lane{
		Protocols: []netmath.Protocol{netmath.ICMP}, Pairs: []sim.PortPair{{DstPorts: netmath.OnePort(netmath.ICMPMessage(8, 0))}},
	}))
	office.Hosts = netmath.AddrSetOf(netip.MustParsePrefix("203.0.113.0/24"))
	office.Rest = netmath.AllAddrs(netmath.IPv4).Subtract(office.Hosts)
	office.Witness.SourceIP = netip.MustParseAddr("203.0.113.1")
	rest := share(netmath.IPv4, anywhere, at(0), 443, tcp(one(443)))
	rest.Hosts, rest.Rest, rest.Witness.SourceIP = office.Rest, office.Hosts, netip.MustParseAddr("192.0.2.1")
	high := tcp(one(5432))
	high[0].Pairs[0].SrcPorts = netmath.PortSpan(32768, 65535)
	late := share(netmath.IPv6, at(1), at(2), 5432, high)
	late.Witness.SourcePorts = netmath.OnePort(32768)
	all := share(netmath.IPv4, at(2), anywhere, 1, []reach.Lane{{Others: true, Pairs: []sim.PortPair{{SrcPorts: open, DstPorts: netmath.AllPorts()}}}})
	all.All = true
	return []reach.Group{
		{
			From: []reach.Party{webs}, To: []reach.Party{database}, Verdict: sim.Reachable, Pairs: 4, Shares: []reach.Share{
				share(netmath.IPv4, at(0), at(2), 5432, tcp(one(5432))), share(netmath.IPv6, at(0), at(2), 5432, tcp(one(5432))),
			},
		},
		{From: []reach.Party{webs}, To: []reach.Party{webs}, Verdict: sim.Reachable, Pairs: 2, Shares: []reach.Share{share(netmath.IPv4, at(0), at(1), 80, tcp(one(80), netmath.PortRange{Lo: 8000, Hi: 8100}))}},
		{From: []reach.Party{party("web", "prod", 2, at(1))}, To: []reach.Party{database}, Verdict: sim.Partial, Pairs: 1, Shares: []reach.Share{late}},
		{From: []reach.Party{database, internet}, To: []reach.Party{internet}, Verdict: sim.Unknown, Pairs: 1, Shares: []reach.Share{all}},
		{From: []reach.Party{internet}, To: []reach.Party{party("web", "prod", 2, at(0))}, Verdict: sim.Reachable, Pairs: 1, Shares: []reach.Share{office}},
		{From: []reach.Party{internet}, To: []reach.Party{party("web", "prod", 2, at(0))}, Verdict: sim.Reachable, Pairs: 1, Shares: []reach.Share{rest}},
	}
}

func crowdCommands() *report.Commands {
	return &report.Commands{Index: selector.NewIndex(crowd{}), Arguments: " -s hand-made"}
}

// Reaches are records of lists: one that has everything, a part of it, and nothing.
func Reaches() map[string]report.Reach {
	b := report.NewBuilder(crowd{}, "hand-made")
	answer := func(groups []reach.Group, leftOut int, totals reach.Totals) report.Reach {
		return b.Reach(&report.ReachAnswer{
			Query: report.ReachQuery{From: "web*", To: "orders-db", Service: "all"}, Sources: open, Groups: groups, LeftOut: leftOut, From: 4, To: 3,
			Totals: totals, Commands: crowdCommands(), First: &sim.Question{From: at(0), To: at(2), Service: sim.AnyService()},
			Why: func(*sim.Question) *report.Reason {
				return &report.Reason{Code: string(graph.UnknownACL), Message: "the network ACL of subnet data-a is not in the snapshot"}
			},
		})
	}
	return map[string]report.Reach{
		"reach":         answer(reachGroups(), 0, reach.Totals{Reachable: 7, Partial: 1, Unknown: 1, Blocked: 9}),
		"reach-limited": answer(reachGroups()[1:2], 5, reach.Totals{Reachable: 7, Partial: 1, Unknown: 1, Blocked: 9}),
		"reach-nothing": answer(nil, 0, reach.Totals{Blocked: 12}),
		"reach-nobody":  answer(nil, 0, reach.Totals{}),
	}
}

// Matrices are records of matrices: one that has every state of a cell.
func Matrices() map[string]report.ReachMatrix {
	b := report.NewBuilder(crowd{}, "hand-made")
	seen := share(netmath.IPv4, at(0), at(2), 5432, tcp(one(5432)))
	m := &reach.Matrix{From: []string{"web", "data"}, To: []string{"web", "data", "internet"}, Cells: [][]reach.Cell{
		{{}, {Pairs: 4, Whole: 1, Some: 2, Share: seen}, {Pairs: 2, Whole: 2, Share: seen}},
		{{Pairs: 3, Some: 3, Share: seen, Mixed: true}, {Pairs: 2, Maybe: 2, Verdict: sim.Unknown, Share: seen}, {Pairs: 1}},
	}}
	return map[string]report.ReachMatrix{"matrix": b.Matrix(&report.MatrixAnswer{
		Query: report.ReachQuery{Service: "postgres", Family: "ipv4"}, By: "tag:Tier", Sources: open, Matrix: m,
		Totals: reach.Totals{Reachable: 8, Unknown: 2, Blocked: 2}, Commands: crowdCommands(),
	})}
}

// Passages are the lines of a stream.
func Passages() map[string]any {
	b := report.NewBuilder(crowd{}, "hand-made")
	p := reach.Passage{
		From: &reach.Place{Location: at(0), Members: []graph.InterfaceID{0, 1}}, To: &reach.Place{Location: anywhere}, Family: netmath.IPv4, Pairs: 2,
	}
	e := reach.Excerpt{Verdict: sim.Reachable, Share: share(netmath.IPv4, at(0), anywhere, 443, tcp(one(443)))}
	return map[string]any{
		"passage":        b.Passage(&p, &e, open, crowdCommands()),
		"passage-totals": b.PassageTotals(report.ReachQuery{Service: "all"}, reach.Totals{Reachable: 2, Blocked: 1}),
	}
}
