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
dryhop reach -s ./prod vpc:dev vpc:prod                         # are they apart?
dryhop reach -s example:three-tier --by tag:Tier all all postgres   # a matrix
dryhop reach -s ./prod --count all all ssh                      # how many pairs, in large networks too
dryhop reach -s ./prod --who-can orders-db postgres
dryhop reach -s ./prod --where-can bastion-1`,
		Annotations:       map[string]string{formatsKey: reachFormats},
		ValidArgsFunction: a.completeReach,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.runReach(cmd, f, args) },
	}
	f.add(a, cmd)
	return cmd
}

func (a *app) runReach(cmd *cobra.Command, f *reachFlags, args []string) error {
	if err := a.checkFormat(reachFormats); err != nil {
		return err
	}
	if f.count && a.options.format != "text" && a.options.format != "json" {
		return usagef("--count has no list for --format %s; choose text or json", a.options.format)
	}
	if f.by != "" && a.options.format == "jsonl" {
		return usagef("--format jsonl is a list of passages; leave --by out, or choose json")
	}
	asked, service, err := f.question(args, cmd.Flags().Changed)
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
	print, err := cancellable(cmd.Context(), func() (func(io.Writer) error, error) { return r.answer(cmd.Context()) })
	if err != nil {
		return err
	}
	return a.write(print)
}

// answer asks, and tells how to print what it found.
func (r *reaching) answer(ctx context.Context) (func(io.Writer) error, error) {
	switch {
	case r.flags.count:
		record, err := r.count(ctx)
		return func(w io.Writer) error { return r.printCount(w, &record) }, err
	case r.app.options.format == "jsonl":
		return func(w io.Writer) error { return r.stream(ctx, w) }, nil
	case r.flags.by != "":
		record, err := r.matrix(ctx)
		return func(w io.Writer) error { return r.printMatrix(w, &record) }, err
	}
	record, err := r.record(ctx)
	return func(w io.Writer) error { return r.print(w, &record) }, err
}

func (r *reaching) style() text.Style {
	style := r.app.style()
	style.Verbose = r.flags.verbose
	return style
}

func (r *reaching) print(w io.Writer, record *report.Reach) error {
	switch format := r.app.options.format; {
	case format == "json":
		return json.Write(w, record)
	case format != "text":
		return writeTable(w, format, record.Table())
	case r.flags.whoCan != "":
		return text.WhoCan(w, record, r.style())
	case r.flags.whereCan != "":
		return text.WhereCan(w, record, r.style())
	}
	return text.Reach(w, record, r.style())
}

func (r *reaching) printMatrix(w io.Writer, record *report.ReachMatrix) error {
	switch format := r.app.options.format; format {
	case "json":
		return json.Write(w, record)
	case "text":
		style := r.style()
		if style.Limit = r.app.rowLimit(r.flags.limit); r.flags.limit == limitUnset && style.Limit == 0 {
			style.Limit = longText
		}
		return text.Matrix(w, record, style)
	default:
		return writeTable(w, format, record.Table())
	}
}

func writeTable(w io.Writer, format string, t report.Table) error {
	if format == "csv" {
		return csv.Write(w, &t)
	}
	return markdown.Write(w, &t)
}

// count is the totals alone.
func (r *reaching) count(ctx context.Context) (report.PassageTotals, error) {
	p := r.app.startProgress("counting every pair of places ...")
	defer p.end()
	totals, err := r.solver.Count(ctx, r.query)
	r.app.exit = exitOfTotals(&totals)
	return r.builder.PassageTotals(r.asked, totals), err
}

func (r *reaching) printCount(w io.Writer, record *report.PassageTotals) error {
	if r.app.options.format == "json" {
		return json.Write(w, record)
	}
	return text.ReachCount(w, record, r.style())
}

// stream prints each passage as it comes, and the totals at the end: in memory that does not grow with the answer.
func (r *reaching) stream(ctx context.Context, w io.Writer) error {
	excerpts := r.solver.Excerpts(r.query)
	totals, err := r.each(ctx, func(p reach.Passage) error {
		for _, e := range excerpts(&p) {
			line, err := json.Line(r.builder.Passage(&p, &e, r.query.Sources(), r.commands))
			if err == nil {
				_, err = w.Write(line)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	line, err := json.Line(r.builder.PassageTotals(r.asked, totals))
	if err != nil {
		return err
	}
	return writeAll(w, line)
}

// matrix counts pairs by what their places have in common.
func (r *reaching) matrix(ctx context.Context) (report.ReachMatrix, error) {
	by, err := reach.ParseBy(r.flags.by)
	if err != nil {
		return report.ReachMatrix{}, err
	}
	cells, err := r.solver.Tabulation(r.query, by)
	if err != nil {
		return report.ReachMatrix{}, usagef("--by: %v", err)
	}
	totals, err := r.tabulate(ctx, cells)
	if err != nil {
		return report.ReachMatrix{}, err
	}
	return r.builder.Matrix(&report.MatrixAnswer{
		Query: r.asked, By: by.String(), Sources: r.query.Sources(), Matrix: cells.Matrix(), Totals: totals, Commands: r.commands, First: r.first(), Notes: r.notes,
	}), nil
}

// tabulate asks the solver, and shows that it is at it.
func (r *reaching) tabulate(ctx context.Context, cells *reach.Tabulation) (reach.Totals, error) {
	p := r.app.startProgress("counting pairs of places ...")
	defer p.end()
	totals, err := r.solver.Tabulate(ctx, cells)
	r.app.exit = exitOfTotals(&totals)
	return totals, err
}

// first is the question about the first pair of places.
func (r *reaching) first() *sim.Question {
	if q, ok := r.solver.First(r.query); ok {
		return &q
	}
	return nil
}

// record groups all passages.
func (r *reaching) record(ctx context.Context) (report.Reach, error) {
	groups := r.solver.Grouping(r.query)
	totals, err := r.each(ctx, groups.Add)
	if err != nil {
		return report.Reach{}, err
	}
	answer := report.ReachAnswer{
		Query: r.asked, Sources: r.query.Sources(), Groups: groups.Groups(), Totals: totals, Commands: r.commands, Why: r.why, Notes: r.notes,
	}
	if limit := r.app.rowLimit(r.flags.limit); limit > 0 && limit < len(answer.Groups) {
		answer.Groups, answer.LeftOut = answer.Groups[:limit], len(answer.Groups)-limit
	}
	answer.First = r.first()
	answer.From, answer.To = sizeOf(r.solver.From(r.query)), sizeOf(r.solver.To(r.query))
	return r.builder.Reach(&answer), nil
}

// each asks the solver, and shows how far it is.
func (r *reaching) each(ctx context.Context, yield func(reach.Passage) error) (reach.Totals, error) {
	p := r.app.startProgress("asking about every pair of places ...")
	defer p.end()
	found := 0
	totals, err := r.solver.Each(ctx, r.query, func(passage reach.Passage) error {
		if found++; found%256 == 0 {
			p.say("asking about every pair of places: %d passages so far ...", found)
		}
		return yield(passage)
	})
	r.app.exit = exitOfTotals(&totals)
	return totals, err
}

func sizeOf(places []reach.Place) int {
	n := 0
	for i := range places {
		n += places[i].Size()
	}
	return n
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
