package sim

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// DivideHosts divides a set of hosts in place of one end of a question into shares that no table on their ways tells apart: they fare
// alike and take the same ways. The shares are disjoint and cover the set, which must be of one family; SomeHost stands for each.
func (t *Tracer) DivideHosts(q Question, side Side, hosts netmath.AddrSet, family netmath.Family) ([]netmath.AddrSet, error) {
	var shares []netmath.AddrSet
	var failed error
	whole := t.overHosts(hosts, family, nil, func() { shares = shares[:0] }, func(set netmath.AddrSet) {
		f, err := t.resolve(side.of(q, hostOf(set, family)))
		if err != nil {
			failed = err
			return
		}
		t.weigh(t.full, &f)
		shares = append(shares, set)
	})
	switch {
	case failed != nil:
		return nil, failed
	case !whole:
		return nil, fmt.Errorf("more than %d sets of hosts fare differently: ask about fewer of them", maxShares)
	}
	return shares, nil
}

// Of is a question with one host in place of an end.
func (s Side) Of(q Question, host netip.Addr) Question { return s.of(q, host) }
