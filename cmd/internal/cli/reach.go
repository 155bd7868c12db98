package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/csv"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/markdown"
	"github.com/dryhop/dryhop/sim/report/text"
)

func (a *app) reachCommand() *cobra.Command {
	f := new(reachFlags)
	cmd := &cobra.Command{
		Use:   "reach [FROM] [TO] [SERVICE]",
		Short: "List every flow that is allowed between two sets of places",
		Long: `FROM and TO name places as in "dryhop trace", and any number of them: web*, tag:role=db, vpc:prod, subnet:app-a, sg:web,
a block of addresses (interfaces in it and hosts outside), internet, a comma list, and ! before what is not meant. Where one is left
out, or "all", every interface, load balancer (as a destination), network outside and the internet is meant.
SERVICE is ` + sim.ServiceExamples + `; without one, everything is asked about.

A row holds for each place on its left towards each on its right. Reachable means that the reply returns, too. What passes only for
some source ports, or on some of the ways that AWS chooses among, is partial; what the snapshot does not tell is unknown.

Exit codes: 0 something is reachable, 1 nothing is, 2 bad usage or input, 3 nothing certainly, but something partial or unknown.`,
		Example: `dryhop reach -s example:three-tier                              # every flow of the network
dryhop reach -s example:three-tier internet                     # what the internet reaches
dryhop reach -s ./prod 'web*' tag:role=db postgres
dryhop reach -s ./prod vpc:dev vpc:prod                         # are they apart?`,
		Annotations:       map[string]string{formatsKey: reachFormats},
		ValidArgsFunction: a.completeTrace,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.runReach(cmd, f, args) },
	}
	f.add(cmd)
	return cmd
}

func (a *app) runReach(cmd *cobra.Command, f *reachFlags, args []string) error {
	if err := a.checkFormat(reachFormats); err != nil {
		return err
	}
	asked, service, err := f.question(args)
	if err != nil {
		return err
	}
	n, err := a.network(cmd.Context(), &f.network)
	if err != nil {
		return err
	}
	a.warn(n)
	r, err := newReaching(a, f, n, asked, service)
	if err != nil {
		return err
	}
	record, err := cancellable(cmd.Context(), func() (report.Reach, error) { return r.record(cmd.Context()) })
	if err != nil {
		return err
	}
	return a.write(func(w io.Writer) error { return a.printReach(w, &record, f.verbose) })
}

func (a *app) printReach(w io.Writer, r *report.Reach, verbose bool) error {
	style := a.style()
	style.Verbose = verbose
	switch a.options.format {
	case "json":
		return json.Write(w, r)
	case "csv":
		table := r.Table()
		return csv.Write(w, &table)
	case "markdown":
		table := r.Table()
		return markdown.Write(w, &table)
	}
	return text.Reach(w, r, style)
}

// record groups all passages.
func (r *reaching) record(ctx context.Context) (report.Reach, error) {
	groups := r.solver.Grouping(r.query)
	totals, err := r.each(ctx, groups.Add)
	if err != nil {
		return report.Reach{}, err
	}
	answer := report.ReachAnswer{
		Query: r.asked, Sources: r.query.Sources(), Groups: groups.Groups(), Totals: totals, Commands: &r.commands, Why: r.why, Notes: r.notes,
	}
	if limit := r.flags.limitFor(r.app); limit > 0 && limit < len(answer.Groups) {
		answer.Groups, answer.LeftOut = answer.Groups[:limit], len(answer.Groups)-limit
	}
	if first, ok := r.solver.First(r.query); ok && len(answer.Groups) == 0 {
		answer.First = &first
	}
	return r.builder.Reach(&answer), nil
}

// each asks the solver, and shows how far it is.
func (r *reaching) each(ctx context.Context, yield func(reach.Passage) error) (reach.Totals, error) {
	p := r.app.startProgress("asking about every pair of places ...")
	defer p.end()
	found := 0
	totals, err := r.solver.Each(ctx, r.query, func(passage reach.Passage) error {
		found++
		p.say("asking about every pair of places: %d passages so far ...", found)
		return yield(passage)
	})
	r.app.exit = exitOfTotals(&totals)
	return totals, err
}

func exitOfTotals(t *reach.Totals) int {
	switch {
	case t.Reachable > 0:
		return exitYes
	case t.Partial+t.Unknown > 0:
		return exitUnknown
	}
	return exitNo
}
