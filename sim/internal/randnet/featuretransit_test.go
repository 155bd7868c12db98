package randnet

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func hasAttachment(want func(*topology.TransitGatewayVpcAttachment) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.TransitGatewayVpcAttachments, want) }
}

func hasTransitTable(want func(*topology.TransitGatewayRouteTable) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.TransitGatewayRouteTables, want) }
}

func hasTransitRoute(want func(*topology.TransitGatewayRoute) bool) func(*snapshot) bool {
	return hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool { return some(t.Routes, want) })
}

// transitTo is a route to an attachment of a kind.
func transitTo(kind string) func(*snapshot) bool {
	return hasTransitRoute(func(r *topology.TransitGatewayRoute) bool {
		return len(r.TransitGatewayAttachments) > 0 && r.TransitGatewayAttachments[0].ResourceType == kind
	})
}

func hasTransitPeering(want func(a, b topology.PeeringTgwInfo) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.TransitGatewayPeeringAttachments, func(p *topology.TransitGatewayPeeringAttachment) bool {
			return want(p.RequesterTgwInfo, p.AccepterTgwInfo)
		})
	}
}

var transitFeatures = map[string]func(*snapshot) bool{
	"no transit gateway":   func(s *snapshot) bool { return !hasTransit(s) },
	"two transit gateways": func(s *snapshot) bool { return len(s.TransitGateways) > 1 },
	"transit gateway out of order": func(s *snapshot) bool {
		return some(s.TransitGateways, func(g *topology.TransitGateway) bool { return g.State != "available" })
	},
	"transit gateway lost but for its tables": func(s *snapshot) bool {
		return len(s.TransitGateways) < 2 && s.Covers(ref.TransitGateway, "", "") == topology.Whole &&
			hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool {
				return !some(s.TransitGateways, func(g *topology.TransitGateway) bool { return g.TransitGatewayId == t.TransitGatewayId })
			})(s)
	},
	"attachment in one zone of two": func(s *snapshot) bool {
		return hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool {
			return len(zonesOf(s, a)) == 1 && len(zonesOfVpc(s, a.VpcId)) == 2
		})(s)
	},
	"attachment in two zones": func(s *snapshot) bool {
		return hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool { return len(zonesOf(s, a)) == 2 })(s)
	},
	"attachment subnet with hosts": attachmentSubnet(true),
	"attachment subnet of its own": attachmentSubnet(false),
	"attachment subnet with its own ACL": func(s *snapshot) bool {
		return hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool {
			return some(s.NetworkAcls, func(acl *topology.NetworkAcl) bool {
				return !acl.IsDefault && some(acl.Associations, func(x *topology.NetworkAclAssociation) bool { return slices.Contains(a.SubnetIds, x.SubnetId) })
			})
		})(s)
	},
	"attachment out of order": hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool { return a.State == "failed" || a.State == "deleted" }),
	"attachment modified":     hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool { return a.State == "modifying" }),
	"attachment without IPv6": hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool { return a.Options.Ipv6Support == "disable" }),
	"appliance mode":          hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool { return a.Options.ApplianceModeSupport == "enable" }),
	"attachment without references": hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool {
		return a.Options.SecurityGroupReferencingSupport == "disable"
	}),
	"zones by name alone": hasSubnet(func(s *topology.Subnet) bool { return s.AvailabilityZoneId == "" && s.AvailabilityZone != "" }),
	"no zones at all":     hasSubnet(func(s *topology.Subnet) bool { return s.AvailabilityZone == "" }),
	"transit gateway with references": func(s *snapshot) bool {
		return some(s.TransitGateways, func(g *topology.TransitGateway) bool { return g.Options.SecurityGroupReferencingSupport == "enable" })
	},
	"reference over a transit gateway": hasPair(func(s *snapshot, g *topology.SecurityGroup, p *topology.UserIdGroupPair) bool {
		return p.VpcId != "" && p.VpcId != g.VpcId && p.VpcPeeringConnectionId == ""
	}),
	"several transit tables":   func(s *snapshot) bool { return len(s.TransitGatewayRouteTables) > 2 },
	"static transit route":     hasTransitRoute(func(r *topology.TransitGatewayRoute) bool { return r.Type == "static" && r.State == "active" }),
	"propagated transit route": hasTransitRoute(func(r *topology.TransitGatewayRoute) bool { return r.Type == "propagated" }),
	"transit blackhole":        hasTransitRoute(func(r *topology.TransitGatewayRoute) bool { return r.State == "blackhole" }),
	"two paths":                hasTransitRoute(func(r *topology.TransitGatewayRoute) bool { return len(r.TransitGatewayAttachments) > 1 }),
	"central way out": hasTransitRoute(func(r *topology.TransitGatewayRoute) bool {
		return r.DestinationCidrBlock == netip.MustParsePrefix("0.0.0.0/0")
	}),
	"transit list": hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool { return len(t.PrefixListReferences) > 0 }),
	"propagations to derive": hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool {
		return !t.PropagatedRoutesKnown && t.PropagationsKnown && t.StaticRoutesKnown
	}),
	"unknown static routes": hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool { return !t.StaticRoutesKnown }),
	"unknown propagations":  hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool { return !t.PropagationsKnown }),
	"unknown associations":  hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool { return !t.AssociationsKnown }),
	"disabled propagation": hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool {
		return some(t.Propagations, func(p *topology.TransitGatewayRouteTablePropagation) bool { return p.State == "disabled" })
	}),
	"missing association": func(s *snapshot) bool {
		return hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool {
			return len(s.TransitGatewayPolicyTables) == 0 && !hasTransitTable(func(t *topology.TransitGatewayRouteTable) bool {
				return !t.AssociationsKnown || some(t.Associations, func(x *topology.TransitGatewayRouteTableAssociation) bool {
					return x.TransitGatewayAttachmentId == a.TransitGatewayAttachmentId
				})
			})(s)
		})(s)
	},
	"policy table":                  func(s *snapshot) bool { return len(s.TransitGatewayPolicyTables) > 0 },
	"transit peering":               hasTransitPeering(func(a, b topology.PeeringTgwInfo) bool { return a.Region == b.Region }),
	"transit peering over Regions":  hasTransitPeering(func(a, b topology.PeeringTgwInfo) bool { return a.Region != b.Region }),
	"transit peering over accounts": hasTransitPeering(func(a, b topology.PeeringTgwInfo) bool { return a.OwnerId != b.OwnerId }),
	"route to a peer gateway":       transitTo("peering"),
	"route to a transit VPN":        transitTo("vpn"),
	"route to Direct Connect":       transitTo("direct-connect-gateway"),
	"route to Connect":              transitTo("connect"),
	"route to a Client VPN":         transitTo("client-vpn"),
	"route to a network function":   transitTo("network-function"),
	"transit VPN with IPv6": hasVPN(func(c *topology.VpnConnection) bool {
		return c.TransitGatewayId != "" && c.Options.TunnelInsideIpVersion == "ipv6"
	}),
	"attachments not told in general": func(s *snapshot) bool {
		return len(s.TransitGatewayAttachments) == 0 && len(s.TransitGatewayVpcAttachments) > 0
	},
	"VPC attachments missing": func(s *snapshot) bool {
		return len(s.TransitGatewayVpcAttachments) == 0 && len(s.TransitGatewayAttachments) > 0
	},
	"transit tables missing": func(s *snapshot) bool {
		return s.Covers(ref.TransitGatewayRouteTable, "", "") == topology.Absent
	},
	"route to a transit gateway on one side only": oneSided,
}

