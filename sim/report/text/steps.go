package text

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// A stepRow is a line about a hop.
type stepRow struct {
	cells      []cell
	note       bool // about the line before it
	decision   bool // a rule or route decided, or an address was rewritten
	remembered bool // let through because the request was
}

// hopRows are the lines of a hop: the component, if it is more than the holder of the rules that decided, each
// decision with its notes, and the addresses it rewrote.
func (p *printer) hopRows(h *report.Hop) []stepRow {
	var rows []stepRow
	changes := rewrites(h)
	if named := componentRow(h, changes); named != nil {
		translated := h.Details != nil && len(changes) > 0
		if translated {
			changes, named[1].text = nil, "·"
		}
		rows = append(rows, stepRow{cells: named, decision: translated})
	}
	for i := range h.Steps {
		s := &h.Steps[i]
		if h.Details != nil && isPlain(s) {
			continue // the component's line says it
		}
		row := stepRow{cells: stepCells(h, s), decision: s.Verdict != "pass", remembered: isRemembered(s)}
		if len(changes) > 0 && isPlain(s) {
			row.cells[textColumn].text, row.decision = strings.Join(changes, "; "), true
			changes = nil
		}
		rows = append(rows, row)
		for _, note := range s.Notes {
			rows = append(rows, stepRow{cells: noteCells(note), note: true})
		}
	}
	if len(changes) > 0 {
		rows = append(rows, stepRow{cells: noteCells(strings.Join(changes, "; ")), note: true, decision: true})
	}
	if h.Hypothetical {
		dimmed(rows)
	}
	return rows
}

func dimmed(rows []stepRow) {
	for i := range rows {
		for j := range rows[i].cells {
			rows[i].cells[j].color = dim
		}
	}
}

// isPlain is a step that names no rule: where a packet is sent from, what an address becomes.
func isPlain(s *report.Step) bool { return s.Verdict == "pass" && s.Rule == "" }

// isTranslation is a step that tells to what an interface rewrites a packet.
func isTranslation(s *report.Step) bool { return strings.HasPrefix(s.Text, "translates to ") }

// isRemembered is a step that let a reply through because it had let the request through.
func isRemembered(s *report.Step) bool {
	return s.Verdict == "pass" && strings.HasSuffix(s.Rule, "/stateful")
}

// componentRow is the line of a component that is not just the holder of its first step's rule.
func componentRow(h *report.Hop, changes []string) []cell {
	if h.Details == nil && len(h.Steps) > 0 {
		return nil
	}
	where := h.Component.Type
	if h.Details != nil {
		where = interfaceText(h, changes)
	}
	return []cell{{}, {}, {h.Component.Called(), bold}, {text: idIfNamed(h.Component)}, {text: where}}
}

// interfaceText is what the packet does at an interface, and where that is: "sends from 10.0.11.23, subnet app-a".
// What it rewrites stands in place of the step that says so.
func interfaceText(h *report.Hop, changes []string) string {
	var parts []string
	for i := range h.Steps {
		if isPlain(&h.Steps[i]) && !(len(changes) > 0 && isTranslation(&h.Steps[i])) {
			parts = append(parts, h.Steps[i].Text)
		}
	}
	if len(changes) > 0 {
		parts = append(parts, strings.Join(changes, "; "))
	}
	if subnet := h.Details.Subnet; subnet.ID != "" {
		parts = append(parts, strings.TrimSpace("subnet "+subnet.Called()+" "+parenthesis(h.Details.Zone)))
	}
	return strings.Join(parts, ", ")
}

func parenthesis(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// textColumn is the column of a step's text.
const textColumn = 6

// stepCells is the line of a decision: number, symbol, holder, its id, rule, word, text.
func stepCells(h *report.Hop, s *report.Step) []cell {
	look := stepLooks[s.Verdict]
	holder := h.Component
	if s.Resource != nil {
		holder = *s.Resource
	}
	rule := ruleText(s.Rule)
	text := strings.TrimPrefix(s.Text, rule+" ") // a route's text begins with its destination
	if s.Code != "" {
		text += "  " + s.Code
	}
	word := look.word
	if s.Verdict == "pass" {
		word = ""
	}
	return []cell{{}, {look.symbol, look.color}, {text: holder.Called()}, {text: idIfNamed(holder)}, {text: rule}, {word, look.color}, {text: text}}
}

func noteCells(note string) []cell { return []cell{{}, {}, {}, {}, {}, {}, {"(" + note + ")", dim}} }

func idIfNamed(c report.Component) string {
	if c.Name == "" {
		return ""
	}
	return c.ShortID()
}

// ruleText is the rule of a reference as people read it: "ingress sgr-0a1", "10.0.0.0/16".
func ruleText(reference string) string {
	_, rule, _ := strings.Cut(reference, "#")
	direction, id, found := strings.Cut(rule, "/")
	if found && (direction == "ingress" || direction == "egress") {
		return direction + " " + id
	}
	return rule
}

// rewrites tells how a hop changed the addresses and, with them, the ports.
func rewrites(h *report.Hop) []string {
	var texts []string
	if h.In.Source != h.Out.Source && h.In.Source != "" && h.Out.Source != "" {
		texts = append(texts, change("source", h.In.Source, h.Out.Source, h.In.SourcePort, h.Out.SourcePort))
	}
	if h.In.Destination != h.Out.Destination && h.In.Destination != "" && h.Out.Destination != "" {
		texts = append(texts, change("destination", h.In.Destination, h.Out.Destination, h.In.DestinationPort, h.Out.DestinationPort))
	}
	return texts
}

func change(what, before, after string, portBefore, portAfter report.Ports) string {
	text := fmt.Sprintf("%s %s → %s", what, before, after)
	if portBefore != portAfter && portAfter != "" {
		text += fmt.Sprintf(", port %s → %s", portBefore, portAfter)
	}
	return text
}
