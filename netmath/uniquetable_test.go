package netmath

import "testing"

// Things with the same hash are still different things.
func TestUniqueTableTellsCollisionsApart(t *testing.T) {
	var u uniqueTable
	var things []int
	number := func(thing int) uint32 {
		n, known := u.number(uint32(thing%3), func(n uint32) bool { return things[n] == thing })
		if !known {
			things = append(things, thing)
		}
		return n
	}
	for range 2 {
		for thing := range 500 {
			if n := number(thing * 7); int(n) != thing {
				t.Fatalf("thing %d has the number %d", thing, n)
			}
		}
	}
}
