package text

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
)

// Reach prints every flow between two sets of places, a group a row.
func Reach(w io.Writer, r *report.Reach, s Style) error {
	p := &printer{w: w, style: s}
	p.reachHeadline(r)
	if len(r.Groups) > 0 {
		p.reachRows(r)
	} else {
		p.line("\n  %s", nothingText(&r.Totals))
	}
	p.reachFooter(r)
	return p.err
}

// ReachCount writes the totals of a question about sets of places.
func ReachCount(w io.Writer, r *report.PassageTotals, s Style) error {
	p := &printer{w: w, style: s}
	p.line("%s", s.letters(reachQuestion(&r.Query)))
	p.line("")
	t := p.newTable(2)
	for _, row := range []struct {
		name string
		n    int
	}{{"reachable", r.Totals.Reachable}, {"partial", r.Totals.Partial}, {"unknown", r.Totals.Unknown}, {"blocked", r.Totals.Blocked}, {"pairs", r.Totals.Pairs}} {
		t.addCells(cell{text: row.name}, cell{text: fmt.Sprintf("%15d", row.n)})
	}
	t.add("snapshot", r.Snapshot)
	p.table(t)
	return p.err
}

// reachHeadline is the question, and the best verdict of a pair at the end of the line.
func (p *printer) reachHeadline(r *report.Reach) {
	question := p.style.letters(reachQuestion(&r.Query))
	look := verdictLooks[r.Verdict]
	verdict := p.style.letters(look.String())
	gap := max(3, verdictColumn-utf8.RuneCountInString(question)-utf8.RuneCountInString(verdict))
	p.raw(p.style.paint(bold, question) + strings.Repeat(" ", gap) + p.style.paint(look.color, verdict) + "\n")
}

func reachQuestion(q *report.ReachQuery) string {
	text := fmt.Sprintf("%s → %s   %s", orEverywhere(q.From), orEverywhere(q.To), q.Service)
	if q.Family != "" {
		text += "   " + familyWords[q.Family]
	}
	return text
}

func orEverywhere(selector string) string {
	if selector == "" {
		return "everywhere"
	}
	return selector
}

var familyWords = map[string]string{"ipv4": "IPv4", "ipv6": "IPv6"}

// reachRows are the groups. The column of families is there if they differ in it.
func (p *printer) reachRows(r *report.Reach) {
	families := hasIPv6(r)
	t := p.newTable(2)
	header := []cell{{"", plain}, {"FROM", dim}, {"TO", dim}, {"SERVICE", dim}}
	if families {
		header = slices.Insert(header, 3, cell{"FAMILY", dim})
	}
	t.addCells(header...)
	for i := range r.Groups {
		p.reachRow(t, &r.Groups[i], families)
	}
	p.line("")
	p.table(t)
}

func (p *printer) reachRow(t *table, g *report.ReachGroup, families bool) {
	look := verdictLooks[g.Verdict]
	from, to := p.sideTexts(g, g.From), p.sideTexts(g, g.To)
	if slices.EqualFunc(g.From, g.To, sameParty) && countOf(g.From) > 1 {
		to = []string{"each other"}
	}
	service := p.servicesText(g.Services)
	if g.Verdict != "reachable" {
		service = look.word + "  " + service
	}
	row := []cell{{look.symbol, look.color}, {text: from[0]}, {text: to[0]}, {text: service}}
	if families {
		row = slices.Insert(row, 3, cell{text: groupFamilies(g)})
	}
	t.addCells(row...)
	for i := 1; i < max(len(from), len(to)); i++ {
		t.addCells(cell{}, cell{text: nth(from, i)}, cell{text: nth(to, i)}, cell{})
	}
	if g.Why != nil {
		t.addCells(cell{fmt.Sprintf("     %s: %s", g.Why.Code, g.Why.Message), dim})
	}
	if p.style.Verbose {
		for _, f := range g.Families {
			t.addCells(cell{"     " + f.Trace, dim})
		}
	}
}

// nothingText says that nothing passes, or that there is nothing to ask about.
func nothingText(t *report.ReachTotals) string {
	if t.Pairs == 0 {
		return "there is no pair of places to ask about: see dryhop snapshot info"
	}
	return "nothing passes; the command below tells why, for the first pair"
}

