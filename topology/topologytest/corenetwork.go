package topologytest

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// CoreARN is how route tables name a core network.
func CoreARN(id string) string { return "arn:aws:networkmanager::" + Account + ":core-network/" + id }

// CoreNetwork is a handle on a core network of Cloud WAN.
type CoreNetwork struct {
	*topology.CoreNetwork
	n *Network
}

// CoreNetwork adds an available core network without any table.
func (n *Network) CoreNetwork(id string) CoreNetwork {
	c := &topology.CoreNetwork{Meta: n.meta(), CoreNetworkId: id, CoreNetworkArn: CoreARN(id), State: "AVAILABLE"}
	n.cores = append(n.cores, c)
	return CoreNetwork{c, n}
}

// AttachVpc adds an available attachment of a VPC in a segment, at the edge of the VPC's Region. Without subnets nothing tells
// which they are.
func (c CoreNetwork) AttachVpc(id, vpc, segment string, subnets ...string) *topology.CoreNetworkAttachment {
	v := c.n.vpc(vpc)
	a := c.Attach(id, "VPC", "arn:aws:ec2:"+v.Region+":"+v.OwnerId+":vpc/"+vpc, segment)
	a.EdgeLocation = v.Region
	for _, s := range subnets {
		a.SubnetArns = append(a.SubnetArns, "arn:aws:ec2:"+v.Region+":"+v.OwnerId+":subnet/"+s)
	}
	return a
}

// Attach adds an available attachment of any kind.
func (c CoreNetwork) Attach(id, kind, arn, segment string) *topology.CoreNetworkAttachment {
	a := &topology.CoreNetworkAttachment{
		Meta: c.n.meta(), AttachmentId: id, CoreNetworkId: c.CoreNetworkId, CoreNetworkArn: c.CoreNetworkArn, AttachmentType: kind,
		State: "AVAILABLE", EdgeLocation: c.n.region, ResourceArn: arn, SegmentName: segment,
	}
	c.n.coreAttachments = append(c.n.coreAttachments, a)
	return a
}

// Routes adds the table of a segment at an edge; each route is "PREFIX TYPE STATE ATTACHMENT...", such as
// "10.1.0.0/16 PROPAGATED ACTIVE attachment-p".
func (c CoreNetwork) Routes(segment, edge string, routes ...string) CoreNetwork {
	t := topology.CoreNetworkRouteTable{
		CoreNetworkSegmentEdge: topology.CoreNetworkSegmentEdge{CoreNetworkId: c.CoreNetworkId, SegmentName: segment, EdgeLocation: edge}, Known: true,
	}
	for _, text := range routes {
		words := strings.Fields(text)
		r := topology.CoreNetworkRoute{DestinationCidrBlock: netip.MustParsePrefix(words[0]), Type: words[1], State: words[2]}
		for _, id := range words[3:] {
			r.Destinations = append(r.Destinations, c.destination(id))
		}
		t.NetworkRoutes = append(t.NetworkRoutes, r)
	}
	c.RouteTables = append(c.RouteTables, t)
	return c
}

// destination is an attachment as routes name it.
func (c CoreNetwork) destination(id string) topology.CoreNetworkRouteDestination {
	d := topology.CoreNetworkRouteDestination{CoreNetworkAttachmentId: id}
	if i := slices.IndexFunc(c.n.coreAttachments, func(a *topology.CoreNetworkAttachment) bool { return a.AttachmentId == id }); i >= 0 {
		a := c.n.coreAttachments[i]
		d.ResourceType, d.EdgeLocation = a.AttachmentType, a.EdgeLocation
		d.ResourceId = a.ResourceArn[strings.LastIndexByte(a.ResourceArn, '/')+1:]
	}
	return d
}

// addCore fills in what the network has of Cloud WAN.
func (n *Network) addCore(s *topology.Snapshot) {
	for _, c := range n.cores {
		slices.SortStableFunc(c.RouteTables, func(a, b topology.CoreNetworkRouteTable) int {
			return cmp.Or(cmp.Compare(a.CoreNetworkSegmentEdge.SegmentName, b.CoreNetworkSegmentEdge.SegmentName),
				cmp.Compare(a.CoreNetworkSegmentEdge.EdgeLocation, b.CoreNetworkSegmentEdge.EdgeLocation))
		})
	}
	s.CoreNetworks = values(n, ref.CoreNetwork, n.cores, func(r *topology.CoreNetwork) string { return r.CoreNetworkId })
	s.CoreNetworkAttachments = values(n, ref.CoreNetworkAttachment, n.coreAttachments, func(r *topology.CoreNetworkAttachment) string { return r.AttachmentId })
}
