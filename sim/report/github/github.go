package github

import (
	"fmt"
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// commands are the workflow commands of levels.
var commands = map[string]string{"error": "error", "warning": "warning", "note": "notice"}

// Write prints a line an alert: ::error file=...,line=...,title=...::message.
func Write(w io.Writer, a *report.Alerts) error {
	var b strings.Builder
	for i := range a.Alerts {
		x := &a.Alerts[i]
		command := commands[x.Level]
		if command == "" {
			command = "notice"
		}
		fmt.Fprintf(&b, "::%s %s::%s\n", command, properties(x), data(x.Message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func properties(a *report.Alert) string {
	var words []string
	if a.At.Path != "" {
		words = append(words, "file="+property(a.At.Path))
	}
	if a.At.Line > 0 {
		words = append(words, fmt.Sprintf("line=%d", a.At.Line))
	}
	if a.At.Column > 0 {
		words = append(words, fmt.Sprintf("col=%d", a.At.Column))
	}
	return strings.Join(append(words, "title="+property(a.Title)), ",")
}

// data escapes what stands behind a command, and property what stands in it.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
