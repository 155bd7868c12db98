package provision

import (
	"sort"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Draft is a Snapshot in the making. The zero Draft is not usable: see New.
type Draft struct {
	Snapshot *topology.Snapshot

	base     *topology.Snapshot // looked up and never changed; nil if there is none
	rows     map[place]int
	stubs    map[ref.Ref]bool
	existing map[string]bool // VPCs of AddExistingVpc
	pending  [numPhases][]func()
}

// place finds a row: the type of its table, as a nil pointer, and its id.
type place struct {
	table any
	id    string
}

// A phase says when a thing that follows from several rows is made.
type phase int

const (
	placing      phase = iota // what lies in which VPC
	attaching                 // interfaces, groups, associations
	propagating               // routes that others' attachments bring about
	finishing                 // local routes
	numberingOff              // addresses: after all else, since nothing may be taken
	registering               // targets by their addresses
	numPhases
)

// New is an empty Draft on top of a Snapshot, or of nothing.
func New(base *topology.Snapshot) *Draft {
	return &Draft{Snapshot: &topology.Snapshot{}, base: base, rows: map[place]int{}, stubs: map[ref.Ref]bool{}, existing: map[string]bool{}}
}

// A resource is a pointer to a row that names itself.
type resource[T any] interface {
	*T
	Ref() ref.Ref
	Origin() *topology.Meta
}

// Put adds a row to its table of a Draft's Snapshot, or replaces the one of its id. What a stub of that id held is kept if the row leaves it empty.
func Put[T any, P resource[T]](d *Draft, table *[]T, row T) {
	r := P(&row).Ref()
	key := place{P(nil), r.ID}
	if r.Rule != "" { // a rule is named after what it is one of
		key.id += "#" + r.Rule
	}
	if i, known := d.rows[key]; known {
		if d.stubs[P(&row).Ref()] {
			keep(&row, &(*table)[i])
			delete(d.stubs, P(&row).Ref())
		}
		(*table)[i] = row
		return
	}
	d.rows[key] = len(*table)
	*table = append(*table, row)
}

// Get finds a row of a Draft's Snapshot by its id; nil if there is none. The pointer holds until a row is added.
func Get[T any, P resource[T]](d *Draft, table *[]T, id string) P {
	if i, known := d.rows[place{P(nil), id}]; known {
		return P(&(*table)[i])
	}
	return nil
}

// Part finds a row that something is to be added to. One that nobody declared is made by stub: it then holds nothing but the parts that
// were declared.
func Part[T any, P resource[T]](d *Draft, table *[]T, id string, stub func(P)) P {
	if row := Get[T, P](d, table, id); row != nil {
		return row
	}
	var row T
	stub(P(&row))
	Put[T, P](d, table, row)
	d.stubs[P(&row).Ref()] = true
	return Get[T, P](d, table, id)
}

// look finds a row in the Draft, or in what it stands on.
func look[T any, P resource[T]](d *Draft, table func(*topology.Snapshot) *[]T, id string) P {
	if row := Get[T, P](d, table(d.Snapshot), id); row != nil && !d.stubs[row.Ref()] {
		return row
	}
	if d.base != nil {
		if row := sorted[T, P](*table(d.base), id); row != nil {
			return row
		}
	}
	return Get[T, P](d, table(d.Snapshot), id)
}

// sorted finds a row in a table that is sorted by id; nil if it is not there.
func sorted[T any, P resource[T]](table []T, id string) P {
	i, found := sort.Find(len(table), func(i int) int { return strings.Compare(id, P(&table[i]).Ref().ID) })
	if !found {
		return nil
	}
	return P(&table[i])
}

// Subnet finds a subnet by its id, in the Draft or in what it stands on; nil if there is none.
func (d *Draft) Subnet(id string) *topology.Subnet {
	return look(d, func(s *topology.Snapshot) *[]topology.Subnet { return &s.Subnets }, id)
}

// Vpc finds a VPC as Subnet finds subnets.
func (d *Draft) Vpc(id string) *topology.Vpc {
	return look(d, func(s *topology.Snapshot) *[]topology.Vpc { return &s.Vpcs }, id)
}

// Interface finds a network interface as Subnet finds subnets.
func (d *Draft) Interface(id string) *topology.NetworkInterface {
	return look(d, func(s *topology.Snapshot) *[]topology.NetworkInterface { return &s.NetworkInterfaces }, id)
}

// vpcOf is the VPC that a subnet lies in, or "".
func (d *Draft) vpcOf(subnet string) string {
	if s := d.Subnet(subnet); s != nil {
		return s.VpcId
	}
	return ""
}

// IsStub reports whether a row of the Draft holds parts alone: nobody declared the resource itself.
func (d *Draft) IsStub(r ref.Ref) bool { return d.stubs[r] }

// later has something done by Settle.
func (d *Draft) later(when phase, do func()) { d.pending[when] = append(d.pending[when], do) }

// Settle makes what follows from several rows, and sorts the tables. Nothing is added after it.
func (d *Draft) Settle() *topology.Snapshot {
	for when := range d.pending {
		for len(d.pending[when]) > 0 {
			do := d.pending[when][0]
			d.pending[when] = d.pending[when][1:]
			do()
		}
		d.settle(phase(when))
	}
	for _, t := range d.Snapshot.Tables() {
		t.Fold(func(any, any) {})
	}
	d.rows = nil
	return d.Snapshot
}

// settle is what is done for all rows of a kind.
func (d *Draft) settle(when phase) {
	switch when {
	case placing:
		d.placeStubs()
		d.placeInterfaces()
	case attaching:
		d.attachDefaults()
	case propagating:
		d.propagateAll()
	case finishing:
		d.addLocalRoutes()
		d.completePeerings()
	case numberingOff:
		d.numberOff()
	}
}
