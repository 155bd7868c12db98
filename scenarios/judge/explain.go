package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/remedy"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/ways"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// offend notes flows that should not pass: what certainly passes, at least in part, apart from what may.
func (r *run) offend(q reach.Query, p *reach.Passage, label string) {
	if r.options.Silent {
		for i := range p.Flows {
			r.fail(report.TestFailure{Unknown: len(p.Flows[i].Reach)+len(p.Flows[i].Partial) == 0}, nil)
		}
		return
	}
	for _, x := range r.world.solver().Excerpts(q)(p) {
		line := r.world.builder().Passage(p, &x, q.Sources(), r.world.commands())
		found := fmt.Sprintf("%s → %s  %s", endText(&line.From, &line.ReachShare), endText(&line.To, &line.ReachShare), servicesText(line.Services))
		if label != "" {
			found += ", " + label
		}
		switch x.Verdict {
		case sim.Unknown:
			found += ": the snapshot does not tell"
		case sim.Partial:
			found += " on some of the ways that AWS chooses among"
		}
		r.fail(report.TestFailure{Unknown: x.Verdict == sim.Unknown, Found: found, Next: line.Trace}, func(f *report.TestFailure) {
			r.explainPassing(f, &x.Witness)
		})
	}
}

// addGaps notes flows that do not certainly pass, and should.
func (r *run) addGaps(gaps *reach.Gaps, q reach.Query) {
	m := gaps.Missing(maxFailures)
	shown, doubtful := 0, 0
	for i := range m.Gaps {
		gap := &m.Gaps[i]
		if shown += gap.Pairs; gap.Doubtful {
			doubtful += gap.Pairs
		}
		found := fmt.Sprintf("%s → %s  %s  does not pass", r.gapEnd(gap.From, gap), r.gapEnd(gap.To, gap), serviceText(gap.Witness.Service))
		if gap.Doubtful {
			found = strings.TrimSuffix(found, "does not pass") + "may pass or not: the snapshot does not tell"
		}
		if family := onlyFamily(gap, q); family != "" {
			found += " (" + family + ")"
		}
		r.fail(report.TestFailure{Unknown: gap.Doubtful, Found: found, Next: r.world.commands().Trace(&gap.Witness)}, func(f *report.TestFailure) {
			r.explainBlocked(f, gap.Witness)
		})
	}
	if left := m.Pairs - shown; left > 0 {
		r.out.More += left
		r.doubtful += m.Doubtful - doubtful
		r.certain += left - (m.Doubtful - doubtful)
	}
	if m.Pairs > 0 && m.Asked > 1 {
		r.out.Notes = append(r.out.Notes, fmt.Sprintf("it holds for %d of %d pairs of places", m.Asked-m.Pairs, m.Asked))
	}
}

func onlyFamily(gap *reach.Gap, q reach.Query) string {
	if len(q.Families) == 1 {
		return ""
	}
	return map[netmath.Family]string{netmath.IPv4: "IPv4", netmath.IPv6: "IPv6"}[gap.Family]
}

// gapEnd is one end of a gap for people.
func (r *run) gapEnd(p *reach.Place, gap *reach.Gap) string {
	end := r.world.builder().PassageEnd(p)
	share := report.ReachShare{}
	if p.Outside() {
		share.Hosts = hostTexts(gap.Hosts)
	}
	return endText(&end, &share)
}

func hostTexts(hosts netmath.AddrSet) []string {
	const few = 3
	var texts []string
	for _, p := range hosts.Prefixes() {
		texts = append(texts, p.String())
	}
	if len(texts) > few {
		return nil
	}
	return texts
}

// endText is an end of a passage: what it is called, its id and address, and how many more are like it.
func endText(e *report.PassageEnd, s *report.ReachShare) string {
	text := e.Called()
	if e.Type == ref.NetworkInterface.String() || e.Type == ref.Instance.String() {
		inner := slices.DeleteFunc([]string{e.ShortID(), e.Address, e.Public}, func(w string) bool { return w == "" || w == text })
		text += " (" + strings.Join(inner, ", ") + ")"
	} else if len(s.Hosts) > 0 && (e.Type == ref.Internet.String() || e.Type == ref.ExternalNetwork.String()) {
		hosts := s.Hosts
		prefix := " "
		if len(s.Except) > 0 && len(s.Except) < len(hosts) {
			hosts, prefix = s.Except, " except "
		}
		if len(hosts) > 3 {
			hosts = append(slices.Clone(hosts[:3]), fmt.Sprintf("and %d more blocks", len(hosts)-3))
		}
		text += prefix + strings.Join(hosts, ", ")
	}
	if e.Count > 1 {
		text += fmt.Sprintf(" and %d more", e.Count-1)
	}
	return text
}

func servicesText(words []string) string {
	const few = 6
	if len(words) <= few+1 {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:few], ", "), len(words)-few)
}

func serviceText(s sim.Service) string {
	switch {
	case s.All:
		return "everything"
	case s.Protocol.IsICMP() && s.Text != "":
		return s.Text
	case s.Protocol.HasPorts() && !s.Ports.Full():
		return fmt.Sprintf("%v/%v", s.Protocol, s.Ports)
	}
	return s.Protocol.String()
}

