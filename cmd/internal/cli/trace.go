package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/insights"
	"github.com/dryhop/dryhop/sim/remedy"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/text"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/sim/ways"
	"github.com/dryhop/dryhop/sim/whatif"
)

func (a *app) traceCommand() *cobra.Command {
	f := new(traceFlags)
	cmd := &cobra.Command{
		Use:   "trace FROM TO [SERVICE]",
		Short: "Follow one flow hop by hop, there and back",
		Long: `FROM and TO name one place each: an id or the beginning of one, a Name tag, an ARN, an address, internet,
tag:role=db, vpc:prod, subnet:app-a, sg:web, a comma list, and ! before what is not meant. A subnet without hosts stands for one that may be launched
there, as does host-in:app-a for any subnet, and with --assume hosts-in-subnets an address that nobody holds.
SERVICE is ` + sim.ServiceExamples + `;
without one, everything is asked about. A source port that is left open stands for 1024-65535.

Exit codes: 0 it arrives and the reply returns, 1 it does not, 2 bad usage or input, 3 unknown, or only some of it.
With --flows: 1 if any flow is unreachable, else 3 if any is unknown or partial, else 0; and 2 if a line could not be read
or asked, whatever the others say. Each line of the file is a JSON object or a CSV row with the keys id, from, to,
protocol, port, and if need be source_ip, destination_ip, source_port, icmp_type, icmp_code, family.`,
		Example: `dryhop trace -s example:three-tier web-1 orders-db tcp/5432
dryhop trace -s ./prod internet web-1 https -6
dryhop trace -s ./prod 10.0.11.23 10.9.0.4 icmp -v
dryhop trace -s ./prod --flows questions.jsonl --format jsonl
dryhop trace -s ./prod web-1 orders-db tcp/5432 --format aws   # as AWS's Reachability Analyzer prints it`,
		Annotations:       map[string]string{formatsKey: flowFormats},
		ValidArgsFunction: a.completeTrace,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runTrace(cmd, f, args)
		},
	}
	f.add(cmd)
	return cmd
}

func (a *app) runTrace(cmd *cobra.Command, f *traceFlags, args []string) error {
	if err := a.checkFormat(flowFormats); err != nil {
		return err
	}
	if f.flows != "" {
		return a.runFlows(cmd, f, args)
	}
	q, asked, err := f.question(args)
	if err != nil {
		return err
	}
	n, err := a.traceNetwork(cmd.Context(), f)
	if err != nil {
		return err
	}
	n, index := n.withHosts(asked.From, asked.To)
	if err := locate(index, &q, &asked); err != nil {
		return err
	}
	if q.Via, q.NotVia, err = f.components.find(n.graph); err != nil {
		return err
	}
	answer, err := cancellable(cmd.Context(), func() (*sim.Answer, error) { return sim.NewTracer(n.graph).Trace(q) })
	if err != nil {
		return err
	}
	a.exit = exitOf(answer.Verdict)
	if a.options.format == "aws" {
		return a.write(func(w io.Writer) error { return printAnalysis(w, n, answer) })
	}
	builder := report.NewBuilder(n.graph, n.name)
	record := builder.Trace(answer, asked)
	plan, err := a.remedy(cmd.Context(), n, answer)
	if err != nil {
		return err
	}
	record.Remedies = builder.Remedies(answer, &plan)
	if f.why && answer.Verdict != sim.Unreachable {
		account, err := a.account(cmd.Context(), n, answer)
		if err != nil {
			return err
		}
		record.Why = builder.Why(&account)
	}
	return a.write(func(w io.Writer) error { return a.printTrace(w, &record, f.verbose) })
}

// remedy looks for what would open a flow that does not pass.
func (a *app) remedy(ctx context.Context, n *network, answer *sim.Answer) (remedy.Plan, error) {
	p := a.startProgress("looking for what would open it ...")
	defer p.end()
	return cancellable(ctx, func() (remedy.Plan, error) { return remedy.Find(n.editable(), answer), nil })
}

// account tells what a flow that passes stands on.
func (a *app) account(ctx context.Context, n *network, answer *sim.Answer) (ways.Account, error) {
	p := a.startProgress("looking for what it stands on ...")
	defer p.end()
	return cancellable(ctx, func() (ways.Account, error) { return ways.Tell(n.editable(), answer), nil })
}

// editable is the network as what edits are done to.
func (n *network) editable() whatif.Network {
	if n.graph != nil && n.graph == n.made.Graph {
		return n.made
	}
	return whatif.Network{Snapshot: n.snapshot, Options: n.options, Graph: n.graph}
}

// traceNetwork loads the network with what the flags add to it.
func (a *app) traceNetwork(ctx context.Context, f *traceFlags) (*network, error) {
	n, err := a.network(ctx, &f.network)
	if err == nil {
		a.warn(n)
	}
	return n, err
}

// locate finds the two ends of a question.
func locate(x *selector.Index, q *sim.Question, asked *report.Asked) error {
	from, err := x.One(asked.From, selector.From)
	if err != nil {
		return atEnd("FROM", err)
	}
	to, err := x.One(asked.To, selector.To)
	if err != nil {
		return atEnd("TO", err)
	}
	q.From, q.To = from.Location, to.Location
	if !q.SourceIP.IsValid() {
		q.SourceIP = from.Address
	}
	for _, note := range []string{from.Note, to.Note} {
		if note != "" {
			asked.Notes = append(asked.Notes, note)
		}
	}
	return nil
}

// printAnalysis prints an answer as AWS's Reachability Analyzer would.
func printAnalysis(w io.Writer, n *network, answer *sim.Answer) error {
	analysis := insights.NewBuilder(n.graph).Analysis(answer)
	return json.Write(w, insights.Analyses{NetworkInsightsAnalyses: []insights.Analysis{analysis}})
}

func (a *app) printTrace(w io.Writer, record *report.Trace, verbose bool) error {
	switch a.options.format {
	case "json":
		return json.Write(w, record)
	case "jsonl":
		line, err := json.Line(record)
		if err == nil {
			_, err = w.Write(line)
		}
		return err
	}
	style := a.style()
	style.Verbose = verbose
	return text.Trace(w, record, style)
}

func exitOf(v sim.Verdict) int {
	switch v {
	case sim.Reachable:
		return exitYes
	case sim.Unreachable:
		return exitNo
	}
	return exitUnknown
}
