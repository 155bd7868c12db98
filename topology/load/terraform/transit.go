package terraform

import (
	"cmp"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func transitTypes() map[string]maker {
	return map[string]maker{
		"aws_ec2_transit_gateway":                                 adds(containers, addTransitGateway),
		"data.aws_ec2_transit_gateway":                            adds(containers, addTransitGateway),
		"aws_ec2_transit_gateway_route_table":                     adds(parts, addTransitTable),
		"aws_ec2_transit_gateway_vpc_attachment":                  adds(things, addVpcAttachment),
		"aws_ec2_transit_gateway_vpc_attachment_accepter":         adds(ties, acceptAttachment),
		"data.aws_ec2_transit_gateway_vpc_attachment":             adds(things, addVpcAttachment),
		"aws_ec2_transit_gateway_route":                           adds(things, addTransitRoute),
		"aws_ec2_transit_gateway_route_table_association":         adds(ties, addTransitAssociation),
		"aws_ec2_transit_gateway_route_table_propagation":         adds(ties, addTransitPropagation),
		"aws_ec2_transit_gateway_prefix_list_reference":           adds(ties, addTransitReference),
		"aws_ec2_transit_gateway_peering_attachment":              adds(things, addPeeringAttachment),
		"aws_ec2_transit_gateway_peering_attachment_accepter":     adds(ties, acceptAttachment),
		"aws_ec2_transit_gateway_connect":                         adds(things, addConnect),
		"aws_ec2_transit_gateway_connect_peer":                    adds(things, addConnectPeer),
		"aws_ec2_transit_gateway_default_route_table_association": adds(parts, setDefaultAssociation),
		"aws_ec2_transit_gateway_default_route_table_propagation": adds(parts, setDefaultPropagation),
		"aws_ec2_transit_gateway_policy_table":                    adds(things, addPolicyTable),
		"aws_ec2_transit_gateway_policy_table_association":        adds(ties, addPolicyAssociation),
	}
}

type transitValues struct {
	Arn               text           `json:"arn"`
	OwnerID           text           `json:"owner_id"`
	Description       text           `json:"description"`
	AmazonSideAsn     number         `json:"amazon_side_asn"`
	Association       jsontext.Value `json:"default_route_table_association"`
	Propagation       jsontext.Value `json:"default_route_table_propagation"`
	AssociationTable  text           `json:"association_default_route_table_id"`
	PropagationTable  text           `json:"propagation_default_route_table_id"`
	AutoAccept        jsontext.Value `json:"auto_accept_shared_attachments"`
	GroupReferencing  jsontext.Value `json:"security_group_referencing_support"`
	EcmpSupport       jsontext.Value `json:"vpn_ecmp_support"`
	TransitCidrBlocks list           `json:"transit_gateway_cidr_blocks"`
}

func addTransitGateway(b *builder, r *resource, v *transitValues) {
	if r.data && (r.text("id") == "" || isManaged(b, r)) {
		return
	}
	row := topology.TransitGateway{Meta: b.meta(r), TransitGatewayId: b.id(r), OwnerId: string(v.OwnerID), Description: string(v.Description), Tags: r.tags()}
	if account, _ := place(string(v.Arn)); account != "" {
		row.TransitGatewayArn = string(v.Arn)
	}
	o := &row.Options
	o.AmazonSideAsn = v.AmazonSideAsn.n
	o.DefaultRouteTableAssociation, o.DefaultRouteTablePropagation = enabled(v.Association), enabled(v.Propagation)
	o.AssociationDefaultRouteTableId, o.PropagationDefaultRouteTableId = string(v.AssociationTable), string(v.PropagationTable)
	o.AutoAcceptSharedAttachments, o.SecurityGroupReferencingSupport, o.VpnEcmpSupport = enabled(v.AutoAccept), enabled(v.GroupReferencing), enabled(v.EcmpSupport)
	for _, p := range v.TransitCidrBlocks.prefixes() {
		if p.IsValid() {
			o.TransitGatewayCidrBlocks = append(o.TransitGatewayCidrBlocks, p)
		}
	}
	if r.data {
		provision.Put(b.d, &b.d.Snapshot.TransitGateways, row) // its tables hold more than what is declared here
		return
	}
	b.d.AddTransitGateway(row)
}

func addTransitTable(b *builder, r *resource, v *struct {
	TransitGatewayID text `json:"transit_gateway_id"`
}) {
	b.d.AddTransitTable(topology.TransitGatewayRouteTable{Meta: b.meta(r), TransitGatewayRouteTableId: b.id(r), TransitGatewayId: string(v.TransitGatewayID), Tags: r.tags()})
}

type attachmentValues struct {
	TransitGatewayID     text           `json:"transit_gateway_id"`
	VpcID                text           `json:"vpc_id"`
	VpcOwnerID           text           `json:"vpc_owner_id"`
	SubnetIDs            list           `json:"subnet_ids"`
	DNSSupport           jsontext.Value `json:"dns_support"`
	Ipv6Support          jsontext.Value `json:"ipv6_support"`
	ApplianceModeSupport jsontext.Value `json:"appliance_mode_support"`
	GroupReferencing     jsontext.Value `json:"security_group_referencing_support"`
	Association          jsontext.Value `json:"transit_gateway_default_route_table_association"`
	Propagation          jsontext.Value `json:"transit_gateway_default_route_table_propagation"`

	// Of peerings and Connect attachments.
	PeerTransitGatewayID  text `json:"peer_transit_gateway_id"`
	PeerAccountID         text `json:"peer_account_id"`
	PeerRegion            text `json:"peer_region"`
	TransportAttachmentID text `json:"transport_attachment_id"`
	Protocol              text `json:"protocol"`
	State                 text `json:"state"`
}

// joins says which default tables an attachment goes into: both, unless it says no.
func (v *attachmentValues) joins() provision.Joins {
	return provision.Joins{Association: !rawIs(v.Association, "false"), Propagation: !rawIs(v.Propagation, "false")}
}

func addVpcAttachment(b *builder, r *resource, v *attachmentValues) {
	if r.data && (v.VpcID == "" || isManaged(b, r)) {
		return
	}
	row := topology.TransitGatewayVpcAttachment{
		Meta: b.meta(r), TransitGatewayAttachmentId: b.id(r), TransitGatewayId: string(v.TransitGatewayID), VpcId: string(v.VpcID), VpcOwnerId: string(v.VpcOwnerID),
		SubnetIds: v.SubnetIDs.told(), Tags: r.tags(),
		Options: topology.TransitGatewayVpcAttachmentOptions{
			DnsSupport: enabled(v.DNSSupport), Ipv6Support: enabled(v.Ipv6Support), ApplianceModeSupport: enabled(v.ApplianceModeSupport),
			SecurityGroupReferencingSupport: enabled(v.GroupReferencing),
		},
	}
	joins := v.joins()
	if r.data {
		joins = provision.Joins{}
	}
	b.d.AddTransitVpcAttachment(row, joins)
}

// acceptAttachment is the other account's side of an attachment, which then works.
func acceptAttachment(b *builder, r *resource, v *attachmentValues) {
	id := b.id(r)
	if a := provision.Get(b.d, &b.d.Snapshot.TransitGatewayAttachments, id); a != nil {
		a.State = "available"
	} else if v.VpcID != "" {
		addVpcAttachment(b, r, v)
	}
	if p := provision.Get(b.d, &b.d.Snapshot.TransitGatewayPeeringAttachments, id); p != nil {
		p.State, p.Status.Code = "available", "available"
	}
}

func addTransitRoute(b *builder, r *resource, v *struct {
	Destination  text `json:"destination_cidr_block"`
	TableID      text `json:"transit_gateway_route_table_id"`
	AttachmentID text `json:"transit_gateway_attachment_id"`
	Blackhole    flag `json:"blackhole"`
}) {
	attachment := string(v.AttachmentID)
	if v.Blackhole {
		attachment = ""
	}
	row := topology.TransitGatewayRoute{DestinationCidrBlock: v.Destination.prefix(), DeclaredAs: r.address, Source: r.source()}
	if adrift(r, "transit_gateway_route_table_id", v.TableID) {
		b.mayBeOfTransitTable(row, string(v.TableID))
		return
	}
	b.d.AddTransitRoute(string(v.TableID), attachment, row)
}

type transitTieValues struct {
	TableID      text `json:"transit_gateway_route_table_id"`
	PolicyID     text `json:"transit_gateway_policy_table_id"`
	AttachmentID text `json:"transit_gateway_attachment_id"`
	GatewayID    text `json:"transit_gateway_id"`
	PrefixListID text `json:"prefix_list_id"`
	Blackhole    flag `json:"blackhole"`
}

func addTransitAssociation(b *builder, r *resource, v *transitTieValues) {
	if adrift(r, "transit_gateway_attachment_id", v.AttachmentID) {
		b.mayBeAssociated(string(v.TableID), string(v.AttachmentID))
		return
	}
	b.d.AddTransitAssociation(string(v.TableID), string(v.AttachmentID), r.address)
}

func addTransitPropagation(b *builder, r *resource, v *transitTieValues) {
	if adriftTable := adrift(r, "transit_gateway_route_table_id", v.TableID); adriftTable || adrift(r, "transit_gateway_attachment_id", v.AttachmentID) {
		b.mayPropagate(string(v.TableID), !adriftTable)
		return
	}
	b.d.AddTransitPropagation(string(v.TableID), string(v.AttachmentID), r.address)
}

func addTransitReference(b *builder, r *resource, v *transitTieValues) {
	row := topology.TransitGatewayPrefixListReference{
		TransitGatewayRouteTableId: string(v.TableID), PrefixListId: string(v.PrefixListID), State: "available", Blackhole: bool(v.Blackhole), DeclaredAs: r.address,
		Source: r.source(),
	}
	if v.AttachmentID != "" && !bool(v.Blackhole) {
		row.TransitGatewayAttachment = &topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: string(v.AttachmentID)}
	}
	t := b.d.TransitTable(string(v.TableID))
	t.PrefixListReferences = append(t.PrefixListReferences, row)
}

