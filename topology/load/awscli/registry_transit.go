package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// staticRoutes is the wrapper under which only the static routes of a table are kept.
const staticRoutes = "TransitGatewayStaticRoutes"

func registerTransit() {
	listOf("TransitGateways", ref.TransitGateway, "TransitGatewayId", func(s *snapshot) *[]topology.TransitGateway { return &s.TransitGateways })
	listOf("TransitGatewayAttachments", ref.TransitGatewayAttachment, "TransitGatewayAttachmentId",
		func(s *snapshot) *[]topology.TransitGatewayAttachment { return &s.TransitGatewayAttachments })
	listOf("TransitGatewayVpcAttachments", ref.None, "TransitGatewayAttachmentId VpcId",
		func(s *snapshot) *[]topology.TransitGatewayVpcAttachment { return &s.TransitGatewayVpcAttachments })
	listOf("TransitGatewayPeeringAttachments", ref.None, "TransitGatewayAttachmentId",
		func(s *snapshot) *[]topology.TransitGatewayPeeringAttachment {
			return &s.TransitGatewayPeeringAttachments
		})
	listOf("TransitGatewayConnects", ref.None, "TransitGatewayAttachmentId",
		func(s *snapshot) *[]topology.TransitGatewayConnect { return &s.TransitGatewayConnects })
	listOf("TransitGatewayConnectPeers", ref.None, "TransitGatewayConnectPeerId",
		func(s *snapshot) *[]topology.TransitGatewayConnectPeer { return &s.TransitGatewayConnectPeers })
	listOf("TransitGatewayRouteTables", ref.TransitGatewayRouteTable, "TransitGatewayRouteTableId",
		func(s *snapshot) *[]topology.TransitGatewayRouteTable { return &s.TransitGatewayRouteTables })
	listOf("TransitGatewayPolicyTables", ref.TransitGatewayPolicyTable, "TransitGatewayPolicyTableId",
		func(s *snapshot) *[]topology.TransitGatewayPolicyTable { return &s.TransitGatewayPolicyTables })
	wrapperOf(staticRoutes, ref.None)
	wrapperOf("TransitGatewayPropagations", ref.None)
	registerTransitRoutes()
	registerTransitAssociations()
}

// transitTable is an owner of contents of a transit gateway route table.
func transitTable[R any](complete func(*topology.TransitGatewayRouteTable, *contribution[R])) owner[R] {
	return belongsTo("TransitGatewayRouteTableId", `tgw-rtb-[0-9a-f]+`, func(c *contribution[R]) {
		t := topology.TransitGatewayRouteTable{Meta: c.meta, TransitGatewayRouteTableId: c.id}
		complete(&t, c)
		c.snapshot.TransitGatewayRouteTables = append(c.snapshot.TransitGatewayRouteTables, t)
	})
}

func registerTransitRoutes() {
	type table = topology.TransitGatewayRouteTable
	contentOf("Routes", "DestinationCidrBlock|PrefixListId TransitGatewayAttachments|Type|TransitGatewayRouteTableAnnouncementId", nil,
		transitTable(func(t *table, c *contribution[topology.TransitGatewayRoute]) {
			t.Routes, t.StaticRoutesKnown = c.rows, c.complete
			t.PropagatedRoutesKnown = c.complete && c.envelope.within != staticRoutes
		}))
	contentOf("TransitGatewayPrefixListReferences", "PrefixListId",
		func(r *topology.TransitGatewayPrefixListReference) string { return r.TransitGatewayRouteTableId },
		transitTable(func(t *table, c *contribution[topology.TransitGatewayPrefixListReference]) {
			t.PrefixListReferences, t.PrefixListReferencesKnown = c.rows, c.complete
		}))
	contentOf("TransitGatewayRouteTablePropagations", "TransitGatewayAttachmentId", nil,
		transitTable(func(t *table, c *contribution[topology.TransitGatewayRouteTablePropagation]) {
			t.Propagations, t.PropagationsKnown = c.rows, c.complete
		}))
}

func registerTransitAssociations() {
	type association = topology.TransitGatewayRouteTableAssociation
	contentOf("Associations", "TransitGatewayAttachmentId ResourceId|ResourceType|State", nil,
		transitTable(func(t *topology.TransitGatewayRouteTable, c *contribution[association]) {
			t.Associations, t.AssociationsKnown = c.rows, c.complete
		}),
		belongsTo("TransitGatewayPolicyTableId", `tgw-ptb-[0-9a-f]+`, func(c *contribution[association]) {
			t := topology.TransitGatewayPolicyTable{Meta: c.meta, TransitGatewayPolicyTableId: c.id, AssociationsKnown: c.complete}
			for _, a := range c.rows {
				t.Associations = append(t.Associations, topology.TransitGatewayPolicyTableAssociation{TransitGatewayPolicyTableId: c.id,
					TransitGatewayAttachmentId: a.TransitGatewayAttachmentId, ResourceId: a.ResourceId, ResourceType: a.ResourceType, State: a.State})
			}
			c.snapshot.TransitGatewayPolicyTables = append(c.snapshot.TransitGatewayPolicyTables, t)
		}))
	contentOf("TransitGatewayPolicyTableEntries", "PolicyRuleNumber", nil,
		belongsTo("TransitGatewayPolicyTableId", `tgw-ptb-[0-9a-f]+`, func(c *contribution[topology.TransitGatewayPolicyTableEntry]) {
			c.snapshot.TransitGatewayPolicyTables = append(c.snapshot.TransitGatewayPolicyTables, topology.TransitGatewayPolicyTable{
				Meta: c.meta, TransitGatewayPolicyTableId: c.id, Entries: c.rows, EntriesKnown: c.complete})
		}))
}
