package report

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ipam"
)

// The schema words of explained codes.
const (
	CodeSchema  = "dryhop/code/v1"
	CodesSchema = "dryhop/codes/v1"
)

// A CodeText explains a code.
type CodeText struct {
	Schema string `json:"schema"`
	Code   string `json:"code"`
	About  string `json:"about"` // answer, assumption, snapshot or addresses
	AWS    bool   `json:"aws"`   // a code of AWS's Reachability Analyzer
	Title  string `json:"title"`
	Cause  string `json:"cause"`
	Remedy string `json:"remedy"`
}

// A CodeList is all codes: those of answers first, then those of input trouble.
type CodeList struct {
	Schema string     `json:"schema"`
	Codes  []CodeText `json:"codes"`
}

// Codes explains every code that dryhop prints.
func Codes() *CodeList {
	all := &CodeList{Schema: CodesSchema}
	for _, c := range graph.CodeTexts {
		all.Codes = append(all.Codes, CodeText{CodeSchema, string(c.Code), aboutOf(c.Code), c.AWS, c.Title, c.Cause, c.Remedy})
	}
	trouble := slices.Concat(topology.DiagnosticCodes, graph.CompileTexts)
	slices.SortStableFunc(trouble, func(a, b topology.CodeText) int { return strings.Compare(a.Code, b.Code) })
	for _, c := range trouble {
		all.Codes = append(all.Codes, CodeText{CodeSchema, c.Code, "snapshot", false, c.Title, c.Cause, c.Remedy})
	}
	for _, c := range slices.Concat(ipam.EffectTexts, ipam.JoinTexts, ipam.PlanTexts, ipam.CheckTexts) {
		all.Codes = append(all.Codes, CodeText{CodeSchema, c.Code, "addresses", false, c.Title, c.Cause, c.Remedy})
	}
	return all
}

func aboutOf(c graph.Code) string {
	if c.IsAssumption() {
		return "assumption"
	}
	return "answer"
}
