package diff

import (
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Apply does some of the changes that Of found to the Snapshot before. What none of them touches is shared with it. Where the
// documents are others afterwards, what comes from them does not tell where it was read.
func Apply(before *topology.Snapshot, changes ...Change) *topology.Snapshot {
	s := *before
	byTable := map[int]map[any]*rowPicks{}
	picked := map[shelf]bool{}
	var after *topology.Snapshot
	for i := range changes {
		for _, p := range changes[i].pieces {
			if p.table == documents {
				after = p.after.(*topology.Snapshot)
				picked[shelf{ref.Kind(p.list), p.key}] = true
				continue
			}
			pick(byTable, p)
		}
	}
	if after != nil {
		shelve(&s, after, picked)
	}
	tables := s.Tables()
	for t, rows := range byTable {
		toggle(tables[t], rows)
	}
	return &s
}

// rowPicks is what is to be done in one row.
type rowPicks struct {
	before, after any
	whole         bool
	residue       bool
	apart         []part
	lists         map[int]map[string]bool
}

// pick notes a piece with the row that it is about: the one before, or the one that is added.
func pick(byTable map[int]map[any]*rowPicks, p piece) {
	rows := byTable[p.table]
	if rows == nil {
		rows = map[any]*rowPicks{}
		byTable[p.table] = rows
	}
	id := p.before
	if id == nil {
		id = p.after
	}
	r := rows[id]
	if r == nil {
		r = &rowPicks{before: p.before, after: p.after, lists: map[int]map[string]bool{}}
		rows[id] = r
	}
	switch p.list {
	case whole:
		r.whole, r.apart = true, p.apart
	case residue:
		r.residue = true
	default:
		if r.lists[p.list] == nil {
			r.lists[p.list] = map[string]bool{}
		}
		r.lists[p.list][p.key] = true
	}
}

// toggle does in a table what is picked.
func toggle(t topology.Table, picks map[any]*rowPicks) {
	if replaced, ok := replacements(t, picks); ok {
		t.Replace(replaced)
		return
	}
	var rows []any
	for i := range t.Len() {
		row := t.Row(i)
		p := picks[row]
		switch {
		case p == nil:
			rows = append(rows, row)
		case !p.whole:
			rows = append(rows, p.row())
		}
	}
	for _, p := range picks {
		if p.before == nil && p.whole {
			rows = append(rows, p.fresh())
		}
	}
	t.Put(rows)
	sortTable(t)
}

// replacements are the rows that take the places of others, if none comes or goes and all are found where their ids belong.
func replacements(t topology.Table, picks map[any]*rowPicks) (rows map[int]any, ok bool) {
	rows = map[int]any{}
	for row, p := range picks {
		named, is := row.(interface{ Ref() ref.Ref })
		if p.whole || p.residue || !is {
			return nil, false
		}
		at := slices.IndexFunc(rowsOf(t, named.Ref().Resource()), func(i int) bool { return t.Row(i) == row })
		if at < 0 {
			return nil, false
		}
		rows[rowsOf(t, named.Ref().Resource())[at]] = p.row()
	}
	return rows, true
}

// row is the row before with what is picked.
func (p *rowPicks) row() any {
	row := copyOf(p.before)
	lists := listsOf[reflect.TypeOf(row).Elem()]
	if p.residue {
		row = copyOf(p.after)
		for i := range lists {
			lists[i].put(row, lists[i].elements(p.before))
		}
		unread(row)
	}
	for i, keys := range p.lists {
		l := &lists[i]
		l.put(row, merged(l.elements(p.before), l.elements(p.after), func(key string) bool { return keys[key] }))
	}
	return row
}

// fresh is a row that is added, with what is picked of its parts.
func (p *rowPicks) fresh() any {
	row := copyOf(p.after)
	lists := listsOf[reflect.TypeOf(row).Elem()]
	for n := range lists {
		left := func(e element) bool {
			return slices.Contains(p.apart, part{n, e.key}) && !p.lists[n][e.key]
		}
		if all := lists[n].elements(row); slices.ContainsFunc(all, left) {
			lists[n].put(row, slices.DeleteFunc(all, left))
		}
	}
	return unread(row)
}

// copyOf is a pointer to a copy of a row.
func copyOf(row any) any {
	fresh := reflect.New(reflect.TypeOf(row).Elem())
	fresh.Elem().Set(reflect.ValueOf(row).Elem())
	return fresh.Interface()
}

// unread forgets where a row was read: its documents are others.
func unread(row any) any {
	row.(interface{ Origin() *topology.Meta }).Origin().Source = topology.Source{}
	return row
}

// sortTable puts the rows in order: what was added came last.
func sortTable(t topology.Table) {
	at := ordered(t)
	rows := make([]any, len(at))
	for i := range at {
		rows[i] = t.Row(at[i])
	}
	if !slices.IsSorted(at) {
		t.Put(rows)
	}
}
