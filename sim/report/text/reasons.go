package text

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// reasons lists what stops the flow, and what nobody can tell about it.
func (p *printer) reasons(r *report.Trace) {
	var blockers, doubts, context []report.Explanation
	for _, e := range r.Explanations {
		switch e.Effect {
		case "unknown":
			doubts = append(doubts, e)
		case "context":
			context = append(context, e)
		default:
			blockers = append(blockers, e)
		}
	}
	if len(blockers) > 0 {
		p.explanations(blockersTitle(r, len(blockers)), blockers)
	}
	if len(doubts) > 0 {
		p.explanations(doubtsTitle(r, len(doubts)), doubts)
	}
	if len(context) > 0 {
		p.explanations("besides:", context)
	}
}

func blockersTitle(r *report.Trace, n int) string {
	switch {
	case r.Verdict != "unreachable":
		return fmt.Sprintf("%s for some of it:", plural(n, "blocker"))
	case n == 1:
		return "1 blocker:"
	}
	return fmt.Sprintf("%d independent blockers, each one enough:", n)
}

func doubtsTitle(r *report.Trace, n int) string {
	if r.Verdict == "unreachable" {
		return fmt.Sprintf("%s besides, which would matter if it were opened:", plural(n, "open question"))
	}
	return fmt.Sprintf("%s that the snapshot does not answer:", plural(n, "question"))
}

func (p *printer) explanations(title string, all []report.Explanation) {
	p.line("\n  %s", title)
	t := p.newTable(2)
	told := make(map[string]bool) // remedies, by code
	for i := range all {
		e := &all[i]
		look := stepLooks["drop"]
		switch e.Effect {
		case "unknown":
			look = stepLooks["unknown"]
		case "context":
			look = stepLooks["pass"]
		}
		t.addCells(cell{text: fmt.Sprintf("%2d", i+1)}, cell{look.symbol + " " + e.Code, look.color}, cell{text: explanationText(e)})
		if change := changeText(e); change != "" {
			t.addCells(cell{}, cell{}, cell{text: change})
		}
		if e.Remedy != "" && !told[e.Code] {
			t.addCells(cell{}, cell{}, cell{e.Remedy, dim})
		}
		told[e.Code] = true
	}
	p.table(t)
}

// explanationText is the message, with the resource where the message does not name it and what is lost of it.
func explanationText(e *report.Explanation) string {
	text := e.Message
	if e.Leg == "return" {
		text = "on the way back: " + text
	}
	if c := e.Component; c.ID != "" && !strings.Contains(text, c.ShortID()) && (c.Name == "" || !strings.Contains(text, c.Name)) {
		text = withID(c) + ": " + text
	}
	if e.Missing != nil && !strings.Contains(text, e.Missing.ShortID()) {
		text += fmt.Sprintf("  (missing: %s %s)", e.Missing.Type, e.Missing.ShortID())
	}
	return text
}

// changeText names the rule to change, or where one is to be added: an implicit rule cannot be changed.
func changeText(e *report.Explanation) string {
	rule := ruleText(e.Rule)
	if rule == "" || e.Effect == "context" {
		return ""
	}
	kind, rest, _ := strings.Cut(e.Rule, "/")
	holder, _, _ := strings.Cut(rest, "#")
	holder = strings.NewReplacer("%23", "#", "%25", "%").Replace(holder) // as rules write what they are of
	if e.Component.ID == holder {
		holder = withID(e.Component)
	} else {
		holder = report.Component{ID: holder}.ShortID()
	}
	where := strings.ReplaceAll(kind, "-", " ") + " " + holder
	if direction, implicit := strings.CutSuffix(rule, "*"); implicit {
		return strings.TrimSuffix("add to: "+where+", "+strings.TrimSpace(strings.TrimSuffix(direction, "/")), ", ")
	}
	return "change: " + where + ", " + rule
}

func withID(c report.Component) string {
	if c.Name == "" {
		return c.ShortID()
	}
	return fmt.Sprintf("%s (%s)", c.Name, c.ShortID())
}

// split tells which ports pass, where not all or none of them do.
func (p *printer) split(r *report.Trace) {
	if r.Verdict != "partial" && r.Verdict != "unknown" {
		return
	}
	t := p.newTable(2)
	for _, share := range []struct {
		look  look
		word  string
		pairs []report.PortPair
	}{
		{stepLooks["allow"], "passes", r.Split.Reach},
		{stepLooks["drop"], "blocked", r.Split.Blocked},
		{stepLooks["unknown"], "unknown", r.Split.Unknown},
	} {
		for i, pair := range share.pairs {
			t.addCells(cell{share.look.symbol, share.look.color}, cell{text: onlyFirst(i, share.word)}, cell{text: pairText(&pair)})
		}
	}
	if len(t.rows) > 0 {
		p.line("")
		p.table(t)
	}
}

func pairText(pair *report.PortPair) string {
	switch {
	case pair.ICMPType != "":
		return fmt.Sprintf("type %s, code %s", pair.ICMPType, pair.ICMPCode)
	case pair.DestinationPort == "":
		return "all of it"
	case pair.SourcePort == "":
		return fmt.Sprintf("to port %s", pair.DestinationPort)
	}
	return fmt.Sprintf("from port %s to port %s", pair.SourcePort, pair.DestinationPort)
}
