package graph

import "hash/maphash"

// An idTable finds the row of an id in a long table, without keeping the ids again: the table's rows have them.
type idTable struct {
	slots []int32 // one more than the row; 0 where there is none
	used  int
	id    func(row int32) string
}

// idSeed is one for all tables: they are never printed, nor gone through.
var idSeed = maphash.MakeSeed()

func newIDTable(rows int, id func(row int32) string) idTable {
	t := idTable{id: id}
	t.resize(rows)
	return t
}

// resize makes place for some ids, so that at most two slots in three are taken.
func (t *idTable) resize(rows int) {
	size := 8
	for size/3*2 < rows {
		size *= 2
	}
	old := t.slots
	t.slots = make([]int32, size)
	for _, row := range old {
		if row > 0 {
			*t.at(t.id(row - 1)) = row
		}
	}
}

// at is the slot of an id, or the free one where it would be.
func (t *idTable) at(id string) *int32 {
	mask := uint64(len(t.slots) - 1)
	for i := maphash.String(idSeed, id) & mask; ; i = (i + 1) & mask {
		if row := t.slots[i]; row == 0 || t.id(row-1) == id {
			return &t.slots[i]
		}
	}
}

// find is the row of an id, or none.
func (t *idTable) find(id string) int32 {
	if len(t.slots) == 0 {
		return none
	}
	return *t.at(id) - 1
}

// put gives an id a row, in place of the one that it had. The row has to have the id by now.
func (t *idTable) put(id string, row int32) {
	if t.used++; len(t.slots)/3*2 < t.used {
		t.resize(2 * t.used)
	}
	*t.at(id) = row + 1
}
