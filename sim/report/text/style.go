package text

import "strings"

// A Style says how to print.
type Style struct {
	Color   bool // escape sequences, on top of symbols and words
	ASCII   bool // no letters beyond ASCII
	Verbose bool // every hop of both legs
	Limit   int  // of rows in a long table; 0: all
}

// color is an SGR parameter.
type color string

const (
	plain  color = ""
	bold   color = "1"
	dim    color = "2"
	red    color = "31"
	green  color = "32"
	yellow color = "33"
)

// paint wraps a text in a colour.
func (s Style) paint(c color, text string) string {
	if !s.Color || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// asciiOf replaces what the texts of all packages use beyond ASCII.
var asciiOf = strings.NewReplacer("→", "->", "←", "<-", "✓", "+", "✗", "x", "●", "*", "◐", "~", "·", "-", "…", "...",
	"–", "-", "—", "-", "≤", "<=", "≥", ">=", "×", "x", "↑", "^", "↓", "v", "└", "`", "“", `"`, "”", `"`, "’", "'")

// letters are a text in the letters that the terminal has.
func (s Style) letters(text string) string {
	if !s.ASCII {
		return text
	}
	return asciiOf.Replace(text)
}

// A look is how a verdict is shown: symbol, word and colour.
type look struct {
	symbol string
	word   string
	color  color
}

// verdictLooks are the looks of answers.
var verdictLooks = map[string]look{
	"reachable":   {"✓", "REACHABLE", green},
	"unreachable": {"✗", "BLOCKED", red},
	"partial":     {"◐", "PARTIAL", yellow},
	"unknown":     {"?", "UNKNOWN", yellow},
}

// stepLooks are the looks of steps.
var stepLooks = map[string]look{
	"pass":    {"·", "pass", plain},
	"allow":   {"✓", "allow", green},
	"route":   {"→", "route", plain},
	"drop":    {"✗", "drop", red},
	"unknown": {"?", "unknown", yellow},
}

// String is the symbol and the word.
func (l look) String() string { return l.symbol + " " + l.word }
