package impact

import (
	"context"

	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/diff"
)

// ByRules reports whether a change is compared where rules of security groups stand between, and not by all that it touches.
func ByRules(b *Base, after whatif.Network) (bool, error) {
	r := &Result{Before: b.network, After: after, Changes: diff.Of(b.network.Snapshot, after.Snapshot)}
	return b.ofRules(context.Background(), r, new(Query))
}
