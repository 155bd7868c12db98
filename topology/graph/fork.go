package graph

import "net/netip"

// forks are the suppositions of one walk about what the snapshot does not tell. The same question gets the same
// answer wherever it comes up, on both legs; the caller of the walk tries the other answers in turn.
type forks struct {
	decisions []decision // which of several equal routes a table took (R2.13)
	taken     []int
	lengths   []entryLength
}

// A decision is a choice that AWS makes once and sticks with.
type decision struct {
	table  int32
	prefix netip.Prefix
}

// An entryLength bounds how long a prefix an unreadable list has for an address; -1 stands for none.
type entryLength struct {
	list   int32
	addr   netip.Addr
	lo, hi int
}

func (f *forks) emptied() forks {
	return forks{decisions: f.decisions[:0], taken: f.taken[:0], lengths: f.lengths[:0]}
}

// option picks among the alternatives of a fork.
func (w *Walk) option(alternatives int) int {
	choice := 0
	if n := len(w.options); n < len(w.choices) {
		choice = min(int(w.choices[n]), alternatives-1)
	}
	w.options = append(w.options, uint8(alternatives))
	return choice
}

// decide picks among alternatives once, and the same one ever after.
func (w *Walk) decide(d decision, alternatives int) int {
	for i, known := range w.forks.decisions {
		if known == d {
			return w.forks.taken[i]
		}
	}
	choice := w.option(alternatives)
	w.forks.decisions = append(w.forks.decisions, d)
	w.forks.taken = append(w.forks.taken, choice)
	return choice
}

// lengthIn finds what is supposed of the longest entry that a list has for an address.
func (w *Walk) lengthIn(list int32, a netip.Addr) *entryLength {
	for i := range w.forks.lengths {
		if l := &w.forks.lengths[i]; l.list == list && l.addr == a {
			return l
		}
	}
	w.forks.lengths = append(w.forks.lengths, entryLength{list, a, w.g.lists[list].longest(a), a.BitLen()})
	return &w.forks.lengths[len(w.forks.lengths)-1]
}

// atLeast tells whether an entry is at least n bits long, and supposes one or the other where that is open.
func (w *Walk) atLeast(l *entryLength, n int) bool {
	switch {
	case l.lo >= n:
		return true
	case l.hi < n:
		return false
	case w.option(2) == 0:
		l.hi = n - 1
		return false
	}
	l.lo = n
	return true
}
