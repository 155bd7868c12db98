package netmath

import (
	"iter"
	"slices"
	"strings"
)

// ServiceSet is a set of services, as a number in the [ServiceTable] that made
// it: protocols with destination ports, or with ICMP messages. In one table
// equal sets have equal numbers, so == tells whether two sets are the same. The
// zero value is the empty set.
type ServiceSet uint32

const (
	NoServices  ServiceSet = 0 // in every table
	AllServices ServiceSet = 1 // in every table: all 256 protocols with all ports
)

// ServiceTable makes sets of services, and knows all that it has made. A set of
// another table means something else, or panics.
//
// Of, OfAll, Union, Intersect and Subtract may add sets and belong to one
// goroutine at a time. All other methods only read: when the sets are made, any
// number of goroutines can ask. None of those allocates, except String.
type ServiceTable struct {
	sets    []serviceSet // by ServiceSet
	unique  uniqueTable
	hashing hashing
	done    memo    // of the algebra
	work    borders // for results that may be known already

	// Memory of what is in sets.
	borders  arena[service]
	products arena[Services]
	spans    arena[span[port]]
}

// serviceSet is a set in the forms in which it is asked for.
type serviceSet struct {
	borders   borders
	products  []Services // ascending protocols; neighbours differ in ports or do not touch
	signature signature
}

// NewServiceTable is a table with the empty set and the full one.
func NewServiceTable() *ServiceTable {
	t := &ServiceTable{hashing: newHashing()}
	t.intern(nil)
	t.intern(borders{0, serviceEnd})
	return t
}

// Len counts the different sets made so far, the empty and the full one among them.
func (t *ServiceTable) Len() int { return len(t.sets) }

// Of is a protocol with ports. A protocol without ports takes AllPorts.
func (t *ServiceTable) Of(p Protocol, ports Ports) ServiceSet {
	t.work = appendProduct(t.work[:0], p, ports)
	return t.intern(t.work)
}

// OfAll is every protocol, each with these ports.
func (t *ServiceTable) OfAll(ports Ports) ServiceSet {
	if ports.Full() {
		return AllServices
	}
	t.work = t.work[:0]
	for p := range 256 {
		t.work = appendProduct(t.work, Protocol(p), ports)
	}
	return t.intern(t.work)
}

// appendProduct adds the borders of a product behind those of lower protocols.
func appendProduct(b borders, p Protocol, ports Ports) borders {
	for r := range ports.Ranges() {
		lo, end := serviceOf(p, r.Lo), serviceOf(p, r.Hi)+1
		if n := len(b); n > 0 && b[n-1] == lo {
			b[n-1] = end // 65535 of one protocol and 0 of the next are neighbours
		} else {
			b = append(b, lo, end)
		}
	}
	return b
}

// intern is the set with these borders, which it copies if they are new.
func (t *ServiceTable) intern(b borders) ServiceSet {
	h := t.hashing
	for _, x := range b {
		h = h.with(uint64(x))
	}
	n, known := t.unique.number(h.sum(), func(n uint32) bool { return slices.Equal(t.sets[n].borders, b) })
	if !known {
		b = t.borders.keep(b)
		t.sets = append(t.sets, serviceSet{b, t.productsOf(b), b.signature()})
	}
	return ServiceSet(n)
}

// Contains reports whether a protocol with a port, or an ICMP message, is in the set.
func (t *ServiceTable) Contains(s ServiceSet, p Protocol, port uint16) bool {
	return t.sets[s].borders.contains(serviceOf(p, port))
}

// Ports is what the set has of one protocol.
func (t *ServiceTable) Ports(s ServiceSet, p Protocol) Ports {
	for _, x := range t.sets[s].products {
		if p <= x.Last {
			if p < x.First {
				break
			}
			return x.Ports
		}
	}
	return Ports{}
}

// Products yields the set as products in ascending order of protocols: neighbours
// with the same ports are one product, and none has no ports.
func (t *ServiceTable) Products(s ServiceSet) iter.Seq[Services] {
	return slices.Values(t.sets[s].products)
}

// Protocols yields the protocols of which the set has anything, in ascending order.
func (t *ServiceTable) Protocols(s ServiceSet) iter.Seq[Protocol] {
	return func(yield func(Protocol) bool) {
		for _, x := range t.sets[s].products {
			for p := int(x.First); p <= int(x.Last); p++ {
				if !yield(Protocol(p)) {
					return
				}
			}
		}
	}
}

// First is the lowest protocol with its lowest port, and whether there is one.
func (t *ServiceTable) First(s ServiceSet) (p Protocol, port uint16, ok bool) {
	b := t.sets[s].borders
	if len(b) == 0 {
		return 0, 0, false
	}
	return b[0].protocol(), b[0].port(), true
}

// Count is the number of services: 65536 for a whole protocol, 2^24 at most.
func (t *ServiceTable) Count(s ServiceSet) int { return t.sets[s].borders.count() }

// String is "none", "all", or the products: "icmp/2048 tcp/80,443 7-16/all".
func (t *ServiceTable) String(s ServiceSet) string {
	switch s {
	case NoServices:
		return "none"
	case AllServices:
		return "all"
	}
	var words []string
	for x := range t.Products(s) {
		words = append(words, x.String())
	}
	return strings.Join(words, " ")
}
