package report

import (
	"fmt"
	"strconv"
	"strings"
)

// findingHeader are the columns of findings.
var findingHeader = []string{"risk", "verdict", "resource", "targets", "addresses", "family", "services", "from", "through", "allowed by", "reasons", "trace"}

// Table is the record as rows, a finding each; what the snapshot does not tell comes last.
func (e *Exposure) Table() Table {
	t := Table{Header: findingHeader}
	for _, list := range [][]Finding{e.Findings, e.Undetermined} {
		for i := range list {
			t.Rows = append(t.Rows, list[i].row())
		}
	}
	for i := range e.NotReachable {
		u := &e.NotReachable[i]
		t.Foot = append(t.Foot, fmt.Sprintf("Not reachable: %d, %s.", u.Interfaces+u.LoadBalancers, u.Reason))
	}
	sum := e.Totals.Interfaces.Undetermined + e.Totals.LoadBalancers.Undetermined
	t.Foot = append(t.Foot, fmt.Sprintf("Undetermined: %d. Snapshot %s.", sum, e.Snapshot))
	return t
}

func (f *Finding) row() []string {
	var names, addresses, services, ways, rules []string
	for i := range f.Targets {
		names, addresses = append(names, f.Targets[i].Called()), append(addresses, f.Targets[i].Addresses...)
	}
	for i := range f.Services {
		services = append(services, f.Services[i].Text())
	}
	for _, way := range f.Ways {
		var words []string
		for _, c := range way {
			words = append(words, c.Called())
		}
		ways = append(ways, strings.Join(words, " > "))
	}
	for i := range f.Rules {
		if !f.Rules[i].Behind {
			rules = append(rules, f.Rules[i].Rule)
		}
	}
	return []string{
		f.Risk, f.Verdict, strings.Join(names, ", "), strconv.Itoa(len(f.Targets)), strings.Join(addresses, " "), f.Family, strings.Join(services, " "),
		f.From.Text(), strings.Join(ways, "; "), strings.Join(rules, " "), strings.Join(f.Reasons, ", "), f.Witness.Command,
	}
}

// Text is what passes in a few words: "tcp/22,443", "all traffic".
func (s *OpenService) Text() string {
	full := s.Ports == "" || s.Ports == "0-65535" || s.Ports == "0-255"
	switch {
	case s.Others && full && len(s.Protocols) > 2:
		return "all traffic"
	case s.Others && len(s.Protocols) == 0:
		return "other protocols"
	}
	text := strings.Join(s.Protocols, "+")
	if s.Others {
		text += "+others"
	}
	if !full {
		text += "/" + string(s.Ports)
	}
	return text
}

// maxPrefixes is how many blocks of addresses stand in a line.
const maxPrefixes = 3

// Text is who gets in, in a few words: "anywhere", blocks, or all but some blocks.
func (s *Senders) Text() string {
	switch {
	case len(s.Interfaces) > 0:
		return andMore(s.Interfaces[0].Called(), len(s.Interfaces)-1)
	case s.Anywhere:
		return "anywhere"
	case s.Everyone && s.Type != "internet":
		return s.Called()
	case s.Everyone && len(s.Prefixes) > maxPrefixes:
		return "all that was asked about"
	case s.Whole && len(s.But) > 0 && len(s.But) < len(s.Prefixes):
		return "anywhere but " + firstOf(s.But)
	}
	text := firstOf(s.Prefixes)
	if s.Type != "internet" {
		text = s.Called() + " " + text
	}
	return text
}

// firstOf names some blocks and counts the others.
func firstOf(blocks []string) string {
	return andMore(strings.Join(blocks[:min(maxPrefixes, len(blocks))], ", "), len(blocks)-maxPrefixes)
}

// andMore counts what is not named.
func andMore(first string, others int) string {
	if others <= 0 {
		return first
	}
	return fmt.Sprintf("%s +%d", first, others)
}
