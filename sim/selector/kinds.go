package selector

import (
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Resources lists what goes by a word and is of one of some kinds: by its id or the beginning of one, its name, an alias, or a pattern
// of these. No kinds are all kinds.
func (x *Index) Resources(word string, kinds ...ref.Kind) []*graph.Entity {
	of := func(e *graph.Entity) bool { return len(kinds) == 0 || slices.Contains(kinds, e.Ref.Kind) }
	if isPattern(word) {
		return x.Where(func(e *graph.Entity) bool {
			return of(e) && (e.Name != "" && like(word, e.Name) || like(word, e.Ref.ID) || e.Address != "" && like(word, e.Address))
		})
	}
	var found []*graph.Entity
	for _, i := range x.findBare(word) {
		if e := &x.entities[i]; of(e) {
			found = append(found, e)
		}
	}
	return found
}

// Where lists the entities of which a condition holds, in their order.
func (x *Index) Where(holds func(*graph.Entity) bool) []*graph.Entity {
	var found []*graph.Entity
	for _, i := range x.scan(holds) {
		found = append(found, &x.entities[i])
	}
	return found
}

// Places are where an entity sends and receives.
func (x *Index) Places(e *graph.Entity) []Match { return x.entityPlaces(e) }

// Like reports whether a text is that of a pattern, in which * stands for any letters and ? for one.
func Like(pattern, text string) bool { return like(pattern, text) }

// Nearest is what somebody may have meant who typed a word for a resource of some kinds.
func (x *Index) Nearest(word string, kinds ...ref.Kind) (string, bool) {
	var words []string
	for i := range x.entities {
		if e := &x.entities[i]; len(kinds) == 0 || slices.Contains(kinds, e.Ref.Kind) {
			words = append(words, e.Ref.ID)
			if e.Name != "" {
				words = append(words, e.Name)
			}
		}
	}
	slices.Sort(words)
	return sim.Nearest(word, words)
}
