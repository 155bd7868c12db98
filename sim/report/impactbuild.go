package report

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/ref"
)

// A ChangedNetwork is one of the two networks of an impact in the words of whoever asked.
type ChangedNetwork struct {
	Name     string
	Commands *Commands // nil where no command asks about it
}

// An impactBuilder makes the record of one result.
type impactBuilder struct {
	result   *impact.Result
	networks [2]ChangedNetwork
	builders [2]*Builder
	vpcs     [2]map[ref.Ref]string
	numbers  []int // of the result's changes in the record, -1 of those that are left out
}

// NewImpact makes the record of what changes do.
func NewImpact(r *impact.Result, before, after ChangedNetwork) *Impact {
	b := &impactBuilder{result: r, networks: [2]ChangedNetwork{before, after}}
	for i, g := range []*graph.Graph{r.Before.Graph, r.After.Graph} {
		b.builders[i] = NewBuilder(g, b.networks[i].Name)
		b.vpcs[i] = b.builders[i].vpcNames(b.groups(i))
	}
	out := &Impact{
		Schema: ImpactSchema, Before: before.Name, After: after.Name, Changes: []ImpactChange{}, Effects: []ImpactEffect{}, Places: []ImpactPlace{},
		Totals: impactTotals(r), Notes: []string{},
	}
	b.number()
	for i := range r.Changes {
		if b.numbers[i] >= 0 {
			out.Changes = append(out.Changes, b.change(&r.Changes[i]))
		}
	}
	tellApart(out.Changes)
	for i := range r.Effects {
		out.Effects = append(out.Effects, b.effect(&r.Effects[i]))
	}
	for _, note := range append(b.incomplete(), b.supposed(), b.unresolved(), b.notModelled(), b.leftOut(), b.unsought()) {
		if note != "" {
			out.Notes = append(out.Notes, note)
		}
	}
	for i := range r.Places {
		out.Places = append(out.Places, b.place(&r.Places[i]))
	}
	return out
}

// number leaves out what changes of the documents and not of the network, unless something is the way it is for that.
func (b *impactBuilder) number() {
	next := 0
	for i := range b.result.Changes {
		b.numbers = append(b.numbers, next)
		if (b.result.Changes[i].Ref.Kind == ref.Document || hearsay(&b.result.Changes[i])) && !b.matters(i) {
			b.numbers[i] = -1
		} else {
			next++
		}
	}
}

// hearsay reports whether a resource is not new, but only named by what is: no document tells of it, nor does a plan make it.
func hearsay(c *diff.Change) bool {
	return c.Op == diff.Added && !c.IsRule() && c.Address == "" && c.Source.Line == 0 && !strings.Contains(c.Ref.ID, "#")
}

// tellApart gives changes that read the same, such as those of a NAT gateway and its interface, ids.
func tellApart(changes []ImpactChange) {
	same := map[string]int{}
	for i := range changes {
		same[changes[i].Text]++
	}
	for i := range changes {
		c := &changes[i]
		if id := c.Resource.ShortID(); same[c.Text] > 1 && c.Resource.Name != "" && id != c.Resource.Name {
			c.Text = strings.Replace(c.Text, c.Resource.Name, c.Resource.Name+" ("+strings.TrimPrefix(id, c.Resource.Name)+")", 1)
		}
	}
}

// matters reports whether a change is in a cause.
func (b *impactBuilder) matters(change int) bool {
	return slices.ContainsFunc(b.result.Effects, func(e impact.Effect) bool {
		return slices.ContainsFunc(e.Causes, func(c impact.Cause) bool { return slices.Contains(c.Changes, change) })
	})
}

func impactTotals(r *impact.Result) ImpactTotals {
	t := ImpactTotals{
		Opened: r.Count(impact.Opened), Widened: r.Count(impact.Widened), Closed: r.Count(impact.Closed), Narrowed: r.Count(impact.Narrowed),
		Rerouted: r.Count(impact.Rerouted), Undetermined: r.Count(impact.Undetermined), Unchanged: r.Unchanged, Pairs: r.Asked,
	}
	for i := range r.Effects {
		if e := &r.Effects[i]; e.Exposes(r.Graph(e)) {
			t.Exposures++
		}
	}
	return t
}

// groups are the effects of one network as groups, for the names of their VPCs.
func (b *impactBuilder) groups(world int) []reach.Group {
	var all []reach.Group
	for i := range b.result.Effects {
		if e := &b.result.Effects[i]; b.world(e) == world {
			all = append(all, reach.Group{From: e.From, To: e.To})
		}
	}
	return all
}

// world is the network that the places of an effect are of.
func (b *impactBuilder) world(e *impact.Effect) int {
	if e.InBefore {
		return 0
	}
	return 1
}

// called is what people call a resource, which may be in one of the networks only: by the address in a plan, where it has one.
func (b *impactBuilder) called(r ref.Ref) string {
	c := b.component(r)
	if r.Kind == ref.SecurityGroup && c.Name == "default" { // every VPC has one
		return cmp.Or(ref.Short(c.ID), c.Name)
	}
	return cmp.Or(c.Name, ref.Short(c.ID))
}

