package insights

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/dryhop/dryhop/sim"
)

// Findings is the answer of get-network-insights-access-scope-analysis-findings.
type Findings struct {
	NetworkInsightsAccessScopeAnalysisId string `json:",omitempty"` // of a single scope
	AnalysisStatus                       string
	AnalysisFindings                     []Finding
}

// Finding is a path that a Network Access Scope is about.
type Finding struct {
	NetworkInsightsAccessScopeAnalysisId string
	NetworkInsightsAccessScopeId         string
	FindingId                            string
	FindingComponents                    []PathComponent
}

// Finding is the path of an answer in AWS's shape, as one of a scope's findings. Ids are made from the scope's name and the flow.
func (b *Builder) Finding(scope string, a *sim.Answer) Finding {
	shown := passing(a)
	return Finding{
		NetworkInsightsAccessScopeAnalysisId: AnalysisID(scope), NetworkInsightsAccessScopeId: hashed("nis-", scope),
		FindingId: hashed("finding-", scope, identify("", a)), FindingComponents: b.path(&shown.Forward, shown),
	}
}

// AnalysisID is the id of a scope's analysis.
func AnalysisID(scope string) string { return hashed("nisa-", scope) }

func hashed(prefix string, words ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", words))
	return prefix + hex.EncodeToString(sum[:])[:17]
}
