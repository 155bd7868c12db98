package randnet

import (
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// Shrink takes away what it can while keep still holds: whole VPCs first, then resources, then what is in them (routes,
// rules, addresses). What is left is a small Snapshot that keep still holds for; s itself stays as it is.
func Shrink(s *topology.Snapshot, keep func(*topology.Snapshot) bool) *topology.Snapshot {
	h := &shrinker{best: s, keep: keep}
	h.dropVpcs()
	for h.progress = true; h.progress; {
		h.progress = false
		for field := reflect.TypeFor[topology.Snapshot]().NumField() - 1; field >= 0; field-- {
			if name := reflect.TypeFor[topology.Snapshot]().Field(field).Name; name != "Documents" && name != "Diagnostics" {
				h.reduce([]int{field})
			}
		}
	}
	small := *h.best
	small.Documents = slices.Clone(small.Documents)
	countElements(&small)
	return &small
}

// A shrinker holds the smallest Snapshot so far.
type shrinker struct {
	best     *topology.Snapshot
	keep     func(*topology.Snapshot) bool
	progress bool
}

func (h *shrinker) try(candidate *topology.Snapshot) bool {
	if !h.keep(candidate) {
		return false
	}
	h.best, h.progress = candidate, true
	return true
}

// dropVpcs tries to do without each VPC and all that names it.
func (h *shrinker) dropVpcs() {
	for _, v := range slices.Clone(h.best.Vpcs) {
		candidate := *h.best
		rows := reflect.ValueOf(&candidate).Elem()
		for i := range rows.NumField() {
			if field := rows.Field(i); field.Kind() == reflect.Slice {
				field.Set(elsewhere(field, v.VpcId))
			}
		}
		h.try(&candidate)
	}
}

// elsewhere are the rows that do not lie in a VPC.
func elsewhere(rows reflect.Value, vpc string) reflect.Value {
	kept := reflect.MakeSlice(rows.Type(), 0, rows.Len())
	for i := range rows.Len() {
		if id := rows.Index(i).FieldByName("VpcId"); !id.IsValid() || id.String() != vpc {
			kept = reflect.Append(kept, rows.Index(i))
		}
	}
	return kept
}

// reduce cuts chunks out of the slice at a path, ever smaller ones, then goes into the elements that are left.
func (h *shrinker) reduce(path []int) {
	n := at(h.best, path).Len()
	for chunk := n; chunk > 0; chunk /= 2 {
		for low := 0; low < n; {
			high := min(low+chunk, n)
			if h.try(without(h.best, path, low, high)) {
				n -= high - low
			} else {
				low = high
			}
		}
	}
	for i := range n {
		h.reduceElement(append(slices.Clone(path), i))
	}
}

// reduceElement reduces the slices of a struct.
func (h *shrinker) reduceElement(path []int) {
	element := at(h.best, path)
	if element.Kind() != reflect.Struct {
		return
	}
	for i := range element.NumField() {
		if element.Type().Field(i).IsExported() && element.Field(i).Kind() == reflect.Slice && element.Field(i).Len() > 0 {
			h.reduce(append(slices.Clone(path), i))
		}
	}
}

// at finds what is at a path: in turn the number of a field and of an element.
func at(s *topology.Snapshot, path []int) reflect.Value {
	v := reflect.ValueOf(s).Elem()
	for _, i := range path {
		v = step(v, i)
	}
	return v
}

func step(v reflect.Value, i int) reflect.Value {
	if v.Kind() == reflect.Slice {
		return v.Index(i)
	}
	return v.Field(i)
}

// without is a copy of s whose slice at a path lacks the elements low..high-1. It shares all other slices with s.
func without(s *topology.Snapshot, path []int, low, high int) *topology.Snapshot {
	changed := *s
	v := reflect.ValueOf(&changed).Elem()
	for _, i := range path {
		if v.Kind() == reflect.Slice {
			v.Set(copyOf(v, 0, 0))
		}
		v = step(v, i)
	}
	v.Set(copyOf(v, low, high))
	return &changed
}

// copyOf is a copy of a slice without some elements.
func copyOf(v reflect.Value, low, high int) reflect.Value {
	cut := reflect.MakeSlice(v.Type(), 0, v.Len()-(high-low))
	cut = reflect.AppendSlice(cut, v.Slice(0, low))
	return reflect.AppendSlice(cut, v.Slice(high, v.Len()))
}
