package ipam

import (
	"math/big"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Space is where blocks are looked for: pools, and what of them is used.
type Space struct {
	Pools []netip.Prefix
	Used  netmath.AddrSet
	// Ignored are routes out of AWS that contain a whole pool: aggregates, of which the pool may be a part.
	Ignored []Holding
	// InUse are the holdings in the pools, by address.
	InUse []Holding
}

// SpaceOf is the space of pools with the outermost holdings in them used: VPCs, peers, routes out of AWS, lists. Where a pool lies in a
// VPC's block or is one, the VPC's subnets and reservations are what is used.
func (v *Inventory) SpaceOf(pools ...netip.Prefix) *Space {
	s := &Space{}
	for _, pool := range pools {
		pool = pool.Masked()
		s.Pools = append(s.Pools, pool)
		s.use(pool, slices.Concat(v.Around(pool), v.Within(pool)))
	}
	var used netmath.AddrSetBuilder
	for i := range s.InUse {
		used.Add(s.InUse[i].Prefix)
	}
	s.Used = used.Set().Intersect(s.Pool())
	return s
}

// use sorts holdings that share addresses with a pool, outer before inner.
func (s *Space) use(pool netip.Prefix, holdings []Holding) {
	owned := false // the pool is a VPC's, or part of it
	for _, h := range holdings {
		covers := contains(h.Prefix, pool)
		switch {
		case covers && h.Kind == VpcBlock:
			owned = true
		case covers && h.Kind.OnPremises():
			s.Ignored = append(s.Ignored, h)
		case h.Kind.Outermost(), owned && h.Kind != PoolBlock:
			s.InUse = append(s.InUse, h)
		}
	}
}

// Pool is the addresses of all pools.
func (s *Space) Pool() netmath.AddrSet { return netmath.AddrSetOf(s.Pools...) }

// Free is the addresses of the pools that nothing uses.
func (s *Space) Free() netmath.AddrSet { return s.Pool().Subtract(s.Used) }

// A Measure says how much of a space there is, and in how large pieces.
type Measure struct {
	Total, Used, Free *big.Int
	Blocks            int          // the fewest blocks that the free addresses make up
	Largest           netip.Prefix // of the lowest address; the zero Prefix if nothing is free
	Fragmentation     float64      // 1 - largest / free: 0 if the free addresses are one block
}

// Measure measures a space in one family.
func (s *Space) Measure(f netmath.Family) Measure {
	pool, free := s.Pool().Of(f), s.Free().Of(f)
	m := Measure{Total: pool.Size(f), Free: free.Size(f)}
	m.Used = new(big.Int).Sub(m.Total, m.Free)
	for _, p := range free.Prefixes() {
		m.Blocks++
		if !m.Largest.IsValid() || p.Bits() < m.Largest.Bits() {
			m.Largest = p
		}
	}
	if m.Free.Sign() > 0 {
		m.Fragmentation = 1 - Share(sizeOf(m.Largest), m.Free)
	}
	return m
}

// sizeOf counts the addresses of a block.
func sizeOf(p netip.Prefix) *big.Int { return netmath.CountIn(p, netmath.FamilyOf(p.Addr()).Bits()) }

// Share is a part of a whole: 0 of nothing.
func Share(part, whole *big.Int) float64 {
	if whole.Sign() == 0 {
		return 0
	}
	share, _ := new(big.Rat).SetFrac(part, whole).Float64()
	return share
}

// Fits counts the blocks of a length that find place in the free addresses.
func (s *Space) Fits(f netmath.Family, bits int) *big.Int {
	n := new(big.Int)
	for _, p := range s.Free().Of(f).Prefixes() {
		n.Add(n, netmath.CountIn(p, bits))
	}
	return n
}

// With is the space with more of it used.
func (s *Space) With(blocks ...netip.Prefix) *Space {
	after := *s
	after.Used = s.Used.Union(netmath.AddrSetOf(blocks...))
	return &after
}
