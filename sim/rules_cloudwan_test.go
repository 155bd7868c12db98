package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestCloudWANRules(t *testing.T) { tell(t, cloudWanStories) }

// spanned is VPC A and VPC P in segment prod of a core network, with routes both ways. The documents tell the subnets of
// neither attachment.
func spanned(w *world) topologytest.CoreNetwork {
	c := segmented(w, "prod")
	return c.Routes("prod", topologytest.Region, "10.0.0.0/16 PROPAGATED ACTIVE attachment-a", "10.1.0.0/16 PROPAGATED ACTIVE attachment-p")
}

// segmented is VPC A in segment prod and VPC P in another, without routes in any segment.
func segmented(w *world, other string) topologytest.CoreNetwork {
	hosts(w)
	w.Vpc("vpc-p", "10.1.0.0/16")
	w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
	w.ENI("eni-p", "subnet-p", "10.1.1.10")
	c := w.CoreNetwork("core-network-a")
	c.AttachVpc("attachment-a", "vpc-a", "prod")
	c.AttachVpc("attachment-p", "vpc-p", other)
	w.Route("vpc-a", "10.1.0.0/16", c.CoreNetworkArn)
	w.Route("vpc-a", "192.168.0.0/16", c.CoreNetworkArn)
	w.Route("vpc-p", "10.0.0.0/16", c.CoreNetworkArn)
	return c
}

// seen tells the subnets of both attachments.
func seen(w *world) {
	w.edit(func(s *topology.Snapshot) {
		for i := range s.CoreNetworkAttachments {
			a := &s.CoreNetworkAttachments[i]
			a.SubnetArns = map[string][]string{
				"attachment-a": {"arn:aws:ec2:eu-west-1:1:subnet/subnet-a"}, "attachment-p": {"arn:aws:ec2:eu-west-1:1:subnet/subnet-p"},
			}[a.AttachmentId]
		}
	})
}

