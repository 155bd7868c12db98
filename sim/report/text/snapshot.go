package text

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// Inventory prints what a snapshot holds, by account, Region and VPC.
func Inventory(w io.Writer, inv *report.Inventory, s Style) error {
	p := &printer{w: w, style: s}
	regions, vpcs := 0, 0
	for _, a := range inv.Accounts {
		for _, r := range a.Regions {
			regions++
			vpcs += len(r.Vpcs)
			p.region(a.Account, &r)
		}
	}
	p.failed(inv.Failed)
	p.line("snapshot %s: %s, %s, %s, %s", inv.Snapshot,
		plural(inv.Documents, "document"), plural(len(inv.Accounts), "account"), plural(regions, "Region"), plural(vpcs, "VPC"))
	return p.err
}

func (p *printer) region(account string, r *report.Region) {
	p.raw(p.style.paint(bold, fmt.Sprintf("account %s   %s", cmp.Or(account, "(not named)"), cmp.Or(r.Region, "(no Region named)"))) + "\n")
	t := p.newTable(2)
	for i := range r.Vpcs {
		v := &r.Vpcs[i]
		t.add(v.Called(), idIfNamed(v.Component), strings.Join(v.CIDRs, ", "))
		t.add("", "", countsText(v.Counts))
	}
	p.table(t)
	p.line("\n  all in all  %s", countsText(r.Counts))
	p.missing(r.Missing)
	p.line("")
}

func countsText(counts []report.Count) string {
	if len(counts) == 0 {
		return "nothing in it"
	}
	parts := make([]string, len(counts))
	for i, c := range counts {
		parts[i] = fmt.Sprintf("%d %s", c.Count, kindPlural(c.Type, c.Count))
	}
	return strings.Join(parts, ", ")
}

// kindPlural is a kind in print: "network interfaces", "VPCs".
func kindPlural(kind string, n int) string {
	words := strings.ReplaceAll(kind, "-", " ")
	for _, short := range []string{"vpc", "nat", "db", "vpn", "acl"} {
		words = replaceWord(words, short, strings.ToUpper(short))
	}
	switch {
	case n == 1 || strings.HasSuffix(words, "access"):
		return words
	case strings.HasSuffix(words, "address"):
		return words + "es"
	case strings.HasSuffix(words, "policy"):
		return strings.TrimSuffix(words, "y") + "ies"
	}
	return words + "s"
}

func replaceWord(text, word, by string) string {
	fields := strings.Fields(text)
	for i, f := range fields {
		if f == word {
			fields[i] = by
		}
	}
	return strings.Join(fields, " ")
}

func (p *printer) missing(all []report.Missing) {
	var unused []string
	t := p.newTable(2)
	for _, m := range all {
		what := kindPlural(m.Type, 2)
		if m.Partly {
			what += " (in part)"
		}
		if !m.Used && !m.Partly {
			unused = append(unused, what)
			continue
		}
		t.addCells(cell{"?", yellow}, cell{text: what}, cell{text: m.Unknown})
		t.addCells(cell{}, cell{}, cell{collectText(&m), dim})
	}
	if len(t.rows) > 0 {
		p.line("\n  missing, and what that makes unknowable:")
		p.table(t)
	}
	if len(unused) > 0 {
		p.line("\n  not collected, and nothing refers to any: %s", strings.Join(unused, ", "))
	}
}

// failed lists calls that would have told more.
func (p *printer) failed(all []report.FailedCall) {
	if len(all) == 0 {
		return
	}
	p.line("failed when the snapshot was taken, so not in it:")
	t := p.newTable(2)
	for _, f := range all {
		command := f.Command
		if f.Count > 1 {
			command += fmt.Sprintf(" (%d times)", f.Count)
		}
		t.addCells(cell{"?", yellow}, cell{text: strings.TrimSpace(f.Account + " " + f.Region)}, cell{text: command}, cell{text: f.Code})
	}
	p.table(t)
	p.line("")
}

func collectText(m *report.Missing) string {
	text := "collect: " + m.Command
	if m.Assume != "" {
		text += "; or trace --assume " + m.Assume
	}
	return text
}
