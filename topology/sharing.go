package topology

import "reflect"

// Unshared names the fields of a Snapshot that are not the same memory in another one: the rest has the same rows. What was only found in the
// documents (Diagnostics, Failures) is left out.
func (s *Snapshot) Unshared(other *Snapshot) []string {
	a, b := reflect.ValueOf(s).Elem(), reflect.ValueOf(other).Elem()
	var names []string
	for i := range a.NumField() {
		x, y := a.Field(i), b.Field(i)
		if x.Len() == y.Len() && (x.Len() == 0 || x.Pointer() == y.Pointer()) {
			continue
		}
		if name := a.Type().Field(i).Name; name != "Diagnostics" && name != "Failures" {
			names = append(names, name)
		}
	}
	return names
}
