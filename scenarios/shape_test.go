package scenarios

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"testing"
)

// These tests hold the documents to what AWS always prints: implied things are
// written out, and what two commands print agrees.

type routeTable struct {
	RouteTableID string
	VpcID        string
	Associations []struct {
		Main     bool
		SubnetID string
	}
	Routes []struct {
		DestinationCidrBlock, DestinationIpv6CidrBlock, GatewayID, State string
	}
}

type networkACL struct {
	NetworkACLID string
	VpcID        string
	IsDefault    bool
	Associations []struct {
		SubnetID string
	}
	Entries []struct {
		RuleNumber               int
		Egress                   bool
		RuleAction               string
		CidrBlock, Ipv6CidrBlock string
	}
}

type permission struct {
	IPProtocol       string
	FromPort, ToPort *int
	IPRanges         []struct{ CidrIP string }
	Ipv6Ranges       []struct{ CidrIpv6 string }
	PrefixListIDs    []struct{ PrefixListID string }
	UserIDGroupPairs []struct{ GroupID string }
}

type securityGroup struct {
	GroupID             string
	GroupName           string
	VpcID               string
	IPPermissions       []permission
	IPPermissionsEgress []permission
}

type securityGroupRule struct {
	GroupID                          string
	IsEgress                         bool
	IPProtocol                       string
	FromPort, ToPort                 int
	CidrIpv4, CidrIpv6, PrefixListID string
	ReferencedGroupInfo              struct{ GroupID string }
}

func TestEveryVPCHasWhatAWSCreates(t *testing.T) {
	for _, s := range snapshots(t) {
		main, acl, group := map[string]int{}, map[string]int{}, map[string]int{}
		for _, r := range list[routeTable](t, s, "RouteTables") {
			for _, a := range r.Associations {
				if a.Main {
					main[r.VpcID]++
				}
			}
		}
		for _, a := range list[networkACL](t, s, "NetworkAcls") {
			if a.IsDefault {
				acl[a.VpcID]++
			}
		}
		for _, g := range list[securityGroup](t, s, "SecurityGroups") {
			if g.GroupName == "default" {
				group[g.VpcID]++
			}
		}
		for _, v := range list[vpc](t, s, "Vpcs") {
			if main[v.VpcID] != 1 || acl[v.VpcID] != 1 || group[v.VpcID] != 1 {
				t.Errorf("%s: %s has %d main route tables, %d default network ACLs, %d default security groups, want one of each",
					s.design, v.VpcID, main[v.VpcID], acl[v.VpcID], group[v.VpcID])
			}
		}
	}
}

func TestEveryRouteTableHasItsLocalRoutes(t *testing.T) {
	for _, s := range snapshots(t) {
		blocks := map[string][]netip.Prefix{}
		for _, v := range list[vpc](t, s, "Vpcs") {
			blocks[v.VpcID] = v.blocks()
		}
		for _, r := range list[routeTable](t, s, "RouteTables") {
			var local []netip.Prefix
			for _, route := range r.Routes {
				if route.State != "active" {
					t.Errorf("%s: %s has a route that is %s", s.design, r.RouteTableID, route.State)
				}
				if route.GatewayID == "local" {
					local = append(local, netip.MustParsePrefix(route.DestinationCidrBlock+route.DestinationIpv6CidrBlock))
				}
			}
			if !slices.Equal(local, blocks[r.VpcID]) {
				t.Errorf("%s: %s has local routes to %v, want %v", s.design, r.RouteTableID, local, blocks[r.VpcID])
			}
		}
	}
}

func TestEverySubnetHasOneNetworkACL(t *testing.T) {
	for _, s := range snapshots(t) {
		acls := map[string]int{}
		for _, a := range list[networkACL](t, s, "NetworkAcls") {
			for _, as := range a.Associations {
				acls[as.SubnetID]++
			}
		}
		for _, sub := range list[subnet](t, s, "Subnets") {
			if acls[sub.SubnetID] != 1 {
				t.Errorf("%s: %s has %d network ACLs, want 1", s.design, sub.SubnetID, acls[sub.SubnetID])
			}
		}
	}
}

