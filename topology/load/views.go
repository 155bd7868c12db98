package load

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

var (
	metaType   = reflect.TypeFor[topology.Meta]()
	sourceType = reflect.TypeFor[topology.Source]()
)

// unsteady members differ between accounts and moments without meaning anything for reachability.
var unsteady = map[string]bool{"Tags": true, "TagSet": true, "TagList": true, "AvailableIpAddressCount": true, "VgwTelemetry": true}

// contradiction names the first member that two views both state, differently; "" if none. Contents were joined before.
//
//	absent, 10.0.0.0/16        the second completes the first
//	[], [a]                    a contradiction: an empty list is a statement
//	[a b], [b a]               the same: AWS keeps no order
//	false, true                a contradiction, unless a view is a stub that states nothing else
func contradiction(into, from any) string {
	a, b := essence(into), essence(from)
	if isStub(a) || isStub(b) {
		return ""
	}
	for i := range a.NumField() {
		if name := a.Type().Field(i).Name; !unsteady[name] && !agree(a.Field(i), b.Field(i)) {
			return name
		}
	}
	return ""
}

// essence is a copy of a resource without what is not its own call's: Meta and contents.
func essence(row any) reflect.Value {
	whole := reflect.New(reflect.TypeOf(row).Elem())
	whole.Elem().Set(reflect.ValueOf(row).Elem())
	for _, c := range contentsOf(whole.Interface()) {
		*c.known = false
		if !c.list.IsNil() {
			c.list.Elem().SetZero()
		}
	}
	*whole.Interface().(named).Origin() = topology.Meta{}
	return whole.Elem()
}

func agree(a, b reflect.Value) bool {
	if a.Kind() == reflect.Bool {
		return a.Bool() == b.Bool()
	}
	if a.IsZero() || b.IsZero() || reflect.DeepEqual(a.Interface(), b.Interface()) {
		return true
	}
	return a.Kind() == reflect.Slice && a.Len() == b.Len() && slices.Equal(sorted(a), sorted(b))
}

// sorted prints the elements of a list in an order of their own.
func sorted(list reflect.Value) []string {
	texts := make([]string, list.Len())
	for i := range texts {
		texts[i] = print(list.Index(i))
	}
	slices.Sort(texts)
	return texts
}

// declaredAs is the field of a part that names the resource that declares it.
const declaredAs = "DeclaredAs"

// print tells values apart, pointers by what they point at.
func print(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "nil"
		}
		return print(v.Elem())
	case reflect.Struct:
		if v.Type() == sourceType {
			return "" // where it was read does not tell rows apart
		}
		if text, ok := v.Interface().(fmt.Stringer); ok {
			return text.String()
		}
		s := "{"
		for i := range v.NumField() {
			if v.Type().Field(i).Name == declaredAs {
				continue // nor who declares it
			}
			s += print(v.Field(i)) + ";"
		}
		return s + "}"
	case reflect.Slice:
		return fmt.Sprint(sorted(v))
	}
	return fmt.Sprintf("%v", v.Interface())
}

// isStub reports whether an essence states nothing but the resource's id: it came with contents only.
func isStub(essence reflect.Value) bool {
	stated := 0
	for i := range essence.NumField() {
		if !essence.Field(i).IsZero() {
			stated++
		}
	}
	return stated <= 1
}

// fill completes a view with what only another states. The place of the view that states more is kept.
func fill(into, from any) {
	a, b := into.(named).Origin(), from.(named).Origin()
	if isStub(essence(into)) {
		a.Source = b.Source
	}
	if a.Account == "" {
		a.Account = b.Account
	}
	if a.Region == "" {
		a.Region = b.Region
	}
	if a.Address == "" {
		a.Address = b.Address
	}
	x, y := reflect.ValueOf(into).Elem(), reflect.ValueOf(from).Elem()
	for i := range x.NumField() {
		if f := x.Field(i); f.Type() != metaType && (f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0 && y.Field(i).Len() > 0) {
			f.Set(y.Field(i))
		}
	}
}
