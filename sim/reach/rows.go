package reach

import "github.com/dryhop/dryhop/netmath"

// rows are numbers of fabrics: a row for a zone from which, a number in it for each zone to which. As many are kept as fit.
type rows struct {
	length int
	kept   map[rowKey][]int32
	order  []rowKey // as they came
}

type rowKey struct {
	zone   int32
	family netmath.Family
}

// maxRowMemory bounds the memory of the rows that one asker keeps, in bytes.
const maxRowMemory = 64 << 20

func newRows(zones int) rows { return rows{length: zones, kept: map[rowKey][]int32{}} }

// row are the fabrics from a zone.
func (a *asker) row(zone int32, f netmath.Family) []int32 {
	r, key := &a.rows, rowKey{zone, f}
	if row, known := r.kept[key]; known {
		return row
	}
	var row []int32
	if (len(r.order)+1)*r.length*4 > maxRowMemory && len(r.order) > 0 {
		row = r.kept[r.order[0]]
		clear(row)
		delete(r.kept, r.order[0])
		r.order = r.order[1:]
	} else {
		row = make([]int32, r.length)
	}
	r.kept[key], r.order = row, append(r.order, key)
	return row
}
