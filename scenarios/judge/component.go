package judge

import (
	"slices"
	"unicode/utf8"

	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// components are the resources themselves that a selector names, such as those that flows go through.
func (f *finder) components(s *language.Selector, allowEmpty bool) ([]ref.Ref, error) {
	found := f.named(s, 0)
	if len(found) == 0 && !allowEmpty {
		return nil, f.file.Problem(s.At, utf8.RuneCountInString(s.Text), "nothing in the snapshot is %s", s.Text)
	}
	return found, nil
}

func (f *finder) named(s *language.Selector, depth int) []ref.Ref {
	var found []ref.Ref
	for i := range s.Any {
		found = append(found, f.namedBy(&s.Any[i], depth)...)
	}
	not := map[ref.Ref]bool{}
	for i := range s.Not {
		for _, r := range f.namedBy(&s.Not[i], depth) {
			not[r] = true
		}
	}
	found = slices.DeleteFunc(found, func(r ref.Ref) bool { return not[r] })
	slices.SortFunc(found, ref.Compare)
	return slices.Compact(found)
}

func (f *finder) namedBy(t *language.Term, depth int) (found []ref.Ref) {
	if l := f.file.Location(t.Word); l != nil && len(t.Conditions) == 0 && depth < maxNames {
		return f.named(&l.Selector, depth+1)
	}
	if len(t.Conditions) == 0 {
		return refsOf(f.world.index().Resources(t.Word))
	}
	for i := range t.Conditions {
		c := &t.Conditions[i]
		held := f.holding(c, len(t.Conditions) > 1)
		if i == 0 {
			found = held
			continue
		}
		found = slices.DeleteFunc(found, func(r ref.Ref) bool { return !slices.Contains(held, r) })
	}
	return found
}

// holding are the resources of which a condition holds. Beside others, a VPC stands for all that lies in it.
func (f *finder) holding(c *language.Condition, besideOthers bool) []ref.Ref {
	found := refsOf(f.resources(c))
	if c.Key != "vpc" || !besideOthers {
		return found
	}
	return refsOf(f.world.index().Where(func(e *graph.Entity) bool {
		return slices.Contains(found, ref.Ref{Kind: ref.Vpc, ID: e.Vpc}) && e.Vpc != ""
	}))
}

func refsOf(entities []*graph.Entity) []ref.Ref {
	refs := make([]ref.Ref, len(entities))
	for i, e := range entities {
		refs[i] = e.Ref
	}
	return refs
}
