package sarif

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"github.com/dryhop/dryhop/sim/report"
)

// maxResults is how many results GitHub takes of a run, and maxSteps how many locations of a flow.
const (
	maxResults = 5000
	maxSteps   = 1000
)

// The parts of SARIF that are used, by its own names.
type (
	logFile struct {
		Schema  string `json:"$schema"`
		Version string `json:"version"`
		Runs    []run  `json:"runs"`
	}
	run struct {
		Tool    tool     `json:"tool"`
		Results []result `json:"results"`
	}
	tool struct {
		Driver driver `json:"driver"`
	}
	driver struct {
		Name           string `json:"name"`
		InformationURI string `json:"informationUri"`
		Rules          []rule `json:"rules"`
	}
	rule struct {
		ID               string  `json:"id"`
		ShortDescription message `json:"shortDescription"`
		Help             message `json:"help"`
	}
	message struct {
		Text string `json:"text"`
	}
	result struct {
		RuleID              string            `json:"ruleId"`
		Level               string            `json:"level"`
		Message             message           `json:"message"`
		Locations           []location        `json:"locations"`
		RelatedLocations    []location        `json:"relatedLocations,omitempty"`
		CodeFlows           []codeFlow        `json:"codeFlows,omitempty"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
	}
	location struct {
		PhysicalLocation *physicalLocation `json:"physicalLocation,omitempty"`
		Message          *message          `json:"message,omitempty"`
	}
	physicalLocation struct {
		ArtifactLocation artifact `json:"artifactLocation"`
		Region           *region  `json:"region,omitempty"`
	}
	artifact struct {
		URI string `json:"uri"`
	}
	region struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	codeFlow struct {
		ThreadFlows []threadFlow `json:"threadFlows"`
	}
	threadFlow struct {
		Locations []flowLocation `json:"locations"`
	}
	flowLocation struct {
		Location location `json:"location"`
	}
)

// Write prints alerts. Those that have no position in a file get that of fallback: code scanning shows none without one.
func Write(w io.Writer, a *report.Alerts, fallback string) error {
	r := run{Tool: tool{driver{Name: "dryhop", InformationURI: "https://github.com/dryhop/dryhop", Rules: []rule{}}}, Results: []result{}}
	for _, x := range a.Rules {
		r.Tool.Driver.Rules = append(r.Tool.Driver.Rules, rule{x.ID, message{x.Title}, message{x.Help}})
	}
	for i := range a.Alerts[:min(len(a.Alerts), maxResults)] {
		r.Results = append(r.Results, resultOf(&a.Alerts[i], fallback))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(logFile{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []run{r}})
}

func resultOf(a *report.Alert, fallback string) result {
	at := a.At
	if at.Path == "" {
		at = report.Position{Path: fallback, Line: 1}
	}
	sum := sha256.Sum256([]byte(a.Rule + "\x00" + a.Fingerprint))
	r := result{
		RuleID: a.Rule, Level: a.Level, Message: message{a.Message}, Locations: []location{locationOf(at, "")},
		PartialFingerprints: map[string]string{"dryhop/v1": hex.EncodeToString(sum[:16])},
	}
	for _, p := range a.Related {
		r.RelatedLocations = append(r.RelatedLocations, locationOf(p, ""))
	}
	if len(a.Steps) == 0 {
		return r
	}
	var flow threadFlow
	for _, s := range a.Steps[:min(len(a.Steps), maxSteps)] {
		p := s.At
		if p.Path == "" {
			p = at
		}
		flow.Locations = append(flow.Locations, flowLocation{locationOf(p, s.Text)})
	}
	r.CodeFlows = []codeFlow{{[]threadFlow{flow}}}
	return r
}

func locationOf(p report.Position, text string) location {
	l := location{PhysicalLocation: &physicalLocation{ArtifactLocation: artifact{p.Path}}}
	if p.Line > 0 {
		l.PhysicalLocation.Region = &region{p.Line, p.Column}
	}
	if text != "" {
		l.Message = &message{text}
	}
	return l
}
