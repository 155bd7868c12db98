package selector

import (
	"strings"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Word is the word that people would use for a place, such that One finds that place by it: a name if it is nobody else's, else an id.
func (x *Index) Word(l graph.Location, side Side) string {
	var words []string
	switch l.Kind {
	case graph.AtInternet:
		return "internet"
	case graph.AtAddress:
		return l.Addr.String()
	case graph.AtInterface:
		info := x.network.Interface(l.Interface)
		if info.Supposed {
			return escaped(info.Ref.ID) // it has no name of its own
		}
		words = []string{info.Name, x.nameOf(info.Owner), info.Owner.ID, info.Ref.ID}
	default:
		e, ok := x.elsewhere()[l]
		if !ok {
			return ""
		}
		words = []string{x.entities[e].Name, x.entities[e].Ref.ID}
	}
	for _, word := range words {
		if x.means(word, l, side) {
			return escaped(word)
		}
	}
	return escaped(words[len(words)-1])
}

// means reports whether One finds a place by a word.
func (x *Index) means(word string, l graph.Location, side Side) bool {
	e, err := Parse(escaped(word))
	if word == "" || err != nil || len(e.include) != 1 || !x.known(&e.include[0]) {
		return false
	}
	m, err := x.oneTerm(e, side)
	return err == nil && m.Location == l
}

// known reports whether anything has the name of a term. Who asks needs no remedy, and finding one takes a look at every name.
func (x *Index) known(t *term) bool {
	switch t.form {
	case internet, address, block:
		return true
	}
	return len(x.find(t)) > 0
}

func (x *Index) nameOf(r ref.Ref) string {
	if r.IsZero() {
		return ""
	}
	for _, i := range x.byWord[r.ID] {
		if x.entities[i].Ref == r {
			return x.entities[i].Name
		}
	}
	return ""
}

// elsewhereByPlace are the entities that stand for places which are no interfaces, the first of each.
func (x *Index) elsewhereByPlace() map[graph.Location]int32 {
	all := map[graph.Location]int32{}
	for i := range x.entities {
		for _, at := range places(&x.entities[i]) {
			if _, known := all[at]; !known && at.Kind != graph.AtInterface {
				all[at] = int32(i)
			}
		}
	}
	return all
}

// escaped is a word in which a comma is a comma.
func escaped(word string) string { return strings.ReplaceAll(word, ",", `\,`) }
