package randnet

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

func hasRoute(want func(*topology.Route) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.RouteTables, func(t *topology.RouteTable) bool { return some(t.Routes, want) })
	}
}

// leadsTo is a route to an id of a kind.
func leadsTo(prefix string) func(*snapshot) bool {
	return hasRoute(func(r *topology.Route) bool {
		to := target(r)
		return to != nil && strings.HasPrefix(*to, prefix)
	})
}

func stateIs(state string) func(*snapshot) bool {
	return hasRoute(func(r *topology.Route) bool { return r.State == state })
}

func origin(name string) func(*snapshot) bool {
	return hasRoute(func(r *topology.Route) bool { return r.Origin == name })
}

func hasTable(want func(*topology.RouteTableAssociation) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.RouteTables, func(t *topology.RouteTable) bool { return some(t.Associations, want) })
	}
}

// listRoute is a route for a list that is as wanted.
func listRoute(want func(*topology.PrefixList) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return hasRoute(func(r *topology.Route) bool {
			return r.VpcPeeringConnectionId+r.NatGatewayId+r.NetworkInterfaceId+r.GatewayId != "" &&
				some(s.PrefixLists, func(l *topology.PrefixList) bool { return l.PrefixListId == r.DestinationPrefixListId && want(l) })
		})(s)
	}
}

// localRoute is a route that meets some VPC's own block in a table of that VPC.
func localRoute(want func(r *topology.Route, block netip.Prefix) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		for i := range s.Vpcs {
			own := (&vpcDraft{Vpc: &s.Vpcs[i]}).blocks()
			for _, t := range s.RouteTables {
				for j := range t.Routes {
					for _, b := range own {
						if t.VpcId == s.Vpcs[i].VpcId && want(&t.Routes[j], b) {
							return true
						}
					}
				}
			}
		}
		return false
	}
}

var routeFeatures = map[string]func(*snapshot) bool{
	"explicit table":        hasTable(func(a *topology.RouteTableAssociation) bool { return a.SubnetId != "" }),
	"edge table":            hasTable(func(a *topology.RouteTableAssociation) bool { return a.GatewayId != "" }),
	"readable list":         listRoute(func(l *topology.PrefixList) bool { return l.EntriesKnown && l.OwnerId != "AWS" }),
	"unreadable list":       listRoute(func(l *topology.PrefixList) bool { return !l.EntriesKnown && l.OwnerId != "AWS" }),
	"AWS's list":            listRoute(func(l *topology.PrefixList) bool { return l.EntriesKnown && l.OwnerId == "AWS" }),
	"AWS's unreadable list": listRoute(func(l *topology.PrefixList) bool { return !l.EntriesKnown && l.OwnerId == "AWS" }),
	"list of no family": func(s *snapshot) bool {
		return some(s.PrefixLists, func(l *topology.PrefixList) bool { return l.AddressFamily == "" })
	},
	"overlapping lists": overlappingLists,
	"blackhole":         stateIs("blackhole"),
	"filtered":          stateIs("filtered"),
	"propagated":        origin("EnableVgwRoutePropagation"),
	"advertised":        origin("Advertisement"),
	"more specific than local": localRoute(func(r *topology.Route, b netip.Prefix) bool {
		p := block(r)
		return p.IsValid() && b.Overlaps(p) && p.Bits() > b.Bits() && r.NatGatewayId+r.NetworkInterfaceId != ""
	}),
	"local to a NAT gateway": localRoute(func(r *topology.Route, b netip.Prefix) bool { return block(r) == b && r.NatGatewayId != "" }),
	"local to an interface":  localRoute(func(r *topology.Route, b netip.Prefix) bool { return block(r) == b && r.NetworkInterfaceId != "" }),
	"propagated inside local": localRoute(func(r *topology.Route, b netip.Prefix) bool {
		p := block(r)
		return p.IsValid() && b.Overlaps(p) && r.Origin == "EnableVgwRoutePropagation"
	}),
	"NAT64":                hasRoute(func(r *topology.Route) bool { return r.NatGatewayId != "" && r.DestinationIpv6CidrBlock.IsValid() }),
	"to an instance alone": hasRoute(func(r *topology.Route) bool { return r.InstanceId != "" && r.NetworkInterfaceId == "" }),
	"NAT instance": hasRoute(func(r *topology.Route) bool {
		return r.NetworkInterfaceId != "" && r.DestinationCidrBlock.IsValid() && r.DestinationCidrBlock.Bits() == 0
	}),
	"NAT to a peer": hasRoute(func(r *topology.Route) bool {
		return r.NatGatewayId != "" && r.DestinationCidrBlock.IsValid() && r.DestinationCidrBlock.Bits() > 8
	}),
	"to a transit gateway":      leadsTo("tgw-"),
	"to a carrier gateway":      leadsTo("cagw-"),
	"to a lost endpoint":        leadsTo("vpce-99"),
	"to a lost NAT gateway":     leadsTo("nat-99"),
	"to a lost interface":       leadsTo("eni-99"),
	"to a gateway endpoint":     leadsTo("vpce-0"),
	"to an egress-only gateway": leadsTo("eigw-"),
}

