package load

import (
	"fmt"
	"reflect"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
	"github.com/dryhop/dryhop/topology/ref"
)

// take appends a part's documents and resources to a snapshot.
func take(s *topology.Snapshot, part *awscli.Part) {
	shift := int32(len(s.Documents))
	s.Documents = append(s.Documents, part.Documents...)
	into, from := s.Tables(), part.Tables()
	for i, t := range from {
		if t.Len() == 0 {
			continue
		}
		for row := range t.Len() {
			shiftSources(t.Row(row), shift)
		}
		into[i].Take(t)
	}
}

// shiftSources renumbers the documents that an element and its rows came from.
func shiftSources(row any, shift int32) {
	if shift == 0 {
		return
	}
	row.(interface{ Origin() *topology.Meta }).Origin().Source.Document += shift
	for source := range rowSources(row) {
		source.Document += shift
	}
}

// merge makes resources unique by id, and sorts them.
func merge(s *topology.Snapshot, log *log) {
	m := merger{snapshot: s, log: log}
	for _, t := range s.Tables() {
		m.told = map[ref.Ref]bool{}
		t.Fold(m.resolve)
		for i := range t.Len() {
			arrange(t.Row(i))
		}
	}
}

type merger struct {
	snapshot *topology.Snapshot
	log      *log
	told     map[ref.Ref]bool // resources whose contradictions were reported
}

// named is what every resource is.
type named interface {
	Ref() ref.Ref
	Origin() *topology.Meta
}

// resolve merges a second view of a resource into the first: contents are joined, what one view lacks the other gives.
// Where they contradict each other, the owner's view wins, else the fuller one.
func (m *merger) resolve(into, from any) {
	join(into, from)
	a, b := into.(named), from.(named)
	before := *b.Origin()
	differing := contradiction(into, from)
	if differing == "" {
		fill(into, from)
		return
	}
	kept, other := *a.Origin(), before
	if m.wins(from, into) {
		adopt(into, from)
		kept, other = before, kept
	}
	if m.told[a.Ref()] {
		return
	}
	m.told[a.Ref()] = true
	m.log.add(topology.Diagnostic{
		Severity: topology.Warning, Code: "CAPTURED_AT_DIFFERENT_TIMES", Path: m.path(kept), Line: int(kept.Source.Line), Ref: a.Ref(),
		Message: fmt.Sprintf("%s is not the same in %s:%d: the view here is used", differing, m.path(other), other.Source.Line),
		Remedy:  "take all documents in one go",
	})
}

func (m *merger) path(o topology.Meta) string { return m.snapshot.Documents[o.Source.Document].Path }

// wins reports whether view a is better than view b.
func (m *merger) wins(a, b any) bool {
	ownA, ownB := m.isOwners(a), m.isOwners(b)
	if ownA != ownB {
		return ownA
	}
	return stated(a) > stated(b)
}

// isOwners reports whether a view was taken in the account that owns the resource.
func (m *merger) isOwners(row any) bool {
	o := row.(named).Origin()
	return o.Account != "" && m.snapshot.Documents[o.Source.Document].Account == o.Account
}

// stated is how many members a view has.
func stated(row any) int {
	n, v := 0, reflect.ValueOf(row).Elem()
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			n++
		}
	}
	return n
}
