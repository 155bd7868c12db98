package ipam

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Gaps are the calls of the AWS CLI whose answers tell who holds addresses, and which the snapshot does not hold, or not in full. What they would tell
// counts as free.
func (v *Inventory) Gaps() []string {
	var calls []string
	for _, x := range []struct {
		kind ref.Kind
		call string
	}{
		{ref.Vpc, "describe-vpcs"}, {ref.Subnet, "describe-subnets"}, {ref.RouteTable, "describe-route-tables"},
		{ref.VpcPeeringConnection, "describe-vpc-peering-connections"},
	} {
		if v.Snapshot.Covers(x.kind, "", "") != topology.Whole {
			calls = append(calls, x.call)
		}
	}
	return calls
}
