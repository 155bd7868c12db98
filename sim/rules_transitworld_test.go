package sim_test

// More networks that the stories about transit gateways begin with.

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// twin attaches a VPC with the same block as VPC P to tgw-a, and gives the attachment.
func twin(w *world) string {
	w.Vpc("vpc-q", "10.1.0.0/16")
	w.Subnet("subnet-q", "vpc-q", "10.1.1.0/24")
	w.Attach("tgw-attach-q", "tgw-a", "subnet-q")
	return "tgw-attach-q"
}

// inspecting is VPC A in az1 and VPC P in az2, with a VPC M between that holds a firewall in each zone, eni-m1 and eni-m2.
// Both masquerade nothing and admit only what starts in VPC A; mode is VPC M's appliance mode.
func inspecting(w *world, mode string) {
	t := spokes(w)
	t.Associations = nil
	w.Vpc("vpc-m", "10.2.0.0/16")
	for zone, cidrs := range map[string][2]string{"1": {"10.2.1.0/28", "10.2.1.16/28"}, "2": {"10.2.2.0/28", "10.2.2.16/28"}} {
		w.Subnet("subnet-tm"+zone, "vpc-m", cidrs[0]).In("eu-west-1"+zone, "az"+zone)
		w.Subnet("subnet-m"+zone, "vpc-m", cidrs[1]).In("eu-west-1"+zone, "az"+zone)
		w.RouteTable("rtb-tm"+zone, "vpc-m", "subnet-tm"+zone).Route("0.0.0.0/0", "eni-m"+zone)
		w.RouteTable("rtb-m"+zone, "vpc-m", "subnet-m"+zone).Route("0.0.0.0/0", "tgw-a")
	}
	w.SG("sg-m", "vpc-m").NoEgress().Ingress("tcp/443", "10.0.0.0/16").Egress("tcp/443", "10.1.0.0/16")
	w.ENI("eni-m1", "subnet-m1", "10.2.1.20", "sg-m").NoCheck()
	w.ENI("eni-m2", "subnet-m2", "10.2.2.20", "sg-m").NoCheck()
	w.Attach("tgw-attach-m", "tgw-a", "subnet-tm1", "subnet-tm2").Options.ApplianceModeSupport = mode
	t.Associate("tgw-attach-m")
	w.TransitTable("tgw-rtb-s", "tgw-a").Associate("tgw-attach-a", "tgw-attach-p").Route("0.0.0.0/0", "tgw-attach-m")
	inZone(w, map[string]string{"subnet-a": "az2", "subnet-ta": "az2", "subnet-p": "az1", "subnet-tp": "az1"})
}

// spread is VPC A with two VPNs to 172.16.0.0/12 that share a route. It gives the second.
func spread(w *world) topologytest.VPN {
	t := spokes(w)
	w.AttachVPN("tgw-attach-1", "tgw-a", "vpn-1")
	v := w.AttachVPN("tgw-attach-2", "tgw-a", "vpn-2")
	t.Associate("tgw-attach-1", "tgw-attach-2").Propagated("172.16.0.0/12", "tgw-attach-1", "tgw-attach-2")
	w.Route("vpc-a", "172.16.0.0/12", "tgw-a")
	return v
}

// dualVPN is onPremises with an IPv6 network behind the VPN.
func dualVPN(w *world, inside string) {
	onPremises(w).Options.TunnelInsideIpVersion = inside
	w.Route("vpc-a", "2600:1f00:ff::/48", "tgw-a")
	w.edit(func(s *topology.Snapshot) {
		t := &s.TransitGatewayRouteTables[0]
		for _, r := range t.Routes {
			if r.DestinationCidrBlock == prefix("192.168.0.0/16") {
				r.DestinationCidrBlock = prefix("2600:1f00:ff::/48")
				t.Routes = append(t.Routes, r)
			}
			if r.DestinationCidrBlock == prefix("10.0.0.0/16") {
				r.DestinationCidrBlock = prefix("2600:1f00:a::/56")
				t.Routes = append(t.Routes, r)
			}
		}
	})
}

// only keeps the attachments of one transit gateway.
func only(all []topology.TransitGatewayAttachment, tgw string) []topology.TransitGatewayAttachment {
	return slices.DeleteFunc(all, func(a topology.TransitGatewayAttachment) bool { return a.TransitGatewayId != tgw })
}
