package ways

import (
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Account is what a flow that passes stands on.
type Account struct {
	Carriers []Carrier
	Chokes   []ref.Ref // what every way between the two ends passes, in order
	Others   []Way
}

// A Carrier is a rule that lets the flow pass, or a route that takes it.
type Carrier struct {
	Rule    ref.Ref
	Text    string
	Return  bool // it carries the reply
	Part    Part
	Instead *sim.Step // of a spare: the rule that decides in its place
}

// Part is what a rule does for the flow.
type Part uint8

// The parts.
const (
	Needed Part = iota // without it the flow does not pass
	Spare              // without it the flow passes all the same
	Fixed              // nobody can remove it
)

// String is the part's name in JSON.
func (p Part) String() string { return [...]string{"needed", "spare", "fixed"}[min(p, Fixed)] }

// A Way is a sequence of gateways and appliances by which routes could take the flow.
type Way struct {
	Through []ref.Ref
	Edits   []edit.Edit // routes that would lead there; none if there are some already
	Taken   bool        // the flow then goes there
	Verdict sim.Verdict // and fares so
	Code    graph.Code  // of the first blocker, if it does not pass
}

// Tell accounts for a flow. Of one that does not pass, the account is empty.
func Tell(n whatif.Network, a *sim.Answer) Account {
	if a.Verdict != sim.Reachable && a.Verdict != sim.Partial {
		return Account{}
	}
	t := teller{lab: whatif.NewLab(n, a), graph: n.Graph, answer: a}
	account := Account{Carriers: t.carriers()}
	if m := newMap(n.Graph, a); m != nil {
		account.Chokes, account.Others = m.chokes(), t.others(m)
	}
	return account
}

// A teller tells of one flow.
type teller struct {
	lab    *whatif.Lab
	graph  *graph.Graph
	answer *sim.Answer
}
