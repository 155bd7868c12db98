package sim_test

// What must not change an answer, and what may change it one way only. The edits are in metamorphic_edit_test.go.

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// A relation says how the answers before and after an edit of the network have to agree. The edit reports whether it
// found anything to change.
type relation struct {
	edit   func(r *rand.Rand, s *topology.Snapshot) bool
	agrees func(before, after *reply) bool
}

var relations = map[string]relation{
	"documents in another order":           {shuffleAll, sameBytes},
	"a VPC that has nothing to do with it": {addUnrelated, sameBytes},
	"rules split in two halves":            {splitRules, sameVerdict},
	"entries split in two halves":          {splitEntries, sameVerdict},
	"routes split in two halves":           {splitRoutes, sameVerdict},
	"one more rule that allows":            {addAllow, opensOnly},
	"one entry less that denies":           {dropDeny, opensOnly},
}

// A reply is an answer as it can be compared.
type reply struct {
	verdict, oneWay sim.Verdict
	split           sim.Split
	record          string
}

func sameBytes(before, after *reply) bool { return before.record == after.record }

func sameVerdict(before, after *reply) bool {
	return before.verdict == after.verdict && before.oneWay == after.oneWay && samePairs(before.split.Reach, after.split.Reach) &&
		samePairs(before.split.Blocked, after.split.Blocked) && samePairs(before.split.Unknown, after.split.Unknown)
}

func samePairs(a, b []sim.PortPair) bool { return portPairs(a) == portPairs(b) }

// opensOnly: what passed still does, and of what passed in part something does.
func opensOnly(before, after *reply) bool {
	switch before.verdict {
	case sim.Reachable:
		return after.verdict == sim.Reachable
	case sim.Partial:
		return after.verdict == sim.Reachable || after.verdict == sim.Partial
	}
	return true
}

// metamorphicFlows is how many flows are asked about each network.
const metamorphicFlows = 12

// TestRelationsOfRandomNetworks edits random networks and compares the answers before and after.
func TestRelationsOfRandomNetworks(t *testing.T) {
	count := map[string]int{}
	for seed := range uint64(*networks+5) / 6 {
		compareEdits(t, fmt.Sprintf("seed %d", seed), seed, count, func() *topology.Snapshot { return randnet.Network(seed) })
	}
	checkCount(t, count, *networks*5)
	for name := range relations {
		if count[name] == 0 {
			t.Errorf("%s: nothing was compared", name)
		}
	}
}

// TestRelationsOfDesigns does the same with the reference designs.
func TestRelationsOfDesigns(t *testing.T) {
	count := map[string]int{}
	for i, d := range scenarios.Designs() {
		compareEdits(t, d.Name, uint64(i), count, func() *topology.Snapshot { return design(t, d.Name, nil) })
	}
	checkCount(t, count, 200)
}

func checkCount(t *testing.T, count map[string]int, least int) {
	t.Helper()
	all := 0
	for _, n := range count {
		all += n
	}
	if all < least {
		t.Errorf("only %d comparisons", all)
	}
	t.Logf("%d comparisons: %v", all, count)
}

// compareEdits asks a network the same before and after each edit.
func compareEdits(t *testing.T, name string, seed uint64, count map[string]int, network func() *topology.Snapshot) {
	t.Helper()
	s := network()
	flows := randnet.Flows(s, seed, metamorphicFlows)
	before := replies(t, s, flows)
	for what, relation := range relations {
		edited := network()
		if !relation.edit(rand.New(rand.NewPCG(seed, 7)), edited) {
			continue
		}
		for i, after := range replies(t, edited, flows) {
			if before[i] == nil || after == nil {
				continue
			}
			count[what]++
			if !relation.agrees(before[i], after) {
				old, now := whereTheyPart(before[i].record, after.record)
				t.Errorf("%s: %s: %v\nbefore %v %s\nafter  %v %s", name, what, flows[i], before[i].verdict, old, after.verdict, now)
				return
			}
		}
	}
}

// whereTheyPart shows two records around the first byte that differs.
func whereTheyPart(a, b string) (string, string) {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(i-300, 0):min(i+300, len(s))] }
	return around(a), around(b)
}

// replies asks about flows; nil where such a question is refused.
func replies(t *testing.T, s *topology.Snapshot, flows []randnet.Flow) []*reply {
	t.Helper()
	g, _ := graph.Compile(s, graph.Options{})
	if err := g.Check(); err != nil {
		t.Fatal(err)
	}
	tracer, builder := sim.NewTracer(g), report.NewBuilder(g, "network")
	all := make([]*reply, len(flows))
	for i, f := range flows {
		q, ok := question(g, f)
		if !ok {
			continue
		}
		a, err := tracer.Trace(q)
		if err != nil {
			t.Fatal(err)
		}
		record, err := json.Marshal(builder.Trace(a, report.Asked{}))
		if err != nil {
			t.Fatal(err)
		}
		all[i] = &reply{a.Verdict, a.OneWay, a.Split, string(record)}
	}
	return all
}

// design loads a reference design. rename, if given, finds another name for each of its files.
func design(t *testing.T, name string, rename func(string) string) *topology.Snapshot {
	t.Helper()
	fsys, err := scenarios.DesignFS(name)
	if err != nil {
		t.Fatal(err)
	}
	if rename != nil {
		fsys = renamed(t, fsys, rename)
	}
	s, err := load.FromFS(name, fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func renamed(t *testing.T, fsys fs.FS, rename func(string) string) fs.FS {
	t.Helper()
	copied := fstest.MapFS{}
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, file)
		copied[path.Join(path.Dir(file), rename(path.Base(file)))] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return copied
}

// TestFilesInAnyOrder reads the designs with their files in other orders: the answers are the same bytes.
func TestFilesInAnyOrder(t *testing.T) {
	for i, d := range scenarios.Designs() {
		s := design(t, d.Name, nil)
		flows := randnet.Flows(s, uint64(i), 5*metamorphicFlows)
		before := replies(t, s, flows)
		for round := range 3 {
			r := rand.New(rand.NewPCG(uint64(i), uint64(round)))
			after := replies(t, design(t, d.Name, func(file string) string { return fmt.Sprintf("%03d-%s", r.IntN(1000), file) }), flows)
			if !slices.EqualFunc(before, after, func(a, b *reply) bool { return a == b || (a != nil && b != nil && sameBytes(a, b)) }) {
				t.Errorf("%s: with its files in another order, answers differ", d.Name)
			}
		}
	}
}
