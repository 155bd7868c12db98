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
	var d draw
	var labels []string
	for i := range t.log.Events {
		if e := &t.log.Events[i]; e.Kind == graph.DrawEvent {
			labels = append(labels, t.drawText(e))
			d.chosen = append(d.chosen, t.explanation(e, o.asked))
		}
	}
	if len(labels) == 0 {
		return draws
	}
	r := resultOf(o)
	verdict := r.verdict()
	if slices.ContainsFunc(draws, func(x draw) bool { return x.answer.Verdict == verdict }) {
		return draws
	}
	a := &Answer{Question: whole.Question, From: whole.From, To: whole.To, Flow: whole.Flow, Verdict: verdict, OneWay: r.oneWay(), Split: r.split()}
	t.record(a, o)
	t.addAssumptions(a)
	t.explainEvents(a, o)
	conclude(a, &r)
	d.label, d.answer = strings.Join(labels, ", "), a
	return append(draws, d)
}

func (t *Tracer) drawText(e *graph.Event) string {
	by := t.g.DrawnRef(*e)
	return "by " + strings.ReplaceAll(by.Kind.String(), "-", " ") + " " + t.label(by)
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
