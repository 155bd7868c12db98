package provision

import "reflect"

// keep completes a row by what a stub of it holds: its lists, and what else the row leaves empty.
func keep(row, stub any) {
	to, from := reflect.ValueOf(row).Elem(), reflect.ValueOf(stub).Elem()
	for i := range to.NumField() {
		f := to.Field(i)
		switch {
		case f.Kind() == reflect.Slice && f.Len() > 0:
			f.Set(reflect.AppendSlice(f, from.Field(i)))
		case f.IsZero():
			f.Set(from.Field(i))
		}
	}
}
