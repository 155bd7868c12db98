package reach

import (
	"github.com/dryhop/dryhop/sim"
)

// A Matrix counts, for each two labels, the pairs of places by what passes of the query's service.
type Matrix struct {
	From, To []string
	Cells    [][]Cell // by From, then To
}

// A Cell is about the pairs of places of two labels, in each family that both have.
type Cell struct {
	Pairs int // asked about
	Whole int // all of the service passes, certainly
	Some  int // some of it passes: some ports, from some ports, some hosts, or on some ways
	Maybe int // nothing certainly, but something might

	Verdict sim.Verdict // of the best pair
	Share   Share       // what passes between the first such pair, with a flow of it
	Mixed   bool        // between others something else passes
}

// CellState is a cell in one word.
type CellState uint8

// The states of a cell.
const (
	NotAsked CellState = iota
	Whole              // all of the service between all pairs
	Some               // some ports, or some pairs
	Maybe              // nothing certainly, but something might
	Nothing            // certainly nothing
)

// String is a word of the JSON record.
func (s CellState) String() string {
	return [...]string{"not-asked", "all", "some", "unknown", "none"}[s]
}

// State sums a cell up.
func (c *Cell) State() CellState {
	switch {
	case c.Pairs == 0:
		return NotAsked
	case c.Whole == c.Pairs:
		return Whole
	case c.Whole+c.Some > 0:
		return Some
	case c.Maybe > 0:
		return Maybe
	}
	return Nothing
}

// rank orders verdicts, the best first.
func rank(v sim.Verdict) int {
	return [...]int{sim.Reachable: 0, sim.Partial: 1, sim.Unknown: 2, sim.Unreachable: 3}[v]
}
