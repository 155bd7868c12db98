package randnet

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// TestEveryFeatureAppears counts the networks that have each feature: a change of weights must not lose one.
func TestEveryFeatureAppears(t *testing.T) {
	count := map[string]int{}
	forEachNetwork(t, func(_ *testing.T, _ uint64, s *topology.Snapshot) {
		for name, has := range features {
			if has(s) {
				count[name]++
			}
		}
	})
	for name := range features {
		t.Logf("%3d %s", count[name], name)
		if count[name] == 0 {
			t.Errorf("no network of %d has: %s", seeds, name)
		}
	}
}

// some reports whether a row is as wanted.
func some[T any](rows []T, want func(*T) bool) bool {
	for i := range rows {
		if want(&rows[i]) {
			return true
		}
	}
	return false
}

type snapshot = topology.Snapshot

// features tell what a network may have.
var features = merge(vpcFeatures, interfaceFeatures, routeFeatures, gatewayFeatures, groupFeatures, aclFeatures, documentFeatures, transitFeatures, balancerFeatures, hybridFeatures(), middleboxFeatures)

func merge(sets ...map[string]func(*snapshot) bool) map[string]func(*snapshot) bool {
	all := map[string]func(*snapshot) bool{}
	for _, set := range sets {
		for name, has := range set {
			all[name] = has
		}
	}
	return all
}

func hasVpc(want func(*topology.Vpc) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.Vpcs, want) }
}

func hasSubnet(want func(*topology.Subnet) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.Subnets, want) }
}

var vpcFeatures = map[string]func(*snapshot) bool{
	"secondary block in force": hasVpc(func(v *topology.Vpc) bool {
		return len((&vpcDraft{Vpc: v}).blocks()) > 1 && len(v.CidrBlockAssociationSet) > 1
	}),
	"disassociated block": hasVpc(func(v *topology.Vpc) bool {
		return some(v.CidrBlockAssociationSet, func(b *topology.VpcCidrBlockAssociation) bool { return b.CidrBlockState.State == "disassociated" })
	}),
	"private IPv6": hasVpc(func(v *topology.Vpc) bool {
		return some(v.Ipv6CidrBlockAssociationSet, func(b *topology.VpcIpv6CidrBlockAssociation) bool { return b.Ipv6AddressAttribute == "private" })
	}),
	"routable IPv4 block": hasVpc(func(v *topology.Vpc) bool { return v.CidrBlock == netip.MustParsePrefix("54.240.0.0/24") }),
	"another account":     hasVpc(func(v *topology.Vpc) bool { return v.Account == peerAccount }),
	"another Region":      hasVpc(func(v *topology.Vpc) bool { return v.Region == peerRegion }),
	"IPv4-only subnet":    hasSubnet(func(s *topology.Subnet) bool { return len(s.Ipv6CidrBlockAssociationSet) == 0 }),
	"dual-stack subnet":   hasSubnet(func(s *topology.Subnet) bool { return s.CidrBlock.IsValid() && len(s.Ipv6CidrBlockAssociationSet) > 0 }),
	"IPv6-only subnet":    hasSubnet(func(s *topology.Subnet) bool { return s.Ipv6Native && !s.CidrBlock.IsValid() }),
	"two VPCs of the same block": func(s *snapshot) bool {
		seen := map[netip.Prefix]bool{}
		return some(s.Vpcs, func(v *topology.Vpc) bool { twice := seen[v.CidrBlock]; seen[v.CidrBlock] = true; return twice })
	},
}

func hasInterface(want func(*topology.NetworkInterface) bool) func(*snapshot) bool {
	return func(s *snapshot) bool { return some(s.NetworkInterfaces, want) }
}

func secondary(e *topology.NetworkInterface) bool { return len(e.PrivateIpAddresses) > 1 }