// setDefaultAssociation makes another table the one that attachments are associated with by themselves.
func setDefaultAssociation(b *builder, _ *resource, v *transitTieValues) {
	if g := provision.Get(b.d, &b.d.Snapshot.TransitGateways, string(v.GatewayID)); g != nil {
		g.Options.DefaultRouteTableAssociation, g.Options.AssociationDefaultRouteTableId = "enable", string(v.TableID)
	}
}

func setDefaultPropagation(b *builder, _ *resource, v *transitTieValues) {
	if g := provision.Get(b.d, &b.d.Snapshot.TransitGateways, string(v.GatewayID)); g != nil {
		g.Options.DefaultRouteTablePropagation, g.Options.PropagationDefaultRouteTableId = "enable", string(v.TableID)
	}
}

// addPeeringAttachment adds a peering of transit gateways, seen from both sides where both are here. It is taken to be accepted if the plan accepts it or both sides are here.
func addPeeringAttachment(b *builder, r *resource, v *attachmentValues) {
	id, state := b.id(r), string(cmp.Or(v.State, "available"))
	row := topology.TransitGatewayPeeringAttachment{Meta: b.meta(r), TransitGatewayAttachmentId: id, State: state, Tags: r.tags()}
	row.RequesterTgwInfo = topology.PeeringTgwInfo{TransitGatewayId: string(v.TransitGatewayID), Region: row.Region}
	row.AccepterTgwInfo = topology.PeeringTgwInfo{TransitGatewayId: string(v.PeerTransitGatewayID), OwnerId: string(v.PeerAccountID), Region: string(v.PeerRegion)}
	row.Status.Code = state
	provision.Put(b.d, &b.d.Snapshot.TransitGatewayPeeringAttachments, row)
	b.d.AddTransitAttachment(topology.TransitGatewayAttachment{
		Meta: b.meta(r), TransitGatewayAttachmentId: id, TransitGatewayId: string(v.TransitGatewayID), ResourceType: "peering", ResourceId: string(v.PeerTransitGatewayID), State: state,
	}, provision.Joins{Association: true})
}

