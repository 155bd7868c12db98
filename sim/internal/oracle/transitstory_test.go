package oracle

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// transitNet is a small network with transit gateways.
type transitNet struct {
	*topologytest.Network
	gateways    []*topology.TransitGateway
	attachments []*topology.TransitGatewayVpcAttachment
	rows        []*topology.TransitGatewayAttachment
	peerings    []*topology.TransitGatewayPeeringAttachment
	tables      []*transitTable
	policies    []*topology.TransitGatewayPolicyTable
	vpns        []*topology.VpnConnection
	partial     []string // keys of documents that were truncated
}

type transitTable struct {
	*topology.TransitGatewayRouteTable
}

// zoned adds a subnet in zone "1" or "2" of the Region.
func (n *transitNet) zoned(id, vpc, zone, block string) {
	s := n.Subnet(id, vpc, block)
	s.AvailabilityZone, s.AvailabilityZoneId = s.Region+map[string]string{"1": "a", "2": "b"}[zone], "az"+zone
}

func (n *transitNet) gateway(id string) *topology.TransitGateway {
	g := &topology.TransitGateway{Meta: topology.Meta{Account: topologytest.Account, Region: topologytest.Region}, TransitGatewayId: id, State: "available"}
	n.gateways = append(n.gateways, g)
	return g
}

// attach attaches a VPC by some subnets.
func (n *transitNet) attach(id, gateway, vpc string, subnets ...string) *topology.TransitGatewayVpcAttachment {
	a := &topology.TransitGatewayVpcAttachment{TransitGatewayAttachmentId: id, TransitGatewayId: gateway, VpcId: vpc, State: "available", SubnetIds: subnets}
	a.Options.SecurityGroupReferencingSupport = "enable"
	n.attachments = append(n.attachments, a)
	return a
}

// table adds a route table of which everything is known, for what comes in by some attachments.
func (n *transitNet) table(id, gateway string, attachments ...string) *transitTable {
	t := &transitTable{&topology.TransitGatewayRouteTable{
		Meta:                       topology.Meta{Account: topologytest.Account, Region: topologytest.Region},
		TransitGatewayRouteTableId: id, TransitGatewayId: gateway, State: "available",
		AssociationsKnown: true, PropagationsKnown: true, StaticRoutesKnown: true, PropagatedRoutesKnown: true, PrefixListReferencesKnown: true,
	}}
	for _, a := range attachments {
		t.Associations = append(t.Associations, topology.TransitGatewayRouteTableAssociation{TransitGatewayAttachmentId: a, State: "associated"})
	}
	n.tables = append(n.tables, t)
	return t
}

func (n *transitNet) tableOf(id string) *transitTable {
	for _, t := range n.tables {
		if t.TransitGatewayRouteTableId == id {
			return t
		}
	}
	return nil
}

// kinds of attachments by their ids: "att-a" is a VPC's.
func kindOfID(id string) string {
	for prefix, kind := range map[string]string{"vpn-": "vpn", "peer-": "peering", "dx-": "direct-connect-gateway", "nf-": "network-function"} {
		if strings.HasPrefix(id, prefix) {
			return kind
		}
	}
	return "vpc"
}

func routeAttachments(ids []string) []topology.TransitGatewayRouteAttachment {
	var all []topology.TransitGatewayRouteAttachment
	for _, id := range ids {
		all = append(all, topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: id, ResourceType: kindOfID(id), ResourceId: strings.TrimPrefix(id, "vpn-")})
	}
	return all
}

// route adds a static route; without attachments it is a blackhole.
func (t *transitTable) route(prefix string, attachments ...string) *transitTable {
	r := topology.TransitGatewayRoute{DestinationCidrBlock: netip.MustParsePrefix(prefix), Type: "static", State: "active", TransitGatewayAttachments: routeAttachments(attachments)}
	if len(attachments) == 0 {
		r.State = "blackhole"
	}
	t.Routes = append(t.Routes, r)
	return t
}

// propagated adds a route that an attachment propagated.
func (t *transitTable) propagated(prefix, attachment string) *transitTable {
	t.route(prefix, attachment)
	t.Routes[len(t.Routes)-1].Type = "propagated"
	return t
}