// explainPassing tells by which rules a flow passes that should not, and what would stop it.
func (r *run) explainPassing(f *report.TestFailure, q *sim.Question) {
	a, err := sim.NewTracer(r.world.Graph).Trace(*q)
	if err != nil {
		return
	}
	f.Path, f.Steps = r.path(a), r.steps(a)
	if f.Unknown {
		r.addMissing(f, a)
		return
	}
	var rules []sim.Step
	for i := range a.Forward.Hops {
		for _, s := range a.Forward.Hops[i].Steps {
			if s.Verdict == sim.Allow && !s.Rule.IsZero() {
				rules = append(rules, s)
			}
		}
	}
	if len(rules) > 0 {
		last := rules[len(rules)-1]
		f.Because = append(f.Because, r.ruleText(last.Rule, last.Text))
	}
	f.Fix = r.closing(a, rules)
}

// closing looks for one rule or route without which a flow does not pass, from its destination backwards.
func (r *run) closing(a *sim.Answer, rules []sim.Step) []string {
	lab := whatif.NewLab(r.world.editable(), a)
	for _, s := range slices.Backward(rules) {
		e, can := ways.Removal(r.world.Graph, s.Rule)
		if !can {
			continue
		}
		result, err := lab.Ask([]edit.Edit{e})
		if err == nil && result.Answer.Verdict == sim.Unreachable {
			fix := []string{e.Text(r.label)}
			if slices.Contains([]string{"blocked", "only-from", "exposed-only", "isolated"}, r.out.Expect) {
				fix = append(fix, "or add it to \"allow\" of this test, with a reason and an until date")
			}
			return fix
		}
	}
	if len(rules) > 0 {
		return []string{"no single rule lets it pass: dryhop trace --why tells what it stands on"}
	}
	return nil
}

// explainBlocked tells what stops a flow that should pass, and what would open it.
func (r *run) explainBlocked(f *report.TestFailure, q sim.Question) {
	a, err := sim.NewTracer(r.world.Graph).Trace(q)
	if err != nil {
		f.Because = append(f.Because, err.Error())
		return
	}
	f.Path, f.Steps = r.path(a), r.steps(a)
	for i := range a.Explanations {
		e := &a.Explanations[i]
		if line := r.explanation(e); !e.Context && !e.Unknown && !slices.Contains(f.Because, line) {
			f.Because = append(f.Because, line)
		}
	}
	r.addMissing(f, a)
	if f.Unknown || len(r.out.Failures) > 0 {
		return // one remedy a test: they take their time
	}
	plan := remedy.Find(r.world.editable(), a)
	for _, e := range plan.Edits {
		f.Fix = append(f.Fix, e.Text(r.label))
	}
	for i := range plan.Obstacles {
		f.Fix = append(f.Fix, "no rule or route takes away: "+plan.Obstacles[i].Message)
	}
}

func (r *run) explanation(e *sim.Explanation) string {
	text := string(e.Code) + "  " + e.Message
	if e.Return {
		text += " (the reply)"
	}
	return text
}

// addMissing tells what the snapshot would have to hold.
func (r *run) addMissing(f *report.TestFailure, a *sim.Answer) {
	for i := range a.Explanations {
		e := &a.Explanations[i]
		if !e.Unknown {
			continue
		}
		line := e.Message
		if text, ok := graph.Explain(e.Code); ok && text.Remedy != "" {
			line += "; " + text.Remedy
		}
		if !slices.Contains(f.Missing, line) {
			f.Missing = append(f.Missing, line)
		}
	}
}

// path is the way of a request, component by component.
func (r *run) path(a *sim.Answer) string {
	var names []string
	for i := range a.Forward.Hops {
		h := &a.Forward.Hops[i]
		if h.Hypothetical || h.Component.Kind == ref.Router {
			continue
		}
		name := r.called(h.Component)
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	return strings.Join(names, " → ")
}

// steps are the decisions on a request's way, with the documents that tell of them.
func (r *run) steps(a *sim.Answer) (steps []report.TestStep) {
	for i := range a.Forward.Hops {
		for _, s := range a.Forward.Hops[i].Steps {
			if s.Rule.IsZero() {
				continue
			}
			steps = append(steps, report.TestStep{Text: r.ruleText(s.Rule, s.Text)})
		}
	}
	return steps
}

// ruleText is a rule with what holds it: "sg-web: allow tcp/443 from 0.0.0.0/0".
func (r *run) ruleText(rule ref.Ref, text string) string {
	name := r.label(rule.Resource())
	if rule.Rule != "" && rule.Kind == ref.NetworkAcl {
		name += " " + rule.Rule
	}
	return name + ": " + text
}

func (r *run) called(x ref.Ref) string {
	if x.Kind == ref.NetworkInterface {
		if found := r.world.index().Resources(x.ID, ref.NetworkInterface); len(found) == 1 && len(found[0].Interfaces) == 1 {
			if name := r.world.Graph.Interface(found[0].Interfaces[0]).Name; name != "" {
				return name
			}
		}
	}
	if name := r.world.Graph.Name(x); name != "" {
		return name
	}
	return ref.Short(x.ID)
}

// label is a name with the id behind it.
func (r *run) label(x ref.Ref) string {
	name := r.world.Graph.Name(x)
	if name == "" || name == x.ID {
		return ref.Short(x.ID)
	}
	return name + " (" + ref.Short(x.ID) + ")"
}
