package cli

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/csv"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/markdown"
	"github.com/dryhop/dryhop/sim/report/text"
)

func (a *app) exposureCommand() *cobra.Command {
	f := new(exposureFlags)
	cmd := &cobra.Command{
		Use:   "exposure [TO]",
		Short: "List what the internet reaches, and by which rules; and why it does not reach the rest",
		Long: `Asks about every network interface and load balancer, or those that TO names, on all ports and both address families. What
fares alike is one row. Reached means that the request arrives and the reply returns. TO and --from are places: an id, a Name tag,
tag:role=db, vpc:prod, subnet:app-a, sg:web, account:111122223333, an address or CIDR block, a network outside, internet, a comma list, and ! before
what is not meant.

Risk is a table of ports and sources (see the README): what is expected to face the internet, such as a load balancer on 80 and 443, is none.

Exit codes: 0 the list is complete, 1 there is what --fail-on names, 2 bad usage or input.`,
		Example: `dryhop exposure -s example:three-tier
dryhop exposure -s ./prod vpc:prod -v                     with every target, rule and a command to trace it
dryhop exposure -s ./prod --risk high                     the worst alone
dryhop exposure -s ./prod --fail-on high,unknown          in a pipeline
dryhop exposure -s ./prod tag:tier=db --from office,account:444455556666
dryhop exposure -s ./prod --scope scope.json              what a Network Access Analyzer scope is about
dryhop exposure -s ./prod --format json | jq '.findings[] | select(.risk == "high")'`,
		Annotations:       map[string]string{formatsKey: exposureFormats},
		ValidArgsFunction: a.completeExposure,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runExposure(cmd, f, args)
		},
	}
	f.add(a, cmd)
	return cmd
}

func (a *app) runExposure(cmd *cobra.Command, f *exposureFlags, args []string) error {
	if err := a.checkFormat(exposureFormats); err != nil {
		return err
	}
	if len(f.scopes) > 0 {
		return a.runScopes(cmd, f, args)
	}
	if a.options.format == "aws" {
		return usagef("--format aws goes with --scope")
	}
	if len(args) > 1 {
		return usagef("exposure takes one TO, and %q is one more; put a comma between places", args[1])
	}
	if err := f.check(); err != nil {
		return err
	}
	n, err := a.network(cmd.Context(), &f.network)
	if err != nil {
		return err
	}
	a.warn(n)
	ends := &exposureEnds{network: n}
	q, asked, err := f.query(ends, args)
	if err != nil {
		return err
	}
	found, err := a.findExposure(cmd.Context(), n, q)
	if err != nil {
		return err
	}
	asked.Commands, asked.Assume = ends.commands(n.arguments+f.network.healthArgument()), assumablesByKind()
	p := a.startProgress("putting the answer together ...")
	record := report.NewBuilder(n.graph, n.name).Exposure(n.graph, found, asked)
	p.end()
	a.exit = f.exit(found)
	return a.write(func(w io.Writer) error { return a.printExposure(w, record, f) })
}

// findExposure looks for what is exposed, and says how far it is.
func (a *app) findExposure(ctx context.Context, n *network, q exposure.Query) (*exposure.Exposure, error) {
	p := a.startProgress("finding what is reached ...")
	defer p.end()
	q.Progress = func(done int) { p.say("looking at how it is reached: %s ...", plural(done, "group")) }
	return cancellable(ctx, func() (*exposure.Exposure, error) { return exposure.Find(ctx, n.graph, reach.New(n.graph), q) })
}

func (a *app) printExposure(w io.Writer, record *report.Exposure, f *exposureFlags) error {
	switch a.options.format {
	case "json":
		return json.Write(w, record)
	case "csv":
		table := record.Table()
		return csv.Write(w, &table)
	case "markdown":
		table := record.Table()
		return markdown.Write(w, &table)
	}
	style := a.style()
	style.Verbose, style.Limit = f.verbose, a.rowLimit(f.limit)
	if f.limit == limitUnset && style.Limit == 0 {
		style.Limit = longText
	}
	return text.Exposure(w, record, style)
}

// exit is the exit code: whether there is what --fail-on names.
func (f *exposureFlags) exit(e *exposure.Exposure) int {
	if f.fails(e.Findings, e.Totals.Interfaces.Unknown+e.Totals.Balancers.Unknown > 0) {
		return exitNo
	}
	return exitYes
}

// fails reports whether there is what --fail-on names.
func (f *exposureFlags) fails(findings []exposure.Finding, open bool) bool {
	for _, word := range f.failOn {
		least := failLevels[word]
		if least != nil && slices.ContainsFunc(findings, func(x exposure.Finding) bool { return x.Risk.Level >= *least }) {
			return true
		}
	}
	return open && slices.Contains(f.failOn, failUnknown)
}
