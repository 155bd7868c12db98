package diff

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// covering is what a document contributes to how much of the network a Snapshot covers.
type covering struct {
	key             string
	account, region string
	partial         bool
}

// A shelf is the documents of one kind and key.
type shelf struct {
	kind ref.Kind
	key  string
}

// coverage finds the kinds of documents of which the Snapshots hold more or less: one change, as it is of what is known and not of the network.
func (f *finder) coverage(before, after *topology.Snapshot) {
	if !slices.Contains(before.Unshared(after), "Documents") {
		return
	}
	was, is := shelves(before), shelves(after)
	var all []shelf
	for k := range was {
		all = append(all, k)
	}
	for k := range is {
		if _, both := was[k]; !both {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, func(a, b shelf) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key)) })
	c := Change{Op: Changed, Ref: ref.Ref{Kind: ref.Document, ID: "documents"}, After: true, Fields: []string{"coverage"}}
	for _, k := range all {
		if !slices.Equal(was[k], is[k]) {
			c.pieces = append(c.pieces, piece{table: documents, before: before, after: after, key: k.key, list: int(k.kind)})
		}
	}
	f.changes = append(f.changes, c)
}

// documents is the table of pieces that are about documents.
const documents = -1

func shelves(s *topology.Snapshot) map[shelf][]covering {
	m := map[shelf][]covering{}
	for i := range s.Documents {
		d := &s.Documents[i]
		k := shelf{d.Kind, d.Key}
		if k == (shelf{}) { // it covers nothing
			continue
		}
		m[k] = append(m[k], covering{d.Key, d.Account, d.Region, d.Partial})
	}
	for k, all := range m {
		slices.SortFunc(all, func(a, b covering) int {
			return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region), cmp.Compare(truth(a.partial), truth(b.partial)))
		})
		m[k] = slices.Compact(all)
	}
	return m
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// shelve takes the documents of some kinds from the Snapshot after. Those before keep their numbers, and what is not to count any more
// loses its kind and key.
func shelve(s, after *topology.Snapshot, picked map[shelf]bool) {
	if len(picked) == 0 {
		return
	}
	s.Documents = slices.Clone(s.Documents)
	for i := range s.Documents {
		if d := &s.Documents[i]; picked[shelf{d.Kind, d.Key}] {
			d.Kind, d.Key = ref.None, ""
		}
	}
	for _, d := range after.Documents {
		if picked[shelf{d.Kind, d.Key}] {
			s.Documents = append(s.Documents, d)
		}
	}
}
