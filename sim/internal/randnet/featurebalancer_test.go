package randnet

import (
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

var balancerFeatures = merge(nodeFeatures, listenerFeatures, targetFeatures, linkFeatures)

func hasBalancer(want func(*topology.LoadBalancer) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.LoadBalancers, want) }
}

func hasNode(want func(*topology.NetworkInterface) bool) func(*snapshot) bool {
	return hasInterface(func(e *topology.NetworkInterface) bool { return isNode(e) && want(e) })
}

var nodeFeatures = map[string]func(*snapshot) bool{
	"no load balancer":          func(s *snapshot) bool { return len(s.LoadBalancers)+len(s.ClassicLoadBalancers) == 0 },
	"application load balancer": hasBalancer(func(b *topology.LoadBalancer) bool { return b.Type == "application" }),
	"network load balancer":     hasBalancer(func(b *topology.LoadBalancer) bool { return b.Type == "network" }),
	"classic load balancer":     func(s *snapshot) bool { return len(s.ClassicLoadBalancers) > 0 },
	"load balancer broken": hasBalancer(func(b *topology.LoadBalancer) bool {
		return b.State.Code == "failed" || b.State.Code == "provisioning"
	}),
	"load balancer in two zones": hasBalancer(func(b *topology.LoadBalancer) bool {
		return some(b.AvailabilityZones, func(z *topology.LoadBalancerZone) bool { return z.ZoneName != b.AvailabilityZones[0].ZoneName })
	}),
	"load balancer without zones": hasBalancer(func(b *topology.LoadBalancer) bool { return len(b.AvailabilityZones) == 0 }),
	"load balancer with zones by name": hasBalancer(func(b *topology.LoadBalancer) bool {
		return len(b.AvailabilityZones) > 0 && b.AvailabilityZones[0].SubnetId == ""
	}),
	"load balancer of unknown settings": hasBalancer(func(b *topology.LoadBalancer) bool { return !b.AttributesKnown }),
	"link that is not asked": hasBalancer(func(b *topology.LoadBalancer) bool {
		return b.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic == "off"
	}),
	"node with a public address": hasNode(func(e *topology.NetworkInterface) bool { return e.Association != nil }),
	"node with IPv6":             hasNode(func(e *topology.NetworkInterface) bool { return e.Ipv6Address.IsValid() }),
	"node without groups":        hasNode(func(e *topology.NetworkInterface) bool { return len(e.Groups) == 0 }),
	"node in no zone that is enabled": func(s *snapshot) bool {
		return hasNode(func(e *topology.NetworkInterface) bool {
			return some(s.LoadBalancers, func(b *topology.LoadBalancer) bool {
				return strings.HasSuffix(b.LoadBalancerArn, strings.TrimPrefix(e.Description, "ELB ")) && len(b.AvailabilityZones) > 0 &&
					!some(b.AvailabilityZones, func(z *topology.LoadBalancerZone) bool { return z.ZoneName == e.AvailabilityZone })
			})
		})(s)
	},
	"node of a lost load balancer": func(s *snapshot) bool {
		known := func(e *topology.NetworkInterface) bool {
			name := strings.TrimPrefix(e.Description, "ELB ")
			return some(s.LoadBalancers, func(b *topology.LoadBalancer) bool { return strings.HasSuffix(b.LoadBalancerArn, name) }) ||
				some(s.ClassicLoadBalancers, func(c *topology.ClassicLoadBalancer) bool { return c.LoadBalancerName == name })
		}
		return hasNode(func(e *topology.NetworkInterface) bool { return !known(e) })(s)
	},
}

func hasListener(want func(*topology.Listener) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.Listeners, want) }
}

func hasAction(want func(*topology.ListenerAction) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.Listeners, func(l *topology.Listener) bool { return some(l.DefaultActions, want) }) ||
			some(s.ListenerRules, func(r *topology.ListenerRule) bool { return some(r.Actions, want) })
	}
}

func listensFor(protocols ...string) func(*snapshot) bool {
	return hasListener(func(l *topology.Listener) bool { return slices.Contains(protocols, l.Protocol) })
}