var interfaceFeatures = map[string]func(*snapshot) bool{
	"secondary IPv4":        hasInterface(secondary),
	"secondary IPv6":        hasInterface(func(e *topology.NetworkInterface) bool { return len(e.Ipv6Addresses) > 1 }),
	"delegated IPv4 prefix": hasInterface(func(e *topology.NetworkInterface) bool { return len(e.Ipv4Prefixes) > 0 }),
	"delegated IPv6 prefix": hasInterface(func(e *topology.NetworkInterface) bool { return len(e.Ipv6Prefixes) > 0 }),
	"public primary":        hasInterface(func(e *topology.NetworkInterface) bool { return e.Association != nil && e.InterfaceType == "interface" }),
	"public secondary": hasInterface(func(e *topology.NetworkInterface) bool {
		return secondary(e) && e.PrivateIpAddresses[1].Association != nil
	}),
	"detached interface":      hasInterface(func(e *topology.NetworkInterface) bool { return e.Status == "available" }),
	"forwarder":               hasInterface(func(e *topology.NetworkInterface) bool { return !*e.SourceDestCheck && e.InterfaceType == "interface" }),
	"participant's interface": hasInterface(func(e *topology.NetworkInterface) bool { return e.OwnerId == peerAccount }),
	"endpoint's interface":    hasInterface(func(e *topology.NetworkInterface) bool { return e.DenyAllIgwTraffic }),
	"stopped instance": func(s *snapshot) bool {
		return some(s.Instances, func(i *topology.Instance) bool { return i.State.Name == "stopped" })
	},
	"several interfaces": func(s *snapshot) bool {
		return some(s.Instances, func(i *topology.Instance) bool { return len(i.NetworkInterfaces) > 1 })
	},
	"missing instance": func(s *snapshot) bool {
		known := ids(s)
		return s.Covers(ref.Instance, "", "") == topology.Whole && some(s.NetworkInterfaces, func(e *topology.NetworkInterface) bool {
			return e.Attachment != nil && e.Attachment.InstanceId != "" && !known[e.Attachment.InstanceId]
		})
	},
	"spare Elastic IP": func(s *snapshot) bool {
		return some(s.Addresses, func(a *topology.Address) bool { return a.AssociationId == "" })
	},
	"Elastic IP in Addresses alone": func(s *snapshot) bool {
		return some(s.Addresses, func(a *topology.Address) bool { return untold(s, a, false) })
	},
	"Elastic IP of a delegated address": func(s *snapshot) bool {
		return some(s.Addresses, func(a *topology.Address) bool { return untold(s, a, true) })
	},
}

// untold reports whether the interface of an Elastic IP does not tell of it: it holds the address itself, or by a prefix.
func untold(s *snapshot, a *topology.Address, delegated bool) bool {
	return some(s.NetworkInterfaces, func(e *topology.NetworkInterface) bool {
		if e.NetworkInterfaceId != a.NetworkInterfaceId {
			return false
		}
		if delegated {
			return some(e.Ipv4Prefixes, func(p *topology.NetworkInterfaceIpv4Prefix) bool { return p.Ipv4Prefix.Contains(a.PrivateIpAddress) })
		}
		return some(e.PrivateIpAddresses, func(p *topology.NetworkInterfacePrivateIpAddress) bool {
			return p.PrivateIpAddress == a.PrivateIpAddress && p.Association == nil
		})
	})
}

func hasAcl(want func(*topology.NetworkAclEntry) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.NetworkAcls, func(a *topology.NetworkAcl) bool { return some(a.Entries, want) })
	}
}

var aclFeatures = map[string]func(*snapshot) bool{
	"custom ACL": func(s *snapshot) bool {
		return some(s.NetworkAcls, func(a *topology.NetworkAcl) bool { return !a.IsDefault && len(a.Associations) > 0 })
	},
	"shared ACL": func(s *snapshot) bool {
		return some(s.NetworkAcls, func(a *topology.NetworkAcl) bool { return !a.IsDefault && len(a.Associations) > 1 })
	},
	"deny":                  hasAcl(func(e *topology.NetworkAclEntry) bool { return e.RuleAction == "deny" && e.RuleNumber < 32767 }),
	"split ephemeral range": hasAcl(func(e *topology.NetworkAclEntry) bool { return e.PortRange != nil && e.PortRange.From == 49152 }),
	"ICMP type":             hasAcl(func(e *topology.NetworkAclEntry) bool { return e.Protocol == "1" && e.IcmpTypeCode.Type >= 0 }),
	"ICMPv6 type": hasAcl(func(e *topology.NetworkAclEntry) bool {
		return e.Protocol == "58" && e.Ipv6CidrBlock.IsValid() && e.IcmpTypeCode.Type >= 0
	}),
	"58 with IPv4":     hasAcl(func(e *topology.NetworkAclEntry) bool { return e.Protocol == "58" && e.CidrBlock.IsValid() }),
	"1 with IPv6":      hasAcl(func(e *topology.NetworkAclEntry) bool { return e.Protocol == "1" && e.Ipv6CidrBlock.IsValid() }),
	"protocol number":  hasAcl(func(e *topology.NetworkAclEntry) bool { return e.Protocol == "47" }),
	"unreadable entry": hasAcl(func(e *topology.NetworkAclEntry) bool { return !e.CidrBlock.IsValid() && !e.Ipv6CidrBlock.IsValid() }),
}

