package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/cmd/internal/flowfile"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/insights"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
)

// runFlows answers every question of a file.
func (a *app) runFlows(cmd *cobra.Command, f *traceFlags, args []string) error {
	if err := a.checkFlows(cmd, f, args); err != nil {
		return err
	}
	in, err := a.openFlows(f.flows)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	n, err := a.traceNetwork(cmd.Context(), f)
	if err != nil {
		return err
	}
	lines, err := cancellable(cmd.Context(), func() (*flowfile.Reader, error) { return flowfile.NewReader(in) })
	if err != nil {
		return fmt.Errorf("%s: %w", f.flows, err)
	}
	s := &flowStream{
		app: a, file: f.flows, lines: lines, network: n, index: selector.NewIndex(n.graph),
		reports: report.NewBuilder(n.graph, n.name), analyses: insights.NewBuilder(n.graph), hops: !f.noHops && a.options.format != "text",
	}
	if err := a.write(func(w io.Writer) error { return s.run(cmd.Context(), w) }); err != nil {
		return err
	}
	a.exit = s.totals.exit()
	return nil
}

func (a *app) checkFlows(cmd *cobra.Command, f *traceFlags, args []string) error {
	if len(args) > 0 {
		return usagef("--flows asks the questions of a file, and %q is one more argument; leave one of the two out", args[0])
	}
	if f.noHops && a.options.format == "aws" {
		return usagef("--format aws is about hops; leave --no-hops out")
	}
	for _, flag := range []string{"ipv4", "ipv6", "family", "source-ip", "source-port", "destination-ip", "verbose", "why"} {
		if cmd.Flags().Changed(flag) {
			return usagef("--%s is about one question; with --flows, say it in the file", flag)
		}
	}
	if f.flows != "-" {
		return nil
	}
	if a.env.StdinTerminal {
		return terminalError("--flows - reads questions from stdin")
	}
	sources, _ := a.sources()
	for _, source := range sources {
		if source == "-" {
			return usagef("-s - and --flows - both want stdin; name a file for one of them")
		}
	}
	return nil
}

func (a *app) openFlows(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.env.Stdin), nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--flows: %w", err)
	}
	return file, nil
}

// flowTotals count the answers.
type flowTotals struct {
	verdicts [4]int // by sim.Verdict
	errors   int
}

func (t *flowTotals) exit() int {
	switch {
	case t.errors > 0:
		return exitUsage
	case t.verdicts[sim.Unreachable] > 0:
		return exitNo
	case t.verdicts[sim.Partial]+t.verdicts[sim.Unknown] > 0:
		return exitUnknown
	}
	return exitYes
}

// counts are the totals by name, for print.
func (t *flowTotals) counts() report.FlowTotals {
	return report.FlowTotals{
		Reachable: t.verdicts[sim.Reachable], Unreachable: t.verdicts[sim.Unreachable],
		Partial: t.verdicts[sim.Partial], Unknown: t.verdicts[sim.Unknown], Errors: t.errors,
	}
}
