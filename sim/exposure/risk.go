package exposure

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// Level is how much a finding is to worry about.
type Level uint8

// The levels.
const (
	None Level = iota // what one expects
	Low
	Medium
	High
)

// Levels are all of them.
var Levels = []Level{None, Low, Medium, High}

// String is the level's name in JSON.
func (l Level) String() string { return [...]string{"none", "low", "medium", "high"}[l&3] }

// A Risk is a level, with what makes it that.
type Risk struct {
	Level   Level
	Reasons []string // the worst first: "SSH from anywhere"
}

// Assess looks a finding up in the table of risks.
func Assess(f *Finding) Risk {
	if f.To.Members == nil && f.To.At.Kind != graph.AtBalancer {
		return Risk{} // outside
	}
	hosts := breadthOf(&f.From)
	open := openServices(f)
	found := map[string]Level{}
	note := func(name string, l Level) { found[name] = max(found[name], l) }
	switch {
	case open.all():
		return Risk{everyPort.level(hosts), []string{everyPort.Name + from[hosts]}}
	case open.count() > manyPorts:
		return Risk{everyPort.level(hosts), []string{"many ports" + from[hosts]}}
	}
	for i := range risks {
		if r := &risks[i]; open.has(r) {
			note(r.Name, r.level(hosts))
		}
	}
	if l, name := open.rest(f, hosts); name != "" && len(found) == 0 {
		note(name, l)
	}
	return rank(found, hosts)
}

// rank puts reasons in order, and drops those that a worse one makes idle.
func rank(found map[string]Level, hosts breadth) Risk {
	var r Risk
	var names []string
	for name, l := range found {
		names, r.Level = append(names, name), max(r.Level, l)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(found[b], found[a]), cmp.Compare(place(a), place(b)), cmp.Compare(a, b))
	})
	for _, name := range names {
		if found[name] == r.Level && r.Level > None {
			r.Reasons = append(r.Reasons, name+from[hosts])
		}
	}
	return r
}

// place is a reason's place among those of one level: that of the table.
func place(name string) int {
	return slices.IndexFunc(risks, func(r RiskRule) bool { return r.Name == name })
}

// from says who gets in.
var from = [...]string{inside: " from within", few: " from few hosts", many: " from many hosts", anyone: " from anywhere"}

// services are what a finding lets through, at least in part.
type services struct {
	byProtocol [256]netmath.Ports
	others     bool
}

func openServices(f *Finding) *services {
	var open services
	for i := range f.Flows {
		flow := &f.Flows[i]
		ports := destinations(flow.Reach).Union(destinations(flow.Partial))
		if f.Verdict == sim.Unknown {
			ports = destinations(flow.Unknown)
		}
		if ports.Empty() {
			continue
		}
		open.others = open.others || flow.Others
		for _, p := range flow.Protocols {
			open.byProtocol[p] = open.byProtocol[p].Union(ports)
		}
	}
	return &open
}

func (s *services) all() bool {
	return s.byProtocol[netmath.TCP].Full() || s.byProtocol[netmath.UDP].Full()
}

// count is how many ports of TCP and UDP are open.
func (s *services) count() int {
	return s.byProtocol[netmath.TCP].Len() + s.byProtocol[netmath.UDP].Len()
}

func (s *services) has(r *RiskRule) bool {
	return s.byProtocol[netmath.TCP].Overlaps(r.tcp()) || s.byProtocol[netmath.UDP].Overlaps(r.udp())
}

// rest is the risk of what no line of the table is about.
func (s *services) rest(f *Finding, hosts breadth) (Level, string) {
	tcp, udp := s.byProtocol[netmath.TCP], s.byProtocol[netmath.UDP]
	unusual := tcp.Subtract(webPorts).Union(udp.Subtract(publicUDP))
	switch {
	case !unusual.Empty():
		return otherPorts.level(hosts), "an unusual port"
	case tcp.Empty() && udp.Empty() && s.others:
		return otherPorts.level(hosts), "protocols other than TCP, UDP and ICMP"
	case !tcp.Empty() && f.To.At.Kind != graph.AtBalancer && len(f.Forwards) == 0 && hosts > few:
		return Low, "a web server without a load balancer"
	}
	return None, ""
}