func (b *impactBuilder) component(r ref.Ref) Component {
	for _, world := range []int{1, 0} {
		if c := b.builders[world].component(r); c.Name != "" {
			return c
		}
	}
	return b.builders[1].component(r)
}

func (b *impactBuilder) change(c *diff.Change) ImpactChange {
	out := ImpactChange{
		Op: c.Op.String(), Resource: b.component(c.Ref), Rule: c.Ref.Rule, Fields: c.Fields, Address: c.Address, Text: c.Text(b.called),
	}
	s := b.result.Before.Snapshot
	if c.After {
		s = b.result.After.Snapshot
	}
	out.At = positionOf(s, c.Source)
	return out
}

// positionOf is where something was read.
func positionOf(s *topology.Snapshot, source topology.Source) Position {
	if source.Line <= 0 || int(source.Document) >= len(s.Documents) {
		return Position{}
	}
	return Position{Path: s.Documents[source.Document].Path, Line: int(source.Line)}
}

func (b *impactBuilder) effect(e *impact.Effect) ImpactEffect {
	world := b.world(e)
	builder, commands := b.builders[world], b.networks[world].Commands
	out := ImpactEffect{
		Kind: e.Kind.String(), Was: e.Was.String(), Is: e.Is.String(), Boundary: e.Boundary.String(), Risk: e.Risk.Level.String(),
		Reasons: append([]string{}, e.Risk.Reasons...), From: builder.parties(e.From, b.vpcs[world]), To: builder.parties(e.To, b.vpcs[world]),
		Exposes: e.Exposes(b.result.Graph(e)), InBefore: e.InBefore, Services: []string{}, Families: []ReachShare{}, Pairs: e.Pairs, Causes: []ImpactCause{}, Search: e.Search.String(),
		Connection: e.Ending.String(), Leaves: b.components(e.Detour.Leaves), Takes: b.components(e.Detour.Takes),
	}
	for i := range e.Shares {
		s := reachShare(&e.Shares[i], sim.EphemeralPorts(), commands)
		out.Families = append(out.Families, s)
		for _, word := range s.Services {
			if !slices.Contains(out.Services, word) {
				out.Services = append(out.Services, word)
			}
		}
	}
	for _, c := range e.Causes {
		numbers := make([]int, len(c.Changes))
		for i, n := range c.Changes {
			numbers[i] = b.numbers[n]
		}
		out.Causes = append(out.Causes, ImpactCause{numbers})
	}
	out.Command = commands.Trace(&e.Witness)
	out.Before, out.After = b.trace(0, e, e.Before), b.trace(1, e, e.After)
	out.Why = reasonOf(e)
	return out
}

func (b *impactBuilder) components(refs []ref.Ref) []Component {
	var out []Component
	for _, r := range refs {
		out = append(out, b.component(r))
	}
	return out
}

// trace is an answer about the witness of an effect in one of the networks, if there is one.
func (b *impactBuilder) trace(world int, e *impact.Effect, a *sim.Answer) *Trace {
	if a == nil {
		return nil
	}
	builder := b.builders[world]
	asked := Asked{From: b.called(builder.network.RefOf(a.Question.From)), To: b.called(builder.network.RefOf(a.Question.To))}
	t := builder.Trace(a, asked)
	return &t
}

// reasonOf is the first blocker or doubt of an effect's witness, on the side where it does not pass for certain.
func reasonOf(e *impact.Effect) *Reason {
	a := e.After
	if e.Opens() && e.Is != sim.Unknown {
		return nil
	}
	if a == nil {
		return nil
	}
	for i := range a.Explanations {
		if x := &a.Explanations[i]; !x.Context {
			return &Reason{Code: string(x.Code), Message: x.Message}
		}
	}
	return nil
}

// addresses are those of a place in one of the networks. Of those that AWS has not chosen yet it is told where they come from.
func (b *impactBuilder) addresses(world int, id string, all []netip.Addr) []string {
	g := b.result.After.Graph
	if world == 0 {
		g = b.result.Before.Graph
	}
	texts := []string{}
	for _, a := range all {
		switch block := g.StandsFor(id, a); {
		case block.IsValid():
			texts = append(texts, "an address of "+block.String())
		case provision.PublicStandIns.Contains(a):
			texts = append(texts, "a public address")
		default:
			texts = append(texts, a.String())
		}
	}
	return texts
}

func (b *impactBuilder) place(p *impact.PlaceChange) ImpactPlace {
	c := b.component(p.Ref)
	c.Name = cmp.Or(c.Name, p.Name)
	old := p.Ref
	out := ImpactPlace{Op: p.Op.String(), Place: c}
	if !p.Replaces.IsZero() {
		old, out.Replaces = p.Replaces, b.builders[0].componentOrNil(p.Replaces)
	}
	out.Gains, out.Loses = b.addresses(1, p.Ref.ID, p.Gains), b.addresses(0, old.ID, p.Loses)
	return out
}
