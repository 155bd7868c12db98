package text

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// WhoCan lists the places from which something passes to those that were asked about.
func WhoCan(w io.Writer, r *report.Reach, s Style) error {
	return listing{
		title: fmt.Sprintf("who can reach %s%s", r.Query.To, onService(&r.Query)), here: fromOf, there: toOf,
		arrow: "→", counted: r.Places.FromReachable, asked: r.Places.From, verb: "can",
	}.print(w, r, s)
}

// WhereCan lists the places to which something passes from those that were asked about.
func WhereCan(w io.Writer, r *report.Reach, s Style) error {
	return listing{
		title: fmt.Sprintf("where can %s get%s", r.Query.From, onService(&r.Query)), here: toOf, there: fromOf,
		arrow: "←", counted: r.Places.ToReachable, asked: r.Places.To, verb: "can be reached",
	}.print(w, r, s)
}

func fromOf(g *report.ReachGroup) []report.Party { return g.From }
func toOf(g *report.ReachGroup) []report.Party   { return g.To }

// onService is the service, unless it is everything.
func onService(q *report.ReachQuery) string {
	text := ""
	if q.Service != "all" {
		text = " on " + q.Service
	}
	if q.Family != "" {
		text += " over " + familyWords[q.Family]
	}
	return text
}

// A listing shows one end of groups, place by place.
type listing struct {
	title          string
	here, there    func(*report.ReachGroup) []report.Party
	arrow          string // to the other end
	counted, asked int
	verb           string
	severalVpcs    bool
	families       bool // there are both
}

func (l listing) print(w io.Writer, r *report.Reach, s Style) error {
	p := &printer{w: w, style: s}
	l.severalVpcs, l.families = severalVpcs(r.Groups, l.here), hasIPv6(r)
	p.raw(s.paint(bold, s.letters(l.title+"?")) + "\n")
	for i := range r.Groups {
		p.listed(l, &r.Groups[i])
	}
	p.line("")
	if r.LeftOut > 0 {
		p.line("  %s left out: --limit 0 shows all", plural(r.LeftOut, "more group"))
	}
	t := p.newTable(2)
	t.add("places", fmt.Sprintf("%d of %d %s", l.counted, l.asked, l.verb))
	p.footerRows(t, r)
	p.table(t)
	return p.err
}

// listed is a group: what passes, then whose it is.
func (p *printer) listed(l listing, g *report.ReachGroup) {
	look := verdictLooks[g.Verdict]
	head := p.servicesText(g.Services)
	if g.Verdict != "reachable" {
		head = look.word + "  " + head
	}
	if !p.wholeEnd(l.there(g)) {
		head += "  " + l.arrow + " " + labelsText(l.there(g))
	}
	if len(g.Families) == 1 && l.families {
		head += "  " + familyWords[g.Families[0].Family]
	}
	p.line("")
	p.raw("  " + p.style.paint(look.color, p.style.letters(look.symbol)) + "  " + p.style.paint(bold, p.style.letters(head)) + "\n")
	if g.Why != nil {
		p.raw("     " + p.style.paint(dim, p.style.letters(g.Why.Code+": "+g.Why.Message)) + "\n")
	}
	t := p.newTable(5)
	for _, party := range l.here(g) {
		p.listedParty(l, t, g, &party)
	}
	p.table(t)
	if p.style.Verbose {
		for _, f := range g.Families {
			p.raw("     " + p.style.paint(dim, f.Trace) + "\n")
		}
	}
}

// severalVpcs reports whether subnets need their VPC's name to be told apart.
func severalVpcs(groups []report.ReachGroup, end func(*report.ReachGroup) []report.Party) bool {
	vpcs := map[string]bool{}
	for i := range groups {
		for _, party := range end(&groups[i]) {
			if party.Vpc != nil {
				vpcs[party.Vpc.ID] = true
			}
		}
	}
	return len(vpcs) > 1
}

// wholeEnd reports whether nothing that was asked about at an end is left out.
func (p *printer) wholeEnd(parties []report.Party) bool {
	return len(parties) == 1 && !slices.ContainsFunc(parties, func(x report.Party) bool { return x.Count < x.Of })
}

// maxMembers is how many members of a role are listed; the rest are counted.
const maxMembers = 12

func (p *printer) listedParty(l listing, t *table, g *report.ReachGroup, party *report.Party) {
	if isOutsideType(party.Places[0].Type) {
		t.add(party.Label + hostsText(g))
		return
	}
	for i := range party.Places {
		place := &party.Places[i]
		if i >= maxMembers && !p.style.Verbose && party.Count > maxMembers+1 {
			t.add(fmt.Sprintf("and %d more of %s", party.Count-i, party.Label))
			return
		}
		address := place.Address
		if place.Public != "" {
			address += " (" + place.Public + ")"
		}
		subnet := place.Subnet
		if l.severalVpcs && party.Vpc != nil {
			subnet = party.Vpc.Called() + "/" + subnet
		}
		t.add(place.Called(), place.ShortID(), address, subnet)
	}
}

func labelsText(parties []report.Party) string {
	words := make([]string, len(parties))
	for i := range parties {
		words[i] = parties[i].Label
	}
	return strings.Join(words, ", ")
}
