package edit

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Apply makes a Snapshot in which edits were done one after the other. The original stays as it is, and what no edit touches is
// shared. The error names the first edit that cannot be done.
func Apply(s *topology.Snapshot, edits []Edit) (*topology.Snapshot, error) {
	edited := *s
	d := draft{s: &edited, own: map[any]bool{}}
	for _, e := range edits {
		if e.What == nil {
			return nil, fmt.Errorf("an edit says %q and not of what", e.Op)
		}
		if err := e.What.do(&d, e.Op); err != nil {
			return nil, fmt.Errorf("%s: %w", e, err)
		}
	}
	return &edited, nil
}

// A draft is a Snapshot in the making. Its tables are those of the original until they are written to.
type draft struct {
	s   *topology.Snapshot
	own map[any]bool // tables that were copied, by their address
}

// rows makes a table the draft's own. What its rows hold is still the original's.
func rows[T any](d *draft, table *[]T) []T {
	if !d.own[table] {
		*table = slices.Clone(*table)
		d.own[table] = true
	}
	return *table
}

// resource is a pointer to a row that names itself.
type resource[T any] interface {
	*T
	Ref() ref.Ref
}

// index finds a row by its id: tables are sorted by it, and if one is not, by looking at all of them. -1 if there is none.
func index[T any, P resource[T]](table []T, id string) int {
	at, found := sort.Find(len(table), func(i int) int { return strings.Compare(id, P(&table[i]).Ref().ID) })
	if found {
		return at
	}
	for i := range table {
		if P(&table[i]).Ref().ID == id {
			return i
		}
	}
	return -1
}

// row finds a row by its id, to be written to.
func row[T any, P resource[T]](d *draft, table *[]T, kind ref.Kind, id string) (P, error) {
	i := index[T, P](*table, id)
	if i < 0 {
		return nil, missing(kind, id)
	}
	return P(&rows(d, table)[i]), nil
}

// insert puts a row where its id belongs.
func insert[T any, P resource[T]](d *draft, table *[]T, fresh T) {
	own := rows(d, table)
	at := sort.Search(len(own), func(i int) bool { return ref.Compare(P(&own[i]).Ref(), P(&fresh).Ref()) >= 0 })
	*table = slices.Insert(own, at, fresh)
}

func missing(kind ref.Kind, id string) error {
	return fmt.Errorf("no %s of the snapshot is called %s", kind, id)
}

// with appends to a list that belongs to the original.
func with[T any](list []T, x T) []T { return append(slices.Clip(list), x) }

// without leaves out an element of a list that belongs to the original.
func without[T any](list []T, i int) []T {
	return append(append(make([]T, 0, len(list)), list[:i]...), list[i+1:]...)
}

// swapped is a list that belongs to the original with another element in one place.
func swapped[T any](list []T, i int, x T) []T {
	list = slices.Clone(list)
	list[i] = x
	return list
}

// cannot refuses an operation that a thing does not have.
func cannot(op Op, what string) error { return fmt.Errorf("%s cannot be %s", what, past[op&3]) }

var past = [...]string{Add: "added", Remove: "removed", Replace: "replaced", Set: "set"}