func hasTransit(s *snapshot) bool {
	return len(s.TransitGatewayRouteTables)+len(s.TransitGatewayVpcAttachments) > 0
}

func zonesOf(s *snapshot, a *topology.TransitGatewayVpcAttachment) map[string]bool {
	zones := map[string]bool{}
	for i := range s.Subnets {
		if slices.Contains(a.SubnetIds, s.Subnets[i].SubnetId) {
			zones[s.Subnets[i].AvailabilityZone] = true
		}
	}
	return zones
}

func zonesOfVpc(s *snapshot, vpc string) map[string]bool {
	zones := map[string]bool{}
	for i := range s.Subnets {
		if s.Subnets[i].VpcId == vpc {
			zones[s.Subnets[i].AvailabilityZone] = true
		}
	}
	return zones
}

func attachmentSubnet(hosts bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool {
			return hosts == hasInterface(func(e *topology.NetworkInterface) bool {
				return e.InterfaceType == "interface" && slices.Contains(a.SubnetIds, e.SubnetId)
			})(s)
		})(s)
	}
}

// oneSided are two tables of attached VPCs of which only one leads to a transit gateway.
func oneSided(s *snapshot) bool {
	led := func(want bool) bool {
		return hasAttachment(func(a *topology.TransitGatewayVpcAttachment) bool {
			return some(s.RouteTables, func(t *topology.RouteTable) bool {
				return t.VpcId == a.VpcId && want == some(t.Routes, func(r *topology.Route) bool { return r.TransitGatewayId == a.TransitGatewayId })
			})
		})(s)
	}
	return led(true) && led(false)
}

// checkTransit holds what hangs on transit gateways to ids that are there.
func checkTransit(s *topology.Snapshot, check func(ref.Ref, string)) {
	for i := range s.TransitGatewayVpcAttachments {
		a := &s.TransitGatewayVpcAttachments[i]
		check(a.Ref(), a.VpcId)
		for _, id := range a.SubnetIds {
			check(a.Ref(), id)
		}
	}
	for i := range s.TransitGatewayAttachments {
		a := &s.TransitGatewayAttachments[i]
		if a.Association != nil {
			check(a.Ref(), a.Association.TransitGatewayRouteTableId)
		}
		if a.ResourceType == "vpc" || a.ResourceType == "vpn" {
			check(a.Ref(), a.ResourceId)
		}
	}
	for i := range s.TransitGatewayRouteTables {
		t := &s.TransitGatewayRouteTables[i]
		for _, x := range t.PrefixListReferences {
			check(t.Ref(), x.PrefixListId)
		}
	}
}

// TestMostNetworksHaveNoTransitGateway keeps them the smaller part.
func TestMostNetworksHaveNoTransitGateway(t *testing.T) {
	with := 0
	forEachNetwork(t, func(_ *testing.T, _ uint64, s *topology.Snapshot) {
		if hasTransit(s) {
			with++
		}
	})
	if with < seeds*3/10 || with*2 >= seeds {
		t.Errorf("%d of %d networks have transit gateways", with, seeds)
	}
}

// TestDescribeTellsOfTransitGateways looks for the ids in the text.
func TestDescribeTellsOfTransitGateways(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		text := Describe(s)
		for i := range s.TransitGatewayVpcAttachments {
			if id := s.TransitGatewayVpcAttachments[i].TransitGatewayAttachmentId; !strings.Contains(text, "\n"+id+" ") {
				t.Errorf("no line for %s", id)
			}
		}
		for i := range s.TransitGatewayRouteTables {
			if id := s.TransitGatewayRouteTables[i].TransitGatewayRouteTableId; !strings.Contains(text, "\n"+id+" ") {
				t.Errorf("no line for %s", id)
			}
		}
	})
}
