package graph

import (
	"fmt"

	"github.com/dryhop/dryhop/netmath"
)

// Bounds enclose a set of ports of which the snapshot may not tell everything:
// Certain ⊆ the true set ⊆ Possible.
type Bounds struct {
	Certain, Possible netmath.Ports
}

// Exactly bounds a set that is known.
func Exactly(p netmath.Ports) Bounds { return Bounds{Certain: p, Possible: p} }

// Known reports whether nothing is in doubt.
func (b Bounds) Known() bool { return b.Certain.Equal(b.Possible) }

// Intersect keeps what passes both.
func (b Bounds) Intersect(c Bounds) Bounds {
	if b.Certain == b.Possible && c.Certain == c.Possible {
		return Exactly(b.Certain.Intersect(c.Certain))
	}
	return Bounds{b.Certain.Intersect(c.Certain), b.Possible.Intersect(c.Possible)}
}

// Either is what holds when nobody knows which of two bounds is the right one.
func (b Bounds) Either(c Bounds) Bounds {
	return Bounds{b.Certain.Intersect(c.Certain), b.Possible.Union(c.Possible)}
}

// Doubt forgets what was certain: everything possible stays possible.
func (b Bounds) Doubt() Bounds { return Bounds{Possible: b.Possible} }

// String prints the certain ports, and the possible ones if they differ.
func (b Bounds) String() string {
	if b.Known() {
		return b.Certain.String()
	}
	return fmt.Sprintf("%v (perhaps %v)", b.Certain, b.Possible)
}

// translatedICMP turns messages of one version of ICMP into the other's.
func (b Bounds) translatedICMP(from, to netmath.Protocol) Bounds {
	return Bounds{translateICMP(b.Certain, from, to), translateICMP(b.Possible, from, to)}
}

// Both is what passes of two sets side by side.
func (b Bounds) Both(c Bounds) Bounds {
	return Bounds{b.Certain.Union(c.Certain), b.Possible.Union(c.Possible)}
}
