package netmath

import "net/netip"

// firstMatch knows what an ordered list decides, while entries come and go. It is
// a tournament: a leaf for every entry, in order, and above two neighbours what
// they decide together. So an entry costs as many steps as the list has
// doublings, however many entries apply.
type firstMatch struct {
	table   *ServiceTable
	entries []AddrDecision
	tree    []decided // tree[1] is the root, tree[i] stands above tree[2i] and tree[2i+1]
}

// decided is what a run of entries lets pass, and what it holds back of the rest:
// of what is in both, an earlier entry let it pass.
type decided struct{ passes, blocked ServiceSet }

func newFirstMatch(t *ServiceTable, entries []AddrDecision) *firstMatch {
	leaves := 1
	for leaves < len(entries) {
		leaves *= 2
	}
	return &firstMatch{t, entries, make([]decided, 2*leaves)}
}

func (m *firstMatch) len() int                     { return len(m.entries) }
func (m *firstMatch) block(entry int) netip.Prefix { return m.entries[entry].Prefix }

func (m *firstMatch) enter(entry int, _ uint32) uint32 {
	if e := m.entries[entry]; e.Allow {
		m.put(entry, decided{passes: e.Services})
	} else {
		m.put(entry, decided{blocked: e.Services})
	}
	return uint32(m.tree[1].passes)
}

func (m *firstMatch) leave(entry int) { m.put(entry, decided{}) }

// put changes a leaf and all above it.
func (m *firstMatch) put(entry int, d decided) {
	i := len(m.tree)/2 + entry
	m.tree[i] = d
	for i /= 2; i > 0; i /= 2 {
		m.tree[i] = m.tree[2*i].then(m.tree[2*i+1], m.table)
	}
}

// then is what two runs decide, the first one first.
func (d decided) then(e decided, t *ServiceTable) decided {
	nothing := decided{}
	switch {
	case e == nothing:
		return d
	case d == nothing:
		return e
	}
	return decided{t.Union(d.passes, t.Subtract(e.passes, d.blocked)), t.Union(d.blocked, e.blocked)}
}
