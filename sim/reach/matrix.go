package reach

import (
	"github.com/dryhop/dryhop/sim"
)

// A Matrix counts, for each two labels, the pairs of places by what passes of the query's service.
type Matrix struct {
	From, To []string
	Cells    [][]Cell // by From, then To
}

// A Cell is about the pairs of places of two labels, in each family that both have.
type Cell struct {
	Pairs int // asked about
	Whole int // all of the service passes, certainly
	Some  int // some of it passes: some ports, from some ports, some hosts, or on some ways
	Maybe int // nothing certainly, but something might

	Verdict sim.Verdict // of the best pair
	Share   Share       // what passes between the first such pair, with a flow of it
	Mixed   bool        // between others it is something else
}

// CellState is a cell in one word.
type CellState uint8

// The states of a cell.
const (
	NotAsked CellState = iota
	Whole              // all of the service between all pairs
	Some               // some ports, or some pairs
	Maybe              // nothing certainly, but something might
	Nothing            // certainly nothing
)

// String is a word of the JSON record.
func (s CellState) String() string {
	return [...]string{"not-asked", "all", "some", "unknown", "none"}[s]
}

// State sums a cell up.
func (c *Cell) State() CellState {
	switch {
	case c.Pairs == 0:
		return NotAsked
	case c.Whole == c.Pairs:
		return Whole
	case c.Whole+c.Some > 0:
		return Some
	case c.Maybe > 0:
		return Maybe
	}
	return Nothing
}

// A Tabulation collects the passages of a query into a matrix.
type Tabulation struct {
	example
	from, to *axis
	matrix   Matrix
	pair     []Passage // of one pair of places in one family: several where hosts outside fare differently
}

// Tabulation begins to collect the passages of a query.
func (s *Solver) Tabulation(q Query, by By) *Tabulation {
	l := newLabeller(s.g, by)
	t := &Tabulation{example: s.example(q), from: newAxis(l, s.places(q.From, false)), to: newAxis(l, s.places(q.To, true))}
	t.matrix = Matrix{From: t.from.texts(), To: t.to.texts(), Cells: make([][]Cell, len(t.from.labels))}
	asked := pairsAsked(newAsker(s, q), t.from, t.to)
	for i := range t.matrix.Cells {
		t.matrix.Cells[i] = make([]Cell, len(t.to.labels))
		for j := range t.matrix.Cells[i] {
			t.matrix.Cells[i][j].Pairs = asked(int32(i), int32(j))
		}
	}
	return t
}

// Add notes one passage. It is a function for Solver.Each.
func (t *Tabulation) Add(p Passage) error {
	if len(t.pair) > 0 && !samePair(&t.pair[0], &p) {
		t.flush()
	}
	t.pair = append(t.pair, p)
	return nil
}

func samePair(a, b *Passage) bool {
	return a.Family == b.Family && a.From.Location == b.From.Location && a.To.Location == b.To.Location
}

// Matrix is what was collected.
func (t *Tabulation) Matrix() *Matrix {
	t.flush()
	return &t.matrix
}

// flush counts the pair at hand.
func (t *Tabulation) flush() {
	if len(t.pair) == 0 {
		return
	}
	first := &t.pair[0]
	best, whole := t.bestShare()
	for _, from := range t.from.parts[first.From.Location] {
		for _, to := range t.to.parts[first.To.Location] {
			pairs := pairsOf(&from.unit, &to.unit)
			if pairs == 0 {
				continue
			}
			c := &t.matrix.Cells[from.label][to.label]
			c.count(best.verdict, whole, pairs)
			if c.note(best) {
				a, b, _ := apart(&from.unit, &to.unit)
				c.Share.Witness = t.witness(a, b, best.verdict, &c.Share)
			}
		}
	}
	t.pair = t.pair[:0]
}

// bestShare is what passes of the pair at hand with its best verdict, and whether it is all of the service.
func (t *Tabulation) bestShare() (best value, whole bool) {
	best.verdict = sim.Unreachable
	for i := range t.pair {
		p := &t.pair[i]
		for _, verdict := range verdictsOfLanes {
			share, ok := t.share(p, verdict)
			if !ok || rank(verdict) >= rank(best.verdict) {
				continue
			}
			best = value{verdict: verdict, share: share}
			outside := p.outside()
			whole = verdict == sim.Reachable && t.asked[p.Family].covered(share.Lanes) && (outside == nil || p.Hosts.Equal(outside.Hosts.Of(p.Family)))
		}
	}
	return best, whole
}

// rank orders verdicts, the best first.
func rank(v sim.Verdict) int {
	return [...]int{sim.Reachable: 0, sim.Partial: 1, sim.Unknown: 2, sim.Unreachable: 3}[v]
}

func (c *Cell) count(v sim.Verdict, whole bool, pairs int) {
	switch {
	case whole:
		c.Whole += pairs
	case v != sim.Unknown:
		c.Some += pairs
	default:
		c.Maybe += pairs
	}
}

// note keeps the best that passes, and whether others differ. It reports whether it kept this.
func (c *Cell) note(v value) bool {
	switch {
	case len(c.Share.Lanes) == 0 || rank(v.verdict) < rank(c.Verdict):
		c.Mixed = len(c.Share.Lanes) > 0 && c.Verdict != sim.Unknown
		c.Verdict, c.Share = v.verdict, v.share
		return true
	case v.verdict != sim.Unknown && lanesKey(v.share.Lanes) != lanesKey(c.Share.Lanes):
		c.Mixed = true
	}
	return false
}
