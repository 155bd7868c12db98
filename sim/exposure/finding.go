package exposure

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Finding is what some senders reach of some targets that fare alike.
type Finding struct {
	From    Senders
	To      Targets
	Family  netmath.Family
	Flows   []reach.Flow
	Verdict sim.Verdict // the best of the flows: reachable, partial or unknown
	Risk    Risk
	Witness sim.Question // a flow of it, of the first target, with the verdict of the finding
	Evidence
	places []*reach.Place // the targets, by class
}

// Senders are who gets in: hosts outside, or interfaces.
type Senders struct {
	At      graph.Location      // the internet, a network outside, or the first interface
	Members []graph.InterfaceID // of interfaces
	Hosts   netmath.AddrSet     // outside: those that get in
	Asked   netmath.AddrSet     // outside: all that were asked about
	Whole   bool                // the internet as a whole was asked about
}

// Outside reports whether the senders are hosts outside the network.
func (s *Senders) Outside() bool { return len(s.Members) == 0 }

// Anywhere reports whether the whole internet gets in.
func (s *Senders) Anywhere() bool { return s.Whole && s.Hosts.Covers(s.Asked) }

// All reports whether everybody outside who was asked about gets in.
func (s *Senders) All() bool { return s.Outside() && s.Hosts.Covers(s.Asked) }

// Targets are what is reached: interfaces, or one load balancer.
type Targets struct {
	At      graph.Location
	Members []graph.InterfaceID // of interfaces
	Hosts   netmath.AddrSet     // outside, if that is where the targets are
}

// Size is how many targets there are.
func (t *Targets) Size() int { return max(1, len(t.Members)) }

// Addresses are those by which the senders of a finding reach its targets, in the order of those.
func (f *Finding) Addresses(g *graph.Graph) []netip.Addr {
	public := f.From.At.Kind == graph.AtInternet
	if f.To.At.Kind == graph.AtBalancer {
		return g.NodeAddresses(f.To.At.Index, f.Family, public || !f.From.Outside() && g.FacesInternet(f.To.At.Index))
	}
	addresses := make([]netip.Addr, len(f.To.Members))
	for i, id := range f.To.Members {
		addresses[i] = g.Primary(id, f.Family)
		if a := g.Public(id, f.Family); public && a.IsValid() { // behind a load balancer there is none
			addresses[i] = a
		}
	}
	return addresses
}

// Sort puts the worst first; of equally bad ones, those that more hosts reach, then by account, Region, VPC, name and id.
func Sort(g *graph.Graph, all []Finding) {
	keys := make(map[*Finding]sortKey, len(all))
	pointers := make([]*Finding, len(all))
	for i := range all {
		pointers[i] = &all[i]
		keys[&all[i]] = keyOf(g, &all[i])
	}
	slices.SortStableFunc(pointers, func(a, b *Finding) int {
		x, y := keys[a], keys[b]
		return cmp.Or(
			cmp.Compare(b.Risk.Level, a.Risk.Level), cmp.Compare(y.breadth, x.breadth), slices.Compare(x.words[:], y.words[:]),
			cmp.Compare(a.Family, b.Family),
		)
	})
	sorted := make([]Finding, len(all))
	for i, f := range pointers {
		sorted[i] = *f
	}
	copy(all, sorted)
}

// A sortKey orders findings of one level.
type sortKey struct {
	breadth breadth
	words   [5]string
}

func keyOf(g *graph.Graph, f *Finding) sortKey {
	return sortKey{breadthOf(&f.From), placeWords(g, f.To.At)}
}

// placeWords are account, Region, VPC, name and id of a place.
func placeWords(g *graph.Graph, l graph.Location) [5]string {
	r := g.RefOf(l)
	if l.Kind == graph.AtBalancer {
		if nodes := g.Nodes(l.Index); len(nodes) > 0 {
			l = graph.Location{Kind: graph.AtInterface, Interface: nodes[0]}
		}
	}
	if l.Kind != graph.AtInterface {
		return [5]string{3: g.Name(r), 4: r.ID}
	}
	info := g.Interface(l.Interface)
	name := g.Name(r)
	if r.Kind == ref.NetworkInterface {
		name = info.Name
	}
	return [5]string{info.Account, info.Region, info.Vpc.ID, name, r.ID}
}

func (s *Senders) internet() bool { return s.At.Kind == graph.AtInternet }
