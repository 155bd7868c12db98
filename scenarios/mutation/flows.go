package mutation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// maxCompared is in how large a network, in interfaces, all flows are compared. In larger ones a mutant that no test notices counts as
// a survivor.
const maxCompared = 2000

// flows are what passes between any two places of a network: comparable from one network to another.
type flows map[pair]*passing

type pair struct {
	from, to ref.Ref
	family   netmath.Family
}

// passing is what passes of a pair: the hosts outside that fare alike, by how they fare.
type passing struct {
	hosts map[string]netmath.AddrSet
	any   bool // something passes certainly
}

// flowsOf lists every flow; nil of a network that is too large.
func flowsOf(ctx context.Context, w *judge.World) (flows, error) {
	if w.Graph.NumInterfaces() > maxCompared {
		return nil, nil
	}
	all := flows{}
	everywhere := reach.Ends{All: true}
	_, err := w.Solver().Each(ctx, reach.Query{From: everywhere, To: everywhere, Service: sim.AnyService()}, func(p reach.Passage) error {
		text, any := flowText(p.Flows)
		for _, from := range locations(p.From) {
			for _, to := range locations(p.To) {
				if from != to {
					all.add(pair{w.Graph.RefOf(from), w.Graph.RefOf(to), p.Family}, p.Hosts, text, any)
				}
			}
		}
		return nil
	})
	return all, err
}

func locations(p *reach.Place) []graph.Location {
	if len(p.Members) == 0 {
		return []graph.Location{p.Location}
	}
	all := make([]graph.Location, len(p.Members))
	for i, id := range p.Members {
		all[i] = graph.Location{Kind: graph.AtInterface, Interface: id}
	}
	return all
}

func (f flows) add(at pair, hosts netmath.AddrSet, text string, any bool) {
	p := f[at]
	if p == nil {
		p = &passing{hosts: map[string]netmath.AddrSet{}}
		f[at] = p
	}
	p.hosts[text] = p.hosts[text].Union(hosts)
	p.any = p.any || any
}

// flowText is what passes of each protocol. Protocols that fare as all that no rule names are left out: which these are depends on the
// rules.
func flowText(all []reach.Flow) (text string, any bool) {
	others := ""
	byProtocol := map[netmath.Protocol]string{}
	for i := range all {
		words := pairsText(all[i].Reach) + "/" + pairsText(all[i].Partial) + "/" + pairsText(all[i].Unknown)
		any = any || len(all[i].Reach) > 0
		for _, p := range all[i].Protocols {
			byProtocol[p] = words
		}
		if all[i].Others {
			others = words
		}
	}
	var words []string
	for p, text := range byProtocol {
		if text != others {
			words = append(words, fmt.Sprintf("%d %s", p, text))
		}
	}
	slices.Sort(words)
	return "others " + others + "; " + strings.Join(words, "; "), any
}

func pairsText(pairs []sim.PortPair) string {
	words := make([]string, len(pairs))
	for i, p := range pairs {
		words[i] = fmt.Sprintf("%v>%v", p.SrcPorts, p.DstPorts)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// compare counts the pairs of places that another network connects, those that it parts, and those between which something else passes.
func (f flows) compare(o flows) (opened, closed, changed int) {
	for at, p := range f {
		switch q := o[at]; {
		case q == nil || p.any && !q.any:
			closed++
		case !p.any && q.any:
			opened++
		case !p.same(q):
			changed++
		}
	}
	for at := range o {
		if f[at] == nil {
			opened++
		}
	}
	return opened, closed, changed
}

func (p *passing) same(o *passing) bool {
	if len(p.hosts) != len(o.hosts) {
		return false
	}
	for text, hosts := range p.hosts {
		if other, ok := o.hosts[text]; !ok || !hosts.Equal(other) {
			return false
		}
	}
	return true
}
