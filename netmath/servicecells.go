package netmath

import "slices"

// A signature answers most questions about two sets of services without looking
// at their borders. The line is cut into 64 cells at the ports that filters in
// practice name; a bit each says whether a set has anything of a cell, and
// whether it has all of it.
type signature struct{ touched, covered uint64 }

// serviceCells holds the first service of every cell.
var serviceCells = func() []service {
	cells := []service{0, serviceOf(ICMP, 0), serviceOf(ICMP+1, 0)}
	for _, port := range []uint16{
		0, 20, 22, 23, 24, 25, 26, 53, 54, 80, 81, 123, 135, 389, 390, 443, 444, 445, 446, 636, 1024, 1433, 1434, 2049, 2050,
		3000, 3306, 3307, 3389, 3390, 5432, 5433, 6379, 6380, 8000, 8080, 8081, 8443, 8444, 9090, 9092, 9200, 10250, 27017, 32768, 49152,
	} {
		cells = append(cells, serviceOf(TCP, port))
	}
	cells = append(cells, serviceOf(TCP+1, 0))
	for _, port := range []uint16{0, 53, 54, 123, 124, 500, 501, 1024, 4500, 4501, 32768} {
		cells = append(cells, serviceOf(UDP, port))
	}
	return append(cells, serviceOf(UDP+1, 0), serviceOf(ICMPv6, 0), serviceOf(ICMPv6+1, 0))
}()

// cellOf is the cell of a service.
func cellOf(x service) int {
	i, found := slices.BinarySearch(serviceCells, x)
	if found {
		return i
	}
	return i - 1
}

// cellEnd is one past the last service of a cell.
func cellEnd(i int) service {
	if i+1 < len(serviceCells) {
		return serviceCells[i+1]
	}
	return serviceEnd
}

// signature goes over the ranges of a set. A cell is covered by one of them or by
// none, since two never touch.
func (b borders) signature() signature {
	var s signature
	for i := 0; i < len(b); i += 2 {
		low, high := cellOf(b[i]), cellOf(b[i+1]-1)
		s.touched |= cellMask(low, high)
		if serviceCells[low] < b[i] {
			low++
		}
		if cellEnd(high) > b[i+1] {
			high--
		}
		s.covered |= cellMask(low, high)
	}
	return s
}

// cellMask has the bits of the cells from low to high; none if low is above high.
func cellMask(low, high int) uint64 {
	if low > high {
		return 0
	}
	return ^uint64(0) << low & (^uint64(0) >> (63 - high))
}

// apart reports that the sets have certainly nothing in common.
func (s signature) apart(t signature) bool { return s.touched&t.touched == 0 }

// meets reports that the sets have certainly something in common.
func (s signature) meets(t signature) bool { return s.covered&t.touched|s.touched&t.covered != 0 }

// covers reports that s has certainly all of t.
func (s signature) covers(t signature) bool { return t.touched&^s.covered == 0 }

// lacks reports that s has certainly not all of t.
func (s signature) lacks(t signature) bool {
	return t.touched&^s.touched|t.covered&^s.covered != 0
}
