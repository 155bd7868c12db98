package text

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// why tells what a flow that passes stands on.
func (p *printer) why(w *report.Why) {
	title := "carried by, all of it needed:"
	if slices.ContainsFunc(w.Carriers, func(c report.Carrier) bool { return c.Part == "spare" }) {
		title = "carried by, of which the flow can do without the spare ones:"
	}
	p.line("\n  %s", title)
	t := p.newTable(2)
	for i := range w.Carriers {
		c := &w.Carriers[i]
		look := map[string]look{"needed": stepLooks["allow"], "spare": stepLooks["route"]}[c.Part]
		if c.Part == "fixed" {
			look = stepLooks["pass"]
		}
		text := c.Text
		if c.Leg == "return" {
			text = "on the way back: " + text
		}
		if c.Instead != "" {
			text += "  (without it: " + c.Instead + ")"
		}
		t.addCells(cell{look.symbol + " " + c.Part, look.color}, cell{text: withID(c.Resource)}, cell{text: ruleText(c.Rule)}, cell{text: text})
	}
	p.table(t)
	p.chokes(w.Chokes)
	p.otherWays(w.Others)
}

// chokes lists what no way gets round.
func (p *printer) chokes(all []report.Component) {
	if len(all) == 0 {
		return
	}
	p.line("\n  no way gets round: %s", chain(all))
}

// chain names components in order.
func chain(all []report.Component) string {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = strings.ReplaceAll(c.Type, "-", " ") + " " + c.Called()
	}
	return strings.Join(names, " → ")
}

// otherWays lists where routes could lead the flow.
func (p *printer) otherWays(all []report.Way) {
	if len(all) == 0 {
		p.line("\n  other ways: none, by the routes there are")
		return
	}
	p.line("\n  other ways that routes could lead it:")
	t := p.newTable(2)
	for i := range all {
		w := &all[i]
		look := verdictLooks[w.Verdict]
		if !w.Taken {
			look = stepLooks["pass"]
		}
		t.addCells(cell{look.symbol, look.color}, cell{text: wayText(w)}, cell{text: fateText(w)})
		for _, e := range w.Edits {
			t.addCells(cell{}, cell{}, cell{e.Text, dim})
		}
	}
	p.table(t)
}

func wayText(w *report.Way) string {
	if len(w.Through) == 0 {
		return "straight"
	}
	return chain(w.Through)
}

// fateText is what becomes of the flow on another way.
func fateText(w *report.Way) string {
	condition := ""
	switch len(w.Edits) {
	case 0:
	case 1:
		condition = ", with this edit"
	default:
		condition = ", with these edits"
	}
	switch {
	case !w.Taken:
		return "not gone even so" + condition
	case w.Code != "":
		return verdictLooks[w.Verdict].String() + " by " + w.Code + condition
	}
	return verdictLooks[w.Verdict].String() + condition
}
