package diff

import (
	"reflect"

	"github.com/dryhop/dryhop/topology"
)

var (
	sourceType = reflect.TypeFor[topology.Source]()
	metaType   = reflect.TypeFor[topology.Meta]()
)

// declaredAs is the field in which parts of a resource tell what a plan calls them.
const declaredAs = "DeclaredAs"

// same reports whether two values say the same. Where they were read does not matter, nor what a plan calls them, nor
// whether an empty list was mentioned.
func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		return sameStruct(a, b)
	case reflect.Slice:
		return sameSlice(a, b)
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() || a.Pointer() == b.Pointer() {
			return a.IsNil() == b.IsNil()
		}
		return same(a.Elem(), b.Elem())
	case reflect.Map, reflect.Interface:
		return reflect.DeepEqual(a.Interface(), b.Interface())
	}
	return a.Equal(b)
}

func sameStruct(a, b reflect.Value) bool {
	t := a.Type()
	switch {
	case t == sourceType:
		return true
	case t == metaType:
		x, y := a.Interface().(topology.Meta), b.Interface().(topology.Meta)
		return x.Account == y.Account && x.Region == y.Region
	case t.PkgPath() == "net/netip":
		return a.Equal(b)
	}
	for i := range t.NumField() {
		if t.Field(i).Name != declaredAs && !same(a.Field(i), b.Field(i)) {
			return false
		}
	}
	return true
}

func sameSlice(a, b reflect.Value) bool {
	if a.Len() != b.Len() {
		return false
	}
	if a.Len() == 0 || a.Pointer() == b.Pointer() {
		return true
	}
	for i := range a.Len() {
		if !same(a.Index(i), b.Index(i)) {
			return false
		}
	}
	return true
}

// differing names the fields of two rows that differ, but for those that are told apart element by element.
func differing(a, b reflect.Value, apart map[string]bool) []string {
	var names []string
	for i := range a.NumField() {
		field := a.Type().Field(i)
		switch {
		case apart[field.Name] || same(a.Field(i), b.Field(i)):
		case field.Anonymous:
			names = append(names, "account or Region")
		default:
			names = append(names, field.Name)
		}
	}
	return names
}