func weighs(zero bool) func(*snapshot) bool {
	return hasAction(func(a *topology.ListenerAction) bool {
		if a.ForwardConfig == nil {
			return false
		}
		for _, g := range a.ForwardConfig.TargetGroups {
			if zero && (g.Weight == nil || *g.Weight != 0) || !zero && g.Weight != nil && *g.Weight == 0 {
				return !zero
			}
		}
		return zero
	})
}

var listenerFeatures = map[string]func(*snapshot) bool{
	"HTTP listener":                   listensFor("HTTP", "HTTPS"),
	"TCP listener":                    listensFor("TCP", "TLS"),
	"UDP listener":                    listensFor("UDP"),
	"TCP_UDP listener":                listensFor("TCP_UDP"),
	"QUIC listener":                   listensFor("QUIC", "TCP_QUIC"),
	"redirect":                        hasAction(func(a *topology.ListenerAction) bool { return a.Type == "redirect" }),
	"authentication":                  hasAction(func(a *topology.ListenerAction) bool { return a.Type == "authenticate-oidc" }),
	"weight of zero":                  weighs(false),
	"weights of zero alone":           weighs(true),
	"listener without actions":        hasListener(func(l *topology.Listener) bool { return len(l.DefaultActions) == 0 }),
	"listeners missing":               func(s *snapshot) bool { return s.Covers(ref.Listener, "", "") == topology.Absent },
	"rule":                            func(s *snapshot) bool { return len(s.ListenerRules) > 0 },
	"rule about the client's address": func(s *snapshot) bool { return some(s.ListenerRules, isAboutClients) },
}

func isAboutClients(r *topology.ListenerRule) bool {
	return some(r.Conditions, func(c *topology.ListenerRuleCondition) bool { return c.SourceIpConfig != nil })
}

func hasTargetGroup(want func(*topology.TargetGroup) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.TargetGroups, want) }
}

func hasTarget(want func(*topology.TargetGroup, *topology.TargetHealthDescription) bool) func(*snapshot) bool {
	return hasTargetGroup(func(g *topology.TargetGroup) bool {
		return some(g.TargetHealthDescriptions, func(t *topology.TargetHealthDescription) bool { return want(g, t) })
	})
}

func hasSetting(key, value string) func(*snapshot) bool {
	return hasTargetGroup(func(g *topology.TargetGroup) bool {
		return some(g.Attributes, func(a *topology.Attribute) bool { return a.Key == key && a.Value == value })
	})
}

func targetOf(kind string) func(*snapshot) bool {
	return hasTarget(func(g *topology.TargetGroup, _ *topology.TargetHealthDescription) bool { return g.TargetType == kind })
}

var targetFeatures = map[string]func(*snapshot) bool{
	"instance as a target":             targetOf("instance"),
	"address as a target":              targetOf("ip"),
	"function as a target":             targetOf("lambda"),
	"load balancer as a target":        targetOf("alb"),
	"target group of IPv6":             hasTargetGroup(func(g *topology.TargetGroup) bool { return g.IpAddressType == "ipv6" }),
	"target group without targets":     hasTargetGroup(func(g *topology.TargetGroup) bool { return g.TargetHealthKnown && len(g.TargetHealthDescriptions) == 0 }),
	"target group of unknown targets":  hasTargetGroup(func(g *topology.TargetGroup) bool { return !g.TargetHealthKnown }),
	"target group of unknown settings": hasTargetGroup(func(g *topology.TargetGroup) bool { return !g.AttributesKnown }),
	"target group over zones":          hasSetting(crossZone, "true"),
	"target group inside zones":        hasSetting(crossZone, "false"),
	"clients' addresses kept":          hasSetting(keepIP, "true"),
	"clients' addresses hidden":        hasSetting(keepIP, "false"),
	"target group lost": func(s *snapshot) bool {
		return hasAction(func(a *topology.ListenerAction) bool {
			return a.TargetGroupArn != "" && !some(s.TargetGroups, func(g *topology.TargetGroup) bool { return g.TargetGroupArn == a.TargetGroupArn })
		})(s)
	},
	"draining target": hasTarget(func(_ *topology.TargetGroup, t *topology.TargetHealthDescription) bool {
		return t.TargetHealth.State == "draining"
	}),
	"unhealthy target": hasTarget(func(_ *topology.TargetGroup, t *topology.TargetHealthDescription) bool {
		return t.TargetHealth.State == "unhealthy"
	}),
	"target with its own port": hasTarget(func(g *topology.TargetGroup, t *topology.TargetHealthDescription) bool {
		return t.Target.Port != 0 && t.Target.Port != g.Port
	}),
	"target without port": hasTarget(func(_ *topology.TargetGroup, t *topology.TargetHealthDescription) bool { return t.Target.Port == 0 }),
	"target in all zones": hasTarget(func(_ *topology.TargetGroup, t *topology.TargetHealthDescription) bool {
		return t.Target.AvailabilityZone == "all"
	}),
	"target's zone not told": hasTarget(func(g *topology.TargetGroup, t *topology.TargetHealthDescription) bool {
		return g.TargetType == "ip" && t.Target.AvailabilityZone == ""
	}),
	"instance that is lost": hasTarget(func(_ *topology.TargetGroup, t *topology.TargetHealthDescription) bool { return t.Target.Id == "i-99" }),
	"node as a target": func(s *snapshot) bool {
		return hasNode(func(e *topology.NetworkInterface) bool {
			return hasTarget(func(_ *topology.TargetGroup, t *topology.TargetHealthDescription) bool {
				return t.Target.Id == e.PrivateIpAddress.String()
			})(s)
		})(s)
	},
}

