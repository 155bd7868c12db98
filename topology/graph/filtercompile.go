package graph

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A filterBuilder compiles a filter.
type filterBuilder struct {
	filter
	family netmath.Family
}

// name adds the protocols of rules to the columns.
func (b *filterBuilder) name(m protocolMatch) {
	if m >= 0 {
		if i, known := slices.BinarySearch(b.columns, netmath.Protocol(m)); !known {
			b.columns = slices.Insert(b.columns, i, netmath.Protocol(m))
		}
	}
}

// A filterRow is what passes of the protocol of each column.
type filterRow []Bounds

func (b *filterBuilder) emptyRow() filterRow { return make(filterRow, len(b.columns)+1) }

// admit adds to a row what a rule lets pass.
func (b *filterBuilder) admit(row filterRow, protocol protocolMatch, ports netmath.Ports, t truth) {
	if protocol == unknownProtocol {
		t = t.dim()
	}
	for i := range row {
		if protocol < 0 || i > 0 && b.columns[i-1] == netmath.Protocol(protocol) {
			row[i].Possible = row[i].Possible.Union(ports)
			if t == yes {
				row[i].Certain = row[i].Certain.Union(ports)
			}
		}
	}
}

// both is what passes by either of two rows.
func (r filterRow) both(o filterRow) filterRow {
	sum := make(filterRow, len(r))
	for i := range r {
		sum[i] = r[i].Both(o[i])
	}
	return sum
}

// keep gives a row a number; equal rows have the same one.
func (b *filterBuilder) keep(row filterRow) int32 {
	same := func(x, y Bounds) bool { return x.Certain.Equal(y.Certain) && x.Possible.Equal(y.Possible) }
	for i := 0; i < len(b.rows); i += len(row) {
		if slices.EqualFunc(b.rows[i:i+len(row)], row, same) {
			return int32(i / len(row))
		}
	}
	for i := range row {
		if row[i].Known() {
			row[i].Possible = row[i].Certain
		}
	}
	b.rows = append(b.rows, row...)
	return int32(len(b.rows)/len(row) - 1)
}

// A prefixRow is what passes besides if the far address is in a prefix.
type prefixRow struct {
	prefix netip.Prefix
	row    filterRow
}

// divide lays prefixes over what passes everywhere. Two of them are apart, or one is in the other, so that going over them in order
// those that hold the current address are a stack:
//
//	base      |--------------------------------------|
//	10/8            |------------------|
//	10.1/16               |------|
//	cuts      0     10    10.1   10.2  11
func (b *filterBuilder) divide(base filterRow, prefixes []prefixRow) {
	slices.SortStableFunc(prefixes, func(x, y prefixRow) int {
		return cmp.Or(x.prefix.Addr().Compare(y.prefix.Addr()), cmp.Compare(x.prefix.Bits(), y.prefix.Bits()))
	})
	prefixes = folded(prefixes)
	b.cells.cut(firstOf(b.family), b.keep(base))
	open := []prefixRow{{row: base}}
	top := func() *prefixRow { return &open[len(open)-1] }
	leave := func() {
		after := netmath.Last(top().prefix).Next()
		open = open[:len(open)-1]
		if after.IsValid() {
			b.cells.cut(after, b.keep(top().row))
		}
	}
	for _, p := range prefixes {
		for len(open) > 1 && !top().prefix.Contains(p.prefix.Addr()) {
			leave()
		}
		open = append(open, prefixRow{p.prefix, top().row.both(p.row)})
		b.cells.cut(p.prefix.Addr(), b.keep(top().row))
	}
	for len(open) > 1 {
		leave()
	}
}

// folded makes one of each run of equal prefixes.
func folded(sorted []prefixRow) []prefixRow {
	out := sorted[:0]
	for _, p := range sorted {
		if n := len(out); n > 0 && out[n-1].prefix == p.prefix {
			out[n-1].row = out[n-1].row.both(p.row)
		} else {
			out = append(out, p)
		}
	}
	return out
}

// finished is the filter, in no more memory than it needs.
func (b *filterBuilder) finished() *filter {
	f := b.filter
	f.rows, f.cells.v4, f.cells.v6 = slices.Clone(f.rows), slices.Clone(f.cells.v4), slices.Clone(f.cells.v6)
	return &f
}
