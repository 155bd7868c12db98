package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A filter is what the rules of a set of security groups, or the entries of a network ACL, let pass in one direction and family,
// compiled: a division of the far addresses into cells, and for each cell and protocol the ports that pass. What depends on more
// than the address stays symbolic: prefix lists that could not be read, or are long, and references to groups.
//
//	            0.0.0.0    10.0.0.0    10.0.1.0    10.0.2.0    11.0.0.0
//	row            0          1           2           1           0
//
//	            other    tcp         udp
//	row 0       none     443         none
//	row 1       none     22,443      none
//	row 2       all      all         all
type filter struct {
	columns    []netmath.Protocol // that rules name, ascending; the column before them is for all others
	cells      division
	rows       []Bounds // end to end, each as long as there are columns
	lists      []symbolic
	references []symbolic
}

// A symbolic part of a filter is what it lets pass besides, if an address is in a list, or a group is the other side's.
type symbolic struct {
	index int32 // of the list or group
	row   int32
}

// column is the column of a protocol.
func (f *filter) column(p netmath.Protocol) int {
	for i, named := range f.columns {
		if named == p {
			return i + 1
		}
	}
	return 0
}

// at bounds what passes of a protocol in a row.
func (f *filter) at(row int32, column int) *Bounds {
	return &f.rows[int(row)*(len(f.columns)+1)+column]
}

// plain is what passes of a packet by its far address alone.
func (f *filter) plain(remote netip.Addr, column int, ports netmath.Ports) Bounds {
	b := f.at(f.cells.find(remote), column)
	return b.Intersect(Exactly(ports))
}

// A division cuts the addresses of one family into cells, and gives each a number. The first cell begins at the first address.
type division struct {
	v4 []cell4
	v6 []cell6
}

type cell4 struct {
	begins uint32
	number int32
}

type cell6 struct {
	begins netip.Addr
	number int32
}

// find is the number of an address's cell.
func (d *division) find(a netip.Addr) int32 {
	if !a.Is4() {
		i, found := slices.BinarySearchFunc(d.v6, a, func(c cell6, a netip.Addr) int { return c.begins.Compare(a) })
		if !found {
			i--
		}
		return d.v6[i].number
	}
	n := number4(a)
	lo, hi := 0, len(d.v4) // the cell is the last of these that begins at n or before
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; d.v4[mid].begins <= n {
			lo = mid
		} else {
			hi = mid
		}
	}
	return d.v4[lo].number
}

// cut lets a cell begin at an address, which is not before the last cut. A cut at the same place replaces that.
func (d *division) cut(at netip.Addr, number int32) {
	if last := d.last(); last != nil {
		if d.begin() == at {
			*last = number
			return
		}
		if *last == number {
			return
		}
	}
	if at.Is4() {
		d.v4 = append(d.v4, cell4{number4(at), number})
	} else {
		d.v6 = append(d.v6, cell6{at, number})
	}
}

// last is the number of the last cell, and begin where that begins.
func (d *division) last() *int32 {
	switch {
	case len(d.v4) > 0:
		return &d.v4[len(d.v4)-1].number
	case len(d.v6) > 0:
		return &d.v6[len(d.v6)-1].number
	}
	return nil
}

func (d *division) begin() netip.Addr {
	if n := len(d.v6); n > 0 {
		return d.v6[n-1].begins
	}
	return addrKey4{addr: d.v4[len(d.v4)-1].begins}.address()
}

// firstOf is the first address of a family.
func firstOf(f netmath.Family) netip.Addr {
	if f == netmath.IPv4 {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}
