package suricata

import (
	"fmt"
	"iter"
	"strings"
)

// An Error is a rule that cannot be read.
type Error struct {
	Line    int
	Action  string // of the rule if that much can be read, else empty
	Problem string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

// Rules reads the rules of a text one by one. Where one cannot be read the error is an *Error, and of the Rule only
// Line and Header tell something.
func Rules(text string) iter.Seq2[Rule, error] {
	return func(yield func(Rule, error) bool) {
		for line, rule := range lines(text) {
			r, err := parse(rule)
			r.Line = line
			if err != nil {
				r = Rule{Line: line, Header: shortened(rule)}
				err = &Error{Line: line, Action: actionOf(rule), Problem: err.Error()}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// lines yields what is neither empty nor a comment, with the number of its first line; a backslash at the end of a line
// joins the next one to it.
func lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		var joined strings.Builder
		number, first := 0, 0
		for line := range strings.Lines(text) {
			number++
			line = strings.TrimSpace(line)
			if joined.Len() == 0 {
				if line == "" || line[0] == '#' {
					continue
				}
				first = number
			}
			if more, continued := strings.CutSuffix(line, `\`); continued {
				joined.WriteString(more + " ")
				continue
			}
			joined.WriteString(line)
			if !yield(first, joined.String()) {
				return
			}
			joined.Reset()
		}
		if rest := strings.TrimSpace(joined.String()); rest != "" {
			yield(first, rest)
		}
	}
}

// actionOf is the action that a line begins with, or "".
func actionOf(line string) string {
	word, _, _ := strings.Cut(line, " ")
	if word = strings.ToLower(word); actions[word] {
		return word
	}
	return ""
}

const maxShown = 60

// shortened is the beginning of a line, for people to find it.
func shortened(line string) string {
	for i := range line {
		if i >= maxShown {
			return line[:i] + "..."
		}
	}
	return line
}
