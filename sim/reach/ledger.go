package reach

import (
	"cmp"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A ledger is what one goroutine has collected for the cells of a matrix. In whatever order passages come, and ledgers are added up, the
// cells are the same.
type ledger struct {
	*Tabulation
	entries []entry // by the labels from, then to
	worths  map[flowsKey]*worth
	kinds   map[string]int32
	pair    []Passage // of one pair of places in one family: several where hosts outside fare differently
}

// An entry is what is known of a cell.
type entry struct {
	whole, some, maybe int
	kept               *worth // the best that passes, and of that what the first pair has
	from, to           int32  // that pair, as numbers of places
	kind               int32  // one more than what passes between some pair, certainly or in part; 0: nothing does
	mixed              bool   // between others something else passes
}

// A worth is what passes of a pair of places with its best verdict.
type worth struct {
	verdict sim.Verdict
	share   Share // without its witness
	whole   bool  // it is all of the service
	kind    string
}

func (t *Tabulation) newLedger() *ledger {
	return &ledger{Tabulation: t, entries: make([]entry, len(t.from.labels)*len(t.to.labels)), worths: map[flowsKey]*worth{}, kinds: map[string]int32{}}
}

func (l *ledger) entry(from, to int32) *entry { return &l.entries[int(from)*len(l.to.labels)+int(to)] }

// take notes passages, those of one pair next to each other.
func (l *ledger) take(passages []Passage) {
	for len(passages) > 0 {
		n := 1
		for n < len(passages) && samePair(&passages[0], &passages[n]) {
			n++
		}
		l.pair, passages = passages[:n], passages[n:]
		l.flush()
	}
	l.pair = nil
}

func samePair(a, b *Passage) bool {
	return a.Family == b.Family && a.From.Location == b.From.Location && a.To.Location == b.To.Location
}

// flush notes the pair at hand.
func (l *ledger) flush() {
	if len(l.pair) == 0 {
		return
	}
	l.notePlaces(l.pair[0].From, l.pair[0].To, l.worthOf(l.pair))
	l.pair = l.pair[:0]
}

// noteFlows notes what passes between two places inside.
func (l *ledger) noteFlows(from, to *Place, flows []Flow, f netmath.Family) {
	if len(flows) > 0 {
		l.notePlaces(from, to, l.worthOfFlows(flows, f))
	}
}

func (l *ledger) notePlaces(from, to *Place, w *worth) {
	i, j := l.from.number(from.Location), l.to.number(to.Location)
	for _, x := range l.from.parts[i] {
		for _, y := range l.to.parts[j] {
			if pairs := pairsOf(&x.unit, &y.unit); pairs > 0 {
				l.note(l.entry(x.label, y.label), w, pairs, i, j)
			}
		}
	}
}

// noteLots notes what passes from each of some interfaces to each of others, none of which are the same.
func (l *ledger) noteLots(from, to []lot, flows []Flow, f netmath.Family) {
	if len(flows) == 0 {
		return
	}
	w := l.worthOfFlows(flows, f)
	for i := range from {
		for j := range to {
			if pairs := from[i].sizes[f] * to[j].sizes[f]; pairs > 0 {
				l.note(l.entry(from[i].label, to[j].label), w, pairs, from[i].first[f], to[j].first[f])
			}
		}
	}
}

// worthOf is what passes of a pair.
func (l *ledger) worthOf(pair []Passage) *worth {
	if len(pair) == 1 && pair[0].Hosts.Empty() {
		return l.worthOfFlows(pair[0].Flows, pair[0].Family)
	}
	return l.weigh(pair)
}

// worthOfFlows is what passes of a pair of places inside. Flows in the same memory are the same.
func (l *ledger) worthOfFlows(flows []Flow, f netmath.Family) *worth {
	key := flowsKey{&flows[0], f}
	w := l.worths[key]
	if w == nil {
		w = l.weigh([]Passage{{From: &someInterface, To: &someInterface, Flows: flows, Family: f}})
		l.worths[key] = w
	}
	return w
}

var someInterface = Place{Location: graph.Location{Kind: graph.AtInterface}}

// weigh finds what passes of a pair with its best verdict.
func (l *ledger) weigh(pair []Passage) *worth {
	best := &worth{verdict: sim.Unreachable}
	for i := range pair {
		p := &pair[i]
		for _, verdict := range verdictsOfLanes {
			share, ok := l.share(p, verdict)
			if !ok || rank(verdict) >= rank(best.verdict) {
				continue
			}
			outside := p.outside()
			best.verdict, best.share = verdict, share
			best.whole = verdict == sim.Reachable && l.asked[p.Family].covered(share.Lanes) && (outside == nil || p.Hosts.Equal(outside.Hosts.Of(p.Family)))
		}
	}
	if best.verdict != sim.Unknown {
		best.kind = best.verdict.String() + " " + lanesKey(best.share.Lanes)
	}
	return best
}

// note counts pairs in an entry, the first of which is of two places.
func (l *ledger) note(e *entry, w *worth, pairs int, from, to int32) {
	switch {
	case w.whole:
		e.whole += pairs
	case w.verdict != sim.Unknown:
		e.some += pairs
	default:
		e.maybe += pairs
	}
	e.keep(w, from, to)
	if w.kind != "" {
		e.meet(number(l.kinds, w.kind) + 1)
	}
}

// keep takes what passes between two places, if it is better than what was there, or as good and before it.
func (e *entry) keep(w *worth, from, to int32) {
	if e.kept == nil || cmp.Or(
		cmp.Compare(rank(w.verdict), rank(e.kept.verdict)), cmp.Compare(from, e.from), cmp.Compare(to, e.to), cmp.Compare(w.share.Family, e.kept.share.Family),
	) < 0 {
		e.kept, e.from, e.to = w, from, to
	}
}

// meet notes one more kind of what passes.
func (e *entry) meet(kind int32) {
	switch {
	case kind == 0:
	case e.kind == 0:
		e.kind = kind
	case e.kind != kind:
		e.mixed = true
	}
}

// add adds another ledger of the same matrix.
func (l *ledger) add(o *ledger) {
	kinds := make([]int32, len(o.kinds)+1)
	for text, n := range o.kinds {
		kinds[n+1] = number(l.kinds, text) + 1
	}
	for i := range o.entries {
		e, x := &l.entries[i], &o.entries[i]
		e.whole, e.some, e.maybe, e.mixed = e.whole+x.whole, e.some+x.some, e.maybe+x.maybe, e.mixed || x.mixed
		if x.kept != nil {
			e.keep(x.kept, x.from, x.to)
		}
		e.meet(kinds[x.kind])
	}
}