// overlappingLists are two lists with an entry in common that one table sends two ways.
func overlappingLists(s *snapshot) bool {
	entries := map[string][]topology.PrefixListEntry{}
	for _, l := range s.PrefixLists {
		entries[l.PrefixListId] = l.Entries
	}
	return some(s.RouteTables, func(t *topology.RouteTable) bool {
		ways := map[netip.Prefix]string{}
		return some(t.Routes, func(r *topology.Route) bool {
			return some(entries[r.DestinationPrefixListId], func(e *topology.PrefixListEntry) bool {
				before := ways[e.Cidr]
				ways[e.Cidr] = *target(r)
				return before != "" && before != *target(r)
			})
		})
	})
}

func hasNAT(want func(*topology.NatGateway) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.NatGateways, want) }
}

func hasPeering(want func(*topology.VpcPeeringConnection) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.VpcPeeringConnections, want) }
}

func hasVPN(want func(*topology.VpnConnection) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.VpnConnections, want) }
}

func hasEndpoint(want func(*topology.VpcEndpoint) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.VpcEndpoints, want) }
}

func tunnelsAre(want string) func(*snapshot) bool {
	return hasVPN(func(c *topology.VpnConnection) bool {
		states := ""
		for _, t := range c.VgwTelemetry {
			states += t.Status + " "
		}
		return strings.TrimSpace(states) == want
	})
}

func publicAccess(mode string) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.VpcBlockPublicAccessOptions, func(o *topology.VpcBlockPublicAccessOptions) bool { return o.InternetGatewayBlockMode == mode })
	}
}

func excluded(resource, mode string) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.VpcBlockPublicAccessExclusions, func(x *topology.VpcBlockPublicAccessExclusion) bool {
			return strings.Contains(x.ResourceArn, ":"+resource+"/") && x.InternetGatewayExclusionMode == mode
		})
	}
}

