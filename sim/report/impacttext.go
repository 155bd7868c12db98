package report

import (
	"fmt"
	"strings"
)

// maxWords is how many services or hosts stand in a line.
const maxWords = 6

// Ends are what both ends of an effect are called in a line.
func (e *ImpactEffect) Ends() (from, to string) { return e.end(e.From), e.end(e.To) }

func (e *ImpactEffect) end(parties []Party) string {
	var words []string
	for i := range parties {
		label := parties[i].Label
		if kind := parties[i].Places[0].Type; kind != "network-interface" && kind != "load-balancer" {
			label += e.hosts()
		}
		words = append(words, label)
	}
	return firstWords(words, ", ")
}

// hosts tells which hosts of an end outside, where it is not all of them.
func (e *ImpactEffect) hosts() string {
	var hosts, except []string
	for i := range e.Families {
		hosts, except = append(hosts, e.Families[i].Hosts...), append(except, e.Families[i].Except...)
	}
	switch {
	case len(hosts) == 0 && len(e.Families) == 1:
		return map[string]string{"ipv4": " (any IPv4)", "ipv6": " (any IPv6)"}[e.Families[0].Family]
	case len(hosts) == 0:
		return " (anywhere)"
	case len(except) > 0 && len(except) < len(hosts):
		return " except " + firstWords(except, ", ")
	}
	return " " + firstWords(hosts, ", ")
}

// ServicesText is what became different in a line.
func (e *ImpactEffect) ServicesText() string { return firstWords(e.Services, " ") }

func firstWords(words []string, between string) string {
	if len(words) <= maxWords+1 {
		return strings.Join(words, between)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:maxWords], between), len(words)-maxWords)
}

// Remark is what is to be said of an effect beside what it is: why it is to worry about, where the way leads, what becomes of
// connections. It may be empty.
func (e *ImpactEffect) Remark() string {
	var words []string
	switch {
	case e.IsExposure():
		words = append(words, "new internet exposure")
	case e.Boundary == "account" && e.Opens():
		words = append(words, "crosses accounts")
	case e.Boundary == "environment" && e.Opens():
		words = append(words, "crosses environments")
	}
	if len(e.Reasons) > 0 {
		words = append(words, strings.Join(e.Reasons, ", "))
	}
	switch e.Kind {
	case "rerouted":
		words = append(words, e.detour())
	case "undetermined":
		words = append(words, fmt.Sprintf("%s before, %s after", e.Was, e.Is))
	}
	if e.Was == "partial" || e.Is == "partial" {
		words = append(words, fmt.Sprintf("%s before, %s after", e.Was, e.Is))
	}
	switch e.Connection {
	case "cut":
		words = append(words, "connections are cut at once")
	case "live-on":
		words = append(words, "established connections live on until they are idle")
	}
	return strings.Join(words, "; ")
}

// Opens reports whether more passes than before.
func (e *ImpactEffect) Opens() bool { return e.Kind == "opened" || e.Kind == "widened" }

func (e *ImpactEffect) detour() string {
	leaves, takes := namesOf(e.Leaves), namesOf(e.Takes)
	switch {
	case leaves == "" && takes == "":
		return "another way by the same components"
	case takes == "":
		return "no longer by " + leaves
	case leaves == "":
		return "now by " + takes
	}
	return leaves + " → " + takes
}

func namesOf(all []Component) string {
	words := make([]string, len(all))
	for i := range all {
		words[i] = all[i].Called()
	}
	return firstWords(words, ", ")
}

// Headline counts the changes: "4 changes (+2 ~1 -1)".
func (i *Impact) Headline() string {
	count := map[string]int{}
	for n := range i.Changes {
		count[i.Changes[n].Op]++
	}
	if len(i.Changes) == 0 {
		return "no change"
	}
	return fmt.Sprintf("%s (+%d ~%d -%d)", countOf(len(i.Changes), "change"), count["added"], count["changed"], count["removed"])
}

func countOf(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// Sum is all kinds of effects in a line: "1 opened, 1 closed", or "nothing changes".
func (i *Impact) Sum() string {
	t := &i.Totals
	var words []string
	for _, k := range []struct {
		n    int
		word string
	}{{t.Opened, "opened"}, {t.Widened, "widened"}, {t.Closed, "closed"}, {t.Narrowed, "narrowed"}, {t.Rerouted, "rerouted"}, {t.Undetermined, "undetermined"}} {
		if k.n > 0 {
			words = append(words, fmt.Sprintf("%d %s", k.n, k.word))
		}
	}
	if len(words) == 0 {
		return "no traffic changes"
	}
	return strings.Join(words, ", ")
}

// Proof says that nothing else changes, and of how many pairs of places that is known.
func (i *Impact) Proof() string {
	if i.Totals.Pairs == 0 {
		return "No two places are in both networks: there is nothing that could have stayed the same"
	}
	if len(i.Effects) == 0 {
		return fmt.Sprintf("Nothing changes: %s of places fare the same, in every protocol and port", countOf(i.Totals.Unchanged, "pair"))
	}
	return fmt.Sprintf("Nothing else changes: %s of places fare the same, in every protocol and port", countOf(i.Totals.Unchanged, "pair"))
}

// PlaceTexts are the places that appear, vanish or change addresses, in lines.
func (i *Impact) PlaceTexts() []string {
	var lines []string
	for n := range i.Places {
		p := &i.Places[n]
		verb := map[string]string{"added": "appears", "removed": "vanishes", "changed": "has other addresses"}[p.Op]
		if p.Replaces != nil {
			verb = "is replaced (" + p.Replaces.ShortID() + " goes)"
		}
		line := p.Place.Called() + " " + verb
		if p.Place.Name != "" && p.Place.Name != p.Place.ID && p.Replaces == nil {
			line = p.Place.Name + " (" + p.Place.ShortID() + ") " + verb
		}
		if len(p.Gains) > 0 {
			line += ", gets " + firstWords(p.Gains, ", ")
		}
		if len(p.Loses) > 0 {
			line += ", loses " + firstWords(p.Loses, ", ")
		}
		lines = append(lines, line)
	}
	return lines
}
