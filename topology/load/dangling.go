package load

import (
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// refers reports an id that leads nowhere, unless no document of its kind was read: then that is said instead.
func (c *checker) refers(from interface {
	Ref() ref.Ref
	Origin() *topology.Meta
}, things string, to ref.Ref) {
	m := from.Origin()
	if to.ID == "" || c.holds(to) || c.snapshot.Unresolved(to.ID) || c.snapshot.Covers(to.Kind, m.Account, m.Region) == topology.Absent {
		return
	}
	c.add(warning("DANGLING_REFERENCE", from.Ref(), to.ID, "take the documents of all accounts concerned, in one go"),
		things+" "+article(to.Kind)+" that the snapshot does not hold (#)", m)
}

// article is "a subnet", "an internet gateway", "a VPC endpoint".
func article(kind ref.Kind) string {
	name := strings.NewReplacer("-", " ", "vpc", "VPC", "acl", "ACL", "vpn", "VPN").Replace(kind.String())
	if strings.ContainsRune("aei", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

func (c *checker) dangling() {
	s := c.snapshot
	for i := range s.Subnets {
		c.refers(&s.Subnets[i], "a subnet lies in", ref.Ref{Kind: ref.Vpc, ID: s.Subnets[i].VpcId})
	}
	for i := range s.SecurityGroups {
		c.securityGroup(&s.SecurityGroups[i])
	}
	for _, i := range c.suspects() {
		n := &s.NetworkInterfaces[i]
		c.refers(n, "a network interface lies in", ref.Ref{Kind: ref.Vpc, ID: n.VpcId})
		c.refers(n, "a network interface lies in", ref.Ref{Kind: ref.Subnet, ID: n.SubnetId})
		for _, g := range n.Groups {
			c.refers(n, "a network interface has", ref.Ref{Kind: ref.SecurityGroup, ID: g.GroupId})
		}
	}
	for i := range s.NetworkAcls {
		a := &s.NetworkAcls[i]
		c.refers(a, "a network ACL lies in", ref.Ref{Kind: ref.Vpc, ID: a.VpcId})
		for _, to := range a.Associations {
			c.refers(a, "a network ACL is associated with", ref.Ref{Kind: ref.Subnet, ID: to.SubnetId})
		}
	}
	for i := range s.RouteTables {
		c.routeTable(&s.RouteTables[i])
	}
}

// suspects are the network interfaces that name something the snapshot does not hold. All cores look for them.
func (c *checker) suspects() []int {
	all := c.snapshot.NetworkInterfaces
	found := make([][]int, runtime.GOMAXPROCS(0))
	var seekers sync.WaitGroup
	for part := range found {
		seekers.Go(func() {
			for i := len(all) * part / len(found); i < len(all)*(part+1)/len(found); i++ {
				if n := &all[i]; c.index[n.VpcId] == nil || c.index[n.SubnetId] == nil ||
					slices.ContainsFunc(n.Groups, func(g topology.GroupIdentifier) bool { return c.index[g.GroupId] == nil }) {
					found[part] = append(found[part], i)
				}
			}
		})
	}
	seekers.Wait()
	return slices.Concat(found...)
}

func (c *checker) securityGroup(g *topology.SecurityGroup) {
	c.refers(g, "a security group lies in", ref.Ref{Kind: ref.Vpc, ID: g.VpcId})
	for _, permissions := range [][]topology.IpPermission{g.IpPermissions, g.IpPermissionsEgress} {
		for _, p := range permissions {
			for _, pair := range p.UserIdGroupPairs {
				if pair.VpcPeeringConnectionId == "" && (pair.UserId == "" || pair.UserId == g.OwnerId) {
					c.refers(g, "a security group grants to", ref.Ref{Kind: ref.SecurityGroup, ID: pair.GroupId})
				}
			}
		}
	}
}

// kindsOfTargets tells what a route leads to by its id.
var kindsOfTargets = map[string]ref.Kind{
	"igw": ref.InternetGateway, "eigw": ref.EgressOnlyInternetGateway, "nat": ref.NatGateway, "eni": ref.NetworkInterface,
	"pcx": ref.VpcPeeringConnection, "vpce": ref.VpcEndpoint, "vgw": ref.VpnGateway, "tgw": ref.TransitGateway, "cagw": ref.CarrierGateway,
}

func (c *checker) routeTable(t *topology.RouteTable) {
	c.refers(t, "a route table lies in", ref.Ref{Kind: ref.Vpc, ID: t.VpcId})
	for _, a := range t.Associations {
		c.refers(t, "a route table is associated with", ref.Ref{Kind: ref.Subnet, ID: a.SubnetId})
	}
	for i := range t.Routes {
		id := targetOf(&t.Routes[i])
		name, _, _ := strings.Cut(id, "-")
		if kind, known := kindsOfTargets[name]; known {
			c.refers(t, "a route leads to", ref.Ref{Kind: kind, ID: id})
		}
	}
}

// prefixLists finds the lists that rules and routes use and whose entries are not known.
func (c *checker) prefixLists() {
	known := map[string]bool{}
	for _, l := range c.snapshot.PrefixLists {
		known[l.PrefixListId] = l.EntriesKnown
	}
	use := func(r ref.Ref, m *topology.Meta, id string) {
		if id == "" || known[id] {
			return
		}
		known[id] = true
		c.add(warning("PREFIX_LIST_UNKNOWN", r, id, "add the output of aws ec2 get-managed-prefix-list-entries --prefix-list-id "+id+" for each, with the id beside it"),
			"the entries of a prefix list that rules or routes use were not read (#)", m)
	}
	for i := range c.snapshot.RouteTables {
		t := &c.snapshot.RouteTables[i]
		for _, r := range t.Routes {
			use(t.Ref(), &t.Meta, r.DestinationPrefixListId)
		}
	}
	for i := range c.snapshot.SecurityGroups {
		g := &c.snapshot.SecurityGroups[i]
		for _, permissions := range [][]topology.IpPermission{g.IpPermissions, g.IpPermissionsEgress} {
			for _, p := range permissions {
				for _, l := range p.PrefixListIds {
					use(g.Ref(), &g.Meta, l.PrefixListId)
				}
			}
		}
	}
}
