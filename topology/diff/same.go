package diff

import (
	"reflect"

	"github.com/dryhop/dryhop/topology"
)

var (
	sourceType = reflect.TypeFor[topology.Source]()
	metaType   = reflect.TypeFor[topology.Meta]()

	account, region = fieldOf(metaType, "Account"), fieldOf(metaType, "Region")

	// compared are the fields that are compared of all types that a Snapshot is made of: to list them takes longer than to compare them.
	compared = listFields(map[reflect.Type][]int{}, reflect.TypeFor[topology.Snapshot]())
)

func fieldOf(t reflect.Type, name string) []int {
	field, _ := t.FieldByName(name)
	return field.Index
}

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
		return same(a.FieldByIndex(account), b.FieldByIndex(account)) && same(a.FieldByIndex(region), b.FieldByIndex(region))
	case t.PkgPath() == "net/netip":
		return a.Equal(b)
	}
	for _, i := range compared[t] {
		if !same(a.Field(i), b.Field(i)) {
			return false
		}
	}
	return true
}

// listFields adds the fields that are compared of a type, and of what it is made of.
func listFields(into map[reflect.Type][]int, t reflect.Type) map[reflect.Type][]int {
	switch _, known := into[t]; {
	case t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer:
		return listFields(into, t.Elem())
	case t.Kind() != reflect.Struct || known || t.PkgPath() == "net/netip":
		return into
	}
	into[t] = nil
	for i := range t.NumField() {
		if t.Field(i).Name != declaredAs {
			into[t] = append(into[t], i)
		}
		listFields(into, t.Field(i).Type)
	}
	return into
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