func nth(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

func countOf(parties []report.Party) int {
	n := 0
	for i := range parties {
		n += parties[i].Count
	}
	return n
}

func sameParty(a, b report.Party) bool { return slices.Equal(a.Places, b.Places) }

func groupFamilies(g *report.ReachGroup) string {
	words := make([]string, len(g.Families))
	for i := range g.Families {
		words[i] = familyWords[g.Families[i].Family]
	}
	return strings.Join(words, "+")
}

// maxParties is how many parties a row names; the rest are counted.
const maxParties = 4

// sideTexts are the lines of one end of a row.
func (p *printer) sideTexts(g *report.ReachGroup, parties []report.Party) []string {
	var lines []string
	rest := 0
	for i := range parties {
		if i >= maxParties && len(parties) > maxParties+1 && !p.style.Verbose {
			rest += parties[i].Count
			continue
		}
		lines = append(lines, p.partyLines(g, &parties[i])...)
	}
	if rest > 0 {
		lines = append(lines, "and "+plural(rest, "more place"))
	}
	return lines
}

// partyLines are a party, and with -v its members.
func (p *printer) partyLines(g *report.ReachGroup, party *report.Party) []string {
	label := party.Label
	if isOutsideType(party.Places[0].Type) {
		label += hostsText(g)
	}
	lines := []string{label}
	if p.style.Verbose && party.Count > 1 {
		for _, c := range party.Places {
			lines = append(lines, "  "+withID(c.Component))
		}
	}
	return lines
}

// isOutsideType tells the types of places that are hosts outside.
func isOutsideType(t string) bool { return t != "network-interface" && t != "load-balancer" }

// hostsText tells which hosts of an end outside, where not all of them.
func hostsText(g *report.ReachGroup) string {
	var hosts, except []string
	for i := range g.Families {
		hosts = append(hosts, g.Families[i].Hosts...)
		except = append(except, g.Families[i].Except...)
	}
	switch {
	case len(hosts) == 0:
		return ""
	case len(except) < len(hosts):
		return " except " + firstFew(except)
	}
	return " " + firstFew(hosts)
}

// firstFew lists some words and counts the others.
func firstFew(words []string) string {
	const few = 4
	if len(words) <= few+1 {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:few], ", "), len(words)-few)
}

// maxServices is how many services a row names.
const maxServices = 8

func (p *printer) servicesText(services []string) string {
	if len(services) > maxServices+1 && !p.style.Verbose {
		return fmt.Sprintf("%s and %d more", strings.Join(services[:maxServices], ", "), len(services)-maxServices)
	}
	return strings.Join(services, ", ")
}

func (p *printer) reachFooter(r *report.Reach) {
	p.line("")
	if r.LeftOut > 0 {
		p.line("  %s left out: --limit 0 shows all", plural(r.LeftOut, "more group"))
	}
	t := p.newTable(2)
	p.footerRows(t, r)
	p.table(t)
}

// footerRows are what every answer about sets of places ends with.
func (p *printer) footerRows(t *table, r *report.Reach) {
	t.add("pairs", pairsText(&r.Totals)+familiesText(r))
	for i, note := range r.Notes {
		t.add(onlyFirst(i, "note"), note)
	}
	t.add("snapshot", r.Snapshot)
	if r.Next != "" {
		t.add("next", r.Next)
	}
}

// hasIPv6 reports whether anything passes over IPv6.
func hasIPv6(r *report.Reach) bool {
	return slices.ContainsFunc(r.Groups, func(g report.ReachGroup) bool { return g.Families[len(g.Families)-1].Family == "ipv6" })
}

// familiesText tells that pairs count twice where both families occur.
func familiesText(r *report.Reach) string {
	if r.Query.Family != "" || !hasIPv6(r) {
		return ""
	}
	return " (IPv4 and IPv6 counted apart)"
}

// pairsText counts pairs of places.
func pairsText(t *report.ReachTotals) string {
	parts := []string{fmt.Sprintf("%d of %d reachable", t.Reachable, t.Pairs)}
	for _, rare := range []struct {
		n    int
		word string
	}{{t.Partial, "partial"}, {t.Unknown, "unknown"}} {
		if rare.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", rare.n, rare.word))
		}
	}
	return fmt.Sprintf("%s, %d blocked", strings.Join(parts, ", "), t.Blocked)
}
