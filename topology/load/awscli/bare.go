package awscli

import (
	"reflect"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// isElement sees an object that is itself a resource, printed without its list. It is refused: whether the list
// had other elements, nobody knows.
func (r *reader) isElement(v *envelope) bool {
	if v.depth > 0 || v.inside >= 0 {
		return false
	}
	key := likest(v.members)
	if key == "" {
		return false
	}
	r.loneElement(key, v.line)
	v.answers++
	for _, s := range v.pending {
		s.undo()
	}
	return true
}

// likest is the key of the list that an object with these members is most like an element of, the first of equals; "" if it is like none.
func likest(members map[string]bool) string {
	key, most := "", 2
	for _, b := range bareElements {
		if n := b.matches(members); members[b.id] && n > most {
			key, most = b.key, n
		}
	}
	return key
}

func (r *reader) loneElement(key string, line int) {
	r.report(topology.Diagnostic{Severity: topology.Error, Code: "NOT_AN_ANSWER", Line: line, Value: shorten(key),
		Message: "this is one element without its list", Remedy: `store the whole answer, {"` + shorten(key) + `": [...]}, without --query`})
}

// bare is what an element of a listing looks like.
type bare struct {
	key, id string
	members map[string]bool
}

func (b bare) matches(members map[string]bool) int {
	found := 0
	for name := range members {
		if b.members[name] && parentKeys[name] == (name == b.id) {
			found++
		}
	}
	return found
}

// memberNames are the JSON names of a struct's fields.
func memberNames(t reflect.Type) map[string]bool {
	all := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous || name == "-":
		case name != "":
			all[name] = true
		default:
			all[f.Name] = true
		}
	}
	return all
}
