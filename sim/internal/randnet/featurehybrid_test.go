package randnet

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

func hasClients(want func(*topology.ClientVpnEndpoint) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.ClientVpnEndpoints, want) }
}

var clientFeatures = map[string]func(*snapshot) bool{
	"Client VPN in a VPC": hasClients(func(x *topology.ClientVpnEndpoint) bool { return x.VpcId != "" && x.Status.Code == "available" }),
	"Client VPN on a transit gateway": func(s *snapshot) bool {
		return hasClients(func(x *topology.ClientVpnEndpoint) bool {
			return some(s.TransitGatewayAttachments, func(a *topology.TransitGatewayAttachment) bool { return a.ResourceId == x.ClientVpnEndpointId })
		})(s)
	},
	"Client VPN out of order":          hasClients(func(x *topology.ClientVpnEndpoint) bool { return x.Status.Code == "pending-associate" }),
	"Client VPN in two subnets":        hasClients(func(x *topology.ClientVpnEndpoint) bool { return len(x.ClientVpnTargetNetworks) > 1 }),
	"Client VPN nowhere":               hasClients(func(x *topology.ClientVpnEndpoint) bool { return x.VpcId == "" && x.TransportProtocol != "" }),
	"Client VPN with IPv6":             hasClients(func(x *topology.ClientVpnEndpoint) bool { return x.ClientCidrBlock.Addr().Is6() }),
	"Client VPN without rules known":   hasClients(func(x *topology.ClientVpnEndpoint) bool { return !x.AuthorizationRulesKnown }),
	"Client VPN without routes known":  hasClients(func(x *topology.ClientVpnEndpoint) bool { return !x.RoutesKnown }),
	"Client VPN without subnets known": hasClients(func(x *topology.ClientVpnEndpoint) bool { return !x.TargetNetworksKnown }),
	"client to client": hasClients(func(x *topology.ClientVpnEndpoint) bool {
		return some(x.Routes, func(r *topology.ClientVpnRoute) bool { return r.TargetSubnet == "local" })
	}),
	"rule for a group": hasClients(func(x *topology.ClientVpnEndpoint) bool {
		return some(x.AuthorizationRules, func(r *topology.ClientVpnAuthorizationRule) bool { return !r.AccessAll })
	}),
	"rule in the making": hasClients(func(x *topology.ClientVpnEndpoint) bool {
		return some(x.AuthorizationRules, func(r *topology.ClientVpnAuthorizationRule) bool { return r.Status.Code == "authorizing" })
	}),
	"Client VPN without an interface": func(s *snapshot) bool {
		return hasClients(func(x *topology.ClientVpnEndpoint) bool {
			return some(x.ClientVpnTargetNetworks, func(t *topology.ClientVpnTargetNetwork) bool { return len(clientInterfaces(s, t.TargetNetworkId)) == 0 })
		})(s)
	},
	"two Client VPN interfaces in a subnet": hasSubnetOf(func(s *snapshot, sub *topology.Subnet) bool { return len(clientInterfaces(s, sub.SubnetId)) > 1 }),
	"transit gateway modified": func(s *snapshot) bool {
		return some(s.TransitGateways, func(g *topology.TransitGateway) bool { return g.State == "modifying" })
	},
}

func hasSubnetOf(want func(*snapshot, *topology.Subnet) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.Subnets, func(sub *topology.Subnet) bool { return want(s, sub) })
	}
}

func clientInterfaces(s *snapshot, subnet string) []string {
	var all []string
	for i := range s.NetworkInterfaces {
		if e := &s.NetworkInterfaces[i]; e.SubnetId == subnet && strings.HasPrefix(e.Description, "ClientVPN") {
			all = append(all, e.NetworkInterfaceId)
		}
	}
	return all
}

func hasDirect(want func(*topology.DirectConnectGatewayAssociation) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.DirectConnectGatewayAssociations, want) }
}

var directFeatures = map[string]func(*snapshot) bool{
	"Direct Connect of a transit gateway": hasDirect(func(x *topology.DirectConnectGatewayAssociation) bool {
		return x.AssociatedGateway.Type == "transitGateway"
	}),
	"Direct Connect beside a VPN": func(s *snapshot) bool {
		return hasDirect(func(x *topology.DirectConnectGatewayAssociation) bool {
			return hasVPN(func(c *topology.VpnConnection) bool {
				return x.VirtualGatewayId != "" && c.VpnGatewayId == x.VirtualGatewayId
			})(s)
		})(s)
	},
	"Direct Connect alone": func(s *snapshot) bool {
		return hasDirect(func(x *topology.DirectConnectGatewayAssociation) bool {
			return x.VirtualGatewayId != "" && !hasVPN(func(c *topology.VpnConnection) bool { return c.VpnGatewayId == x.VirtualGatewayId })(s)
		})(s)
	},
	"Direct Connect that ends": hasDirect(func(x *topology.DirectConnectGatewayAssociation) bool { return x.AssociationState == "disassociated" }),
	"Direct Connect without a filter": hasDirect(func(x *topology.DirectConnectGatewayAssociation) bool {
		return len(x.AllowedPrefixesToDirectConnectGateway) == 0
	}),
	"Direct Connect with an unread filter": hasDirect(func(x *topology.DirectConnectGatewayAssociation) bool {
		return some(x.AllowedPrefixesToDirectConnectGateway, func(p *topology.RouteFilterPrefix) bool { return p.Cidr == netip.Prefix{} })
	}),
	"virtual interface down": func(s *snapshot) bool {
		return some(s.VirtualInterfaces, func(x *topology.VirtualInterface) bool { return x.VirtualInterfaceState == "down" })
	},
	"virtual interface with a peer down": func(s *snapshot) bool {
		return some(s.VirtualInterfaces, func(x *topology.VirtualInterface) bool {
			return len(x.BgpPeers) > 0 && x.BgpPeers[0].BgpStatus == "down"
		})
	},
}

