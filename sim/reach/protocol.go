package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// protocols are what a query asks about, one after the other.
type protocols struct{ all []asked }

// asked is one protocol, or one in place of all that no rule names.
type asked struct {
	service sim.Service
	others  bool
}

// protocolsOf lists the protocols of a service in one family.
func protocolsOf(g *graph.Graph, s sim.Service, f netmath.Family) protocols {
	foreign := [...]netmath.Protocol{netmath.IPv4: netmath.ICMPv6, netmath.IPv6: netmath.ICMP}[f]
	if !s.All {
		if s.Protocol == foreign {
			return protocols{}
		}
		return protocols{[]asked{{service: s}}}
	}
	named := g.NamedProtocols()
	var out protocols
	for _, p := range named {
		if p != foreign {
			out.all = append(out.all, asked{service: sim.Service{Text: p.String(), Protocol: p, Ports: netmath.AllPorts()}})
		}
	}
	for p := range 256 {
		if number := netmath.Protocol(255 - p); !slices.Contains(named, number) {
			out.all = append(out.all, asked{sim.Service{Text: "other protocols", Protocol: number, Ports: netmath.AllPorts()}, true})
			break
		}
	}
	return out
}
