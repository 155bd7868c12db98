package coverage

import (
	"context"
	"fmt"

	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/ways"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// The kinds of what can be looked at.
const (
	groupRules = "security group rules"
	entries    = "network ACL entries"
	routes     = "routes"
	places     = "places"
)

// Of tells what the tests of a file look at. Tests that cannot be asked look at nothing.
func Of(ctx context.Context, w *judge.World, f *language.File, tests []*language.Test, o judge.Options) (report.TestCoverage, error) {
	c := collector{world: w, tracer: sim.NewTracer(w.Graph), touched: map[edit.Thing]bool{}, named: map[graph.Location]bool{}}
	j := judge.New(w, nil, f, o)
	for _, t := range tests {
		flows, named, err := j.Witnesses(ctx, t)
		if ctx.Err() != nil {
			return report.TestCoverage{}, ctx.Err()
		}
		if err != nil || t.Skip != "" {
			continue
		}
		for _, l := range named {
			c.named[l] = true
		}
		for i := range flows {
			c.trace(flows[i])
		}
	}
	out := report.TestCoverage{Path: f.Path, Idle: []report.TestUncovered{}}
	c.rules(&out)
	c.places(&out)
	return out, nil
}

// A collector collects what has a say.
type collector struct {
	world   *judge.World
	tracer  *sim.Tracer
	touched map[edit.Thing]bool
	named   map[graph.Location]bool
}

// trace notes every rule that has a say on a flow's way.
func (c *collector) trace(q sim.Question) {
	a, err := c.tracer.Trace(q)
	if err != nil {
		return
	}
	c.note(a)
	for _, p := range a.Parts {
		c.note(p.Answer)
	}
}

func (c *collector) note(a *sim.Answer) {
	for _, leg := range []*sim.Leg{&a.Forward, &a.Return} {
		for i := range leg.Hops {
			for _, s := range leg.Hops[i].Steps {
				if e, can := ways.Removal(c.world.Graph, s.Rule); can && !leg.Hops[i].Hypothetical {
					c.touched[keyOf(e.What)] = true
				}
			}
		}
	}
}

// keyOf is what a thing is known by: entries by their number, routes by their destination.
func keyOf(t edit.Thing) edit.Thing {
	switch x := t.(type) {
	case edit.Entry:
		return edit.Entry{ACL: x.ACL, Egress: x.Egress, Number: x.Number}
	case edit.Route:
		return edit.Route{Table: x.Table, Destination: x.Destination}
	}
	return t
}

// rules counts rules, entries and routes.
func (c *collector) rules(out *report.TestCoverage) {
	counts := map[string]*report.CoveredKind{groupRules: {Kind: groupRules}, entries: {Kind: entries}, routes: {Kind: routes}}
	for _, piece := range edit.Pieces(c.world.Snapshot) {
		kind := kindOf(piece)
		if kind == "" {
			continue
		}
		counts[kind].All++
		if c.touched[keyOf(piece)] {
			counts[kind].Covered++
			continue
		}
		record := c.world.Edit(edit.Edit{Op: edit.Add, What: piece})
		out.Idle = append(out.Idle, report.TestUncovered{Kind: kind, Component: record.Component, Text: record.Text[len("add to "):]})
	}
	for _, kind := range []string{groupRules, entries, routes} {
		out.Kinds = append(out.Kinds, *counts[kind])
	}
}

func kindOf(t edit.Thing) string {
	switch t.(type) {
	case edit.GroupRule:
		return groupRules
	case edit.Entry:
		return entries
	case edit.Route, edit.Propagation:
		return routes
	}
	return ""
}

// places counts interfaces and load balancers.
func (c *collector) places(out *report.TestCoverage) {
	g := c.world.Graph
	kind := report.CoveredKind{Kind: places}
	add := func(l graph.Location) {
		if kind.All++; c.named[l] {
			kind.Covered++
			return
		}
		r := g.RefOf(l)
		out.Idle = append(out.Idle, report.TestUncovered{
			Kind: places, Component: report.Component{ID: r.ID, Type: r.Kind.String(), Name: g.Name(r)}, Text: c.called(l, r),
		})
	}
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		if !g.IsNode(id) {
			add(graph.Location{Kind: graph.AtInterface, Interface: id})
		}
	}
	for b := range int32(g.NumBalancers()) {
		add(graph.Location{Kind: graph.AtBalancer, Index: b})
	}
	out.Kinds = append(out.Kinds, kind)
}

func (c *collector) called(l graph.Location, r ref.Ref) string {
	if l.Kind == graph.AtInterface {
		if name := c.world.Graph.Interface(l.Interface).Name; name != "" {
			return fmt.Sprintf("%s (%s)", name, r.ID)
		}
	}
	return ref.Short(r.ID)
}
