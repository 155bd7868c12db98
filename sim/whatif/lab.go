package whatif

import (
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
)

// Sizes of networks, in interfaces.
const (
	maxWhole   = 5000   // larger ones are cut down to what matters
	maxConfirm = 200000 // larger ones are not compiled as a whole to confirm what was found on a part
)

// A Lab asks one question of edited networks.
type Lab struct {
	Asked int // how many edited networks were

	whole, part *Network // the same if the network is small
	question    sim.Question
	from, to    end
}

// A Result is a network with edits done, and the answer there.
type Result struct {
	Edits    []edit.Edit
	Snapshot *topology.Snapshot
	Graph    *graph.Graph
	Answer   *sim.Answer
}

// NewLab is a lab for the question of an answer.
func NewLab(n Network, a *sim.Answer) *Lab {
	l := &Lab{whole: &n, part: &n, question: a.Question, from: endOf(n.Graph, a.Question.From), to: endOf(n.Graph, a.Question.To)}
	if len(n.Snapshot.NetworkInterfaces) > maxWhole {
		l.part = &Network{Snapshot: reduced(n, a), Options: n.Options}
	}
	return l
}

// Question is the question, with its places as they are in the network that was not edited.
func (l *Lab) Question() *sim.Question { return &l.question }

// Ask does edits to what matters of the network, and asks. The error tells why the edits cannot be done, or the question not be asked then.
func (l *Lab) Ask(edits []edit.Edit) (*Result, error) { return l.ask(l.part, edits) }

func (l *Lab) ask(n *Network, edits []edit.Edit) (*Result, error) {
	if n.Graph == nil {
		*n = n.With(n.Snapshot)
	}
	edited, err := n.Edit(edits)
	if err != nil {
		return nil, err
	}
	l.Asked++
	q := l.question
	if q.From, err = l.from.in(edited.Graph); err != nil {
		return nil, err
	}
	if q.To, err = l.to.in(edited.Graph); err != nil {
		return nil, err
	}
	a, err := sim.Trace(edited.Graph, q)
	if err != nil {
		return nil, err
	}
	return &Result{Edits: edits, Snapshot: edited.Snapshot, Graph: edited.Graph, Answer: a}, nil
}

// Confirm reports whether the whole network gives the verdict that a part gave, or is too large to be asked.
func (l *Lab) Confirm(r *Result) bool {
	if l.part == l.whole || len(l.whole.Snapshot.NetworkInterfaces) > maxConfirm {
		return true
	}
	whole, err := l.ask(l.whole, r.Edits)
	return err == nil && whole.Answer.Verdict == r.Answer.Verdict
}
