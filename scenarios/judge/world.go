package judge

import (
	"slices"
	"sync"

	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/provision"
)

// A World is a network that tests are about. What the tests of a file share is made once: it is safe for concurrent use.
type World struct {
	Name      string // of the snapshot, for people
	Arguments string // the flags that name it, each with a space before it
	Snapshot  *topology.Snapshot
	Options   graph.Options
	Graph     *graph.Graph

	solver  func() *reach.Solver
	index   func() *selector.Index
	builder func() *report.Builder
	nodes   func() map[graph.InterfaceID]int32 // load balancers by the interfaces of their nodes
}

// NewWorld compiles a snapshot.
func NewWorld(name, arguments string, s *topology.Snapshot, opt graph.Options) *World {
	if slices.Contains(opt.Assume, graph.AssumeHostInSubnet) {
		s = provision.SupposeHosts(s)[0]
	}
	return newWorld(name, arguments, whatif.Network{Options: opt}.With(s))
}

// Edited is the network with an edit done. The error tells why it cannot be done.
func (w *World) Edited(e edit.Edit) (*World, error) {
	n, err := w.editable().Edit([]edit.Edit{e})
	if err != nil {
		return nil, err
	}
	return newWorld(w.Name, w.Arguments, n), nil
}

func newWorld(name, arguments string, n whatif.Network) *World {
	g := n.Graph
	w := &World{Name: name, Arguments: arguments, Snapshot: n.Snapshot, Options: n.Options, Graph: g}
	w.solver = sync.OnceValue(func() *reach.Solver { return reach.New(g) })
	w.index = sync.OnceValue(func() *selector.Index { return selector.NewIndex(g) })
	w.builder = sync.OnceValue(func() *report.Builder { return report.NewBuilder(g, name) })
	w.nodes = sync.OnceValue(func() map[graph.InterfaceID]int32 { return balancersByNode(g) })
	return w
}

// editable is the network as what edits are done to.
func (w *World) editable() whatif.Network {
	return whatif.Network{Snapshot: w.Snapshot, Options: w.Options, Graph: w.Graph}
}

// commands print questions as commands.
func (w *World) commands() *report.Commands {
	return &report.Commands{Graph: w.Graph, Index: w.index(), Arguments: w.Arguments}
}

// balancersByNode are the load balancers by the interfaces of their nodes.
func balancersByNode(g *graph.Graph) map[graph.InterfaceID]int32 {
	nodes := map[graph.InterfaceID]int32{}
	for b := range int32(g.NumBalancers()) {
		for _, id := range g.Nodes(b) {
			nodes[id] = b
		}
	}
	return nodes
}

// Solver answers questions about all flows of the network.
func (w *World) Solver() *reach.Solver { return w.solver() }

// Edit is the record of an edit, with the names of the network.
func (w *World) Edit(e edit.Edit) report.Edit { return w.builder().Edit(e) }

// Index finds what words stand for in the network.
func (w *World) Index() *selector.Index { return w.index() }

// Builder makes records about the network.
func (w *World) Builder() *report.Builder { return w.builder() }

// Commands print questions about the network as commands.
func (w *World) Commands() *report.Commands { return w.commands() }
