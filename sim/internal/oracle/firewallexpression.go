package oracle

import (
	"net/netip"
	"strconv"
	"strings"
)

// An expression reads the addresses or ports of a stateful rule for one value:
//
//	any  10.0.0.0/8  !$HOME_NET  [10.0.0.0/8, !10.1.0.0/16]  [80, 8000:8099]
//
// A list holds what one of its members does, or anything if it has but negated ones, and none of the negated does.
type expression struct {
	variable func(name string) ([]string, bool)
	atom     func(text string) truth
}

// maxNesting bounds lists in lists, and variables that name each other.
const maxNesting = 12

func (e expression) holds(text string) truth { return union(e.parts(text, 0)) }

func union(members, negated []truth) truth {
	held, gone := no, no
	for _, t := range members {
		held = max(held, t)
	}
	for _, t := range negated {
		gone = max(gone, t)
	}
	if len(members) == 0 {
		held = yes
	}
	return min(held, yes-gone)
}

// parts are what the members of a text say, and what the negated ones do.
func (e expression) parts(text string, depth int) (members, negated []truth) {
	text = strings.TrimSpace(text)
	switch {
	case depth > maxNesting || text == "":
		return []truth{maybe}, nil
	case text[0] == '!':
		return nil, []truth{union(e.parts(text[1:], depth+1))}
	case text[0] == '[' && text[len(text)-1] == ']':
		return e.list(splitList(text[1:len(text)-1]), depth)
	case text[0] == '$':
		if definition, known := e.variable(text[1:]); known {
			return e.list(definition, depth)
		}
		return []truth{maybe}, nil
	case strings.EqualFold(text, "any"):
		return []truth{yes}, nil
	}
	return []truth{e.atom(text)}, nil
}

func (e expression) list(texts []string, depth int) (members, negated []truth) {
	for _, text := range texts {
		m, n := e.parts(text, depth+1)
		members, negated = append(members, m...), append(negated, n...)
	}
	return members, negated
}

// splitList splits at the commas that are in no inner list.
func splitList(text string) []string {
	var all []string
	depth, start := 0, 0
	for i, c := range text {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == ',' && depth == 0:
			all = append(all, text[start:i])
			start = i + 1
		}
	}
	return append(all, text[start:])
}

// addressAtom reads a CIDR, an address or a range of them.
func addressAtom(text string, a netip.Addr) truth {
	if from, to, isRange := strings.Cut(text, "-"); isRange {
		first, err1 := netip.ParseAddr(strings.TrimSpace(from))
		last, err2 := netip.ParseAddr(strings.TrimSpace(to))
		if err1 != nil || err2 != nil || first.Is4() != last.Is4() {
			return maybe
		}
		return truthOf(a.Is4() == first.Is4() && first.Compare(a) <= 0 && a.Compare(last) <= 0)
	}
	if text == "@" || strings.HasPrefix(text, "@") {
		return maybe
	}
	return blockHolds(text, a)
}

// portAtom reads a port or a range with open ends.
func portAtom(text string, port uint16) truth {
	from, to, isRange := strings.Cut(text, ":")
	if !isRange {
		to = from
	}
	first, known1 := portOr(from, 0)
	last, known2 := portOr(to, lastPort)
	if !known1 || !known2 || !isRange && from == "" {
		return maybe
	}
	return truthOf(first <= int(port) && int(port) <= last)
}

func portOr(text string, open int) (int, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return open, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= lastPort
}
