package report

import (
	"slices"
	"strings"
)

// CauseTexts are the causes of an effect in lines: each brings it about.
func (i *Impact) CauseTexts(e *ImpactEffect) []string {
	var lines []string
	for _, c := range e.Causes {
		lines = append(lines, i.causeText(c.Changes))
	}
	if len(lines) == 0 && e.Search != "" {
		lines = append(lines, "not found: the search ended before all was tried")
	}
	return lines
}

// causeText is changes that do something together in a line: "rtb-1: 0.0.0.0/0 to nat-1 removed". Of resources of a plan it has the addresses, and
// what is done to all of them is said once: "aws_subnet.a + aws_route.out, all added".
func (i *Impact) causeText(changes []int) string {
	if len(changes) == 1 {
		return i.Changes[changes[0]].Line()
	}
	deeds, order := map[string][]string{}, []string{}
	for _, n := range changes {
		what, deed := i.Changes[n].short()
		if deeds[what] == nil {
			order = append(order, what)
		}
		if !slices.Contains(deeds[what], deed) { // a resource may be several documents
			deeds[what] = append(deeds[what], deed)
		}
	}
	words, common := make([]string, len(order)), deedText(deeds[order[0]])
	for n, what := range order {
		deed := deedText(deeds[what])
		words[n] = what + " " + deed
		if deed != common {
			common = ""
		}
	}
	if common == "" || len(words) < 3 {
		return firstWords(words, " + ")
	}
	return firstWords(order, " + ") + ", all " + common
}

// deedText is what was done to a resource: what comes and goes is replaced.
func deedText(deeds []string) string {
	if slices.Contains(deeds, "added") && slices.Contains(deeds, "removed") {
		return "replaced"
	}
	return strings.Join(deeds, ", ")
}

// short divides a change into what it is about, a resource of a plan by its address alone, and what is done to it.
func (c *ImpactChange) short() (what, deed string) {
	if c.Address != "" && !strings.HasPrefix(c.Text, c.Address) {
		return c.Address, c.Op
	}
	if what, cut := strings.CutSuffix(c.Text, " "+c.Op); cut {
		return what, c.Op
	}
	return c.Text, c.Op
}

// Line is a change in a line, with its address in a plan, if that says more.
func (c *ImpactChange) Line() string {
	if c.Address == "" || strings.HasPrefix(c.Text, c.Address) {
		return c.Text
	}
	return c.Address + " " + c.Op + ": " + strings.TrimSuffix(c.Text, " "+c.Op)
}
