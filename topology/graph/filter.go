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

// A division cuts the addresses of one family into cells, and gives each a number.
type division struct {
	cuts4   []uint32     // where the cells of IPv4 begin; the first at the first address
	cuts6   []netip.Addr // the same of IPv6
	numbers []int32
}

// find is the number of an address's cell.
func (d *division) find(a netip.Addr) int32 {
	var i int
	var found bool
	if a.Is4() {
		i, found = slices.BinarySearch(d.cuts4, number4(a))
	} else {
		i, found = slices.BinarySearchFunc(d.cuts6, a, netip.Addr.Compare)
	}
	if !found {
		i--
	}
	return d.numbers[i]
}

// cut lets a cell begin at an address, which is not before the last cut. A cut at the same place replaces that.
func (d *division) cut(at netip.Addr, number int32) {
	n := len(d.numbers)
	switch {
	case n > 0 && d.last() == at:
		d.numbers[n-1] = number
		return
	case n > 0 && d.numbers[n-1] == number:
		return
	}
	d.numbers = append(d.numbers, number)
	if at.Is4() {
		d.cuts4 = append(d.cuts4, number4(at))
	} else {
		d.cuts6 = append(d.cuts6, at)
	}
}

// last is where the last cell begins.
func (d *division) last() netip.Addr {
	if n := len(d.cuts6); n > 0 {
		return d.cuts6[n-1]
	}
	return addrKey4{addr: d.cuts4[len(d.cuts4)-1]}.address()
}

// firstOf is the first address of a family.
func firstOf(f netmath.Family) netip.Addr {
	if f == netmath.IPv4 {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}
