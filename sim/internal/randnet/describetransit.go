package randnet

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// transit prints the transit gateways.
func (b *printer) transit(s *topology.Snapshot) {
	for _, g := range s.TransitGateways {
		b.line(g.TransitGatewayId, g.Account, g.Region, other(g.State, "available"), when(g.Options.SecurityGroupReferencingSupport == "enable", "references"))
	}
	each(s.TransitGatewayVpcAttachments, b.vpcAttachment)
	for _, a := range s.TransitGatewayPeeringAttachments {
		b.line(a.TransitGatewayAttachmentId, a.RequesterTgwInfo.TransitGatewayId, "with", a.AccepterTgwInfo.TransitGatewayId, other(a.State, "available"))
	}
	for _, a := range s.TransitGatewayAttachments {
		table := ""
		if a.Association != nil {
			table = a.Association.TransitGatewayRouteTableId
		}
		b.line("row:", a.TransitGatewayAttachmentId, a.TransitGatewayId, a.ResourceType, a.ResourceId, other(a.State, "available"), table)
	}
	each(s.TransitGatewayRouteTables, b.transitTable)
	each(s.TransitGatewayPolicyTables, b.policyTable)
}

func (b *printer) vpcAttachment(a *topology.TransitGatewayVpcAttachment) {
	o := a.Options
	b.line(a.TransitGatewayAttachmentId, a.TransitGatewayId, a.VpcId, other(a.State, "available"), strings.Join(a.SubnetIds, " "),
		when(o.Ipv6Support == "enable", "ipv6"), when(o.ApplianceModeSupport == "enable", "appliance"), when(o.SecurityGroupReferencingSupport == "enable", "references"))
}

func (b *printer) transitTable(t *topology.TransitGatewayRouteTable) {
	b.line(t.TransitGatewayRouteTableId, t.TransitGatewayId, when(!t.AssociationsKnown, "associations?"), when(!t.PropagationsKnown, "propagations?"),
		when(!t.StaticRoutesKnown, "static?"), when(!t.PropagatedRoutesKnown, "propagated?"))
	for _, a := range t.Associations {
		b.line("    associated", a.TransitGatewayAttachmentId, a.ResourceType, a.ResourceId, other(a.State, "associated"))
	}
	for _, p := range t.Propagations {
		b.line("    propagates", p.TransitGatewayAttachmentId, p.ResourceType, p.ResourceId, other(p.State, "enabled"))
	}
	for _, r := range t.Routes {
		b.line("   ", valid(r.DestinationCidrBlock), r.PrefixListId, "->", routeTargets(r.TransitGatewayAttachments), other(r.Type, "static"), other(r.State, "active"))
	}
	for _, r := range t.PrefixListReferences {
		to := "blackhole"
		if r.TransitGatewayAttachment != nil {
			to = r.TransitGatewayAttachment.TransitGatewayAttachmentId
		}
		b.line("    list", r.PrefixListId, "->", to)
	}
}

func routeTargets(all []topology.TransitGatewayRouteAttachment) string {
	var texts []string
	for _, a := range all {
		texts = append(texts, a.TransitGatewayAttachmentId+"("+a.ResourceType+" "+a.ResourceId+")")
	}
	return strings.Join(texts, " ")
}

func (b *printer) policyTable(t *topology.TransitGatewayPolicyTable) {
	b.line(t.TransitGatewayPolicyTableId, t.TransitGatewayId, when(!t.EntriesKnown, "entries?"))
	for _, a := range t.Associations {
		b.line("    associated", a.TransitGatewayAttachmentId)
	}
	for _, e := range t.Entries {
		r := e.PolicyRule
		b.line("   ", e.PolicyRuleNumber, "protocol", r.Protocol, r.SourceCidrBlock, r.SourcePortRange, r.DestinationCidrBlock, r.DestinationPortRange, "->", e.TargetRouteTableId)
	}
}
