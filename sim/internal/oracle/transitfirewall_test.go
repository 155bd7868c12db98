package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// guarded are two VPCs on a transit gateway that sends what is between them through a firewall.
func guarded(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.ENI("eni-b", "subnet-b", "10.1.1.10")
	n.Route("vpc-a", "10.0.0.0/8", "tgw-1")
	n.Route("vpc-b", "10.0.0.0/8", "tgw-1")
	n.TGW("tgw-1")
	n.Attach("att-a", "tgw-1", "subnet-a")
	n.Attach("att-b", "tgw-1", "subnet-b")
	n.AttachOther("att-f", "tgw-1", "network-function", "function-1")
	n.TransitTable("rtb-spokes", "tgw-1").Associate("att-a", "att-b").Route("10.0.0.0/8", "att-f")
	n.TransitTable("rtb-firewall", "tgw-1").Associate("att-f").Propagated("10.0.0.0/16", "att-a").Propagated("10.1.0.0/16", "att-b")
}

// attachedWall is walled for a firewall on the transit gateway.
func attachedWall(s *topology.Snapshot) {
	walled(s)
	f := &s.NetworkFirewalls[0]
	f.VpcId, f.FirewallStatus.SyncStates, f.TransitGatewayAttachmentId = "", nil, "att-f"
}

// toSpokes gives the table of the spokes the routes of the firewall's: what it says of att-a goes around the firewall.
func toSpokes(s *topology.Snapshot, prefix, attachment string) {
	for i := range s.TransitGatewayRouteTables {
		if t := &s.TransitGatewayRouteTables[i]; t.TransitGatewayRouteTableId == "rtb-spokes" {
			t.Routes = append(t.Routes, topology.TransitGatewayRoute{
				DestinationCidrBlock: prefixes(prefix)[0], Type: "static", State: "active",
				TransitGatewayAttachments: []topology.TransitGatewayRouteAttachment{{TransitGatewayAttachmentId: attachment, ResourceType: "vpc"}},
			})
		}
	}
}

func TestNetworkFunction(t *testing.T) {
	flow := "eni-a > 10.1.1.10 tcp/443"
	tellBoxes(t, guarded, attachedWall, []boxStory{
		{"R7.14 by way of a firewall", nil, nil, flow, Reachable, 0},
		{"R7.14 its rules decide", nil, ruled("DEFAULT_ACTION_ORDER", `drop tcp any any -> any 443 (sid:1;)`), flow, Unreachable, 0},
		{"R12.7 nobody tells what is home to it", nil, ruled("DEFAULT_ACTION_ORDER", `drop tcp $HOME_NET any -> any 443 (sid:1;)`), flow, Unknown, 0},
		{"R7.14 a firewall that was not captured", nil, func(s *topology.Snapshot) { s.NetworkFirewalls = nil }, flow, Unknown, 0},
		{"R12.1 one that is not ready", nil, func(s *topology.Snapshot) {
			state := &s.NetworkFirewalls[0].FirewallStatus.TransitGatewayAttachmentSyncState
			state.AttachmentId, state.TransitGatewayAttachmentStatus = "att-f", "CREATING"
		}, flow, Unreachable, 0},
		{"R12.8 replies have to come back by it", nil, func(s *topology.Snapshot) { toSpokes(s, "10.0.0.0/16", "att-a") }, flow, Unreachable, Reachable},
		{"R12.8 those of UDP need not", nil, func(s *topology.Snapshot) { toSpokes(s, "10.0.0.0/16", "att-a") }, "eni-a > 10.1.1.10 udp/53", Reachable, 0},
		{"R7.14 what it sends back to itself is lost", nil, func(s *topology.Snapshot) {
			for i := range s.TransitGatewayRouteTables {
				if t := &s.TransitGatewayRouteTables[i]; t.TransitGatewayRouteTableId == "rtb-firewall" {
					t.Routes, t.Propagations = s.TransitGatewayRouteTables[1-i].Routes, nil
				}
			}
		}, flow, Unreachable, 0},
	})
}
