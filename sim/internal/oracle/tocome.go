package oracle

import (
	"net/netip"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// An interface that is declared and not made yet carries a stand-in for an address that nobody knows. The answer about it is what all
// addresses agree on that it may get: those of its subnet that nobody else has. Of these, all are tried that anything in the documents
// can tell apart, at both ends of every stretch between two borders.

// maxWorlds bounds how many ways of giving out addresses are tried.
const maxWorlds = 600

// A world is a snapshot in which every address is known, and the flow as it is there.
type world struct {
	s *topology.Snapshot
	f Flow
}

// unnumbered is a snapshot and what of it waits for addresses.
type unnumbered struct {
	s        *topology.Snapshot
	coming   []coming
	prefixes []netip.Prefix // all that is in the documents
	rows     []row          // where stand-ins are
	made     map[string]*topology.Snapshot
}

func unnumberedIn(s *topology.Snapshot) unnumbered {
	u := unnumbered{s: s, coming: standIns(s), made: map[string]*topology.Snapshot{}}
	if len(u.coming) > 0 {
		found := newSightseer()
		found.visit(reflect.ValueOf(s))
		u.prefixes, u.rows = found.prefixes, mentioning(s, u.coming)
	}
	return u
}

// worlds are all ways of giving out addresses; the second value is false if there are too many.
func (u *unnumbered) worlds(f Flow) ([]world, bool) {
	if len(u.coming) == 0 {
		return []world{{u.s, f}}, true
	}
	asked := newSightseer()
	asked.address(f.To)
	asked.address(f.SourceIP)
	along := slices.Concat(u.prefixes, asked.prefixes)
	all := []map[netip.Addr]netip.Addr{{}}
	for _, c := range u.coming {
		all = assign(all, c, c.candidates(u.s, u.coming, along))
		if len(all) > maxWorlds {
			return nil, false
		}
	}
	made := make([]world, len(all))
	for i, given := range all {
		made[i] = world{u.given(given), flowIn(f, given)}
	}
	return made, true
}

// given is the snapshot with addresses given out in one way, remembered for the next flow.
func (u *unnumbered) given(to map[netip.Addr]netip.Addr) *topology.Snapshot {
	key := ""
	for _, c := range u.coming {
		key += to[c.standIn].String() + " "
	}
	if u.made[key] == nil {
		u.made[key] = numbered(u.s, u.rows, to)
	}
	return u.made[key]
}

// assign gives one more stand-in every address that it may get, where nobody else got that.
func assign(all []map[netip.Addr]netip.Addr, c coming, candidates []netip.Addr) (next []map[netip.Addr]netip.Addr) {
	for _, given := range all {
		for _, a := range candidates {
			taken := false
			for other, b := range given {
				taken = taken || b == a && other != c.standIn
			}
			if taken {
				continue
			}
			more := map[netip.Addr]netip.Addr{c.standIn: a}
			for k, v := range given {
				more[k] = v
			}
			next = append(next, more)
		}
	}
	return next
}

func flowIn(f Flow, given map[netip.Addr]netip.Addr) Flow {
	if a, ok := given[f.To]; ok {
		f.To = a
	}
	if a, ok := given[f.SourceIP]; ok {
		f.SourceIP = a
	}
	return f
}

// coming is a stand-in, and the block and VPC in which its address will be.
type coming struct {
	standIn netip.Addr
	block   netip.Prefix
	vpc     string
}

// standIns lists the addresses of interfaces that are not made yet.
func standIns(s *topology.Snapshot) []coming {
	var all []coming
	for i := range s.NetworkInterfaces {
		e := &s.NetworkInterfaces[i]
		if !e.Symbolic {
			continue
		}
		for _, block := range blocksOf(s, e.SubnetId) {
			for _, a := range ownAddresses(e) {
				if block.Contains(a) {
					all = append(all, coming{a, block, e.VpcId})
				}
			}
		}
	}
	return all
}

func blocksOf(s *topology.Snapshot, subnet string) []netip.Prefix {
	var blocks []netip.Prefix
	for i := range s.Subnets {
		if s.Subnets[i].SubnetId != subnet {
			continue
		}
		blocks = append(blocks, s.Subnets[i].CidrBlock)
		for _, b := range s.Subnets[i].Ipv6CidrBlockAssociationSet {
			blocks = append(blocks, b.Ipv6CidrBlock)
		}
	}
	return blocks
}

// ownAddresses are an interface's addresses, each once, without delegated prefixes.
func ownAddresses(e *topology.NetworkInterface) []netip.Addr {
	var all []netip.Addr
	add := func(a netip.Addr) {
		if a.IsValid() && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	add(e.PrivateIpAddress)
	add(e.Ipv6Address)
	for _, p := range e.PrivateIpAddresses {
		add(p.PrivateIpAddress)
	}
	for _, p := range e.Ipv6Addresses {
		add(p.Ipv6Address)
	}
	return all
}

// candidates are addresses that a stand-in may stand for: one of each kind of stretch of its block that nothing in the documents divides.
func (c coming) candidates(s *topology.Snapshot, all []coming, prefixes []netip.Prefix) []netip.Addr {
	inner := slices.DeleteFunc(slices.Clone(prefixes), func(p netip.Prefix) bool { return !p.Overlaps(c.block) || p.Bits() <= c.block.Bits() })
	starts := []netip.Addr{c.block.Masked().Addr()}
	for _, p := range inner {
		starts = append(starts, p.Masked().Addr())
		if after := endOf(p).Next(); c.block.Contains(after) {
			starts = append(starts, after)
		}
	}
	slices.SortFunc(starts, netip.Addr.Compare)
	starts = slices.Compact(starts)
	var found []netip.Addr
	seen := map[string]bool{}
	for i, from := range starts {
		to := endOf(c.block)
		if i+1 < len(starts) {
			to = starts[i+1].Prev()
		}
		a, ok := c.freeBetween(s, all, from, to)
		if key := holding(inner, a); ok && !seen[key] {
			seen[key] = true
			found = append(found, a)
		}
	}
	if len(found) == 0 {
		return []netip.Addr{c.standIn}
	}
	return found
}

// holding tells which of some prefixes hold an address.
func holding(prefixes []netip.Prefix, a netip.Addr) string {
	key := make([]byte, len(prefixes))
	for i, p := range prefixes {
		if key[i] = '-'; p.Contains(a) {
			key[i] = '+'
		}
	}
	return string(key)
}

// maxLooks bounds how far a stretch is searched for an address that is free, from either end.
const maxLooks = 300

func (c coming) freeBetween(s *topology.Snapshot, all []coming, from, to netip.Addr) (netip.Addr, bool) {
	for i, lo, hi := 0, from, to; i < maxLooks && lo.IsValid() && hi.IsValid() && lo.Compare(hi) <= 0; i++ {
		for _, a := range [...]netip.Addr{hi, lo} {
			if c.isFree(s, all, a) {
				return a, true
			}
		}
		lo, hi = lo.Next(), hi.Prev()
	}
	return netip.Addr{}, false
}

// isFree tells whether nobody has an address for certain.
func (c coming) isFree(s *topology.Snapshot, all []coming, a netip.Addr) bool {
	if reservedIn(c.block, a) {
		return false
	}
	if slices.ContainsFunc(all, func(o coming) bool { return o.vpc == c.vpc && o.standIn == a }) {
		return true
	}
	for i := range s.NatGateways {
		if s.NatGateways[i].VpcId == c.vpc && natHolds(&s.NatGateways[i], a) {
			return false
		}
	}
	for i := range s.NetworkInterfaces {
		if e := &s.NetworkInterfaces[i]; e.VpcId == c.vpc && holds(e, a) {
			return false
		}
	}
	return true
}

// endOf is the last address of a block.
func endOf(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for bit := p.Bits(); bit < len(b)*8; bit++ {
		b[bit/8] |= 0x80 >> (bit % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}