func hasPermission(want func(*topology.IpPermission) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.SecurityGroups, func(g *topology.SecurityGroup) bool {
			return some(g.IpPermissions, want) || some(g.IpPermissionsEgress, want)
		})
	}
}

func hasPair(want func(*snapshot, *topology.SecurityGroup, *topology.UserIdGroupPair) bool) func(*snapshot) bool {
	return func(s *snapshot) (found bool) {
		for i := range s.SecurityGroups {
			g := &s.SecurityGroups[i]
			forEachPair(g, func(p *topology.UserIdGroupPair) { found = found || want(s, g, p) })
		}
		return found
	}
}

func protocolIs(names ...string) func(*snapshot) bool {
	return hasPermission(func(p *topology.IpPermission) bool { return slices.Contains(names, p.IpProtocol) })
}

var groupFeatures = map[string]func(*snapshot) bool{
	"reference to itself": hasPair(func(_ *snapshot, g *topology.SecurityGroup, p *topology.UserIdGroupPair) bool {
		return p.GroupId == g.GroupId && g.GroupName != "default"
	}),
	"reference in the VPC": hasPair(func(_ *snapshot, g *topology.SecurityGroup, p *topology.UserIdGroupPair) bool {
		return p.GroupId != g.GroupId && p.VpcPeeringConnectionId == ""
	}),
	"reference over a peering": hasPair(func(_ *snapshot, _ *topology.SecurityGroup, p *topology.UserIdGroupPair) bool {
		return p.PeeringStatus == "active"
	}),
	"stale reference": hasPair(func(_ *snapshot, _ *topology.SecurityGroup, p *topology.UserIdGroupPair) bool {
		return p.PeeringStatus == "deleted"
	}),
	"reference to a stranger": hasPair(func(_ *snapshot, _ *topology.SecurityGroup, p *topology.UserIdGroupPair) bool {
		return p.GroupId == "sg-98" || p.GroupId == "sg-99"
	}),
	"prefix list in a group": hasPermission(func(p *topology.IpPermission) bool { return len(p.PrefixListIds) > 0 }),
	"ICMP type in a group": hasPermission(func(p *topology.IpPermission) bool {
		return p.IpProtocol == "icmp" && *p.FromPort >= 0 && *p.ToPort >= 0
	}),
	"ICMPv6 without ports": hasPermission(func(p *topology.IpPermission) bool { return p.IpProtocol == "icmpv6" && p.FromPort == nil }),
	"GRE":                  protocolIs("47"),
	"protocols by number":  protocolIs("6", "17", "1"),
	"58 in a group":        protocolIs("58"),
	"unreadable protocol":  protocolIs("unreadable"),
	"group without ingress": func(s *snapshot) bool {
		return some(s.SecurityGroups, func(g *topology.SecurityGroup) bool { return len(g.IpPermissions) == 0 })
	},
	"group without egress": func(s *snapshot) bool {
		return some(s.SecurityGroups, func(g *topology.SecurityGroup) bool { return len(g.IpPermissionsEgress) == 0 })
	},
	"participant's group": func(s *snapshot) bool {
		return some(s.SecurityGroups, func(g *topology.SecurityGroup) bool { return g.OwnerId == peerAccount })
	},
	"group lent to another VPC": func(s *snapshot) bool { return len(s.SecurityGroupVpcAssociations) > 0 },
	"unknown group": hasInterface(func(e *topology.NetworkInterface) bool {
		return some(e.Groups, func(g *topology.GroupIdentifier) bool { return g.GroupId == "sg-97" })
	}),
	"rules documents": func(s *snapshot) bool { return len(s.SecurityGroupRules) > 0 },
}

var documentFeatures = map[string]func(*snapshot) bool{
	"kind missing":              func(s *snapshot) bool { return !whole(s) },
	"interfaces missing":        func(s *snapshot) bool { return s.Covers(ref.NetworkInterface, "", "") == topology.Absent },
	"partial document":          func(s *snapshot) bool { return some(s.Documents, func(d *topology.Document) bool { return d.Partial }) },
	"documents of an account":   func(s *snapshot) bool { return s.Documents[0].Account != "" },
	"kind missing for a Region": func(s *snapshot) bool { return s.Documents[0].Account != "" && hasLost(s) },
}
