package text

import (
	"fmt"
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// riskLooks are the looks of findings.
var riskLooks = map[string]look{
	"high":   {"✗", "HIGH", red},
	"medium": {"◐", "medium", yellow},
	"low":    {"·", "low", plain},
	"none":   {"·", "-", plain},
}

// Exposure prints what is exposed, worst first, then what is not and why.
func Exposure(w io.Writer, r *report.Exposure, s Style) error {
	p := &printer{w: w, style: s}
	p.exposureHeadline(r)
	switch {
	case r.Totals.Interfaces.All+r.Totals.LoadBalancers.All == 0:
		p.line("\n  nothing: there is no network interface and no load balancer in it")
	case len(r.Findings) == 0 && r.Totals.Found() == 0:
		p.line("\n  nothing is reached")
	case len(r.Findings) == 0:
		p.line("\n  nothing that is reached is of risk %s or worse", r.Risk)
	default:
		rows := p.exposureRows(r.Findings)
		if len(rows) > overviewRows {
			p.overview(r)
		}
		p.exposed(rows)
	}
	p.milder(r)
	p.unreached(r)
	p.undetermined(r)
	p.line("")
	t := p.newTable(2)
	for i, a := range assumptionsOf(r) {
		t.addCells(cell{text: onlyFirst(i, "assumes")}, cell{text: plus(a.Message, a.others)}, cell{a.Code, dim})
	}
	t.add("snapshot", r.Snapshot)
	p.table(t)
	return p.err
}

func (p *printer) exposureHeadline(r *report.Exposure) {
	t := &r.Totals
	text := "From " + fromText(r.From)
	if r.To != "" {
		text += " to " + r.To
	}
	text += ": " + tallyText(t.Interfaces, "interface")
	if t.LoadBalancers.All > 0 {
		text += " and " + tallyText(t.LoadBalancers, "load balancer")
	}
	text += fmt.Sprintf(" reached (IPv4 %d, IPv6 %d)", t.IPv4, t.IPv6)
	p.raw(p.style.paint(bold, p.style.letters(text)) + "\n")
}

func fromText(from []string) string {
	if len(from) == 1 && from[0] == "internet" {
		return "the internet"
	}
	return strings.Join(from, ", ")
}

func tallyText(t report.ExposureTally, what string) string {
	return fmt.Sprintf("%d of %s", t.Reachable+t.Partial, plural(t.All, what))
}

// exposed prints rows, and under each what does not fit.
func (p *printer) exposed(rows []report.Finding) {
	p.line("")
	t := p.newTable(2)
	t.addCells(cell{"RISK", dim}, cell{"RESOURCE", dim}, cell{"ADDRESS", dim}, cell{"PORTS", dim}, cell{"FROM", dim}, cell{"THROUGH", dim}, cell{"ALLOWED BY", dim}, cell{"WHY", dim})
	for i := range rows[:p.shown(len(rows))] {
		f := &rows[i]
		look := riskLooks[f.Risk]
		t.addCells(
			cell{look.String(), look.color}, cell{text: targetsText(f.Targets)}, cell{text: addressesText(f)}, cell{text: servicesText(f.Services)},
			cell{text: f.From.Text()}, cell{text: passedText(f.Ways)}, cell{text: rulesText(f.Rules)}, cell{strings.Join(f.Reasons, ", "), look.color},
		)
		for _, forward := range f.Forwards {
			t.addCells(cell{"  └ " + forwardText(&forward), plain})
		}
		if p.style.Verbose {
			p.findingDetails(t, f)
		}
	}
	p.table(t)
	p.leftOut(rows)
}

// targetsText names the first target and counts the others.
func targetsText(targets []report.Exposed) string {
	if len(targets) == 0 {
		return ""
	}
	name := targets[0].Called()
	if targets[0].Type == "load-balancer" {
		name += " (LB)"
	}
	return plus(name, len(targets)-1)
}

func plus(first string, others int) string {
	if others <= 0 {
		return first
	}
	return fmt.Sprintf("%s +%d", first, others)
}

func addressesText(f *report.Finding) string {
	n, first := 0, ""
	for i := range f.Targets {
		for _, a := range f.Targets[i].Addresses {
			if n++; first == "" {
				first = a
			}
		}
	}
	return plus(first, n-1)
}

// servicesText lists what passes: "tcp/22,443", "all traffic"; what passes in part is marked.
func servicesText(services []report.OpenService) string {
	var parts []string
	for i := range services {
		s := &services[i]
		text := s.Text()
		if s.Verdict != "reachable" {
			text += " " + verdictLooks[s.Verdict].symbol
		}
		if i > 0 && len(parts) > 0 && parts[len(parts)-1] == text {
			continue
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// passedText is the first way.
func passedText(ways [][]report.Component) string {
	if len(ways) == 0 {
		return ""
	}
	return plus(componentsText(ways[0]), len(ways)-1)
}

func componentsText(way []report.Component) string {
	names := make([]string, len(way))
	for i, c := range way {
		names[i] = c.Called()
	}
	return strings.Join(names, " → ")
}

// maxRules is how many rules stand in a line.
const maxRules = 2

// rulesText names the rules that let something in, security groups before network ACLs.
func rulesText(rules []report.AllowingRule) string {
	var texts []string
	for _, group := range []bool{true, false} {
		for i := range rules {
			if r := &rules[i]; !r.Behind && (r.Resource.Type == "security-group") == group {
				texts = append(texts, ruleNameText(r))
			}
		}
	}
	return plus(strings.Join(texts[:min(maxRules, len(texts))], ", "), len(texts)-maxRules)
}

// ruleNameText is a rule's holder, its number or id, and what its owner calls it.
func ruleNameText(r *report.AllowingRule) string {
	rule := strings.TrimPrefix(strings.TrimPrefix(ruleText(r.Rule), "ingress "), "egress ")
	text := r.Resource.Called() + " " + rule
	if r.Description != "" {
		text += fmt.Sprintf(" %q", r.Description)
	}
	return text
}

// forwardText is to whom a listener sends, the targets of one port and verdict together.
func forwardText(f *report.Forward) string {
	type kind struct {
		port    report.Ports
		verdict string
	}
	var kinds []kind
	names := map[kind][]string{}
	for _, t := range f.Targets {
		k := kind{t.Port, t.Verdict}
		if names[k] == nil {
			kinds = append(kinds, k)
		}
		names[k] = append(names[k], t.Called())
	}
	var parts []string
	for _, k := range kinds {
		text := strings.Join(names[k][:min(maxTargets, len(names[k]))], ", ")
		text = plus(text, len(names[k])-maxTargets)
		if k.port != "" {
			text += fmt.Sprintf(" port %s", k.port)
		}
		if k.verdict != "reachable" {
			text += " " + verdictLooks[k.verdict].String()
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return f.Text
	}
	return f.Text + ": " + strings.Join(parts, "; ")
}

// maxTargets is how many names stand in a line.
const maxTargets = 4

// unreached counts what nobody reaches by reason, with a command that shows one.
func (p *printer) unreached(r *report.Exposure) {
	n := r.Totals.Interfaces.NotReachable + r.Totals.LoadBalancers.NotReachable
	p.line("\nNot reachable: %d", n)
	if n == 0 {
		return
	}
	t := p.newTable(2)
	for i := range r.NotReachable {
		u := &r.NotReachable[i]
		text := u.Reason
		if u.Alone > 0 && u.Alone < u.Interfaces+u.LoadBalancers {
			text += fmt.Sprintf(" (%d by nothing else)", u.Alone)
		} else if u.Alone > 0 {
			text += " (and nothing else)"
		}
		t.addCells(cell{text: fmt.Sprintf("%6d", u.Interfaces+u.LoadBalancers)}, cell{text: text}, cell{u.Example.Command, dim})
	}
	p.table(t)
}

// undetermined lists what the snapshot does not tell, and what would.
func (p *printer) undetermined(r *report.Exposure) {
	n := r.Totals.Interfaces.Undetermined + r.Totals.LoadBalancers.Undetermined
	p.line("\nUndetermined: %d", n)
	if n == 0 && !p.style.Verbose {
		return
	}
	t := p.newTable(2)
	for i := range r.Gaps {
		g := &r.Gaps[i]
		t.addCells(cell{text: fmt.Sprintf("%6d", g.Places)}, cell{g.Code, yellow}, cell{text: g.Message})
		var remedies []string
		if g.Collect != "" {
			remedies = append(remedies, "collect: "+g.Collect)
		}
		if g.Assume != "" {
			remedies = append(remedies, "or --assume "+g.Assume)
		}
		if len(remedies) > 0 {
			t.addCells(cell{}, cell{}, cell{strings.Join(remedies, "; "), dim})
		}
		t.addCells(cell{}, cell{}, cell{g.Example.Command, dim})
	}
	p.table(t)
	if p.style.Verbose && len(r.Undetermined) > 0 {
		p.line("\n  what may be reached:")
		p.exposed(p.exposureRows(r.Undetermined))
	}
}

// findingDetails are the lines that -v adds.
func (p *printer) findingDetails(t *table, f *report.Finding) {
	add := func(label, text string) { t.addCells(cell{fmt.Sprintf("    %-12s%s", label, text), dim}) }
	for i := range f.Targets {
		e := &f.Targets[i]
		words := []string{e.Called(), idIfNamed(e.Component), strings.Join(e.Addresses, " ")}
		if e.Subnet != nil {
			words = append(words, "subnet "+e.Subnet.Called())
		}
		if e.Vpc != nil {
			words = append(words, "VPC "+e.Vpc.Called())
		}
		add(onlyFirst(i, "reaches"), strings.Join(append(words, e.Account, e.Region), "  "))
	}
	for i, way := range f.Ways {
		add(onlyFirst(i, "through"), componentsText(way))
	}
	for i := range f.Rules {
		add(onlyFirst(i, "allowed by"), ruleNameText(&f.Rules[i])+"  "+f.Rules[i].Text)
	}
	if f.MoreRules {
		add("", "and perhaps more: other hosts may get in by other rules")
	}
	if !f.From.Anywhere && len(f.From.Prefixes) > 1 {
		add("from", strings.Join(f.From.Prefixes, ", "))
	}
	add("see", f.Witness.Command)
}

// A leaning is a position that findings lean on, and how many others of its kind there are.
type leaning struct {
	report.Assumption
	others int
}

// assumptionsOf are the positions that findings lean on, the first of each kind.
func assumptionsOf(r *report.Exposure) []leaning {
	var all []leaning
	at := map[string]int{}
	seen := map[report.Assumption]bool{}
	for i := range r.Findings {
		for _, a := range r.Findings[i].Assumptions {
			if seen[a] {
				continue
			}
			seen[a] = true
			if n, known := at[a.Code]; known {
				all[n].others++
				continue
			}
			at[a.Code] = len(all)
			all = append(all, leaning{Assumption: a})
		}
	}
	return all
}