func addConnect(b *builder, r *resource, v *attachmentValues) {
	row := topology.TransitGatewayConnect{
		Meta: b.meta(r), TransitGatewayAttachmentId: b.id(r), TransportTransitGatewayAttachmentId: string(v.TransportAttachmentID), TransitGatewayId: string(v.TransitGatewayID), State: "available", Tags: r.tags(),
	}
	row.Options.Protocol = string(cmp.Or(v.Protocol, "gre"))
	provision.Put(b.d, &b.d.Snapshot.TransitGatewayConnects, row)
	b.d.AddTransitAttachment(topology.TransitGatewayAttachment{
		Meta: b.meta(r), TransitGatewayAttachmentId: row.TransitGatewayAttachmentId, TransitGatewayId: row.TransitGatewayId, ResourceType: "connect", ResourceId: row.TransportTransitGatewayAttachmentId,
	}, v.joins())
}

func addConnectPeer(b *builder, r *resource, v *struct {
	AttachmentID text `json:"transit_gateway_attachment_id"`
	PeerAddress  text `json:"peer_address"`
	Address      text `json:"transit_gateway_address"`
	Inside       list `json:"inside_cidr_blocks"`
}) {
	row := topology.TransitGatewayConnectPeer{Meta: b.meta(r), TransitGatewayConnectPeerId: b.id(r), TransitGatewayAttachmentId: string(v.AttachmentID), State: "available", Tags: r.tags()}
	row.ConnectPeerConfiguration.PeerAddress, row.ConnectPeerConfiguration.TransitGatewayAddress = v.PeerAddress.addr(), v.Address.addr()
	row.ConnectPeerConfiguration.InsideCidrBlocks = v.Inside.prefixes()
	provision.Put(b.d, &b.d.Snapshot.TransitGatewayConnectPeers, row)
}

// addPolicyTable adds a policy table. Its entries come from core networks alone: nothing declares them.
func addPolicyTable(b *builder, r *resource, v *transitTieValues) {
	provision.Put(b.d, &b.d.Snapshot.TransitGatewayPolicyTables, topology.TransitGatewayPolicyTable{
		Meta: b.meta(r), TransitGatewayPolicyTableId: b.id(r), TransitGatewayId: string(v.GatewayID), State: "available", Tags: r.tags(), AssociationsKnown: true,
	})
}

func addPolicyAssociation(b *builder, _ *resource, v *transitTieValues) {
	id := string(v.PolicyID)
	t := provision.Part(b.d, &b.d.Snapshot.TransitGatewayPolicyTables, id, func(t *topology.TransitGatewayPolicyTable) { t.TransitGatewayPolicyTableId = id })
	t.Associations = append(t.Associations, topology.TransitGatewayPolicyTableAssociation{TransitGatewayPolicyTableId: id, TransitGatewayAttachmentId: string(v.AttachmentID), State: "associated"})
}
