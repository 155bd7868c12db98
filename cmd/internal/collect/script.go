package collect

import (
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
)

// machinery is the script but for the settings and the calls, whose places are marked.
//
//go:embed script.sh
var machinery string

// A Plan says what to collect. The zero Plan is everything that the credentials at hand reach in one account.
type Plan struct {
	Version  string   // of dryhop
	Services []string // empty: all
	Regions  []string // empty: all that are enabled in the account
	Accounts []string
	Profiles []string // of the AWS CLI's configuration; empty: the credentials at hand
	Role     string   // ARN of a role to assume in each account, {account} standing for its id; empty: none
	Parallel int      // calls at a time
}

// Script writes the shell script that carries out a plan.
func Script(w io.Writer, p *Plan) error {
	_, err := strings.NewReplacer("@version@", p.Version, "@settings@", p.settings(), "@calls@", p.calls()).WriteString(w, machinery)
	return err
}

func (p *Plan) settings() string {
	var b strings.Builder
	for _, s := range []struct{ comment, name, value string }{
		{"by blanks; empty: all Regions that are enabled", "REGIONS", strings.Join(p.Regions, " ")},
		{"by blanks; empty: any, and with a role all of the organization", "ACCOUNTS", strings.Join(p.Accounts, " ")},
		{"of the CLI's configuration, by blanks; empty: the credentials at hand", "PROFILES", strings.Join(p.Profiles, " ")},
		{"to assume in each of ACCOUNTS; {account} stands for its id", "ROLE", p.Role},
		{"calls at a time", "PARALLEL", fmt.Sprint(p.Parallel)},
		{"", "MADE_BY", "dryhop " + p.Version},
	} {
		line := s.name + "=" + quote(s.value)
		if s.comment != "" {
			line = fmt.Sprintf("%-20s # %s", line, s.comment)
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// chosen are the plan's calls, in the order of the table.
func (p *Plan) chosen() []*Call {
	var all []*Call
	for i := range calls {
		if len(p.Services) == 0 || slices.Contains(p.Services, calls[i].Service) {
			all = append(all, &calls[i])
		}
	}
	return all
}

func (p *Plan) calls() string {
	var regional, global []*Call
	for _, c := range p.chosen() {
		if c.Global {
			global = append(global, c)
		} else {
			regional = append(regional, c)
		}
	}
	return function("regional_calls", regional) + "\n\n" + function("global_calls", global)
}

// function writes calls as a shell function: those that others wait for come first.
func function(name string, calls []*Call) string {
	var b strings.Builder
	b.WriteString(name + "() {\n")
	written := 0
	for step := 0; written < len(calls); step++ {
		if step > 0 {
			b.WriteString("\twait\n")
		}
		var parent *Parent
		for _, c := range calls {
			if c.step() != step {
				continue
			}
			if c.Of != parent {
				parent = c.Of
				b.WriteString(parent.line())
			}
			b.WriteString(c.line())
			written++
		}
	}
	if len(calls) == 0 {
		b.WriteString("\t:\n")
	}
	b.WriteString("}")
	return b.String()
}

func (p *Parent) line() string {
	return fmt.Sprintf("\n\t# of every %s\n\tof %s %s %s\n", p.Name, quote(strings.Join(p.Keys, " ")), quote(strings.Join(p.From, " ")), quote(p.Rows))
}

func (c *Call) line() string {
	words := []string{"\t" + c.verb(), c.Service, c.Operation, quote(strings.Join(c.Lists, " ")), quote(cmp.Or(c.Strip, "."))}
	for _, o := range c.Options {
		words = append(words, quote(o))
	}
	return strings.Join(words, " ") + "\n"
}

// verb is the shell function that makes the call.
func (c *Call) verb() string {
	verb := "list"
	if c.Of != nil {
		verb = "each"
	}
	switch {
	case c.Halves:
		verb += "_in_parts"
	case c.Paged:
		verb += "_paged"
	}
	return verb
}

// plain are the characters that the shell takes as they are.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:"

// quote makes one word of the shell.
func quote(s string) string {
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