func hasService(want func(*snapshot, *topology.VpcEndpointServiceConfiguration) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.VpcEndpointServiceConfigurations, func(c *topology.VpcEndpointServiceConfiguration) bool { return want(s, c) })
	}
}

// servedBy is a service with an endpoint.
func servedBy(want func(*topology.VpcEndpointServiceConfiguration, *topology.VpcEndpoint) bool) func(*snapshot) bool {
	return hasService(func(s *snapshot, c *topology.VpcEndpointServiceConfiguration) bool {
		return some(s.VpcEndpoints, func(v *topology.VpcEndpoint) bool {
			return v.ServiceName == c.ServiceName && len(v.NetworkInterfaceIds) > 0 && want(c, v)
		})
	})
}

var linkFeatures = map[string]func(*snapshot) bool{
	"endpoint service": servedBy(func(*topology.VpcEndpointServiceConfiguration, *topology.VpcEndpoint) bool { return true }),
	"endpoint service in another Region": servedBy(func(c *topology.VpcEndpointServiceConfiguration, v *topology.VpcEndpoint) bool {
		return c.Region != v.Region
	}),
	"endpoint service that is pending": servedBy(func(_ *topology.VpcEndpointServiceConfiguration, v *topology.VpcEndpoint) bool {
		return v.State == "pendingAcceptance"
	}),
	"endpoint service out of order": hasService(func(_ *snapshot, c *topology.VpcEndpointServiceConfiguration) bool { return c.ServiceState == "Failed" }),
	"endpoint service of two": hasService(func(_ *snapshot, c *topology.VpcEndpointServiceConfiguration) bool {
		return len(c.NetworkLoadBalancerArns) > 1
	}),
	"endpoint service of the load balancer": hasService(func(_ *snapshot, c *topology.VpcEndpointServiceConfiguration) bool {
		return len(c.AvailabilityZones) == 0
	}),
	"endpoint service in some zones": hasService(func(_ *snapshot, c *topology.VpcEndpointServiceConfiguration) bool {
		return len(c.AvailabilityZones) > 0
	}),
}

// TestFlowsMeetFronts: where there are load balancers, many flows are about them.
func TestFlowsMeetFronts(t *testing.T) {
	met, all := 0, 0
	forEachNetwork(t, func(_ *testing.T, seed uint64, s *snapshot) {
		g := newGround(s, newDice(seed, flowStream))
		for _, f := range Flows(s, seed, 40) {
			if len(g.fronts) == 0 {
				break
			}
			all++
			for _, x := range g.fronts {
				a := x.of.Association
				if slices.Contains(g.addresses(x.of), f.To) || a != nil && a.PublicIp == f.To {
					met++
					break
				}
			}
		}
	})
	t.Logf("%d of %d", met, all)
	if met*2 < all {
		t.Errorf("only %d of %d flows are to a load balancer or an endpoint", met, all)
	}
}
