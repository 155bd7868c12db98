package graph

import "net/netip"

// forks are the suppositions of one walk about what the snapshot does not tell. The same question gets the same
// answer wherever it comes up, on both legs; the caller of the walk tries the other answers in turn.
type forks struct {
	decisions []decision // which of several equal routes a table took (R2.13)
	taken     []int
	lengths   []entryLength
}

// A decision is a choice that AWS makes once and sticks with: a route of a table for a prefix, or the subnet by which
// one leg leaves a transit gateway for a VPC.
type decision struct {
	table  int32
	prefix netip.Prefix
	exit   Node
	reply  bool
}

// A Fork is a point where a walk may go on in several ways.
type Fork struct {
	Of    int  // how many ways there are
	Drawn bool // AWS takes one of them for every flow anew; else one of them is the truth, and nobody can tell which
	Apart bool // each of them takes some of the ports (Walk.Share), so none is chosen
}

// doubt is a fork between two answers to a question that the snapshot leaves open.
var doubt = Fork{Of: 2}

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
func (w *Walk) option(f Fork) int {
	choice := 0
	if n := len(w.passed); n < len(w.choices) {
		choice = min(int(w.choices[n]), f.Of-1)
	}
	w.passed = append(w.passed, f)
	return choice
}

// decide picks among alternatives once, and the same one ever after.
func (w *Walk) decide(d decision, f Fork) int {
	for i, known := range w.forks.decisions {
		if known == d {
			return w.forks.taken[i]
		}
	}
	choice := w.option(f)
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
	case w.option(doubt) == 0:
		l.hi = n - 1
		return false
	}
	l.lo = n
	return true
}
