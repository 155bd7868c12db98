package exposure

import (
	"math/big"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

type prefix = netip.Prefix

// breadth is how many hosts get in, for the eye.
type breadth uint8

const (
	inside breadth = iota // interfaces, or networks of one's own
	few                   // at most a /16 (IPv6: a /32) of the internet
	many                  // more of the internet
	anyone                // all of it
)

// fewBits are the sizes of the largest blocks that are few hosts.
var fewBits = [...]uint{netmath.IPv4: 32 - 16, netmath.IPv6: 128 - 32}

func breadthOf(s *Senders) breadth {
	if !s.internet() {
		return inside
	}
	for _, f := range netmath.Families {
		switch {
		case !moreThan(s.Hosts, f, new(big.Int).Lsh(big.NewInt(1), fewBits[f])):
		case s.Anywhere():
			return anyone
		default:
			return many
		}
	}
	return few
}

// moreThan reports whether a set has more addresses of a family than some. It counts no further.
func moreThan(s netmath.AddrSet, f netmath.Family, some *big.Int) bool {
	n := new(big.Int)
	for r := range s.Ranges(f) {
		if n.Add(n, r.Size()).Cmp(some) > 0 {
			return true
		}
	}
	return false
}
