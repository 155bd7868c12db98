package suricata

import (
	"errors"
	"iter"
	"strings"
)

// An Option is a keyword of a rule with its value, empty for those that have none.
type Option struct{ Keyword, Value string }

// parseOptions splits the text between a rule's parentheses. A backslash keeps a semicolon from ending an option.
func parseOptions(text string) ([]Option, error) {
	var options []Option
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		end := semicolon(text)
		if end < 0 {
			return nil, errors.New("an option has no semicolon at its end")
		}
		if o := ReadOption(text[:end]); o.Keyword != "" {
			options = append(options, o)
		}
		text = text[end+1:]
	}
	return options, nil
}

// semicolon finds where an option ends.
func semicolon(text string) int {
	for i := range len(text) {
		if text[i] == ';' && (i == 0 || text[i-1] != '\\') {
			return i
		}
	}
	return -1
}

// ReadOption splits a keyword from its value.
func ReadOption(text string) Option {
	keyword, value, _ := strings.Cut(text, ":")
	return Option{strings.ToLower(strings.TrimSpace(keyword)), strings.TrimSpace(value)}
}

// told are the options that say something about a rule, and ask nothing of a packet.
var told = map[string]bool{
	"sid": true, "msg": true, "rev": true, "priority": true, "classtype": true, "metadata": true, "reference": true, "gid": true,
	"noalert": true, "target": true,
}

// wholeFlow are the values of flow that hold for every connection at some time of its life.
var wholeFlow = map[string]bool{
	"established": true, "not_established": true, "stateless": true, "to_server": true, "from_client": true,
	"no_stream": true, "only_stream": true, "no_frag": true,
}

// Deeper is the first option that asks for more than addresses, ports and protocol, or "".
func (r *Rule) Deeper() string {
	for _, o := range r.Options {
		if told[o.Keyword] {
			continue
		}
		if o.Keyword != "flow" {
			return o.Keyword
		}
		for value := range o.values() {
			if !wholeFlow[value] {
				return "flow:" + value
			}
		}
	}
	return ""
}

// Backwards reports whether the rule looks at the packets that a server sends to its client.
func (r *Rule) Backwards() bool {
	for _, o := range r.Options {
		if o.Keyword != "flow" {
			continue
		}
		for value := range o.values() {
			if value == "to_client" || value == "from_server" {
				return true
			}
		}
	}
	return false
}

// values yields what stands between the commas of an option, in lower case.
func (o *Option) values() iter.Seq[string] {
	return func(yield func(string) bool) {
		for value := range strings.SplitSeq(o.Value, ",") {
			if !yield(strings.ToLower(strings.TrimSpace(value))) {
				return
			}
		}
	}
}

// SID is the number that a rule gives itself, or "".
func (r *Rule) SID() string {
	for _, o := range r.Options {
		if o.Keyword == "sid" {
			return o.Value
		}
	}
	return ""
}
