package sim

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology/graph"
)

// A draw is one of the ways that AWS chooses among, with the answer for it.
type draw struct {
	label  string // what AWS chose on it: "by subnet app-a (subnet-1)"
	chosen []Explanation
	answer *Answer
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
	var labels []string
	if o.node.IsValid() {
		labels = append(labels, "at "+o.node.String())
		d.chosen = append(d.chosen, t.nodeChoice(o))
	}
	if !o.share.Empty() {
		labels = append(labels, graph.ServiceText(o.asked.Protocol, o.share))
	}
	for i := range t.log.Events {
		if e := &t.log.Events[i]; e.Kind == graph.DrawEvent {
			labels = append(labels, t.drawText(e))
			d.chosen = append(d.chosen, t.explanation(e, o.asked))
		}
	}
	d.label = strings.Join(labels, ", ")
	return d
}

// nodeChoice explains that a load balancer's name stands for several nodes.
func (t *Tracer) nodeChoice(o *outcome) Explanation {
	to := t.g.RefOf(o.to)
	return Explanation{
		Code: graph.BalancerChoosesNode, Component: to, Ports: o.asked.DstPorts,
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
	var chosen []Explanation
	for _, d := range draws {
		a.Parts = append(a.Parts, Part{Label: d.label, Answer: d.answer})
		for _, x := range d.chosen {
			if !slices.ContainsFunc(chosen, x.repeats) {
				chosen = append(chosen, x)
			}
		}
	}
	a.Explanations = append(chosen, a.Explanations...)
}
