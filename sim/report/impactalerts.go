package report

import (
	"fmt"
	"strings"
)

// impactRules are the kinds of effects as rules of alerts.
var impactRules = []AlertRule{
	{"closed", "Flows close", "Nothing passes any more between places between which something did."},
	{"exposure", "New exposure to the internet", "Somebody of the internet gets in who did not before the change."},
	{"narrowed", "Flows narrow", "Less passes between places than before."},
	{"opened", "Flows open", "Something passes between places between which nothing did."},
	{"rerouted", "Flows take another way", "The same passes by other gateways, firewalls or interfaces."},
	{"undetermined", "It cannot be told", "Before or after the change, the snapshot does not tell what passes."},
	{"widened", "Flows widen", "More passes between places than before."},
}

// Alerts are the effects of a change for pipelines.
func (i *Impact) Alerts() *Alerts {
	out := &Alerts{Tool: "dryhop impact", Rules: impactRules, Alerts: []Alert{}}
	for n := range i.Effects {
		out.Alerts = append(out.Alerts, i.alert(&i.Effects[n]))
	}
	return out
}

func (i *Impact) alert(e *ImpactEffect) Alert {
	from, to := e.Ends()
	a := Alert{Rule: e.rule(), Level: e.level(), Title: fmt.Sprintf("%s: %s → %s %s", e.Kind, from, to, e.ServicesText())}
	lines := []string{a.Title}
	if remark := e.Remark(); remark != "" {
		lines = append(lines, remark)
	}
	for n, text := range i.CauseTexts(e) {
		word := "cause: "
		if n > 0 {
			word = "or: "
		}
		lines = append(lines, word+text)
	}
	if e.Why != nil {
		lines = append(lines, e.Why.Code+": "+e.Why.Message)
	}
	a.Message = strings.Join(append(lines, e.Command), "\n")
	for _, c := range e.Causes {
		for _, n := range c.Changes {
			if at := i.Changes[n].At; at.Path != "" {
				a.Related = append(a.Related, at)
			}
		}
	}
	if len(a.Related) > 0 {
		a.At, a.Related = a.Related[0], a.Related[1:]
	}
	a.Steps = alertSteps(e.After)
	a.Fingerprint = e.fingerprint()
	return a
}

func (e *ImpactEffect) rule() string {
	if e.IsExposure() {
		return "exposure"
	}
	return e.Kind
}

func (e *ImpactEffect) level() string {
	switch {
	case e.IsExposure() || e.Risk == "high":
		return "error"
	case e.Kind == "rerouted", e.Kind == "undetermined":
		return "note"
	}
	return "warning"
}

// fingerprint names an effect by its places and services.
func (e *ImpactEffect) fingerprint() string {
	words := []string{e.Kind}
	for _, parties := range [][]Party{e.From, e.To} {
		for i := range parties {
			for _, p := range parties[i].Places {
				words = append(words, p.ID)
			}
		}
	}
	for i := range e.Families {
		words = append(words, e.Families[i].Family, strings.Join(e.Families[i].Hosts, ","))
	}
	return strings.Join(append(words, e.Services...), " ")
}

// alertSteps are the hops of a flow's request.
func alertSteps(t *Trace) []AlertStep {
	if t == nil {
		return nil
	}
	var steps []AlertStep
	for i := range t.Forward.Hops {
		h := &t.Forward.Hops[i]
		if h.Hypothetical {
			continue
		}
		text := h.Component.Called()
		for _, s := range h.Steps {
			if s.Text != "" {
				text += ": " + s.Verdict + " " + s.Text
			}
		}
		steps = append(steps, AlertStep{Text: text})
	}
	return steps
}

// Suite is the effects of a change as cases of JUnit: those fail that fails says so of.
func (i *Impact) Suite(fails func(*ImpactEffect) bool) Suite {
	s := Suite{Name: "dryhop impact " + i.Before + " → " + i.After}
	for n := range i.Effects {
		e := &i.Effects[n]
		a := i.alert(e)
		c := Case{Name: a.Title, Class: a.Rule, Status: CaseWarned, Message: e.Remark(), Details: a.Message, At: a.At}
		if fails(e) {
			c.Status = CaseFailed
		}
		s.Cases = append(s.Cases, c)
	}
	s.Cases = append(s.Cases, Case{Name: i.Proof(), Class: "unchanged", Status: CasePassed})
	return s
}
