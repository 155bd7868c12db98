package oracle

import (
	"net/netip"
	"reflect"
	"regexp"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// A sightseer collects every prefix and every address that is anywhere in the documents, in texts as well.
type sightseer struct {
	prefixes []netip.Prefix
	seen     map[netip.Prefix]bool
}

func newSightseer() *sightseer { return &sightseer{seen: map[netip.Prefix]bool{}} }

func (v *sightseer) prefix(p netip.Prefix) {
	if p.IsValid() && !v.seen[p.Masked()] {
		v.seen[p.Masked()] = true
		v.prefixes = append(v.prefixes, p.Masked())
	}
}

func (v *sightseer) address(a netip.Addr) {
	if a.IsValid() {
		v.prefix(netip.PrefixFrom(a, a.BitLen()))
	}
}

var written = regexp.MustCompile(`[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*(/[0-9]+)?`)

func (v *sightseer) text(s string) {
	for _, word := range written.FindAllString(s, -1) {
		if p, err := netip.ParsePrefix(word); err == nil {
			v.prefix(p)
		}
		if a, err := netip.ParseAddr(word); err == nil {
			v.address(a)
		}
	}
}

func (v *sightseer) visit(x reflect.Value) {
	switch known := x.Interface().(type) {
	case netip.Prefix:
		v.prefix(known)
		return
	case netip.Addr:
		v.address(known)
		return
	}
	switch x.Kind() {
	case reflect.String:
		v.text(x.String())
	case reflect.Pointer, reflect.Interface:
		if !x.IsNil() {
			v.visit(x.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range x.Len() {
			v.visit(x.Index(i))
		}
	case reflect.Map:
		for _, k := range x.MapKeys() {
			v.visit(k)
			v.visit(x.MapIndex(k))
		}
	case reflect.Struct:
		for i := range x.NumField() {
			if x.Type().Field(i).IsExported() {
				v.visit(x.Field(i))
			}
		}
	}
}

// A row is an element of a list of the snapshot.
type row struct{ field, index int }

// mentioning are the rows in which stand-ins are.
func mentioning(s *topology.Snapshot, all []coming) []row {
	var rows []row
	fields := reflect.ValueOf(s).Elem()
	for f := range fields.NumField() {
		if fields.Field(f).Kind() != reflect.Slice {
			continue
		}
		for i := range fields.Field(f).Len() {
			found := newSightseer()
			found.visit(fields.Field(f).Index(i))
			if slices.ContainsFunc(all, func(c coming) bool { return found.seen[netip.PrefixFrom(c.standIn, c.standIn.BitLen())] }) {
				rows = append(rows, row{f, i})
			}
		}
	}
	return rows
}

// numbered is a copy of a snapshot in which the addresses in some rows are those that were given.
func numbered(s *topology.Snapshot, rows []row, given map[netip.Addr]netip.Addr) *topology.Snapshot {
	copied := *s
	fields := reflect.ValueOf(&copied).Elem()
	last := -1
	for _, r := range rows {
		list := fields.Field(r.field)
		if r.field != last {
			list.Set(reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, list.Len()), list))
			last = r.field
		}
		list.Index(r.index).Set(reflected(list.Index(r.index), given))
	}
	return &copied
}

// reflected is a copy of a value in which addresses are those that were given. It shares what has none.
func reflected(x reflect.Value, given map[netip.Addr]netip.Addr) reflect.Value {
	if a, ok := x.Interface().(netip.Addr); ok {
		if b, ok := given[a]; ok {
			return reflect.ValueOf(b)
		}
		return x
	}
	switch x.Kind() {
	case reflect.Pointer:
		if x.IsNil() {
			return x
		}
		copied := reflect.New(x.Type().Elem())
		copied.Elem().Set(reflected(x.Elem(), given))
		return copied
	case reflect.Slice:
		if x.IsNil() {
			return x
		}
		copied := reflect.MakeSlice(x.Type(), x.Len(), x.Len())
		for i := range x.Len() {
			copied.Index(i).Set(reflected(x.Index(i), given))
		}
		return copied
	case reflect.Struct:
		copied := reflect.New(x.Type()).Elem()
		copied.Set(x)
		for i := range x.NumField() {
			if x.Type().Field(i).IsExported() {
				copied.Field(i).Set(reflected(x.Field(i), given))
			}
		}
		return copied
	}
	return x
}
