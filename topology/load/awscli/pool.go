package awscli

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// pools give the small parts of elements their memory, many at a time.
type pools struct {
	yes, no bool // what SourceDestCheck and its like point at
	numbers pool[int32]

	addresses    pool[topology.NetworkInterfacePrivateIpAddress]
	addresses6   pool[topology.NetworkInterfaceIpv6Address]
	prefixes     pool[topology.NetworkInterfaceIpv4Prefix]
	prefixes6    pool[topology.NetworkInterfaceIpv6Prefix]
	associations pool[topology.NetworkInterfaceAssociation]
	attachments  pool[topology.NetworkInterfaceAttachment]
	groups       sharedLists[topology.GroupIdentifier]
	tags         sharedLists[topology.Tag]

	instanceInterfaces pool[topology.InstanceNetworkInterface]
	permissions        pool[topology.IpPermission]
	pairs              pool[topology.UserIdGroupPair]
	ranges             pool[topology.IpRange]
	ranges6            pool[topology.Ipv6Range]
	lists              pool[topology.PrefixListId]
	references         pool[topology.ReferencedSecurityGroup]
	blocks6            pool[topology.SubnetIpv6CidrBlockAssociation]
	tableAssociations  pool[topology.RouteTableAssociation]
	propagating        pool[topology.PropagatingVgw]
	routes             pool[topology.Route]
	aclAssociations    pool[topology.NetworkAclAssociation]
	entries            pool[topology.NetworkAclEntry]
	icmp               pool[topology.IcmpTypeCode]
	portRanges         pool[topology.PortRange]
}

// A pool cuts pieces off a larger piece of memory. What was cut off is never written again.
type pool[E any] struct{ page []E }

const pageLength = 256

// add keeps one value.
func (p *pool[E]) add(value E) *E {
	p.room(0)
	p.page = append(p.page, value)
	return &p.page[len(p.page)-1]
}

// room sees that one more fits behind the last n, which it moves if need be.
func (p *pool[E]) room(n int) {
	if len(p.page) == cap(p.page) {
		from := len(p.page) - n
		p.page = append(make([]E, 0, max(pageLength, 2*n)), p.page[from:]...)
	}
}

// list reads a list of objects.
func (p *pool[E]) list(s *scanner, fields []field[E]) ([]E, bool) {
	if s.data[s.at] != '[' {
		return nil, false
	}
	n := 0
	for more := s.opens(']'); more; more = s.goesOn() {
		p.room(n)
		p.page = append(p.page, *new(E))
		n++
		if !object(s, fields, &p.page[len(p.page)-1]) {
			p.page = p.page[:len(p.page)-n]
			return nil, false
		}
	}
	if n == 0 {
		return []E{}, s.closes(']')
	}
	from := len(p.page) - n
	return slices.Clip(p.page[from:]), s.closes(']')
}

// listOfObjects is a member that is a list of structs.
func listOfObjects[T, E any](name string, p func(*scanner) *pool[E], fields []field[E], of func(*T) *[]E) field[T] {
	return fieldOf(name, func(s *scanner, into *T) (ok bool) {
		*of(into), ok = p(s).list(s, fields)
		return ok
	})
}

// pointer is a member that is a struct, or absent.
func pointer[T, E any](name string, p func(*scanner) *pool[E], fields []field[E], of func(*T) **E) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		value := p(s).add(*new(E))
		*of(into) = value
		return object(s, fields, value)
	})
}

// inside is a member that is a struct, and not behind a pointer.
func inside[T, E any](name string, fields []field[E], of func(*T) *E) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool { return object(s, fields, of(into)) })
}

// sharedLists gives one list for text that comes again: most interfaces have the groups of others. Lists that hardly
// ever come again it does not remember.
type sharedLists[E any] struct {
	pool[E]
	known        map[string][]E
	hits, misses int
}

const (
	maxKnownLists = 1 << 16
	trial         = 1 << 12
)

func (l *sharedLists[E]) list(s *scanner, fields []field[E]) ([]E, bool) {
	if l.misses > trial && l.hits < l.misses {
		return l.pool.list(s, fields)
	}
	from, line := s.at, s.line
	if !s.skip(0) {
		return nil, false
	}
	text := s.data[from:s.at]
	if known, ok := l.known[string(text)]; ok {
		l.hits++
		return known, true
	}
	l.misses++
	s.at, s.line = from, line
	list, ok := l.pool.list(s, fields)
	if !ok {
		return nil, false
	}
	if l.known == nil || len(l.known) == maxKnownLists {
		l.known = map[string][]E{}
	}
	l.known[string(text)] = list
	return list, true
}

// listOfShared is a member that is a list which others may have, too.
func listOfShared[T, E any](name string, l func(*scanner) *sharedLists[E], fields []field[E], of func(*T) *[]E) field[T] {
	return fieldOf(name, func(s *scanner, into *T) (ok bool) {
		*of(into), ok = l(s).list(s, fields)
		return ok
	})
}