// unlisted keeps the static rows alone, and the propagations that tell of the others.
func (t *transitTable) unlisted(attachments ...string) *transitTable {
	t.PropagatedRoutesKnown = false
	t.Routes = slices.DeleteFunc(t.Routes, func(r topology.TransitGatewayRoute) bool { return r.Type == "propagated" })
	for _, a := range routeAttachments(attachments) {
		t.Propagations = append(t.Propagations, topology.TransitGatewayRouteTablePropagation{
			TransitGatewayAttachmentId: a.TransitGatewayAttachmentId, ResourceType: a.ResourceType, ResourceId: a.ResourceId, State: "enabled"})
	}
	return t
}

// dissociate takes an attachment's association away.
func (t *transitTable) dissociate(attachment string) {
	t.Associations = slices.DeleteFunc(t.Associations, func(a topology.TransitGatewayRouteTableAssociation) bool {
		return a.TransitGatewayAttachmentId == attachment
	})
}

// peer joins two gateways.
func (n *transitNet) peer(id, a, b string) *topology.TransitGatewayPeeringAttachment {
	p := &topology.TransitGatewayPeeringAttachment{TransitGatewayAttachmentId: id, State: "available"}
	p.RequesterTgwInfo.TransitGatewayId, p.AccepterTgwInfo.TransitGatewayId = a, b
	p.RequesterTgwInfo.Region, p.AccepterTgwInfo.Region = topologytest.Region, topologytest.Region
	n.peerings = append(n.peerings, p)
	return p
}

// vpn adds a connection on a gateway: its attachment is "vpn-" and the id.
func (n *transitNet) vpn(id, gateway string, prefixes ...string) *topology.VpnConnection {
	c := &topology.VpnConnection{VpnConnectionId: id, TransitGatewayId: gateway, State: "available"}
	c.Options.StaticRoutesOnly = len(prefixes) > 0
	for _, p := range prefixes {
		c.Routes = append(c.Routes, topology.VpnStaticRoute{DestinationCidrBlock: netip.MustParsePrefix(p), State: "available"})
	}
	n.vpns = append(n.vpns, c)
	return c
}

// row describes an attachment by what all kinds have.
func (n *transitNet) row(gateway, id string) *topology.TransitGatewayAttachment {
	to := routeAttachments([]string{id})[0]
	a := &topology.TransitGatewayAttachment{TransitGatewayAttachmentId: id, TransitGatewayId: gateway, ResourceType: to.ResourceType, ResourceId: to.ResourceId, State: "available"}
	n.rows = append(n.rows, a)
	return a
}

func (n *transitNet) snapshot() *topology.Snapshot {
	s := n.Network.Snapshot()
	s.TransitGateways, s.TransitGatewayVpcAttachments = copies(n.gateways), copies(n.attachments)
	s.TransitGatewayAttachments, s.TransitGatewayPeeringAttachments = copies(n.rows), copies(n.peerings)
	s.TransitGatewayPolicyTables = copies(n.policies)
	s.VpnConnections = append(s.VpnConnections, copies(n.vpns)...)
	for _, t := range n.tables {
		s.TransitGatewayRouteTables = append(s.TransitGatewayRouteTables, *t.TransitGatewayRouteTable)
	}
	s.Documents = slices.DeleteFunc(s.Documents, func(d topology.Document) bool { return d.Key == "TransitGatewayVpcAttachments" })
	s.Documents = append(s.Documents, topology.Document{
		Key: "TransitGatewayVpcAttachments", Kind: ref.None, Partial: slices.Contains(n.partial, "TransitGatewayVpcAttachments"),
	})
	return s
}

func copies[T any](pointers []*T) []T {
	var all []T
	for _, p := range pointers {
		all = append(all, *p)
	}
	return all
}

// transitStory is a story of a network with transit gateways.
type transitStory struct {
	name    string
	network func(n *transitNet)
	flow    string
	want    Verdict
	forward Verdict // as in story
}

func tellTransit(t *testing.T, base func(n *transitNet), stories []transitStory) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			n := &transitNet{Network: topologytest.New()}
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
