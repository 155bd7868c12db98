package netmath

// A memo remembers results of operations on pairs of numbers. It is direct-mapped:
// each pair has one place, and what comes later takes it. So it forgets, is never
// wrong, and stays within maxMemo entries. It starts small and grows with use.
type memo struct {
	entries []memoEntry
	filled  int // puts since it last grew
}

// A memoEntry is free if op is 0.
type memoEntry struct{ op, a, b, result uint32 }

const (
	minMemo = 1 << 8
	maxMemo = 1 << 20 // 16 MB
)

// get is the result of op on a and b, and whether it is remembered.
func (m *memo) get(op, a, b uint32) (uint32, bool) {
	if len(m.entries) == 0 {
		return 0, false
	}
	e := m.place(op, a, b)
	return e.result, e.op == op && e.a == a && e.b == b
}

// put remembers a result. The op is not 0.
func (m *memo) put(op, a, b, result uint32) {
	if m.filled >= len(m.entries) && len(m.entries) < maxMemo {
		m.grow()
	}
	m.filled++
	*m.place(op, a, b) = memoEntry{op, a, b, result}
}

func (m *memo) place(op, a, b uint32) *memoEntry {
	h := (uint64(a)<<32 | uint64(b)) * 0x9e3779b97f4a7c15
	h = (h ^ h>>29 ^ uint64(op)<<40) * 0xbf58476d1ce4e5b9
	return &m.entries[h>>32&uint64(len(m.entries)-1)]
}

// grow quadruples the memo and keeps what it remembers.
func (m *memo) grow() {
	old := m.entries
	m.entries, m.filled = make([]memoEntry, max(minMemo, 4*len(old))), 0
	for _, e := range old {
		if e.op != 0 {
			*m.place(e.op, e.a, e.b) = e
		}
	}
}
