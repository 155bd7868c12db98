package netmath

import (
	"hash/maphash"
	"math/bits"
)

// A uniqueTable gives equal things equal numbers: 0, 1, 2, ... in the order in
// which they first come. It knows their hashes; the things themselves, and when
// two are equal, its owner knows.
type uniqueTable struct {
	slots  []uint32 // number + 1, or 0 where free; a power of two of them
	hashes []uint32 // by number
}

// number is the number of a thing with this hash. If it is new, the caller keeps
// it under that number, which is one more than the last.
func (u *uniqueTable) number(hash uint32, same func(number uint32) bool) (n uint32, known bool) {
	if 4*(len(u.hashes)+1) > 3*len(u.slots) {
		u.grow()
	}
	mask := uint32(len(u.slots) - 1)
	i := hash & mask
	for ; u.slots[i] != 0; i = (i + 1) & mask {
		if n := u.slots[i] - 1; u.hashes[n] == hash && same(n) {
			return n, true
		}
	}
	u.hashes = append(u.hashes, hash)
	u.slots[i] = uint32(len(u.hashes))
	return u.slots[i] - 1, false
}

func (u *uniqueTable) grow() {
	u.slots = make([]uint32, max(64, 2*len(u.slots)))
	mask := uint32(len(u.slots) - 1)
	for n, hash := range u.hashes {
		i := hash & mask
		for u.slots[i] != 0 {
			i = (i + 1) & mask
		}
		u.slots[i] = uint32(n) + 1
	}
}

// A hashing turns lists of numbers into a hash. Each table starts from a value
// of its own that nobody can foresee, so that no input can be made to collide.
// Numbers do not depend on it.
type hashing uint64

func newHashing() hashing { return hashing(maphash.Bytes(maphash.MakeSeed(), nil)) }

// with takes another number in.
func (h hashing) with(x uint64) hashing {
	high, low := bits.Mul64(uint64(h)^x, 0x9e3779b97f4a7c15)
	return hashing(high ^ low + 0x2545f4914f6cdd1d)
}

// sum is the hash of what was taken in.
func (h hashing) sum() uint32 { return uint32(h.with(0) >> 32) }
