package exposure

import (
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
)

// standing is how a place fares, from the safest on.
type standing uint8

const (
	blocked standing = iota
	unknown
	partial
	reachable
)

func (s standing) verdict() sim.Verdict {
	return [...]sim.Verdict{blocked: sim.Unreachable, unknown: sim.Unknown, partial: sim.Partial, reachable: sim.Reachable}[s]
}

// standingOf is how the destination of some flows fares: the best of them.
func standingOf(flows []reach.Flow) standing {
	best := blocked
	for i := range flows {
		switch f := &flows[i]; {
		case len(f.Reach) > 0:
			return reachable
		case len(f.Partial) > 0:
			best = partial
		case best < unknown:
			best = unknown
		}
	}
	return best
}
