package graph

import (
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestDirectConnectOverlapsAreJudged(t *testing.T) {
	three := func(b string) func(n *topologytest.Network) {
		return func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Vpc("vpc-b", b)
			n.Vpc("vpc-c", "10.0.0.0/16")
			for _, x := range []string{"a", "b", "c"} {
				n.VGW("vgw-"+x, "vpc-"+x)
			}
			n.DX("dxgw-1", "vgw-a")
			n.DX("dxgw-1", "vgw-b")
			n.DX("dxgw-2", "vgw-c")
		}
	}
	judge(t, []judgement{
		{"R9.9 VPCs of one gateway that overlap", three("10.0.4.0/24"), []string{"warning DX_VPCS_OVERLAP direct-connect-gateway/dxgw-1 10.0.4.0/24"}},
		{"R9.9 VPCs of several gateways may", three("10.1.0.0/16"), nil},
	})
}
