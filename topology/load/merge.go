package load

import (
	"cmp"
	"fmt"
	"reflect"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
	"github.com/dryhop/dryhop/topology/ref"
)

// takeDocuments appends a part's documents to a snapshot's, and numbers what the part's resources say of them accordingly.
func takeDocuments(s *topology.Snapshot, part *awscli.Part) {
	shift := int32(len(s.Documents))
	s.Documents = append(s.Documents, part.Documents...)
	if shift == 0 {
		return
	}
	for _, t := range part.Tables() {
		for i := range t.Len() {
			t.Meta(i).Source.Document += shift
		}
		if t.Len() > 0 && holdsSources(t.Row(0)) {
			for i := range t.Len() {
				shiftRows(t.Row(i), shift)
			}
		}
	}
}

// shiftRows renumbers the documents that the rows of an element came from.
func shiftRows(row any, shift int32) {
	for source := range rowSources(row) {
		source.Document += shift
	}
}

// merge puts the resources of all parts together, unique by id and sorted.
func merge(s *topology.Snapshot, parts []*awscli.Part, log *log) {
	m := merger{snapshot: s, log: log}
	from := make([][]topology.Table, len(parts))
	for i, p := range parts {
		from[i] = p.Tables()
	}
	for n, t := range s.Tables() {
		var others []topology.Table
		for _, tables := range from {
			if tables[n].Len() > 0 {
				others = append(others, tables[n])
			}
		}
		m.told = map[ref.Ref]bool{}
		t.Fold(m.resolve, others...)
		if t.Len() > 0 && contentsOf(t.Row(0)) != nil {
			for i := range t.Len() {
				arrange(t.Row(i))
			}
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
		a.Origin().Address = cmp.Or(before.Address, other.Address)
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
