package topologytest

import (
	"math"
	"net/netip"
	"reflect"

	"github.com/dryhop/dryhop/topology"
)

// Mutate damages a snapshot in the way that some bytes say: rows go, come twice or become empty, and fields take other
// values, ids of other resources above all. The same bytes do the same damage; no bytes, none. What comes out may
// break every rule of a Snapshot, also that ids are unique: call Fold on its tables to have that back, as the loader does.
func Mutate(s *topology.Snapshot, data []byte) {
	m := mutator{data: data, words: append([]string(nil), oddWords...)}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			m.words = append(m.words, t.Ref(i).ID)
		}
	}
	for tables := filled(reflect.ValueOf(s).Elem()); len(m.data) > 0 && len(tables) > 0; tables = filled(reflect.ValueOf(s).Elem()) {
		m.row(tables[m.pick(len(tables))])
	}
}

// filled are the slices of a snapshot that have rows.
func filled(s reflect.Value) []reflect.Value {
	var tables []reflect.Value
	for i := range s.NumField() {
		if f := s.Field(i); f.Kind() == reflect.Slice && f.Len() > 0 {
			tables = append(tables, f)
		}
	}
	return tables
}

// A mutator reads its decisions from bytes, and decides for the first of all alternatives when they have run out.
type mutator struct {
	data  []byte
	words []string // ids, and what AWS says of states and the like
}

var oddWords = []string{"", "local", "active", "blackhole", "filtered", "available", "associated", "disassociated", "allow", "deny", "-1", "tcp", "58", "EnableVgwRoutePropagation", "gone-1"}

var oddPrefixes = []netip.Prefix{
	{}, netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("10.0.1.77/24"),
	netip.MustParsePrefix("10.0.1.10/32"), netip.MustParsePrefix("255.255.255.255/32"), netip.MustParsePrefix("224.0.0.0/4"), netip.MustParsePrefix("2001:db8::/64"),
	netip.MustParsePrefix("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("fd00:ec2::/32"),
}

var oddAddrs = []netip.Addr{
	{}, netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255"), netip.MustParseAddr("10.0.1.10"), netip.MustParseAddr("3.3.3.10"), netip.MustParseAddr("169.254.169.253"),
	netip.MustParseAddr("::"), netip.MustParseAddr("2001:db8::10"), netip.MustParseAddr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), netip.MustParseAddr("64:ff9b::a00:10a"),
}

var oddNumbers = []int64{0, 1, -1, 6, 255, 256, 32767, 65535, 65536, math.MaxInt32, math.MinInt32}

// pick decides among n alternatives.
func (m *mutator) pick(n int) int {
	number := 0
	for range 2 {
		if len(m.data) > 0 {
			number, m.data = number<<8|int(m.data[0]), m.data[1:]
		}
		if n <= 256 {
			break
		}
	}
	return number % n
}

// row changes one row of a table.
func (m *mutator) row(rows reflect.Value) {
	i := m.pick(rows.Len())
	switch m.pick(12) {
	case 0:
		m.drop(rows, i)
	case 1:
		rows.Set(reflect.Append(rows, rows.Index(i)))
	case 2:
		rows.Index(i).SetZero()
	default:
		m.value(rows.Index(i))
	}
}

func (m *mutator) drop(rows reflect.Value, i int) {
	kept := reflect.MakeSlice(rows.Type(), 0, rows.Len())
	kept = reflect.AppendSlice(kept, rows.Slice(0, i))
	rows.Set(reflect.AppendSlice(kept, rows.Slice(i+1, rows.Len())))
}

// value changes a value, or something inside it.
func (m *mutator) value(v reflect.Value) {
	switch v.Interface().(type) {
	case netip.Addr:
		v.Set(reflect.ValueOf(oddAddrs[m.pick(len(oddAddrs))]))
		return
	case netip.Prefix:
		v.Set(reflect.ValueOf(oddPrefixes[m.pick(len(oddPrefixes))]))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		m.value(v.Field(m.pick(v.NumField())))
	case reflect.Pointer:
		m.pointer(v)
	case reflect.Slice:
		m.slice(v)
	case reflect.String:
		v.SetString(m.words[m.pick(len(m.words))])
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(oddNumbers[m.pick(len(oddNumbers))])
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(oddNumbers[m.pick(len(oddNumbers))]))
	}
}

// pointer fills, empties or changes; what it pointed to may be shared, so it is copied.
func (m *mutator) pointer(v reflect.Value) {
	fresh := reflect.New(v.Type().Elem())
	switch {
	case v.IsNil():
	case m.pick(4) == 0:
		v.SetZero()
		return
	default:
		fresh.Elem().Set(v.Elem())
	}
	m.value(fresh.Elem())
	v.Set(fresh)
}

// slice drops, repeats, adds or changes an element, of a copy.
func (m *mutator) slice(v reflect.Value) {
	copied := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()+1), v)
	v.Set(copied)
	if v.Len() == 0 {
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		m.value(v.Index(0))
		return
	}
	i := m.pick(v.Len())
	switch m.pick(6) {
	case 0:
		m.drop(v, i)
	case 1:
		v.Set(reflect.Append(v, v.Index(i)))
	case 2:
		v.SetZero()
	default:
		m.value(v.Index(i))
	}
}