// cloudWanStories are rules 8.1 to 8.4: core networks of Cloud WAN.
var cloudWanStories = []story{
	{"R8.1 VPCs of a segment reach each other", func(w *world) { spanned(w) },
		"eni-a -> eni-p tcp/443", "reachable; meets attachment-a; meets attachment-p; via core-network-a/prod/eu-west-1#10.1.0.0/16; assumes ASSUMES_CORE_NETWORK_IN_EVERY_ZONE attachment-a"},
	{"R8.1 those of another segment only where a route is shared", func(w *world) {
		segmented(w, "dev").Routes("prod", topologytest.Region, "10.0.0.0/16 PROPAGATED ACTIVE attachment-a").
			Routes("dev", topologytest.Region, "10.1.0.0/16 PROPAGATED ACTIVE attachment-p")
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION core-network-a/prod/eu-west-1#*"},
	{"R8.1 in both directions", func(w *world) {
		segmented(w, "dev").Routes("prod", topologytest.Region, "10.1.0.0/16 PROPAGATED ACTIVE attachment-p").
			Routes("dev", topologytest.Region, "10.1.0.0/16 PROPAGATED ACTIVE attachment-p")
	}, "eni-a -> eni-p tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION core-network-a/dev/eu-west-1#*"},
	{"R8.1 R0.5 without the routes of the segment nobody knows", func(w *world) { segmented(w, "prod") },
		"eni-a -> eni-p tcp/443", "unknown; because CORE_NETWORK_ROUTES_ARE_UNKNOWN attachment-a"},
	{"R8.1 R0.5 nor where they were cut short", func(w *world) { spanned(w).RouteTables[0].Known = false },
		"eni-a -> eni-p tcp/443", "unknown; because CORE_NETWORK_ROUTES_ARE_UNKNOWN core-network-a/prod/eu-west-1"},
	{"R8.1 R0.5 nor without the attachment of the sender's VPC", func(w *world) {
		spanned(w)
		w.edit(func(s *topology.Snapshot) { s.CoreNetworkAttachments = s.CoreNetworkAttachments[1:] })
	}, "eni-a -> eni-p tcp/443", "unknown; because UNKNOWN_RESOURCE core-network-a; missing core-network-attachment"},
	{"R8.1 a core network that is being deleted drops without it too", func(w *world) {
		spanned(w).State = "DELETING"
		w.edit(func(s *topology.Snapshot) { s.CoreNetworkAttachments = s.CoreNetworkAttachments[1:] })
	}, "eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE core-network-a"},
	{"R8.2 R0.5 a route that names no attachment leaves all open", func(w *world) {
		spanned(w).RouteTables[0].NetworkRoutes[1].Destinations = nil
	}, "eni-a -> eni-p tcp/443", "unknown; because CORE_NETWORK_ROUTES_ARE_UNKNOWN core-network-a/prod/eu-west-1#10.1.0.0/16"},
	{"R8.1 R0.5 nor without the core network", func(w *world) {
		spanned(w)
		w.edit(func(s *topology.Snapshot) { s.CoreNetworks, s.CoreNetworkAttachments = nil, nil })
	}, "eni-a -> eni-p tcp/443", "unknown; because UNKNOWN_RESOURCE core-network-a"},
	{"R8.1 R0.5 nor what is in a VPC that the snapshot lacks", func(w *world) {
		c := segmented(w, "prod")
		c.Attach("attachment-x", "VPC", "arn:aws:ec2:eu-west-1:222233334444:vpc/vpc-x", "prod")
		c.Routes("prod", topologytest.Region, "192.168.0.0/16 PROPAGATED ACTIVE attachment-x")
	}, "eni-a -> 192.168.1.1 tcp/443", "unknown; because UNKNOWN_RESOURCE attachment-x; missing vpc/vpc-x"},
	{"R8.1 an attachment that is not available forwards nothing", func(w *world) {
		spanned(w)
		w.edit(func(s *topology.Snapshot) { s.CoreNetworkAttachments[0].State = "PENDING_ATTACHMENT_ACCEPTANCE" })
	}, "eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE_ATTACHMENT attachment-a"},
	{"R8.1 nor does a core network that is being deleted", func(w *world) { spanned(w).State = "DELETING" },
		"eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE core-network-a"},
	{"R8.1 what the row says of an attachment suffices", func(w *world) {
		spanned(w)
		w.edit(func(s *topology.Snapshot) { s.CoreNetworkAttachments = s.CoreNetworkAttachments[:1] })
	}, "eni-a -> eni-p tcp/443", "unknown; one-way reachable; reply UNKNOWN_RESOURCE core-network-a"},
	{"R8.1 references to security groups do not reach across", func(w *world) {
		spanned(w)
		w.SG("sg-x", "vpc-a").Egress("all", "0.0.0.0/0")
		w.SG("sg-p", "vpc-p").Ingress("tcp/443", "sg-x")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-x"); regroup(s, "eni-p", "sg-p") })
	}, "eni-a -> eni-p tcp/443", "unreachable; because SG_REFERENCING_SUPPORT sg-p"},

	{"R8.2 the longest prefix wins", func(w *world) {
		c := segmented(w, "prod")
		c.Routes("prod", topologytest.Region, "10.0.0.0/8 STATIC BLACKHOLE", "10.0.0.0/16 PROPAGATED ACTIVE attachment-a", "10.1.0.0/16 PROPAGATED ACTIVE attachment-p")
	}, "eni-a -> eni-p tcp/443", "reachable; via core-network-a/prod/eu-west-1#10.1.0.0/16"},
	{"R8.2 a static route precedes a propagated one of equal prefix", func(w *world) {
		spanned(w).Routes("prod", "us-east-1")
		w.edit(func(s *topology.Snapshot) {
			t := &s.CoreNetworks[0].RouteTables[0]
			t.NetworkRoutes = append(t.NetworkRoutes, topology.CoreNetworkRoute{DestinationCidrBlock: prefix("10.1.0.0/16"), Type: "STATIC", State: "BLACKHOLE"})
		})
	}, "eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE_ROUTE core-network-a/prod/eu-west-1#10.1.0.0/16"},
	{"R8.2 of several destinations AWS takes any", func(w *world) {
		c := segmented(w, "prod")
		c.Attach("attachment-v", "SITE_TO_SITE_VPN", "arn:aws:ec2:eu-west-1:1:vpn-connection/vpn-v", "prod")
		c.Attach("attachment-w", "SITE_TO_SITE_VPN", "arn:aws:ec2:eu-west-1:1:vpn-connection/vpn-w", "prod")
		w.VPN("vpn-v", "", "192.168.0.0/16").CoreNetworkArn = c.CoreNetworkArn
		w.VPN("vpn-w", "", "192.168.0.0/16").Tunnels("DOWN").CoreNetworkArn = c.CoreNetworkArn
		c.Routes("prod", topologytest.Region, "192.168.0.0/16 PROPAGATED ACTIVE attachment-v attachment-w", "10.0.0.0/16 PROPAGATED ACTIVE attachment-a")
	}, "eni-a -> 192.168.1.1 tcp/443", "partial"},

	{"R8.3 what network functions do is not modelled", func(w *world) {
		c := segmented(w, "prod")
		c.Routes("prod", topologytest.Region, "10.1.0.0/16 PROPAGATED ACTIVE attachment-p")
		c.RouteTables[0].NetworkRoutes[0].Destinations[0].NetworkFunctionGroupName = "inspect"
	}, "eni-a -> eni-p tcp/443", "unknown; because UNSUPPORTED_COMPONENT inspect"},
	{"R8.3 routes as listed hold what the policy makes of segments", func(w *world) {
		segmented(w, "dev").Routes("prod", topologytest.Region, "10.1.0.0/16 PROPAGATED ACTIVE attachment-p").
			Routes("dev", topologytest.Region, "10.0.0.0/16 PROPAGATED ACTIVE attachment-a")
	}, "eni-a -> eni-p tcp/443", "reachable; back-via core-network-a/dev/eu-west-1#10.0.0.0/16"},

	{"R8.4 with its subnets told, an attachment serves their zones", func(w *world) { spanned(w); seen(w) },
		"eni-a -> eni-p tcp/443", "reachable; assumes nothing"},
	{"R8.4 and no other", func(w *world) {
		spanned(w)
		w.Subnet("subnet-z", "vpc-a", "10.0.66.0/24").In("eu-west-1z", "euw1-az9")
		w.ENI("eni-z", "subnet-z", "10.0.66.10")
		seen(w)
	}, "eni-z -> eni-p tcp/443", "unreachable; because TGW_ROUTE_AZ_RESTRICTION attachment-a"},
	{"R8.4 the subnet's table decides where packets come out", func(w *world) {
		spanned(w)
		w.RouteTable("rtb-p", "vpc-p", "subnet-p").LocalVia("10.1.0.0/16", "eni-gone")
		seen(w)
	}, "eni-a -> eni-p tcp/443", "unknown; because UNKNOWN_RESOURCE eni-gone"},
	{"R8.4 R0.5 without them nobody knows where a packet for elsewhere goes", func(w *world) {
		c := segmented(w, "prod")
		c.Routes("prod", topologytest.Region, "192.168.0.0/16 STATIC ACTIVE attachment-p")
	}, "eni-a -> 192.168.1.1 tcp/443", "unknown; because UNKNOWN_ATTACHMENT_SUBNET attachment-p"},
	{"R8.4 a VPN is taken in by its attachment's segment", func(w *world) {
		c := segmented(w, "prod")
		c.Attach("attachment-v", "SITE_TO_SITE_VPN", "arn:aws:ec2:eu-west-1:1:vpn-connection/vpn-v", "prod")
		w.VPN("vpn-v", "", "192.168.0.0/16").CoreNetworkArn = c.CoreNetworkArn
		c.Routes("prod", topologytest.Region, "192.168.0.0/16 PROPAGATED ACTIVE attachment-v", "10.0.0.0/16 PROPAGATED ACTIVE attachment-a")
	}, "192.168.1.1 -> eni-a tcp/443", "reachable; meets attachment-v"},
}
