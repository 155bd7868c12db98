package reach

import (
	"context"
	"fmt"
)

// A Tabulation collects what passes of a query into a matrix.
type Tabulation struct {
	example
	solver   *Solver
	from, to *axis
	ledger   *ledger
}

// maxCells bounds a matrix: nobody reads a larger one, and it does not fit into memory much longer.
const maxCells = 1 << 22

// Tabulation begins to collect what passes of a query. It refuses to make a matrix that is too large.
func (s *Solver) Tabulation(q Query, by By) (*Tabulation, error) {
	l := newLabeller(s.g, by)
	t := &Tabulation{example: s.example(q), solver: s, from: newAxis(l, s.places(q.From, false)), to: newAxis(l, s.places(q.To, true))}
	if err := checkSize(by, len(t.from.labels), len(t.to.labels)); err != nil {
		return nil, err
	}
	t.ledger = t.newLedger()
	return t, nil
}

func checkSize(by By, rows, columns int) error {
	if rows*columns <= maxCells {
		return nil
	}
	return fmt.Errorf("a matrix by %v has %d rows and %d columns, which is more than %d cells: name fewer places, or put more of them together, by vpc, account or a tag",
		by, rows, columns, maxCells)
}

// Add notes one passage. It is a function for Solver.Each, and the reference for Tabulate.
func (t *Tabulation) Add(p Passage) error {
	if held := t.ledger.pair; len(held) > 0 && !samePair(&held[0], &p) {
		t.ledger.flush()
	}
	t.ledger.pair = append(t.ledger.pair, p)
	return nil
}

// Tabulate collects all that passes, as far as it can from many places to many at once. It ends early with the context's error.
func (s *Solver) Tabulate(ctx context.Context, t *Tabulation) (Totals, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	j := s.newJob(t.query)
	j.counting, j.table = true, t
	s.addEstates(j.to)
	t.addLots(j.to)
	j.sort()
	j.start(ctx)
	totals, err := j.collect(ctx, nil)
	if err != nil {
		return totals, err
	}
	for _, l := range j.ledgers {
		t.ledger.add(l)
	}
	return totals, nil
}

// Matrix is what was collected.
func (t *Tabulation) Matrix() *Matrix {
	t.ledger.flush()
	m := &Matrix{From: t.from.texts(), To: t.to.texts(), Cells: make([][]Cell, len(t.from.labels))}
	asked := pairsAsked(newAsker(t.solver, t.query), t.from, t.to)
	for i := range m.Cells {
		m.Cells[i] = make([]Cell, len(t.to.labels))
		for k := range m.Cells[i] {
			m.Cells[i][k] = t.cell(t.ledger.entry(int32(i), int32(k)), int32(i), int32(k))
			m.Cells[i][k].Pairs = asked(int32(i), int32(k))
		}
	}
	return m
}

// cell is what an entry comes to, all but how many pairs were asked about.
func (t *Tabulation) cell(e *entry, from, to int32) Cell {
	c := Cell{Whole: e.whole, Some: e.some, Maybe: e.maybe, Mixed: e.mixed}
	if e.kept == nil {
		return c
	}
	c.Verdict, c.Share = e.kept.verdict, e.kept.share
	a, b, _ := apart(&t.from.part(e.from, from).unit, &t.to.part(e.to, to).unit)
	c.Share.Witness = t.witness(a, b, c.Verdict, &c.Share)
	return c
}

// A lot is so many interfaces of one label, of some classes.
type lot struct {
	label int32
	first [2]int32 // of each family, the number of the first class
	sizes [2]int   // members that have addresses of each family
}

// addLots divides the receivers of all runs by their labels.
func (t *Tabulation) addLots(to *targets) {
	for i := range to.runs {
		for j := range to.runs[i].receivers {
			x := &to.runs[i].receivers[j]
			for _, n := range x.places {
				x.lots = t.to.addLots(x.lots, n, t.solver.familiesOf(&to.places[n]))
			}
		}
	}
}

// addLots adds a place of the axis to some lots.
func (a *axis) addLots(lots []lot, place int32, has [2]bool) []lot {
	for _, p := range a.parts[place] {
		lots = addToLot(lots, p.label, place, p.size(), has)
	}
	return lots
}

func addToLot(lots []lot, label, place int32, size int, has [2]bool) []lot {
	at := len(lots)
	for i := range lots {
		if lots[i].label == label {
			at = i
		}
	}
	if at == len(lots) {
		lots = append(lots, lot{label: label})
	}
	for f, some := range has {
		if !some {
			continue
		}
		if l := &lots[at]; l.sizes[f] == 0 || place < l.first[f] {
			l.first[f] = place
		}
		lots[at].sizes[f] += size
	}
	return lots
}

// familiesOf are the families of which those of a class have addresses.
func (s *Solver) familiesOf(class *Place) (has [2]bool) {
	for f, addr := range s.about[class.class-1].addr {
		has[f] = addr.IsValid()
	}
	return has
}
