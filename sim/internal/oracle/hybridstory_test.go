package oracle

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// hybridNet is a small network with what leads to customers' networks.
type hybridNet struct {
	*transitNet
	clients      []*topology.ClientVpnEndpoint
	associations []*topology.DirectConnectGatewayAssociation
	virtual      []*topology.VirtualInterface
	core         []*topology.CoreNetwork
	attached     []*topology.CoreNetworkAttachment
	connects     []*topology.InstanceConnectEndpoint
}

// client adds an endpoint whose clients may do all, in a VPC by some subnets.
func (n *hybridNet) client(id, vpc, block string, subnets ...string) *topology.ClientVpnEndpoint {
	x := &topology.ClientVpnEndpoint{
		ClientVpnEndpointId: id, VpcId: vpc, ClientCidrBlock: netip.MustParsePrefix(block), RoutesKnown: true, AuthorizationRulesKnown: true, TargetNetworksKnown: true,
	}
	x.Status.Code = "available"
	for _, s := range subnets {
		t := topology.ClientVpnTargetNetwork{VpcId: vpc, TargetNetworkId: s}
		t.Status.Code = "associated"
		x.ClientVpnTargetNetworks = append(x.ClientVpnTargetNetworks, t)
		addClientRoute(x, "0.0.0.0/0", s)
	}
	authorize(x, "0.0.0.0/0")
	n.clients = append(n.clients, x)
	return x
}

func addClientRoute(x *topology.ClientVpnEndpoint, block, target string) {
	route := topology.ClientVpnRoute{DestinationCidr: netip.MustParsePrefix(block), TargetSubnet: target}
	route.Status.Code = "active"
	x.Routes = append(x.Routes, route)
}

func authorize(x *topology.ClientVpnEndpoint, block string) {
	rule := topology.ClientVpnAuthorizationRule{DestinationCidr: netip.MustParsePrefix(block), AccessAll: true}
	rule.Status.Code = "active"
	x.AuthorizationRules = append(x.AuthorizationRules, rule)
}

// direct associates a gateway with a Direct Connect gateway.
func (n *hybridNet) direct(id, gateway string, allowed ...string) *topology.DirectConnectGatewayAssociation {
	x := &topology.DirectConnectGatewayAssociation{AssociationId: "assoc-" + id + gateway, AssociationState: "associated", DirectConnectGatewayId: id}
	x.AssociatedGateway.ID = gateway
	for _, block := range allowed {
		x.AllowedPrefixesToDirectConnectGateway = append(x.AllowedPrefixesToDirectConnectGateway, topology.RouteFilterPrefix{Cidr: netip.MustParsePrefix(block)})
	}
	n.associations = append(n.associations, x)
	return x
}

func (n *hybridNet) virtualInterface(id, gateway, state string) {
	n.virtual = append(n.virtual, &topology.VirtualInterface{VirtualInterfaceId: id, DirectConnectGatewayId: gateway, VirtualInterfaceState: state})
}

const coreArn = "arn:aws:networkmanager::111122223333:core-network/core-network-1"

// coreAttach attaches a resource to the core network in a segment at an edge.
func (n *hybridNet) coreAttach(id, kind, resource, segment, edge string, subnets ...string) *topology.CoreNetworkAttachment {
	a := &topology.CoreNetworkAttachment{
		AttachmentId: id, CoreNetworkId: "core-network-1", AttachmentType: kind, State: "AVAILABLE", EdgeLocation: edge, SegmentName: segment,
		ResourceArn: "arn:aws:ec2:eu-west-1:111122223333:" + strings.ToLower(kind) + "/" + resource,
	}
	for _, s := range subnets {
		a.SubnetArns = append(a.SubnetArns, "arn:aws:ec2:eu-west-1:111122223333:subnet/"+s)
	}
	n.attached = append(n.attached, a)
	return a
}

// coreRoute adds a row for a segment at an edge; without attachments it is a blackhole.
func (n *hybridNet) coreRoute(segment, edge, block string, attachments ...string) {
	c := n.core[0]
	route := topology.CoreNetworkRoute{DestinationCidrBlock: netip.MustParsePrefix(block), State: "ACTIVE", Type: "PROPAGATED"}
	if len(attachments) == 0 {
		route.State, route.Type = "BLACKHOLE", "STATIC"
	}
	for _, id := range attachments {
		route.Destinations = append(route.Destinations, topology.CoreNetworkRouteDestination{CoreNetworkAttachmentId: id, SegmentName: segment, EdgeLocation: edge})
	}
	for i := range c.RouteTables {
		if t := &c.RouteTables[i]; t.CoreNetworkSegmentEdge.SegmentName == segment && t.CoreNetworkSegmentEdge.EdgeLocation == edge {
			t.NetworkRoutes = append(t.NetworkRoutes, route)
			return
		}
	}
	c.RouteTables = append(c.RouteTables, topology.CoreNetworkRouteTable{
		CoreNetworkSegmentEdge: topology.CoreNetworkSegmentEdge{SegmentName: segment, EdgeLocation: edge}, Known: true, NetworkRoutes: []topology.CoreNetworkRoute{route},
	})
}

func (n *hybridNet) snapshot() *topology.Snapshot {
	s := n.transitNet.snapshot()
	s.ClientVpnEndpoints, s.DirectConnectGatewayAssociations, s.VirtualInterfaces = copies(n.clients), copies(n.associations), copies(n.virtual)
	s.CoreNetworks, s.CoreNetworkAttachments, s.InstanceConnectEndpoints = copies(n.core), copies(n.attached), copies(n.connects)
	return s
}

// hybridStory is a story of a network with customers' networks.
type hybridStory struct {
	name    string
	network func(n *hybridNet)
	flow    string
	want    Verdict
	forward Verdict // as in story
}

func tellHybrid(t *testing.T, base func(n *hybridNet), stories []hybridStory) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			n := newHybridNet()
			base(n)
			if s.network != nil {
				s.network(n)
			}
			out := Ask(n.snapshot(), flow(t, s.flow))
			forward := s.forward
			if forward == Unreachable {
				forward = s.want
			}
			if out.Verdict != s.want || out.Forward != forward {
				t.Errorf("%s: %v (forward %v), want %v (forward %v): %s\n%s",
					s.flow, out.Verdict, out.Forward, s.want, forward, out.Why, strings.Join(out.Log, "\n"))
			}
		})
	}
}
