package sim

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology/graph"
)

// A draw is one of the ways that AWS chooses among, with the answer for it.
type draw struct {
	choices []choice
	answer  *Answer
}

// A choice is one thing that AWS chose on a way.
type choice struct {
	label string      // "by subnet app-a (subnet-1)"
	why   Explanation // that it chooses; zero of ports that are told apart
}

// noteDraw keeps the answer for a way on which AWS chose something, one for each verdict.
func (t *Tracer) noteDraw(draws []draw, whole *Answer, o *outcome) []draw {
	if !t.drew(o) {
		return draws
	}
	r := resultOf(o)
	verdict := r.verdict()
	if slices.ContainsFunc(draws, func(x draw) bool { return x.answer.Verdict == verdict }) {
		return draws
	}
	a := &Answer{Question: whole.Question, From: whole.From, To: whole.To, Flow: o.asked, Verdict: verdict, OneWay: r.oneWay(), Split: r.split()}
	t.record(a, o)
	t.addAssumptions(a)
	t.explainEvents(a, o)
	conclude(a, &r)
	d := t.chosen(o)
	d.answer = a
	return append(draws, d)
}

// drew reports whether AWS chose something on the way in the log.
func (t *Tracer) drew(o *outcome) bool {
	return o.node.IsValid() || slices.ContainsFunc(t.log.Events, func(e graph.Event) bool { return e.Kind == graph.DrawEvent })
}

// chosen tells what AWS chose on the way in the log.
func (t *Tracer) chosen(o *outcome) draw {
	var d draw
	if o.node.IsValid() {
		d.choices = append(d.choices, choice{"at " + o.node.String(), t.nodeChoice(o)})
	}
	if !o.share.Empty() {
		d.choices = append(d.choices, choice{label: graph.ServiceText(o.asked.Protocol, o.share)})
	}
	for i := range t.log.Events {
		if e := &t.log.Events[i]; e.Kind == graph.DrawEvent {
			d.choices = append(d.choices, choice{t.drawText(e), t.explanation(e, o.asked)})
		}
	}
	return d
}

// label is all that AWS chose on a way, but for what it chose on all of them.
func (d *draw) label(common map[string]bool) string {
	var labels []string
	for _, c := range d.choices {
		if !common[c.label] {
			labels = append(labels, c.label)
		}
	}
	return strings.Join(labels, ", ")
}

// inCommon are the labels of what was chosen on every way: another choice there was not needed to see the difference.
// Ways that differ in no choice keep theirs.
func inCommon(draws []draw) map[string]bool {
	common := map[string]bool{}
	if len(draws) < 2 {
		return common
	}
	for _, c := range draws[0].choices {
		everywhere := true
		for _, d := range draws[1:] {
			everywhere = everywhere && slices.ContainsFunc(d.choices, func(x choice) bool { return x.label == c.label })
		}
		common[c.label] = everywhere
	}
	for i := range draws {
		if draws[i].label(common) == "" {
			return map[string]bool{}
		}
	}
	return common
}

// nodeChoice explains that a load balancer's name stands for several nodes.
func (t *Tracer) nodeChoice(o *outcome) Explanation {
	to := t.g.RefOf(o.to)
	return Explanation{
		Code: graph.BalancerChoosesNode, Component: to, Context: true, Ports: o.asked.DstPorts,
		Message: t.label(to) + " has several nodes, and a client takes any of them",
	}
}

func (t *Tracer) drawText(e *graph.Event) string {
	of := t.g.DrawnRef(*e)
	word, port := "by ", t.g.DrawnPort(*e)
	switch e.Code {
	case graph.BalancerChoosesTarget, graph.RequestChoosesTargetGroup:
		word = "to "
	}
	if port != "" {
		port = ":" + port
	}
	return word + strings.ReplaceAll(of.Kind.String(), "-", " ") + " " + t.label(of) + port
}

// tellDraws shows how flows fare on the ways that AWS chooses among, and says that it chooses.
func (t *Tracer) tellDraws(a *Answer, draws []draw) {
	slices.SortStableFunc(draws, func(x, y draw) int { return rank(x.answer.Verdict) - rank(y.answer.Verdict) })
	common := inCommon(draws)
	var chosen []Explanation
	for i := range draws {
		d := &draws[i]
		a.Parts = append(a.Parts, Part{Label: d.label(common), Answer: d.answer})
		for _, c := range d.choices {
			if c.why.Code != "" && !common[c.label] && !slices.ContainsFunc(chosen, c.why.repeats) {
				chosen = append(chosen, c.why)
			}
		}
	}
	a.Explanations = append(chosen, a.Explanations...)
}
