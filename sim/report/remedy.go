package report

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/remedy"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Remedy is a smallest set of edits that was found to open a flow.
type Remedy struct {
	Verdict   string        `json:"verdict"`   // of the flow once all edits are done
	Edits     []Edit        `json:"edits"`     // none can be left out; empty if no edit helps
	Obstacles []Explanation `json:"obstacles"` // blockers that no edit takes away: then the edits are for what is beside them
	Doubts    []Explanation `json:"doubts"`    // what the snapshot does not tell once the edits are done
	Tried     int           `json:"tried"`     // how many edited networks were asked
	GaveUp    bool          `json:"gave_up"`   // there were more to try
}

// An Edit is one change of the network.
type Edit struct {
	Edit      string    `json:"edit"` // as it is parsed: "add sg-0a1 ingress tcp/5432 from sg-0b2"
	Text      string    `json:"text"` // with names: "add to orders (sg-0a1): ingress tcp/5432 from web (sg-0b2)"
	Component Component `json:"component"`
}

// Remedies are the records of a plan to open a flow: none of one that passes.
func (b *Builder) Remedies(a *sim.Answer, p *remedy.Plan) []Remedy {
	if len(p.Edits) == 0 && len(p.Obstacles) == 0 {
		return nil
	}
	r := Remedy{
		Verdict: p.After.String(), Edits: b.edits(p.Edits), Tried: p.Tried, GaveUp: p.GaveUp,
		Obstacles: b.explanationsOf(a.Flow.Protocol, p.Obstacles), Doubts: b.explanationsOf(a.Flow.Protocol, p.Doubts),
	}
	return []Remedy{r}
}

func (b *Builder) edits(all []edit.Edit) []Edit {
	out := []Edit{}
	for _, e := range all {
		out = append(out, b.Edit(e))
	}
	return out
}

// Edit makes the record of an edit.
func (b *Builder) Edit(e edit.Edit) Edit {
	return Edit{e.String(), e.Text(b.label), b.component(b.known(e.Ref()))}
}

func (b *Builder) explanationsOf(p netmath.Protocol, all []sim.Explanation) []Explanation {
	out := []Explanation{}
	for i := range all {
		out = append(out, b.explanation(&all[i], p))
	}
	return out
}

// known is a reference with the kind of resource that its id names.
func (b *Builder) known(r ref.Ref) ref.Ref {
	if r.Kind == ref.Other {
		r.Kind = edit.KindIn(b.network, r.ID)
	}
	return r
}

// label names a resource as people do: its name, with the id behind it.
func (b *Builder) label(r ref.Ref) string {
	c := b.component(b.known(r))
	if c.Name == "" || c.Name == c.ShortID() {
		return c.ShortID()
	}
	return c.Name + " (" + c.ShortID() + ")"
}
