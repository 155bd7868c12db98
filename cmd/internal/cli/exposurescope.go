package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/cmd/internal/scopefile"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/insights"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/csv"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/markdown"
	"github.com/dryhop/dryhop/sim/report/text"
	"github.com/dryhop/dryhop/sim/scope"
)

// runScopes answers what Network Access Scopes ask.
func (a *app) runScopes(cmd *cobra.Command, f *exposureFlags, args []string) error {
	if err := f.checkScopes(cmd, args); err != nil {
		return err
	}
	scopes, err := readScopes(f.scopes)
	if err != nil {
		return err
	}
	n, err := a.network(cmd.Context(), &f.network)
	if err != nil {
		return err
	}
	a.warn(n)
	bound, err := scope.Bind(n.graph, scopes)
	if err != nil {
		return err
	}
	results, err := a.findScopes(cmd.Context(), n, bound)
	if err != nil {
		return err
	}
	for i := range results {
		if f.fails(results[i].Findings, len(results[i].Open) > 0) {
			a.exit = exitNo
		}
	}
	if a.options.format == "aws" {
		return a.write(func(w io.Writer) error { return a.printFindings(w, n, results) })
	}
	ends := &exposureEnds{network: n}
	asked := report.AskedExposure{Commands: ends.commands(n.arguments + f.network.healthArgument())}
	record := report.NewBuilder(n.graph, n.name).Scopes(n.graph, results, asked)
	return a.write(func(w io.Writer) error { return a.printScopes(w, record, f.verbose) })
}

// checkScopes refuses what a scope says itself.
func (f *exposureFlags) checkScopes(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) > 0:
		return usagef("--scope says what is reached, and so does %q: leave one out", args[0])
	case cmd.Flags().Changed("from"), cmd.Flags().Changed("service"), cmd.Flags().Changed("risk"), f.ipv4, f.ipv6:
		return usagef("--scope says who reaches what on which ports: leave out --from, --service, --risk, -4 and -6")
	}
	return f.check()
}

// readScopes reads files, or takes AWS's own scopes by their names.
func readScopes(words []string) ([]scope.Scope, error) {
	var all []scope.Scope
	builtin := scope.Builtin()
	for _, word := range words {
		if i := slices.IndexFunc(builtin, func(s scope.Scope) bool { return s.Name == word }); i >= 0 {
			all = append(all, builtin[i])
			continue
		}
		some, err := readScopeFile(word)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func readScopeFile(path string) ([]scope.Scope, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--scope: %w; AWS's own are called %s", err, builtinWords())
	}
	defer func() { _ = file.Close() }()
	return scopefile.Read(path, file)
}

func builtinWords() string {
	words := ""
	for i, s := range scope.Builtin() {
		if i > 0 {
			words += ", "
		}
		words += s.Name
	}
	return words
}

func (a *app) findScopes(ctx context.Context, n *network, bound []scope.Bound) ([]scope.Result, error) {
	p := a.startProgress("following the paths of the scopes ...")
	defer p.end()
	return cancellable(ctx, func() ([]scope.Result, error) { return scope.Find(ctx, n.graph, reach.New(n.graph), bound) })
}

func (a *app) printScopes(w io.Writer, r *report.Scopes, verbose bool) error {
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
	style := a.style()
	style.Verbose = verbose
	return text.Scopes(w, r, style)
}

// maxAWSFindings is as many as AWS reports.
const maxAWSFindings = 10_000

// printFindings prints findings as AWS's Network Access Analyzer would: one for each that is reached. What that shape has no
// place for is told beside it.
func (a *app) printFindings(w io.Writer, n *network, results []scope.Result) error {
	b, tracer := insights.NewBuilder(n.graph), sim.NewTracer(n.graph)
	out := insights.Findings{AnalysisStatus: "succeeded", AnalysisFindings: []insights.Finding{}}
	if len(results) == 1 {
		out.NetworkInsightsAccessScopeAnalysisId = insights.AnalysisID(results[0].Name)
	}
	open, left := 0, 0
	for i := range results {
		open += len(results[i].Open)
		for j := range results[i].Findings {
			for _, q := range exposure.Witnesses(&results[i].Findings[j]) {
				if len(out.AnalysisFindings) == maxAWSFindings {
					left++
					continue
				}
				answer, err := tracer.Trace(q)
				if err != nil {
					return err
				}
				out.AnalysisFindings = append(out.AnalysisFindings, b.Finding(results[i].Name, answer))
			}
		}
	}
	if !a.options.quiet && left+open > 0 {
		write(a.env.Stderr, "not in this format: %s beyond the first %d, and %s that the snapshot leaves open; --format json has them\n",
			plural(left, "finding"), maxAWSFindings, plural(open, "path"))
	}
	return json.Write(w, out)
}
