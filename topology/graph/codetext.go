package graph

import (
	"slices"
	"strings"
)

// A CodeText explains a Code to a person.
type CodeText struct {
	Code   Code
	AWS    bool // the Reachability Analyzer has the word too
	Title  string
	Cause  string
	Remedy string
}

// CodeTexts explains every Code, in the order of the constants.
var CodeTexts = slices.Concat(awsTexts, ownTexts, doubtTexts, firewallTexts, hybridTexts, middleboxTexts, balancerTexts, assumedTexts)

var textsByCode = func() map[Code]CodeText {
	byCode := make(map[Code]CodeText, len(CodeTexts))
	for _, t := range CodeTexts {
		byCode[t.Code] = t
	}
	return byCode
}()

// Explain finds the text of a code.
func Explain(c Code) (CodeText, bool) {
	t, ok := textsByCode[c]
	return t, ok
}

// IsAssumption reports whether a code names a position taken rather than a reason.
func (c Code) IsAssumption() bool {
	return strings.HasPrefix(string(c), "ASSUMES_") || strings.HasPrefix(string(c), "ASSUMPTION_") || c == MissingTargetGroupAttributes
}
