package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios/externalfile"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// networkFlags say what to add to a snapshot.
type networkFlags struct {
	externals []string
	assume    []string
	health    string // a word of healthWords
	change    changeFlags
}

// healthWords say which targets of load balancers count: all that are configured, or those that were healthy (R11.9).
var healthWords = []string{"configured", "current"}

func (f *networkFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.externals, "external", nil, "networks outside AWS in a YAML or JSON `FILE`: name, prefixes, behind which VPN or gateway; repeatable")
	flags.StringArrayVar(&f.assume, "assume", nil, "`LIST` of what to assume where documents are missing: "+strings.Join(assumableWords(), ", ")+
		"; or ADDRESS.attribute=VALUE, what an attribute of a plan or template is that is not known yet; repeatable")
	_ = cmd.RegisterFlagCompletionFunc("assume", completeWords(assumableWords()...))
	_ = cmd.MarkFlagFilename("external", "yaml", "yml", "json")
}

// addHealth adds the flag for what follows load balancers to their targets.
func (f *networkFlags) addHealth(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.health, "health", healthWords[0],
		"`WHICH` targets load balancers use: configured, all that are registered; or current, those healthy in the snapshot")
	_ = cmd.RegisterFlagCompletionFunc("health", completeWords(healthWords...))
}

// compileOptions reads what the flags name.
func (f *networkFlags) compileOptions() (graph.Options, error) {
	var opt graph.Options
	for _, path := range f.externals {
		networks, err := readExternals(path)
		if err != nil {
			return opt, err
		}
		opt.Externals = append(opt.Externals, networks...)
	}
	var err error
	if opt.CurrentHealth, err = currentHealth(f.health); err != nil {
		return opt, err
	}
	opt.Assume, err = assumed(f.assume)
	return opt, err
}

// loadOptions say how to read what the command line names.
func (f *networkFlags) loadOptions() load.Options {
	return load.Options{Assume: assumedValues(f.assume)}
}

// currentHealth reads a word of --health; none is the first.
func currentHealth(word string) (bool, error) {
	if word != "" && !slices.Contains(healthWords, word) {
		return false, usagef("--health %q: there is %s%s", word, strings.Join(healthWords, ", "), didYouMean(word, healthWords))
	}
	return word == healthWords[1], nil
}

func readExternals(path string) ([]graph.External, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--external: %w", err)
	}
	defer func() { _ = file.Close() }()
	return externalfile.Read(path, file)
}

// arguments are the flags as they would be typed again.
func (f *networkFlags) arguments() string {
	var b strings.Builder
	for _, path := range f.externals {
		b.WriteString(" --external " + report.Quoted(path))
	}
	for _, said := range f.assume {
		b.WriteString(" --assume " + report.Quoted(said))
	}
	b.WriteString(f.change.arguments())
	return b.String()
}

// healthArgument is the flag of addHealth, where it is not as usual. Not every command has it.
func (f *networkFlags) healthArgument() string {
	if f.health == "" || f.health == healthWords[0] {
		return ""
	}
	return " --health " + f.health
}
