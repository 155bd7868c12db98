package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestFirewalledRules(t *testing.T) { tell(t, firewalledStories) }

// egressHub is central inspection and egress in two Availability Zones. VPC A has eni-a in az1, VPC P has eni-p in az2; both
// send everything to tgw-a, which sends it to VPC E. In each zone of VPC E the attachment's subnet leads to the firewall's
// endpoint (vpce-f1, vpce-f2), the endpoint's to the NAT gateway (nat-1, nat-2) and back to tgw-a, and the NAT gateway's to
// igw-e and back to the endpoint.
func egressHub(w *world) topologytest.Firewall {
	spokes(w).Associations = nil
	w.Route("vpc-a", "0.0.0.0/0", "tgw-a")
	w.Route("vpc-p", "0.0.0.0/0", "tgw-a")
	w.Vpc("vpc-e", "10.2.0.0/16")
	w.IGW("igw-e", "vpc-e")
	for _, z := range []string{"1", "2"} {
		for kind, cidr := range map[string]string{"t": "10.2." + z + ".0/28", "f": "10.2." + z + ".16/28", "n": "10.2." + z + ".32/28"} {
			w.Subnet("subnet-"+kind+z, "vpc-e", cidr).In("eu-west-1"+z, "az"+z)
		}
		w.NAT("nat-"+z, "subnet-n"+z, "10.2."+z+".40", "3.3.3."+z)
		w.RouteTable("rtb-t"+z, "vpc-e", "subnet-t"+z).Route("0.0.0.0/0", "vpce-f"+z)
		w.RouteTable("rtb-f"+z, "vpc-e", "subnet-f"+z).Route("0.0.0.0/0", "nat-"+z).Route("10.0.0.0/15", "tgw-a")
		w.RouteTable("rtb-n"+z, "vpc-e", "subnet-n"+z).Route("0.0.0.0/0", "igw-e").Route("10.0.0.0/15", "vpce-f"+z)
	}
	w.Attach("tgw-attach-e", "tgw-a", "subnet-t1", "subnet-t2")
	w.TransitTable("tgw-rtb-s", "tgw-a").Associate("tgw-attach-a", "tgw-attach-p").Route("0.0.0.0/0", "tgw-attach-e")
	w.TransitTable("tgw-rtb-e", "tgw-a").Associate("tgw-attach-e").Propagated("10.0.0.0/16", "tgw-attach-a").Propagated("10.1.0.0/16", "tgw-attach-p")
	inZone(w, map[string]string{"subnet-a": "az1", "subnet-b": "az1", "subnet-ta": "az1", "subnet-p": "az2", "subnet-tp": "az2"})
	w.edit(func(s *topology.Snapshot) {
		dropRoute(s, "rtb-main-vpc-a", "10.1.0.0/16")
		dropRoute(s, "rtb-main-vpc-p", "10.0.0.0/16")
	})
	return w.Firewall("fw-e", "subnet-f1", "subnet-f2")
}

// inApplianceMode turns on the appliance mode of VPC E's attachment.
func inApplianceMode(w *world) {
	w.edit(func(s *topology.Snapshot) { attachmentRow(s, "tgw-attach-e").Options.ApplianceModeSupport = "enable" })
}

// oneNAT leaves VPC E one NAT gateway, in az2, for both zones.
func oneNAT(w *world) {
	w.edit(func(s *topology.Snapshot) {
		for i := range s.RouteTables {
			for j := range s.RouteTables[i].Routes {
				if r := &s.RouteTables[i].Routes[j]; r.NatGatewayId == "nat-1" {
					r.NatGatewayId = "nat-2"
				}
			}
		}
	})
}

// guardedEdge is VPC A open to the internet, where a firewall's endpoint vpce-g stands between igw-a and subnet-a.
func guardedEdge(w *world) topologytest.Firewall {
	online(w)
	w.Subnet("subnet-g", "vpc-a", "10.0.3.0/24")
	w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "vpce-g")
	w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "vpce-g")
	return w.Firewall("fw-a", "subnet-g")
}

// functioning is spokes with a firewall attached to tgw-a itself: everything between the VPCs is sent to it first.
func functioning(w *world) (f topologytest.Firewall, spokesTable topologytest.TransitTable) {
	t := spokes(w)
	t.Associations = nil
	w.AttachOther("tgw-attach-f", "tgw-a", "network-function", "firewall-1")
	t.Associate("tgw-attach-f")
	f = w.Firewall("fw-t")
	f.TransitGatewayAttachmentId = "tgw-attach-f"
	return f, w.TransitTable("tgw-rtb-s", "tgw-a").Associate("tgw-attach-a", "tgw-attach-p").Route("10.0.0.0/15", "tgw-attach-f")
}

