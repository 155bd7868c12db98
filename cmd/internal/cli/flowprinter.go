package cli

import (
	"bytes"
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
		return arrayPrinter(w, snapshot)
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

// arrayPrinter prints one object with all records and the totals, still a record a line.
func arrayPrinter(w io.Writer, snapshot string) flowPrinter {
	first := true
	return flowPrinter{
		begin: func() error {
			name, err := json.Line(snapshot)
			if err != nil {
				return err
			}
			return writeAll(w, []byte(`{"schema": "`+report.FlowsSchema+`", "snapshot": `), bytes.TrimSpace(name), []byte(", \"flows\": ["))
		},
		answer: func(f *flowAnswer) error {
			separator := ",\n"
			if first {
				first, separator = false, "\n"
			}
			return writeAll(w, []byte(separator), bytes.TrimSuffix(f.record, []byte("\n")))
		},
		end: func(t report.FlowTotals) error {
			totals, err := json.Line(t)
			if err != nil {
				return err
			}
			return writeAll(w, []byte("\n], \"totals\": "), bytes.TrimSpace(totals), []byte("}\n"))
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
