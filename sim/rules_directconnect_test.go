package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
)

func TestDirectConnectRules(t *testing.T) { tell(t, directConnectStories) }

// patched is VPC A whose gateway propagates 192.168.0.0/16 from a Direct Connect gateway.
func patched(w *world, allowed ...string) *topology.DirectConnectGatewayAssociation {
	hosts(w)
	w.VGW("vgw-a", "vpc-a")
	w.RouteTable("rtb-main-vpc-a", "vpc-a").Main().Propagated("192.168.0.0/16", "vgw-a")
	return w.DX("dxgw-a", "vgw-a", allowed...)
}

// patchedTransit is VPC A on tgw-a, to which the same Direct Connect gateway is attached.
func patchedTransit(w *world, allowed ...string) *topology.DirectConnectGatewayAssociation {
	hosts(w)
	w.TGW("tgw-a")
	w.Attach("tgw-attach-a", "tgw-a", "subnet-a", "subnet-b")
	w.AttachOther("tgw-attach-d", "tgw-a", "direct-connect-gateway", "dxgw-a")
	w.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-d").
		Propagated("10.0.0.0/16", "tgw-attach-a").Propagated("192.168.0.0/16", "tgw-attach-d")
	w.Route("vpc-a", "192.168.0.0/16", "tgw-a")
	return w.DX("dxgw-a", "tgw-a", allowed...)
}

// directConnectStories are rules 9.7 and 9.8: Direct Connect gateways.
var directConnectStories = []story{
	{"R9.7 a virtual private gateway leads to its Direct Connect gateway", func(w *world) { patched(w) },
		"eni-a -> 192.168.1.1 tcp/443", "reachable; meets vgw-a; meets dxgw-a; assumes ASSUMES_DIRECT_CONNECT_UP dxgw-a"},
	{"R9.7 which leads in", func(w *world) { patched(w) }, "192.168.1.1 -> eni-a tcp/443", "reachable; meets vgw-a"},
	{"R9.7 and can be named", func(w *world) { patched(w) }, "dxgw-a -> eni-a tcp/443", "reachable; as 192.168.0.1 > 10.0.1.10"},
	{"R9.7 for any of its gateways, by that whose VPC is asked for", func(w *world) {
		patched(w)
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10")
		w.VGW("vgw-p", "vpc-p")
		w.RouteTable("rtb-main-vpc-p", "vpc-p").Main().Propagated("192.168.0.0/16", "vgw-p")
		w.DX("dxgw-a", "vgw-p")
	}, "dxgw-a -> eni-p tcp/443", "reachable; meets vgw-p"},
	{"R9.7 a virtual interface that is up suffices", func(w *world) {
		patched(w)
		w.VIF("dxvif-a", "dxgw-a", "available", "down")
		w.VIF("dxvif-b", "dxgw-a", "available", "up")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; assumes ASSUMES_FAR_SIDE_ROUTES_BACK dxgw-a"},
	{"R9.7 if none has a BGP session nothing passes", func(w *world) {
		patched(w)
		w.VIF("dxvif-a", "dxgw-a", "available", "down")
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; all BAD_STATE BAD_STATE; because BAD_STATE dxgw-a"},
	{"R9.7 nor if none is available", func(w *world) {
		patched(w)
		w.VIF("dxvif-a", "dxgw-a", "down", "")
	}, "192.168.1.1 -> eni-a tcp/443", "unreachable; because BAD_STATE dxgw-a"},
	{"R9.7 Direct Connect precedes a VPN of equal prefix", func(w *world) {
		patched(w)
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; meets dxgw-a; shuns vpn-a"},
	{"R9.7 unless it is down", func(w *world) {
		patched(w)
		w.VIF("dxvif-a", "dxgw-a", "down", "")
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; meets vpn-a; shuns dxgw-a"},
	{"R9.7 a longer prefix of a VPN precedes it", func(w *world) {
		patched(w)
		w.VPN("vpn-a", "vgw-a", "192.168.1.0/24")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; meets vpn-a"},
	{"R9.7 an association that is not in force does not count", func(w *world) { patched(w, "10.9.0.0/16").AssociationState = "disassociated" },
		"192.168.1.1 -> eni-a tcp/443", "reachable; meets vgw-a; shuns dxgw-a"},
	{"R9.7 on a transit gateway its virtual interfaces count as well", func(w *world) {
		patchedTransit(w, "10.0.0.0/16")
		w.VIF("dxvif-a", "dxgw-a", "available", "down")
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; because BAD_STATE tgw-attach-d"},
	{"R9.7 a network that the user declares may be behind it", func(w *world) {
		patched(w, "10.9.0.0/16")
		w.Externals = []graph.External{{Name: "office", Prefixes: prefixes("192.168.7.0/24"), Behind: "dxgw-a"}}
	}, "office -> eni-a tcp/443", "unreachable; because DX_PREFIX_NOT_ALLOWED office"},

	{"R9.8 an allowed prefix as wide as the VPC's block lets the far side know", func(w *world) { patched(w, "10.0.0.0/16") },
		"192.168.1.1 -> eni-a tcp/443", "reachable"},
	{"R9.8 or wider", func(w *world) { patched(w, "10.9.0.0/16", "10.0.0.0/8") }, "192.168.1.1 -> eni-a tcp/443", "reachable"},
	{"R9.8 a narrower one announces nothing", func(w *world) { patched(w, "10.0.1.0/24") },
		"192.168.1.1 -> eni-a tcp/443", "unreachable; all DX_PREFIX_NOT_ALLOWED; because DX_PREFIX_NOT_ALLOWED dxgw-a"},
	{"R9.8 and leaves replies without a way back", func(w *world) { patched(w, "10.0.1.0/24") },
		"eni-a -> 192.168.1.1 tcp/443", "unreachable; one-way reachable; reply DX_PREFIX_NOT_ALLOWED dxgw-a"},
	{"R9.8 R0.5 one that could not be read may be wide enough", func(w *world) {
		a := patched(w, "10.9.0.0/16")
		a.AllowedPrefixesToDirectConnectGateway = append(a.AllowedPrefixesToDirectConnectGateway, topology.RouteFilterPrefix{})
	}, "192.168.1.1 -> eni-a tcp/443", "unknown; because UNKNOWN_RULE dxgw-a"},
	{"R9.8 on a transit gateway the prefixes are announced as they are", func(w *world) { patchedTransit(w, "10.0.1.0/24") },
		"192.168.1.1 -> eni-a tcp/443", "reachable"},
	{"R9.8 whatever they do not hold is not known outside", func(w *world) { patchedTransit(w, "10.0.1.0/24") },
		"192.168.1.1 -> eni-b tcp/443", "unreachable; because DX_PREFIX_NOT_ALLOWED tgw-attach-d"},
	{"R9.8 without any nothing is known outside", func(w *world) { patchedTransit(w) },
		"eni-b -> 192.168.1.1 tcp/443", "unreachable; reply DX_PREFIX_NOT_ALLOWED tgw-attach-d"},
}
