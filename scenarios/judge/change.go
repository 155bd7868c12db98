package judge

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// difference is what the change of the file does. It is found once for all tests.
func (j *Judge) difference(r *run) (*impact.Result, error) {
	if j.before == nil {
		return nil, j.file.Problem(r.test.Key("expect"), 6, "%s is about a change, and none is given: write \"given: {change: PATH}\", or give --change PATH", r.test.Expect)
	}
	j.changed.Do(func() {
		j.result, j.failed = impact.Of(r.ctx, j.before.editable(), j.world.editable(), impact.Query{NoCauses: j.options.Silent})
	})
	return j.result, j.failed
}

// noNewExposure wants the change to open nothing to the internet.
func (r *run) noNewExposure() error {
	return r.change(func(e *impact.Effect) bool { return e.Opens() && e.FromInternet() })
}

// noOtherChange wants the change to open, close and reroute nothing but what is allowed.
func (r *run) noOtherChange() error {
	return r.change(func(*impact.Effect) bool { return true })
}

// change fails the test for the effects that count, but for what is allowed.
func (r *run) change(counts func(*impact.Effect) bool) error {
	result, err := r.difference(r)
	if err != nil {
		return err
	}
	var allowed [2][]exception // in the network after and before
	for i := range allowed {
		if allowed[i], err = r.exceptionsIn(i > 0); err != nil {
			return err
		}
	}
	r.out.Pairs += result.Asked
	for i := range result.Effects {
		e := &result.Effects[i]
		if !counts(e) {
			continue
		}
		at, may := r.world, allowed[0]
		if e.InBefore {
			at, may = r.before, allowed[1]
		}
		for _, share := range e.Shares {
			r.affected(result, e, share, at, may)
		}
	}
	return nil
}

// affected fails the test for what of an effect is not allowed, in one family.
func (r *run) affected(result *impact.Result, e *impact.Effect, share reach.Share, at *World, may []exception) {
	flows := make([]reach.Flow, len(share.Lanes))
	for i, lane := range share.Lanes {
		flows[i] = reach.Flow{Protocols: lane.Protocols, Others: lane.Others, Reach: lane.Pairs}
	}
	for i := range e.From {
		for j := range e.To {
			p := reach.Passage{From: placeOf(&e.From[i], at.Graph), To: placeOf(&e.To[j], at.Graph), Family: share.Family, Hosts: share.Hosts, Flows: flows, Witness: share.Witness}
			if outside := outsideOf(&p); outside != nil && p.Hosts.Empty() {
				p.Hosts = outside.Hosts.Of(share.Family)
			}
			if !ask(&p) {
				continue
			}
			for _, rest := range cutAll(at.Graph, p, may) {
				r.effect(result, e, &rest, at)
			}
		}
	}
}

// placeOf is the places of a party.
func placeOf(p *reach.Party, g *graph.Graph) *reach.Place {
	out := &reach.Place{Location: p.Places[0]}
	for _, l := range p.Places {
		if l.Kind == graph.AtInterface {
			out.Members = append(out.Members, l.Interface)
		}
	}
	switch out.Location.Kind {
	case graph.AtInternet:
		out.Hosts = elsewhere(g)
	case graph.AtExternalNetwork:
		out.Hosts = externalHosts(g, out.Location.Index)
	}
	return out
}

func outsideOf(p *reach.Passage) *reach.Place {
	for _, end := range []*reach.Place{p.From, p.To} {
		if end.Outside() {
			return end
		}
	}
	return nil
}

// effect notes one thing that the change does and should not.
func (r *run) effect(result *impact.Result, e *impact.Effect, p *reach.Passage, at *World) {
	f := report.TestFailure{Unknown: e.Kind == impact.Undetermined}
	if r.options.Silent {
		r.fail(f, nil)
		return
	}
	q := reach.Query{From: reach.Ends{All: true}, To: reach.Ends{All: true}}
	q.Service.All = true
	commands := at.commands()
	for _, x := range at.solver().Excerpts(q)(p) {
		line := at.builder().Passage(p, &x, q.Sources(), commands)
		f.Found = fmt.Sprintf("%s: %s → %s  %s", e.Kind, endText(&line.From, &line.ReachShare), endText(&line.To, &line.ReachShare), servicesText(line.Services))
		if at == r.world {
			f.Next = line.Trace
		}
		r.fail(f, func(f *report.TestFailure) {
			for _, cause := range e.Causes {
				f.Because = append(f.Because, causeText(result, &cause, r.label))
			}
			if e.Risk.Level > exposure.None && e.Opens() {
				f.Because = append(f.Because, "risk: "+e.Risk.Level.String())
			}
			if e.After != nil {
				f.Path, f.Steps = r.path(e.After), r.steps(e.After)
			}
			f.Fix = []string{"leave out what causes it, or add it to \"allow\" of this test, with a reason and an until date"}
		})
	}
}

// causeText is the changes that bring an effect about together.
func causeText(result *impact.Result, c *impact.Cause, names func(ref.Ref) string) string {
	var words []string
	for _, i := range c.Changes {
		text := result.Changes[i].Text(names)
		if a := result.Changes[i].Address; a != "" {
			text += " (" + a + ")"
		}
		words = append(words, text)
	}
	return strings.Join(words, " and ")
}
