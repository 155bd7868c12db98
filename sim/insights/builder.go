package insights

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Builder makes analyses of answers about one graph. It is safe for concurrent use.
type Builder struct {
	g        *graph.Graph
	entities func() map[ref.Ref]*graph.Entity
	regions  func() map[string]string // of VPCs, by id
}

// NewBuilder makes a Builder.
func NewBuilder(g *graph.Graph) *Builder {
	b := &Builder{g: g}
	b.entities, b.regions = sync.OnceValue(b.byRef), sync.OnceValue(b.byVpc)
	return b
}

// byVpc learns the Region of each VPC from whatever lies in it, for documents of VPCs do not tell.
func (b *Builder) byVpc() map[string]string {
	regions := map[string]string{}
	for _, e := range b.g.Entities() {
		if e.Region != "" && e.Vpc != "" && (regions[e.Vpc] == "" || e.Region < regions[e.Vpc]) {
			regions[e.Vpc] = e.Region
		}
	}
	return regions
}

// home is the account and Region of a resource; empty where the snapshot does not tell.
func (b *Builder) home(r ref.Ref) (account, region string) {
	e := b.entities()[r.Resource()]
	if e == nil {
		return "", ""
	}
	return e.Account, cmp.Or(e.Region, b.regions()[e.Vpc])
}

func (b *Builder) byRef() map[ref.Ref]*graph.Entity {
	all := b.g.Entities()
	byRef := make(map[ref.Ref]*graph.Entity, len(all))
	for i := range all {
		byRef[all[i].Ref] = &all[i]
	}
	return byRef
}

// Analysis is an answer in AWS's shape. The path of a partial answer is that of what passes.
func (b *Builder) Analysis(a *sim.Answer) Analysis {
	shown := passing(a)
	found := shown.Verdict == sim.Reachable || shown.Verdict == sim.Partial
	out := Analysis{
		NetworkInsightsAnalysisId: identify("nia-", a), NetworkInsightsPathId: identify("nip-", a),
		Status: "succeeded", NetworkPathFound: found, WarningMessage: warning(a), Tags: []Tag{},
	}
	if account, region := b.home(b.g.RefOf(a.From)); account != "" && region != "" {
		out.NetworkInsightsAnalysisArn = fmt.Sprintf("arn:%s:ec2:%s:%s:network-insights-analysis/%s", partition(region), region, account, out.NetworkInsightsAnalysisId)
	}
	if a.Question.ID != "" {
		out.Tags = append(out.Tags, Tag{"Name", a.Question.ID})
	}
	if found {
		out.ForwardPathComponents = b.path(&shown.Forward, shown)
		out.ReturnPathComponents = b.path(&shown.Return, shown)
		return out
	}
	for i := range shown.Explanations {
		out.Explanations = append(out.Explanations, b.explanation(&shown.Explanations[i], a.Flow.Protocol))
	}
	return out
}

// Failed is the analysis of a question that cannot be asked.
func Failed(id string, err error) Analysis {
	q := &sim.Answer{Question: sim.Question{ID: id}}
	out := Analysis{
		NetworkInsightsAnalysisId: identify("nia-", q), NetworkInsightsPathId: identify("nip-", q),
		Status: "failed", StatusMessage: err.Error(), Tags: []Tag{},
	}
	if id != "" {
		out.Tags = append(out.Tags, Tag{"Name", id})
	}
	return out
}

// passing is the part of an answer that has a path, or the answer itself.
func passing(a *sim.Answer) *sim.Answer {
	if a.Verdict != sim.Partial {
		return a
	}
	for _, p := range a.Parts {
		if p.Answer.Verdict == sim.Reachable || p.Answer.Verdict == sim.Partial {
			return passing(p.Answer)
		}
	}
	return a
}

// warning tells what AWS's shape has no field for.
func warning(a *sim.Answer) string {
	var parts []string
	switch a.Verdict {
	case sim.Partial:
		parts = append(parts, "PARTIAL: some of the flows asked about pass, others do not")
	case sim.Unknown:
		parts = append(parts, "UNKNOWN: the snapshot does not tell whether a path exists")
	}
	for _, s := range a.Assumptions {
		parts = append(parts, string(s.Code)+": "+s.Message)
	}
	return strings.Join(parts, "; ")
}

// identify makes an id of AWS's form that is the same for the same question.
func identify(prefix string, a *sim.Answer) string {
	q := &a.Question
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %v %v %v %v %v %v", q.ID, a.From, a.To, a.Flow, q.Family, q.Service.Text, q.SourcePorts))
	return prefix + hex.EncodeToString(sum[:])[:17]
}

// path lists a leg's components in AWS's order: interfaces with what they belong to, filters with the rule that matched,
// tables with the route.
func (b *Builder) path(l *sim.Leg, a *sim.Answer) []PathComponent {
	if l.Disposition != sim.Delivered {
		return nil
	}
	var out []PathComponent
	for i := range l.Hops {
		out = append(out, b.components(&l.Hops[i], i == 0, i == len(l.Hops)-1)...)
	}
	for i := range out {
		out[i].SequenceNumber = i + 1
	}
	b.remark(out, a)
	return out
}

// remark hangs the answer's assumptions on the components that they are about.
func (b *Builder) remark(path []PathComponent, a *sim.Answer) {
	for _, s := range a.Assumptions {
		at := b.component(s.Component)
		i := slices.IndexFunc(path, func(c PathComponent) bool { return c.Component.Id == at.Id })
		if i < 0 {
			continue
		}
		path[i].AdditionalDetails = append(path[i].AdditionalDetails, AdditionalDetail{AdditionalDetailType: string(s.Code), Component: &at})
	}
}
