package randnet

import "math/rand/v2"

// dice are a seeded source of choices.
type dice struct{ *rand.Rand }

// The streams of a seed, so that flows do not repeat the choices that made their network.
const (
	networkStream  = 0x6e6574
	flowStream     = 0x666c6f77
	largeStream    = 0x6c61726765
	transitStream  = 0x746777
	balancerStream = 0x656c62
	hybridStream   = 0x687962726964
	boxStream      = 0x626f78
	toComeStream   = 0x636f6d65
	hubStream      = 0x687562
	twinStream     = 0x7477696e
)

func newDice(seed, stream uint64) dice { return dice{rand.New(rand.NewPCG(seed, stream))} }

// chance is true in percent of a hundred cases.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between is a number of low..high.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// pick is one of the values, all equally likely. The zero value stands for none.
func pick[T any](d dice, from ...T) T {
	if len(from) == 0 {
		var none T
		return none
	}
	return from[d.IntN(len(from))]
}

// A share is a value with its weight.
type share[T any] struct {
	weight int
	value  T
}

// draw is one of the values, as likely as its weight says.
func draw[T any](d dice, from ...share[T]) T {
	total := 0
	for _, s := range from {
		total += s.weight
	}
	at := d.IntN(total)
	for _, s := range from {
		if at < s.weight {
			return s.value
		}
		at -= s.weight
	}
	panic("unreachable")
}
