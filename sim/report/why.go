package report

import (
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/ways"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Why is what a flow that passes stands on.
type Why struct {
	Carriers []Carrier   `json:"carriers"` // rules and routes, in the order met
	Chokes   []Component `json:"chokes"`   // what no way between the two ends gets round, in order
	Others   []Way       `json:"others"`   // ways that routes could lead the flow, shortest first
}

// A Carrier is a rule that lets a flow pass, or a route that takes it.
type Carrier struct {
	Part     string    `json:"part"` // needed, spare or fixed
	Leg      string    `json:"leg"`  // forward or return
	Rule     string    `json:"rule"` // KIND/ID#RULE
	Resource Component `json:"resource"`
	Text     string    `json:"text"`
	Instead  string    `json:"instead,omitempty"` // of a spare: the rule that decides in its place
}

// A Way is what a flow would go through on another way.
type Way struct {
	Through []Component `json:"through"`
	Edits   []Edit      `json:"edits"`          // routes that would lead there; none if there are some
	Taken   bool        `json:"taken"`          // the flow then goes there
	Verdict string      `json:"verdict"`        // and fares so
	Code    string      `json:"code,omitempty"` // of the first blocker
}

// Why makes the record of an account.
func (b *Builder) Why(a *ways.Account) *Why {
	w := &Why{Carriers: []Carrier{}, Chokes: b.components(a.Chokes), Others: []Way{}}
	for i := range a.Carriers {
		w.Carriers = append(w.Carriers, b.carrier(&a.Carriers[i]))
	}
	for _, o := range a.Others {
		w.Others = append(w.Others, Way{b.components(o.Through), b.edits(o.Edits), o.Taken, o.Verdict.String(), string(o.Code)})
	}
	return w
}

func (b *Builder) carrier(c *ways.Carrier) Carrier {
	out := Carrier{Part: c.Part.String(), Leg: "forward", Rule: c.Rule.String(), Resource: b.component(c.Rule), Text: c.Text}
	if c.Return {
		out.Leg = "return"
	}
	if c.Instead != nil {
		out.Instead = instead(c.Rule, c.Instead)
	}
	return out
}

// instead names a rule: by the rule alone, if it is one of the same resource.
func instead(of ref.Ref, s *sim.Step) string {
	if s.Rule.Resource() == of.Resource() {
		return s.Rule.Rule
	}
	return s.Rule.String()
}

func (b *Builder) components(all []ref.Ref) []Component {
	out := []Component{}
	for _, r := range all {
		out = append(out, b.component(r))
	}
	return out
}
