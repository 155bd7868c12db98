package cli

import (
	"github.com/dryhop/dryhop/cmd/internal/flowfile"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/insights"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/json"
)

// A flowAnswer is the answer to one line, ready to be printed.
type flowAnswer struct {
	line    int
	flow    flowfile.Flow
	verdict sim.Verdict
	err     error
	record  []byte // in JSON, unless the format is text
}

func (s *flowStream) answerLine(t *sim.Tracer, l *flowfile.Line) flowAnswer {
	f := flowAnswer{line: l.Number}
	f.flow, f.err = l.Flow()
	if f.err == nil {
		f.err = s.ask(t, &f)
	}
	if f.record == nil && s.app.options.format != "text" {
		f.record = f.shortRecord(s.app.options.format)
	}
	return f
}

func (s *flowStream) ask(t *sim.Tracer, f *flowAnswer) error {
	q := sim.Question{
		ID: f.flow.ID, SourceIP: f.flow.SourceIP, DestinationIP: f.flow.DestinationIP,
		Family: f.flow.Family, Service: f.flow.Service, SourcePorts: f.flow.SourcePorts,
	}
	asked := report.Asked{From: f.flow.From, To: f.flow.To}
	if err := locate(s.index, &q, &asked); err != nil {
		return err
	}
	if s.hops {
		return s.askWithHops(t, f, q, asked)
	}
	var err error
	f.verdict, err = t.Verdict(q)
	return err
}

func (s *flowStream) askWithHops(t *sim.Tracer, f *flowAnswer, q sim.Question, asked report.Asked) error {
	answer, err := t.Trace(q)
	if err != nil {
		return err
	}
	f.verdict = answer.Verdict
	var record any
	if s.app.options.format == "aws" {
		record = s.analyses.Analysis(answer)
	} else {
		record = s.reports.Trace(answer, asked)
	}
	f.record, err = json.Line(record)
	return err
}

// shortRecord is the JSON of a verdict without evidence, or of an error.
func (f *flowAnswer) shortRecord(format string) []byte {
	var record any = report.Verdict{Schema: report.VerdictSchema, ID: f.flow.ID, Verdict: f.verdict.String()}
	switch {
	case f.err != nil && format == "aws":
		record = insights.Failed(f.flow.ID, f.err)
	case f.err != nil:
		record = report.Error{Schema: report.ErrorSchema, ID: f.flow.ID, Line: f.line, Error: f.err.Error()}
	}
	line, err := json.Line(record)
	if err != nil {
		panic(err) // plain texts and numbers can always be printed
	}
	return line
}
