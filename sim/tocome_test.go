package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/sim/internal/randnet"
)

// TestAddressesToComeAgreeWithOracle does as TestAgreesWithOracle does in networks where some interfaces are not made yet: an answer holds for
// every address that they may get, or is unknown.
func TestAddressesToComeAgreeWithOracle(t *testing.T) {
	tally := newTally()
	for seed := range max(*networks/10, 1) {
		compareFlows(t, randnet.NetworkToCome(uint64(seed)), uint64(seed), tally)
		if t.Failed() {
			return
		}
	}
	t.Logf("verdicts: %v, %d hang on an address, the oracle gave up on %d", tally.verdicts, tally.open, tally.gaveUp)
	if *networks >= 100 && tally.open*200 < *networks {
		t.Errorf("only %d flows hang on an address: the comparison sees too little", tally.open)
	}
}
