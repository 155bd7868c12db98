package language

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Position is a place in a scenario file. Line and column count from 1; zero is nowhere.
type Position struct{ Line, Column int }

// A Problem is something in a scenario file that cannot be.
type Problem struct {
	Path    string
	At      Position
	Message string
	Source  string // the line it is about, if there is one
	Length  int    // how many letters of it
}

// Error is the place and the problem, and under it the line with a caret below what is wrong.
func (p *Problem) Error() string {
	if p.At.Line == 0 {
		return fmt.Sprintf("%s: %s", p.Path, p.Message)
	}
	text := fmt.Sprintf("%s:%d:%d: %s", p.Path, p.At.Line, p.At.Column, p.Message)
	if p.Source == "" {
		return text
	}
	margin := fmt.Sprintf("%5d | ", p.At.Line)
	indent := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, firstLetters(p.Source, p.At.Column-1))
	return text + "\n" + margin + p.Source + "\n" + strings.Repeat(" ", len(margin)-2) + "| " + indent + strings.Repeat("^", max(1, p.Length))
}

// firstLetters are the first n letters of a text.
func firstLetters(s string, n int) string {
	for i := range s {
		if n <= 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Problems are all that is wrong with some files.
type Problems []*Problem

// Error lists them, one below the other.
func (p Problems) Error() string {
	texts := make([]string, len(p))
	for i := range p {
		texts[i] = p[i].Error()
	}
	return strings.Join(texts, "\n")
}

// maxSource bounds a line that is shown.
const maxSource = 200

// Problem is a problem at a place of the file; length is how many letters it is about.
func (f *File) Problem(at Position, length int, format string, args ...any) *Problem {
	p := &Problem{Path: f.Path, At: at, Message: fmt.Sprintf(format, args...), Length: length}
	if at.Line >= 1 && at.Line <= len(f.lines) {
		p.Source = strings.TrimRight(f.lines[at.Line-1], "\r")
	}
	if n := utf8.RuneCountInString(p.Source); n > maxSource {
		p.Source = ""
	} else if p.Length > n-at.Column+1 {
		p.Length = max(1, n-at.Column+1)
	}
	return p
}
