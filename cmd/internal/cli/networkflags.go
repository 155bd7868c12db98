package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/cmd/internal/externalfile"
	"github.com/dryhop/dryhop/topology/graph"
)

// networkFlags say what to add to a snapshot.
type networkFlags struct {
	externals []string
	assume    []string
}

func (f *networkFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.externals, "external", nil, "networks outside AWS in a YAML or JSON `FILE`: name, prefixes, behind which VPN or gateway; repeatable")
	flags.StringSliceVar(&f.assume, "assume", nil, "`LIST` of what to assume where documents are missing: "+strings.Join(assumableWords(), ", "))
	_ = cmd.RegisterFlagCompletionFunc("assume", completeWords(assumableWords()...))
	_ = cmd.MarkFlagFilename("external", "yaml", "yml", "json")
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
	opt.Assume, err = assumed(f.assume)
	return opt, err
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
		b.WriteString(" --external " + quoted(path))
	}
	if len(f.assume) > 0 {
		b.WriteString(" --assume " + quoted(strings.Join(f.assume, ",")))
	}
	return b.String()
}