func hasCoreRoute(want func(*topology.CoreNetworkRoute) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.CoreNetworks, func(c *topology.CoreNetwork) bool {
			return some(c.RouteTables, func(t *topology.CoreNetworkRouteTable) bool { return some(t.NetworkRoutes, want) })
		})
	}
}

func hasCoreAttachment(want func(*topology.CoreNetworkAttachment) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.CoreNetworkAttachments, want) }
}

func coreAttachmentOf(kind string) func(*snapshot) bool {
	return hasCoreAttachment(func(a *topology.CoreNetworkAttachment) bool { return a.AttachmentType == kind })
}

var coreFeatures = map[string]func(*snapshot) bool{
	"core attachment with subnets": hasCoreAttachment(func(a *topology.CoreNetworkAttachment) bool { return len(a.SubnetArns) > 0 }),
	"core attachment without subnets": hasCoreAttachment(func(a *topology.CoreNetworkAttachment) bool {
		return a.AttachmentType == "VPC" && len(a.SubnetArns) == 0
	}),
	"core attachment out of order": hasCoreAttachment(func(a *topology.CoreNetworkAttachment) bool { return a.State == "FAILED" }),
	"core appliance mode":          hasCoreAttachment(func(a *topology.CoreNetworkAttachment) bool { return a.Options.ApplianceModeSupport }),
	"core attachment elsewhere":    hasCoreAttachment(func(a *topology.CoreNetworkAttachment) bool { return a.EdgeLocation == peerRegion }),
	"second segment":               hasCoreAttachment(func(a *topology.CoreNetworkAttachment) bool { return a.SegmentName == "dev" }),
	"core VPN":                     coreAttachmentOf("SITE_TO_SITE_VPN"),
	"core Connect":                 coreAttachmentOf("CONNECT"),
	"core Direct Connect":          coreAttachmentOf("DIRECT_CONNECT_GATEWAY"),
	"core transit gateway":         coreAttachmentOf("TRANSIT_GATEWAY_ROUTE_TABLE"),
	"core network function":        coreAttachmentOf("NETWORK_FUNCTION"),
	"core blackhole":               hasCoreRoute(func(r *topology.CoreNetworkRoute) bool { return r.State == "BLACKHOLE" }),
	"core route of several ways":   hasCoreRoute(func(r *topology.CoreNetworkRoute) bool { return len(r.Destinations) > 1 }),
	"core route by a list":         hasCoreRoute(func(r *topology.CoreNetworkRoute) bool { return r.PrefixListId != "" }),
	"core network without tables": func(s *snapshot) bool {
		return some(s.CoreNetworks, func(c *topology.CoreNetwork) bool { return len(c.RouteTables) == 0 })
	},
	"core network missing":    func(s *snapshot) bool { return len(s.CoreNetworks) == 0 && len(s.CoreNetworkAttachments) > 0 },
	"route to a core network": hasRoute(func(r *topology.Route) bool { return r.CoreNetworkArn == coreArn(coreID) }),
}

func hasConnect(want func(*topology.InstanceConnectEndpoint) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.InstanceConnectEndpoints, want) }
}

func hasEndpointType(kind string) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.VpcEndpoints, func(v *topology.VpcEndpoint) bool { return v.VpcEndpointType == kind && len(v.NetworkInterfaceIds) > 0 })
	}
}

var connectFeatures = map[string]func(*snapshot) bool{
	"Instance Connect Endpoint": hasConnect(func(x *topology.InstanceConnectEndpoint) bool { return x.PreserveClientIp == nil }),
	"Instance Connect Endpoint for clients": hasConnect(func(x *topology.InstanceConnectEndpoint) bool {
		return x.PreserveClientIp != nil && *x.PreserveClientIp
	}),
	"Instance Connect Endpoint in the making": hasConnect(func(x *topology.InstanceConnectEndpoint) bool { return x.State == "create-in-progress" }),
	"function's interface":                    hasInterface(func(e *topology.NetworkInterface) bool { return e.InterfaceType == "lambda" }),
}

var latticeFeatures = map[string]func(*snapshot) bool{
	"resource endpoint":        hasEndpointType("Resource"),
	"service network endpoint": hasEndpointType("ServiceNetwork"),
}

func hybridFeatures() map[string]func(*snapshot) bool {
	return merge(clientFeatures, directFeatures, coreFeatures, connectFeatures, latticeFeatures)
}

// TestDescribeTellsOfCustomersNetworks looks for the ids in the text.
func TestDescribeTellsOfCustomersNetworks(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		text := Describe(s)
		for i := range s.ClientVpnEndpoints {
			if id := s.ClientVpnEndpoints[i].ClientVpnEndpointId; !strings.Contains(text, "\n"+id+" ") {
				t.Errorf("no line for %s", id)
			}
		}
		for i := range s.CoreNetworkAttachments {
			if id := s.CoreNetworkAttachments[i].AttachmentId; !strings.Contains(text, "\n"+id+" ") {
				t.Errorf("no line for %s", id)
			}
		}
	})
}
