package reach

import (
	"testing"

	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestAddressesToComeAgree holds answers about networks some of whose interfaces have no address yet to the reference, to the tracer and to the
// oracle, which gives them every address.
func TestAddressesToComeAgree(t *testing.T) {
	p := prober{t: t}
	for seed := range uint64(max(*worlds/8, 1)) {
		s := randnet.NetworkToCome(seed)
		g, _ := graph.Compile(s, graph.Options{})
		compareEngines(t, g, everywhere)
		p.sampleIn(s, seed, *probes/3)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d probes, %d of them asked the oracle as well, %d of what passes", p.probes, p.judged, p.open)
}
