package cli

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/provision"
)

// withHosts puts a host into each subnet that a question names and a plan or template declares without anything of the user's in it, so that flows between
// subnets can be asked about before there are hosts. The question is then about that host.
func (n *network) withHosts(asked *report.Asked) *network {
	for _, word := range []*string{&asked.From, &asked.To} {
		subnet := n.emptySubnet(*word)
		if subnet == nil {
			continue
		}
		host := subnet.SubnetId + "#host"
		d := provision.New(n.snapshot)
		group := subnet.SubnetId + "#any-group"
		open := topology.IpPermission{IpProtocol: "-1", IpRanges: provision.AllowAll().IpRanges, Ipv6Ranges: provision.AllowAll6()}
		d.AddGroup(topology.SecurityGroup{GroupId: group, VpcId: subnet.VpcId, IpPermissions: []topology.IpPermission{open}, IpPermissionsEgress: []topology.IpPermission{open}})
		d.AddInterface(topology.NetworkInterface{NetworkInterfaceId: host, SubnetId: subnet.SubnetId, Status: "in-use", Groups: []topology.GroupIdentifier{{GroupId: group}}})
		copied := *n
		copied.snapshot = provision.Lay(n.snapshot, provision.New(n.snapshot), d, n.name, "hosts")
		copied.graph, _ = graph.Compile(copied.snapshot, n.options)
		n = &copied
		asked.Notes = append(asked.Notes, fmt.Sprintf("nothing of yours is in %s: this is about a host there whose security groups let everything through", *word))
		*word = host
	}
	return n
}

// emptySubnet is the declared subnet that a word names, if it holds no interface but those of services; nil otherwise.
func (n *network) emptySubnet(word string) *topology.Subnet {
	at := slices.IndexFunc(n.snapshot.Subnets, func(s topology.Subnet) bool { return s.Address != "" && (s.Address == word || s.SubnetId == word) })
	if at < 0 {
		return nil
	}
	s := &n.snapshot.Subnets[at]
	own := func(i topology.NetworkInterface) bool { return i.SubnetId == s.SubnetId && !i.RequesterManaged }
	if slices.ContainsFunc(n.snapshot.NetworkInterfaces, own) {
		return nil
	}
	return s
}
