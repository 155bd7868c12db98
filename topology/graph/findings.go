package graph

import (
	"slices"
	"sync"

	"github.com/dryhop/dryhop/topology"
)

// findings are what compiling a graph found wrong or odd, stage by stage. What an edit of routes changes of it is found when it is asked for.
type findings struct {
	fixed  [][]topology.Diagnostic // by stage; of those that judge again nothing
	judged func() [][]topology.Diagnostic
}

func newFindings() *findings {
	judged := make([][]topology.Diagnostic, len(stages))
	return &findings{
		fixed:  make([][]topology.Diagnostic, len(stages)),
		judged: func() [][]topology.Diagnostic { return judged },
	}
}

// take keeps what a stage found.
func (f *findings) take(i int, found []topology.Diagnostic) {
	if stages[i].again {
		f.judged()[i] = found
	} else {
		f.fixed[i] = found
	}
}

// rejudged are the findings where routes are others than before.
func (f *findings) rejudged(c *compiler) *findings {
	return &findings{fixed: f.fixed, judged: sync.OnceValue(func() [][]topology.Diagnostic {
		judged := make([][]topology.Diagnostic, len(stages))
		for i, stage := range stages {
			if stage.again {
				judge := &compiler{g: c.g, s: c.s}
				stage.do(judge)
				judged[i] = judge.diagnostics
			}
		}
		return judged
	})}
}

// Diagnostics are what Compile found of this graph's snapshot.
func (g *Graph) Diagnostics() []topology.Diagnostic {
	var all []topology.Diagnostic
	judged := g.findings.judged()
	for i := range stages {
		all = append(all, g.findings.fixed[i]...)
		all = append(all, judged[i]...)
	}
	return slices.Clip(all)
}
