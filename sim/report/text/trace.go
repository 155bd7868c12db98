package text

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
)

// verdictColumn is where a verdict ends on the headline, if the question before it leaves the room.
const verdictColumn = 78

// Trace prints the answer to one question.
func Trace(w io.Writer, r *report.Trace, s Style) error {
	p := &printer{w: w, style: s}
	p.headline(r)
	p.body(r)
	p.footer(r)
	return p.err
}

// A printer collects the first error.
type printer struct {
	w     io.Writer
	style Style
	err   error
}

func (p *printer) line(format string, args ...any) {
	p.raw(p.style.letters(fmt.Sprintf(format, args...)) + "\n")
}

func (p *printer) raw(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}

func (p *printer) table(t *table) {
	if p.err == nil {
		p.err = t.writeTo(p.w)
	}
}

func (p *printer) newTable(indent int) *table { return &table{style: p.style, indent: indent} }

// headline is the question, and the verdict at the end of the line.
func (p *printer) headline(r *report.Trace) {
	question := p.style.letters(fmt.Sprintf("%s → %s   %s", endText(&r.From), endText(&r.To), serviceText(r)))
	look := verdictLooks[r.Verdict]
	verdict := p.style.letters(look.String())
	gap := max(3, verdictColumn-utf8.RuneCountInString(question)-utf8.RuneCountInString(verdict))
	p.raw(p.style.paint(bold, question) + strings.Repeat(" ", gap) + p.style.paint(look.color, verdict) + "\n")
}

// endText is what people call an end: as asked, unless the resource has a name and the word was its id.
func endText(p *report.Place) string {
	if p.Name != "" && p.Selector != p.Name && p.Selector != "" {
		return fmt.Sprintf("%s (%s)", p.Selector, p.Name)
	}
	if p.Selector != "" {
		return p.Selector
	}
	return p.Called()
}

// serviceText is the service as asked, with its ports if it was asked by a name, and the source port if it was
// asked for at all.
func serviceText(r *report.Trace) string {
	service, long := r.Service, FlowService(&r.Flow)
	switch {
	case service == "" || strings.EqualFold(service, long):
		service = long
	case r.Flow.Protocol != "all":
		service += " (" + long + ")"
	}
	if port := r.Flow.SourcePort; port != "" && port != anySourcePort {
		service += fmt.Sprintf(" from port %s", port)
	}
	return service
}

const anySourcePort = "1024-65535"

// FlowService is a header's protocol with its ports: "tcp/443", "icmp/8", "gre", "all".
func FlowService(h *report.Header) string {
	switch {
	case h.Protocol == "all":
		return "all"
	case h.ICMPType != "" && (h.ICMPCode == "0" || h.ICMPCode == "0-255"):
		return fmt.Sprintf("%s/%s", h.Protocol, h.ICMPType)
	case h.ICMPType != "":
		return fmt.Sprintf("%s/%s/%s", h.Protocol, h.ICMPType, h.ICMPCode)
	case h.DestinationPort == "" || h.DestinationPort == "0-65535":
		return h.Protocol
	}
	return fmt.Sprintf("%s/%s", h.Protocol, h.DestinationPort)
}

func (p *printer) body(r *report.Trace) {
	if len(r.Parts) > 0 {
		p.parts(r)
	}
	p.reasons(r)
	p.remedies(r)
	if len(r.Parts) == 0 {
		p.split(r)
		p.forward(r)
		p.back(r)
	}
	if r.Why != nil {
		p.why(r.Why)
	}
}

// footer is what the answer stands on, and what to type next.
func (p *printer) footer(r *report.Trace) {
	p.line("")
	t := p.newTable(2)
	if r.Verdict != r.OneWay {
		t.add("one way", fmt.Sprintf("%s: the request alone", verdictLooks[r.OneWay]))
	}
	for i, note := range r.Notes {
		t.add(onlyFirst(i, "note"), note)
	}
	p.failovers(t, r)
	for i, a := range r.Assumptions {
		t.addCells(cell{text: onlyFirst(i, "assumes")}, cell{text: a.Message}, cell{a.Code, dim})
	}
	if len(r.Assumptions) == 0 {
		t.add("assumes", "nothing")
	}
	t.add("snapshot", r.Snapshot)
	if code := nextCode(r); code != "" {
		t.add("next", "dryhop explain "+code)
	}
	p.table(t)
}

func nextCode(r *report.Trace) string {
	for _, e := range r.Explanations {
		if e.Effect != "context" {
			return e.Code
		}
	}
	for _, a := range r.Assumptions {
		return a.Code
	}
	return ""
}

func onlyFirst(i int, s string) string {
	if i > 0 {
		return ""
	}
	return s
}

// parts lists the shares of the question that fare differently.
func (p *printer) parts(r *report.Trace) {
	p.line("")
	t := p.newTable(2)
	for i := range r.Parts {
		part := &r.Parts[i]
		look := verdictLooks[part.Answer.Verdict]
		t.addCells(cell{look.String(), look.color}, cell{text: part.Label}, cell{text: passingText(&part.Answer)}, cell{codesOf(&part.Answer), dim})
	}
	p.table(t)
	if !p.style.Verbose {
		return
	}
	for i := range r.Parts {
		p.line("\n%s", r.Parts[i].Label)
		p.headline(&r.Parts[i].Answer)
		p.body(&r.Parts[i].Answer)
	}
}

// passingText is which ports pass, where only some do.
func passingText(r *report.Trace) string {
	if r.Verdict != "partial" {
		return ""
	}
	var ports []string
	for _, pair := range r.Split.Reach {
		ports = append(ports, string(cmp.Or(pair.DestinationPort, pair.ICMPType)))
	}
	return "passes: " + strings.Join(slices.Compact(ports), ", ")
}

func codesOf(r *report.Trace) string {
	var codes []string
	seen := make(map[string]bool)
	for _, e := range r.Explanations {
		if !seen[e.Code] {
			seen[e.Code] = true
			codes = append(codes, e.Code)
		}
	}
	return strings.Join(codes, ", ")
}
