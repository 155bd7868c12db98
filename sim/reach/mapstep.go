package reach

import (
	"cmp"
	"slices"
)

// stepsOf is a map as steps.
func (x *afar) stepsOf(m uint32) []mapStep {
	steps, known := x.crowds.steps[m]
	if !known {
		for r, value := range x.maps.Map(m).Segments() {
			steps = append(steps, mapStep{x.position(r.Lo), value})
		}
		x.crowds.steps[m] = steps
	}
	return steps
}

// standingsOf are those of a fabric by what is let in, as far as they are known.
func (x *afar) standingsOf(fabric int32, out uint32) []uint8 {
	key := passedKey{fabric, out}
	all := x.crowds.standings[key]
	if all == nil {
		all = make([]uint8, len(x.passes.all))
		x.crowds.standings[key] = all
	}
	return all
}

func (x *afar) standingAt(standings []uint8, fabric int32, out, in uint32) standing {
	if standings[in] == 0 {
		standings[in] = 1 + uint8(x.through(fabric, x.passes.all[out], x.passes.all[in], x.family).standing)
	}
	return standing(standings[in] - 1)
}

// passAt is the number of the pass that a map has at a position.
func (x *afar) passAt(m uint32, position int32) uint32 {
	steps := x.stepsOf(m)
	i, found := slices.BinarySearchFunc(steps, position, func(s mapStep, p int32) int { return cmp.Compare(s.position, p) })
	if !found {
		i--
	}
	return steps[i].pass
}