func TestEveryNetworkACLEndsInDeny(t *testing.T) {
	type last struct {
		egress bool
		number int
		cidr   string
	}
	for _, s := range snapshots(t) {
		ipv6 := map[string]bool{}
		for _, v := range list[vpc](t, s, "Vpcs") {
			ipv6[v.VpcID] = len(v.Ipv6CidrBlockAssociationSet) > 0
		}
		for _, a := range list[networkACL](t, s, "NetworkAcls") {
			want := []last{{true, 32767, "0.0.0.0/0"}, {false, 32767, "0.0.0.0/0"}}
			if ipv6[a.VpcID] {
				want = []last{{true, 32767, "0.0.0.0/0"}, {true, 32768, "::/0"}, {false, 32767, "0.0.0.0/0"}, {false, 32768, "::/0"}}
			}
			var got []last
			for _, e := range a.Entries {
				if e.RuleAction == "deny" {
					got = append(got, last{e.Egress, e.RuleNumber, e.CidrBlock + e.Ipv6CidrBlock})
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s denies %v, want %v", s.design, a.NetworkACLID, got, want)
			}
		}
	}
}

// describe-security-groups and describe-security-group-rules print the same rules.
func TestSecurityGroupRulesAgree(t *testing.T) {
	for _, s := range snapshots(t) {
		var groups, rules []string
		for _, g := range list[securityGroup](t, s, "SecurityGroups") {
			groups = append(groups, flatten(g.GroupID, false, g.IPPermissions)...)
			groups = append(groups, flatten(g.GroupID, true, g.IPPermissionsEgress)...)
		}
		for _, r := range list[securityGroupRule](t, s, "SecurityGroupRules") {
			remote := r.CidrIpv4 + r.CidrIpv6 + r.PrefixListID + r.ReferencedGroupInfo.GroupID
			rules = append(rules, ruleText(r.GroupID, r.IsEgress, r.IPProtocol, r.FromPort, r.ToPort, remote))
		}
		slices.Sort(groups)
		slices.Sort(rules)
		if !slices.Equal(groups, rules) {
			t.Errorf("%s: the rules of the groups are\n%q, of the rules\n%q", s.design, groups, rules)
		}
	}
}

func flatten(group string, egress bool, permissions []permission) []string {
	var rules []string
	for _, p := range permissions {
		from, to := -1, -1
		if p.FromPort != nil && p.ToPort != nil {
			from, to = *p.FromPort, *p.ToPort
		}
		for _, remote := range p.remotes() {
			rules = append(rules, ruleText(group, egress, p.IPProtocol, from, to, remote))
		}
	}
	return rules
}

func (p permission) remotes() []string {
	var all []string
	for _, r := range p.IPRanges {
		all = append(all, r.CidrIP)
	}
	for _, r := range p.Ipv6Ranges {
		all = append(all, r.CidrIpv6)
	}
	for _, r := range p.PrefixListIDs {
		all = append(all, r.PrefixListID)
	}
	for _, r := range p.UserIDGroupPairs {
		all = append(all, r.GroupID)
	}
	return all
}

func ruleText(group string, egress bool, protocol string, from, to int, remote string) string {
	return fmt.Sprintf("%s egress=%t %s/%d-%d %s", group, egress, protocol, from, to, remote)
}

// describe-instances repeats the interfaces of describe-network-interfaces.
func TestInstancesAndInterfacesAgree(t *testing.T) {
	for _, s := range snapshots(t) {
		byID := map[string]networkInterface{}
		for _, n := range list[networkInterface](t, s, "NetworkInterfaces") {
			byID[n.NetworkInterfaceID] = n
		}
		for _, i := range instances(t, s) {
			for _, n := range i.NetworkInterfaces {
				want := byID[n.NetworkInterfaceID]
				want.AvailabilityZone = "" // describe-instances has it elsewhere
				if !reflect.DeepEqual(n, want) {
					t.Errorf("%s: %s is printed as\n%+v by its instance, as\n%+v by itself", s.design, n.NetworkInterfaceID, n, want)
				}
			}
		}
	}
}

// The short fields of an interface and of an instance repeat the primary address.
func TestPrimaryAddressesAgree(t *testing.T) {
	for _, s := range snapshots(t) {
		for _, n := range list[networkInterface](t, s, "NetworkInterfaces") {
			if n.PrivateIPAddress != n.PrivateIPAddresses[0].PrivateIPAddress {
				t.Errorf("%s: %s has two primary addresses", s.design, n.NetworkInterfaceID)
			}
		}
		for _, i := range instances(t, s) {
			n := i.NetworkInterfaces[0]
			if i.SubnetID != n.SubnetID || i.PrivateIPAddress != n.PrivateIPAddress || i.Ipv6Address != n.ipv6() || i.PublicIPAddress != n.publicIP() {
				t.Errorf("%s: %s and its interface %s disagree on the subnet or an address", s.design, i.InstanceID, n.NetworkInterfaceID)
			}
		}
	}
}

// Elastic IP addresses, and the NAT gateways that hold some, name the interface
// that has the association.
func TestElasticAddressesAgree(t *testing.T) {
	type holder struct{ NetworkInterfaceID, PublicIP string }
	for _, s := range snapshots(t) {
		public := map[string]string{}
		for _, n := range list[networkInterface](t, s, "NetworkInterfaces") {
			public[n.NetworkInterfaceID] = n.publicIP()
		}
		holders := list[holder](t, s, "Addresses")
		for _, g := range list[struct{ NatGatewayAddresses []holder }](t, s, "NatGateways") {
			holders = append(holders, g.NatGatewayAddresses...)
		}
		for _, h := range holders {
			if public[h.NetworkInterfaceID] != h.PublicIP {
				t.Errorf("%s: %s is said to have %s, has %q", s.design, h.NetworkInterfaceID, h.PublicIP, public[h.NetworkInterfaceID])
			}
		}
	}
}

// Both sides of a peering connection print it alike, so that the two merge.
func TestPeersAgreeOnTheirConnection(t *testing.T) {
	for _, s := range snapshots(t) {
		seen := map[any]map[string]any{}
		for _, pcx := range list[map[string]any](t, s, "VpcPeeringConnections") {
			id := pcx["VpcPeeringConnectionId"]
			if before, ok := seen[id]; ok && !reflect.DeepEqual(before, pcx) {
				t.Errorf("%s: the two sides print %s differently", s.design, id)
			}
			seen[id] = pcx
		}
	}
}