var gatewayFeatures = map[string]func(*snapshot) bool{
	"unattached internet gateway": func(s *snapshot) bool {
		return some(s.InternetGateways, func(g *topology.InternetGateway) bool { return len(g.Attachments) == 0 })
	},
	"unattached egress-only gateway": func(s *snapshot) bool {
		return some(s.EgressOnlyInternetGateways, func(g *topology.EgressOnlyInternetGateway) bool { return len(g.Attachments) == 0 })
	},
	"detached VPN gateway": func(s *snapshot) bool {
		return some(s.VpnGateways, func(g *topology.VpnGateway) bool { return g.VpcAttachments[0].State != "attached" })
	},
	"public NAT gateway":           hasNAT(func(g *topology.NatGateway) bool { return g.ConnectivityType == "public" && g.State == "available" }),
	"private NAT gateway":          hasNAT(func(g *topology.NatGateway) bool { return g.ConnectivityType == "private" }),
	"broken NAT gateway":           hasNAT(func(g *topology.NatGateway) bool { return g.State != "available" }),
	"regional NAT gateway":         hasNAT(func(g *topology.NatGateway) bool { return g.AvailabilityMode == "regional" }),
	"NAT gateway of two addresses": hasNAT(func(g *topology.NatGateway) bool { return len(g.NatGatewayAddresses) > 1 }),
	"NAT gateway behind another":   natBehind(func(own, next string) bool { return own != next }),
	"NAT gateway behind itself":    natBehind(func(own, next string) bool { return own == next }),
	"active peering":               hasPeering(func(p *topology.VpcPeeringConnection) bool { return p.Status.Code == "active" }),
	"pending peering":              hasPeering(func(p *topology.VpcPeeringConnection) bool { return p.Status.Code == "pending-acceptance" }),
	"deleted peering":              hasPeering(func(p *topology.VpcPeeringConnection) bool { return p.Status.Code == "deleted" }),
	"inter-Region peering": hasPeering(func(p *topology.VpcPeeringConnection) bool {
		return p.RequesterVpcInfo.Region != p.AccepterVpcInfo.Region
	}),
	"cross-account peering": hasPeering(func(p *topology.VpcPeeringConnection) bool {
		return p.RequesterVpcInfo.OwnerId != p.AccepterVpcInfo.OwnerId
	}),
	"stranger with blocks": hasPeering(func(p *topology.VpcPeeringConnection) bool {
		return p.AccepterVpcInfo.VpcId == "vpc-99" && len(p.AccepterVpcInfo.CidrBlockSet) > 0
	}),
	"stranger without blocks": hasPeering(func(p *topology.VpcPeeringConnection) bool {
		return p.AccepterVpcInfo.VpcId == "vpc-99" && len(p.AccepterVpcInfo.CidrBlockSet) == 0
	}),
	"peers of overlapping blocks":    overlappingPeers,
	"static VPN":                     hasVPN(func(c *topology.VpnConnection) bool { return c.Options.StaticRoutesOnly }),
	"BGP VPN":                        hasVPN(func(c *topology.VpnConnection) bool { return !c.Options.StaticRoutesOnly }),
	"VPN not available":              hasVPN(func(c *topology.VpnConnection) bool { return c.State != "available" }),
	"one tunnel up":                  tunnelsAre("UP DOWN"),
	"no tunnel up":                   tunnelsAre("DOWN DOWN"),
	"no telemetry":                   tunnelsAre(""),
	"Direct Connect":                 directConnect,
	"gateway endpoint":               hasEndpoint(func(e *topology.VpcEndpoint) bool { return e.VpcEndpointType == "Gateway" && e.State == "available" }),
	"gateway endpoint not available": hasEndpoint(func(e *topology.VpcEndpoint) bool { return e.VpcEndpointType == "Gateway" && e.State == "deleting" }),
	"firewall endpoint":              hasEndpoint(func(e *topology.VpcEndpoint) bool { return e.VpcEndpointType == "GatewayLoadBalancer" }),
	"interface endpoint":             hasEndpoint(func(e *topology.VpcEndpoint) bool { return e.VpcEndpointType == "Interface" && len(e.Groups) > 0 }),
	"endpoint pending":               hasEndpoint(func(e *topology.VpcEndpoint) bool { return e.State == "pendingAcceptance" }),
	"access blocked both ways":       publicAccess("block-bidirectional"),
	"access blocked inward":          publicAccess("block-ingress"),
	"access off":                     publicAccess("off"),
	"no access options":              func(s *snapshot) bool { return len(s.VpcBlockPublicAccessOptions) == 0 },
	"VPC excluded":                   excluded("vpc", "allow-bidirectional"),
	"subnet excluded":                excluded("subnet", "allow-bidirectional"),
	"subnet excluded outward":        excluded("subnet", "allow-egress"),
}

// natBehind finds NAT gateways whose own subnet's default route leads to one.
func natBehind(want func(own, next string) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		g := newGround(s, newDice(0, flowStream))
		return some(s.NatGateways, func(n *topology.NatGateway) bool {
			t := g.tables[n.SubnetId]
			if t == nil {
				t = g.tables[n.VpcId]
			}
			return n.SubnetId != "" && t != nil && some(t.Routes, func(r *topology.Route) bool {
				return destination(r) == "0.0.0.0/0" && r.NatGatewayId != "" && want(n.NatGatewayId, r.NatGatewayId)
			})
		})
	}
}

// overlappingPeers are two active peers of one VPC whose blocks overlap.
func overlappingPeers(s *snapshot) bool {
	blocks := map[string][]netip.Prefix{}
	for i := range s.Vpcs {
		blocks[s.Vpcs[i].VpcId] = (&vpcDraft{Vpc: &s.Vpcs[i]}).blocks()
	}
	peers := map[string][]string{}
	for _, p := range s.VpcPeeringConnections {
		if a, b := p.RequesterVpcInfo.VpcId, p.AccepterVpcInfo.VpcId; p.Status.Code == "active" {
			peers[a], peers[b] = append(peers[a], b), append(peers[b], a)
		}
	}
	for _, others := range peers {
		for i, a := range others {
			for _, b := range others[i+1:] {
				if overlap(blocks[a], blocks[b]) {
					return true
				}
			}
		}
	}
	return false
}

// directConnect is a gateway with routes and without VPNs.
func directConnect(s *snapshot) bool {
	return some(s.VpnGateways, func(g *topology.VpnGateway) bool {
		return !some(s.VpnConnections, func(c *topology.VpnConnection) bool { return c.VpnGatewayId == g.VpnGatewayId }) &&
			hasRoute(func(r *topology.Route) bool {
				return r.GatewayId == g.VpnGatewayId && r.Origin == "EnableVgwRoutePropagation"
			})(s)
	})
}
