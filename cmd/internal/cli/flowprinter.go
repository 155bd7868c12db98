package cli

import (
	"bytes"
	"fmt"
	"io"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/text"
)

// A flowPrinter prints answers in one format.
type flowPrinter struct {
	begin  func() error
	answer func(*flowAnswer) error
	end    func(report.FlowTotals) error
}

func (a *app) newFlowPrinter(w io.Writer, snapshot string) flowPrinter {
	switch a.options.format {
	case "jsonl":
		return linesPrinter(w)
	case "json":
		return flowsPrinter(w, snapshot)
	case "aws":
		return analysesPrinter(w)
	}
	return textPrinter(w, snapshot, a.style())
}

// linesPrinter prints a record a line, and nothing else.
func linesPrinter(w io.Writer) flowPrinter {
	return flowPrinter{
		begin:  func() error { return nil },
		answer: func(f *flowAnswer) error { return writeAll(w, f.record) },
		end:    func(report.FlowTotals) error { return nil },
	}
}

// flowsPrinter prints one object with all records and the totals, still a record a line.
func flowsPrinter(w io.Writer, snapshot string) flowPrinter {
	return arrayPrinter(w, func() ([]byte, error) {
		name, err := json.Line(snapshot)
		return fmt.Appendf(nil, `{"schema": %q, "snapshot": %s, "flows": [`, report.FlowsSchema, bytes.TrimSpace(name)), err
	}, func(t report.FlowTotals) ([]byte, error) {
		totals, err := json.Line(t)
		return fmt.Appendf(nil, "\n], \"totals\": %s}\n", bytes.TrimSpace(totals)), err
	})
}

// analysesPrinter prints what AWS's describe-network-insights-analyses would, an analysis a line.
func analysesPrinter(w io.Writer) flowPrinter {
	return arrayPrinter(w,
		func() ([]byte, error) { return []byte(`{"NetworkInsightsAnalyses": [`), nil },
		func(report.FlowTotals) ([]byte, error) { return []byte("\n]}\n"), nil })
}

// arrayPrinter prints records between a head and a tail.
func arrayPrinter(w io.Writer, head func() ([]byte, error), tail func(report.FlowTotals) ([]byte, error)) flowPrinter {
	first := true
	return flowPrinter{
		begin: func() error {
			text, err := head()
			if err != nil {
				return err
			}
			return writeAll(w, text)
		},
		answer: func(f *flowAnswer) error {
			separator := ",\n"
			if first {
				first, separator = false, "\n"
			}
			return writeAll(w, []byte(separator), bytes.TrimSuffix(f.record, []byte("\n")))
		},
		end: func(t report.FlowTotals) error {
			text, err := tail(t)
			if err != nil {
				return err
			}
			return writeAll(w, text)
		},
	}
}

func textPrinter(w io.Writer, snapshot string, style text.Style) flowPrinter {
	rows := text.NewFlowRows(w, style)
	return flowPrinter{
		begin: func() error { return nil },
		answer: func(f *flowAnswer) error {
			row := text.FlowRow{ID: f.flow.ID, Line: f.line, From: f.flow.From, To: f.flow.To, Service: f.flow.Service.Text}
			if f.err != nil {
				row.Error = f.err.Error()
			} else {
				row.Verdict = f.verdict.String()
			}
			return rows.Row(row)
		},
		end: func(t report.FlowTotals) error { return rows.Totals(t, snapshot) },
	}
}

func writeAll(w io.Writer, parts ...[]byte) error {
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}
