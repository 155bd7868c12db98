package graph

import "hash/maphash"

// An idTable finds the row of an id in a long table, without keeping the ids again: the table's rows have them.
type idTable struct {
	slots []idSlot
	used  int
	id    func(row int32) string
}

// An idSlot is a row, with the upper half of its id's hash: another id is hardly ever looked at.
type idSlot struct {
	row  int32 // one more than the row; 0 where there is none
	hash uint32
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
	t.slots = make([]idSlot, size)
	for _, slot := range old {
		if slot.row > 0 {
			to, _ := t.at(t.id(slot.row - 1))
			*to = slot
		}
	}
}

// at is the slot of an id, or the free one where it would be.
func (t *idTable) at(id string) (slot *idSlot, hash uint32) {
	full := maphash.String(idSeed, id)
	hash = uint32(full >> 32)
	mask := uint64(len(t.slots) - 1)
	for i := full & mask; ; i = (i + 1) & mask {
		if slot = &t.slots[i]; slot.row == 0 || slot.hash == hash && t.id(slot.row-1) == id {
			return slot, hash
		}
	}
}

// find is the row of an id, or none.
func (t *idTable) find(id string) int32 {
	if len(t.slots) == 0 {
		return none
	}
	slot, _ := t.at(id)
	return slot.row - 1
}

// put gives an id a row, in place of the one that it had. The row has to have the id by now.
func (t *idTable) put(id string, row int32) {
	if t.used++; len(t.slots)/3*2 < t.used {
		t.resize(2 * t.used)
	}
	slot, hash := t.at(id)
	*slot = idSlot{row + 1, hash}
}
