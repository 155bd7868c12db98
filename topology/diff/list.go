package diff

import (
	"fmt"
	"reflect"

	"github.com/dryhop/dryhop/topology/edit"
)

// A list is a field of a row whose elements are changes of their own.
type list struct {
	field    string
	elements func(row any) []element
	put      func(row any, to []element)
}

// An element is one rule, route, entry, association or member in a row.
type element struct {
	value any
	notion
}

// address is what a plan calls an element that is declared apart from its resource, or "".
func (e *element) address() string {
	if f := reflect.ValueOf(e.value).FieldByName(declaredAs); f.IsValid() {
		return f.String()
	}
	return ""
}

// A notion is what an element is about. Elements of two lists with one key are the same rule, changed or not.
type notion struct {
	key    string // unique in the list
	rule   string // of the change's Ref
	edit   edit.Thing
	couple string // elements of several lists with one couple are one change; empty: of none
}

// listOf is the list of a field. tell says what an element is about.
func listOf[R, E any](name string, field func(*R) *[]E, tell func(*R, *E) notion) list {
	return explodedListOf(name, field, func(all []E) []E { return all }, tell)
}

// explodedListOf is a list whose elements are told apart further.
func explodedListOf[R, E any](name string, field func(*R) *[]E, explode func([]E) []E, tell func(*R, *E) notion) list {
	return list{
		field: name,
		elements: func(row any) []element {
			r := row.(*R)
			parts := explode(*field(r))
			all := make([]element, len(parts))
			known := make(map[string]int, len(parts))
			for i := range parts {
				n := tell(r, &parts[i])
				if known[n.key]++; known[n.key] > 1 {
					n.key += fmt.Sprintf(" #%d", known[n.key])
				}
				all[i] = element{value: parts[i], notion: n}
			}
			return all
		},
		put: func(row any, to []element) {
			parts := make([]E, len(to))
			for i := range to {
				parts[i] = to[i].value.(E)
			}
			*field(row.(*R)) = parts
		},
	}
}

func (e *element) says(o *element) bool {
	return same(reflect.ValueOf(e.value), reflect.ValueOf(o.value))
}

// merged is a list before with some of what became of it: of each element whose key is picked, it has what is after.
// If all that differs is picked, it is the list after in its order.
func merged(before, after []element, picked func(key string) bool) []element {
	was, is := byKey(before), byKey(after)
	var out []element
	for i := range after {
		old, there := was[after[i].key]
		switch {
		case picked(after[i].key):
			out = append(out, after[i])
		case there:
			out = append(out, *old)
		}
	}
	for i := range before {
		if _, still := is[before[i].key]; !still && !picked(before[i].key) {
			out = append(out, before[i])
		}
	}
	return out
}

func byKey(all []element) map[string]*element {
	m := make(map[string]*element, len(all))
	for i := range all {
		m[all[i].key] = &all[i]
	}
	return m
}
