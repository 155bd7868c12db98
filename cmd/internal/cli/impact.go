package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/github"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/junit"
	"github.com/dryhop/dryhop/sim/report/markdown"
	"github.com/dryhop/dryhop/sim/report/sarif"
	"github.com/dryhop/dryhop/sim/report/text"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/provision"
)

func (a *app) impactCommand() *cobra.Command {
	f := new(impactFlags)
	cmd := &cobra.Command{
		Use:   "impact",
		Short: "Tell what a change opens, closes, reroutes, and by which of its parts",
		Long: `Compares all that passes between any two places before and after a change: every network interface, load balancer,
network outside and the internet, in every protocol and port of both address families. What is not listed fares the same; that is
proven, not sampled.

The change is a second snapshot (--after), a Terraform plan (--plan), or edits of the first one (--edit, --allow, --add, --remove, --replace, --set). Each effect has its
cause: the smallest set of changes that brings it about by itself. Resources are named by id, Name tag or group name.

Exit codes: 0 the list is complete, 1 there is what --fail-on names, 2 bad usage or input.`,
		Example: `dryhop impact -s example:three-tier --allow 'sg-orders ingress tcp/5432 from 0.0.0.0/0'
dryhop impact -s ./before --after ./after -v              with both traces of every effect
dryhop impact -s ./prod --plan plan.json                  with what the plan does to it
dryhop impact -s ./prod --edit change.yaml --format markdown > comment.md
dryhop impact -s ./prod --remove 'rtb-app 0.0.0.0/0' --fail-on new-exposure,lost`,
		Args:        cobra.NoArgs,
		Annotations: map[string]string{formatsKey: impactFormats},
		RunE:        func(cmd *cobra.Command, _ []string) error { return a.runImpact(cmd, f) },
	}
	f.add(cmd)
	return cmd
}

func (a *app) runImpact(cmd *cobra.Command, f *impactFlags) error {
	if err := a.checkFormat(impactFormats); err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	before, after, err := a.bothNetworks(cmd.Context(), f)
	if err != nil {
		return err
	}
	a.warn(after)
	found, err := a.findImpact(cmd.Context(), before, after)
	if err != nil {
		return err
	}
	health := f.network.healthArgument()
	asked := [2]report.ChangedNetwork{changedNetwork(before, health), changedNetwork(after, health)}
	if before.arguments == "" {
		asked[0].Commands = nil // nothing but a plan tells of it
	}
	record := report.NewImpact(found, asked[0], asked[1])
	for i := range record.Effects {
		if f.fails(&record.Effects[i]) {
			a.exit = exitNo
		}
	}
	return a.write(func(w io.Writer) error { return a.printImpact(w, record, f) })
}

// bothNetworks loads the network before the change, and makes or loads the one after it.
func (a *app) bothNetworks(ctx context.Context, f *impactFlags) (before, after *network, err error) {
	opt, err := f.network.compileOptions()
	if err != nil {
		return nil, nil, err
	}
	change := &f.network.change
	sources, err := a.sourcesOf(change)
	if err != nil {
		return nil, nil, err
	}
	type both struct{ before, after *network }
	n, err := cancellable(ctx, func() (both, error) {
		before, after, err := a.loadBoth(sources, f, opt)
		return both{before, after}, err
	})
	if err != nil {
		return nil, nil, err
	}
	plain := f.network
	plain.change = changeFlags{}
	n.before.arguments, n.after.arguments = sourceFlags(sources)+plain.arguments(), sourceFlags(sources)+f.network.arguments()
	if len(sources) == 0 {
		n.before.arguments = ""
	}
	if len(change.after) > 0 {
		n.after.arguments = sourceFlags(eachOnce(change.after)) + plain.arguments()
	}
	return n.before, n.after, nil
}

func (a *app) loadBoth(sources []string, f *impactFlags, opt graph.Options) (before, after *network, err error) {
	p := a.startProgress("reading the networks ...")
	defer p.end()
	defer a.collectLess()()
	reading := f.network.loadOptions()
	s, err := a.loadSnapshot(sources, reading)
	if err != nil {
		return nil, nil, err
	}
	change := &f.network.change
	if later := eachOnce(change.after); len(later) > 0 {
		next, err := a.loadSnapshot(later, reading)
		if err != nil {
			return nil, nil, err
		}
		both := provision.SupposeHosts(s, next)
		return newNetwork(snapshotName(sources), both[0], opt), newNetwork(snapshotName(later), both[1], opt), nil
	}
	reading.Stdin = a.env.Stdin
	c, err := change.change(s, snapshotName(sources), reading)
	if err != nil {
		return nil, nil, err
	}
	both := provision.SupposeHosts(c.before, c.after)
	before = newNetwork(c.names[0], both[0], opt)
	return before, before.changed(c.names[1], both[1], c.touched...), nil
}

// findImpact compares two networks, and says how far it is.
func (a *app) findImpact(ctx context.Context, before, after *network) (*impact.Result, error) {
	p := a.startProgress("comparing what passes before and after ...")
	defer p.end()
	q := impact.Query{Progress: func(what string, done int) { p.say("%s: %d ...", what, done) }}
	return cancellable(ctx, func() (*impact.Result, error) { return impact.Of(ctx, before.editable(), after.editable(), q) })
}

// changedNetwork is a network in the words of the command line.
func changedNetwork(n *network, health string) report.ChangedNetwork {
	return report.ChangedNetwork{Name: n.name, Commands: (&exposureEnds{network: n}).commands(n.arguments + health)}
}

func (a *app) printImpact(w io.Writer, record *report.Impact, f *impactFlags) error {
	switch a.options.format {
	case "json":
		return json.Write(w, record)
	case "markdown":
		return markdown.Comment(w, record, f.tag)
	case "github":
		return github.Write(w, record.Alerts())
	case "junit":
		return junit.Write(w, "dryhop impact", []report.Suite{record.Suite(f.fails)})
	case "sarif":
		return sarif.Write(w, record.Alerts(), f.network.change.file)
	}
	style := a.style()
	style.Verbose = f.verbose
	return text.Impact(w, record, style)
}
