package json

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/reporttest"
)

// largest notes how much is written at once.
type largest struct {
	bytes.Buffer
	most int
}

func (l *largest) Write(p []byte) (int, error) {
	l.most = max(l.most, len(p))
	return l.Buffer.Write(p)
}

// TestWriteHoldsLittle writes a long record in pieces, with the bytes that encoding/json has for it.
func TestWriteHoldsLittle(t *testing.T) {
	record := *reporttest.Exposures()[0].Record
	finding := record.Findings[0]
	finding.Rules = []report.AllowingRule{{Text: "a < b & \"c\"\u2028 é"}}
	record.Findings = nil
	for range 5000 {
		record.Findings = append(record.Findings, finding)
	}
	var got largest
	if err := Write(&got, &record); err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	e := json.NewEncoder(&want)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(&record); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("%d bytes are others than the %d of encoding/json", got.Len(), want.Len())
	}
	if got.most > got.Len()/20 {
		t.Errorf("%d of %d bytes came at once", got.most, got.Len())
	}
}
