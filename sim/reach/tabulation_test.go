package reach

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestTabulateAgreesWithEach makes matrices of random networks from many places to many at once, and passage by passage: every cell is the same,
// with what passes between its first pair.
func TestTabulateAgreesWithEach(t *testing.T) {
	for seed := range uint64(*worlds / 2) {
		g, _ := graph.Compile(randnet.Network(seed), graph.Options{})
		compareMatrices(t, g, seed)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	forEachHub(t, *worlds/2, func(seed uint64, g *graph.Graph) { compareMatrices(t, g, seed) })
}

func compareMatrices(t *testing.T, g *graph.Graph, seed uint64) {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 7))
	s := New(g)
	for n, word := range []string{"vpc", "sg", "subnet", "account", "name", "tag:Tier"} {
		q := everywhere
		if n%2 == 1 {
			q = someQuery(dice, g)
		}
		by, err := ParseBy(word)
		if err != nil {
			t.Fatal(err)
		}
		fast, fastTotals := tabulated(t, s, q, by, s.Tabulate)
		slow, slowTotals := tabulated(t, s, q, by, func(ctx context.Context, t *Tabulation) (Totals, error) { return s.Each(ctx, q, t.Add) })
		if fastTotals != slowTotals {
			t.Errorf("by %s: totals %+v, want %+v", word, fastTotals, slowTotals)
		}
		for i := range slow.Cells {
			for j := range slow.Cells[i] {
				if got, want := cellText(&fast.Cells[i][j]), cellText(&slow.Cells[i][j]); got != want {
					t.Errorf("by %s, %s to %s:\n got %s\nwant %s", word, slow.From[i], slow.To[j], got, want)
				}
			}
		}
	}
}

func tabulated(t *testing.T, s *Solver, q Query, by By, fill func(context.Context, *Tabulation) (Totals, error)) (*Matrix, Totals) {
	t.Helper()
	c, err := s.Tabulation(q, by)
	if err != nil {
		t.Fatal(err)
	}
	totals, err := fill(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return c.Matrix(), totals
}

func cellText(c *Cell) string {
	s := &c.Share
	return fmt.Sprint(c.Pairs, c.Whole, c.Some, c.Maybe, c.Verdict, c.Mixed, s.Family, s.Hosts, s.Rest, lanesKey(s.Lanes), s.All, s.Witness)
}

// TestLedgersAddUp notes what passes of a cell in all orders, in one ledger and in two: the entries are the same.
func TestLedgersAddUp(t *testing.T) {
	g, _ := graph.Compile(randnet.Network(3), graph.Options{})
	c, err := New(g).Tabulation(everywhere, By{word: "account"})
	if err != nil {
		t.Fatal(err)
	}
	notes := []struct {
		w        worth
		pairs    int
		from, to int32
	}{
		{worth{verdict: sim.Unknown}, 1, 0, 0},
		{worth{verdict: sim.Partial, kind: "partial ssh"}, 2, 1, 1},
		{worth{verdict: sim.Reachable, kind: "reachable ssh", whole: true}, 3, 2, 5},
		{worth{verdict: sim.Reachable, kind: "reachable ssh"}, 4, 2, 4},
	}
	for order := range 24 {
		rest := []int{0, 1, 2, 3}
		ledgers := [2]*ledger{c.newLedger(), c.newLedger()}
		for n, left := order, 4; left > 0; n, left = n/left, left-1 {
			x := notes[rest[n%left]]
			rest = append(rest[:n%left], rest[n%left+1:]...)
			l := ledgers[left%2*(order%2)]
			l.note(l.entry(0, 0), &x.w, x.pairs, x.from, x.to)
		}
		ledgers[0].add(ledgers[1])
		e := ledgers[0].entry(0, 0)
		if e.whole != 3 || e.some != 6 || e.maybe != 1 || e.from != 2 || e.to != 4 || e.kept.verdict != sim.Reachable || !e.mixed {
			t.Errorf("order %d: %+v", order, e)
		}
	}
}

func TestMatricesThatAreTooLargeAreRefused(t *testing.T) {
	if err := checkSize(By{word: "vpc"}, 2001, 2001); err != nil {
		t.Error(err)
	}
	err := checkSize(By{word: "sg"}, 20_000, 20_000)
	if err == nil || !strings.Contains(err.Error(), "by sg has 20000 rows and 20000 columns") {
		t.Errorf("got %v", err)
	}
}