var firewalledStories = []story{
	{"R12.1 R12.8 central egress: spoke, transit gateway, firewall, NAT gateway, internet gateway, and all the way back", func(w *world) { egressHub(w) },
		"eni-a -> 8.8.8.8 tcp/443", "reachable; meets tgw-attach-e; via rtb-t1#0.0.0.0/0; meets vpce-f1; via rtb-f1#0.0.0.0/0; meets nat-1; meets igw-e; as 3.3.3.1 > 8.8.8.8; back-meets igw-e; back-meets nat-1; back-via rtb-n1#10.0.0.0/15; back-meets vpce-f1; back-via rtb-f1#10.0.0.0/15; back-meets tgw-attach-a; back-as 8.8.8.8 > 10.0.1.10"},
	{"R12.1 R12.8 in the other zone by the other zone's", func(w *world) { egressHub(w) },
		"eni-p -> 8.8.8.8 tcp/443", "reachable; meets vpce-f2; meets nat-2; as 3.3.3.2 > 8.8.8.8; back-meets vpce-f2"},
	{"R12.8 R7.11 a NAT gateway in another zone brings the reply back by the other zone's firewall", func(w *world) {
		egressHub(w)
		oneNAT(w)
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; one-way reachable; meets vpce-f1; back-meets vpce-f2; reply ASYMMETRIC_INSPECTION"},
	{"R12.8 R7.11 between zones without appliance mode the reply comes by the other zone's firewall", func(w *world) { egressHub(w) },
		"eni-a -> eni-p tcp/443", "unreachable; one-way reachable; meets vpce-f1; back-meets vpce-f2; reply ASYMMETRIC_INSPECTION; does appliance mode of tgw-attach-e is off"},
	{"R12.8 R7.10 R7.11 with it, by the one that saw the request", func(w *world) {
		egressHub(w)
		inApplianceMode(w)
	}, "eni-a -> eni-p tcp/443", "reachable; meets vpce-f1; back-meets vpce-f1"},
	{"R12.8 UDP has no beginning to miss", func(w *world) { egressHub(w) }, "eni-a -> eni-p udp/53", "reachable; meets vpce-f1; back-meets vpce-f2"},
	{"R12.8 a firewall that goes on in the middle takes TCP up as well", func(w *world) {
		egressHub(w).Policy.FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy = "CONTINUE"
	}, "eni-a -> eni-p tcp/443", "reachable; back-meets vpce-f2"},
	{"R12.8 what passes without state needs no symmetry", func(w *world) {
		egressHub(w).Policy.FirewallPolicy.StatelessDefaultActions = []string{"aws:pass"}
	}, "eni-a -> eni-p tcp/443", "reachable; meets vpce-f1; back-meets vpce-f2"},
	{"R12.8 a reply that passes the firewall by is missed", func(w *world) {
		egressHub(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.RouteTables {
				for j := range s.RouteTables[i].Routes {
					if r := &s.RouteTables[i].Routes[j]; s.RouteTables[i].RouteTableId == "rtb-n1" && r.GatewayId == "vpce-f1" {
						r.GatewayId, r.TransitGatewayId = "", "tgw-a"
					}
				}
			}
		})
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; one-way reachable; reply ASYMMETRIC_INSPECTION vpce-f1"},
	{"R12.8 R0.5 whether it keeps state is unknown without its policy", func(w *world) {
		egressHub(w)
		w.edit(func(s *topology.Snapshot) { s.FirewallPolicies = nil })
	}, "eni-a -> 8.8.8.8 tcp/443", "unknown; because UNKNOWN_FIREWALL_RULES"},
	{"R12.1 the firewall's own documents tell of its endpoints", func(w *world) {
		guardedEdge(w)
		w.Without(ref.VpcEndpoint)
	}, "8.8.8.8 -> eni-a tcp/443", "reachable; meets vpce-g; back-meets vpce-g"},
	{"R12.1 and of their state", func(w *world) {
		f := guardedEdge(w)
		for zone, state := range f.FirewallStatus.SyncStates {
			state.Attachment.Status = "FAILED"
			f.FirewallStatus.SyncStates[zone] = state
		}
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because BAD_STATE vpce-g"},
	{"R12.1 R3.18 no exclusion from Block Public Access helps a firewall", func(w *world) {
		guardedEdge(w)
		w.BPA("block-bidirectional")
		w.BPAExclusion("x-1", "vpc-a", "allow-bidirectional")
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R12.1 R3.18 in neither direction", func(w *world) {
		guardedEdge(w)
		w.BPA("block-bidirectional")
		w.BPAExclusion("x-1", "subnet-g", "allow-bidirectional")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},

	{"R7.14 a firewall on a transit gateway inspects, and the gateway looks up again as from there", func(w *world) { functioning(w) },
		there, "reachable; via tgw-rtb-s#10.0.0.0/15; meets tgw-attach-f; via tgw-rtb-a#10.1.0.0/16; back-meets tgw-attach-f"},
	{"R7.14 a reply that does not come by it is missed", func(w *world) {
		_, t := functioning(w)
		t.Route("10.0.0.0/16", "tgw-attach-a")
	}, there, "unreachable; one-way reachable; reply ASYMMETRIC_INSPECTION tgw-attach-f"},
	{"R7.14 one that is out of order drops", func(w *world) {
		f, _ := functioning(w)
		f.FirewallStatus.TransitGatewayAttachmentSyncState.AttachmentId = "tgw-attach-f"
		f.FirewallStatus.TransitGatewayAttachmentSyncState.TransitGatewayAttachmentStatus = "FAILED"
	}, there, "unreachable; because BAD_STATE tgw-attach-f"},
	{"R7.14 a table that leads back into it goes in circles", func(w *world) {
		functioning(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.TransitGatewayRouteTables {
				if t := &s.TransitGatewayRouteTables[i]; t.TransitGatewayRouteTableId == "tgw-rtb-a" {
					t.Associations[0].State = "disassociated"
				} else {
					t.Associations = append(t.Associations, topology.TransitGatewayRouteTableAssociation{TransitGatewayAttachmentId: "tgw-attach-f", State: "associated"})
				}
			}
		})
	}, there, "unreachable; because ROUTING_LOOP"},
}
