package oracle

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// transitTableOf is the route table for what comes in by an attachment: the associated one, or the one that a policy table
// picks (R7.2).
func (l *leg) transitTableOf(at crossing, p packet) (*topology.TransitGatewayRouteTable, end, bool) {
	if t := l.policyTableOf(at); t != nil {
		return l.pickedByPolicy(t, p)
	}
	id := l.associatedTable(at)
	if id == "" && l.associationsKnown(at) {
		return nil, dropped("R7.2: no route table is associated with %s", at.attachment), true
	}
	return l.transitTable(id, at.attachment)
}

func (l *leg) transitTable(id, why string) (*topology.TransitGatewayRouteTable, end, bool) {
	t := find(l.s.TransitGatewayRouteTables, id, func(t *topology.TransitGatewayRouteTable) string { return t.TransitGatewayRouteTableId })
	if id == "" || t == nil {
		return nil, unclear("R7.19: the route table for %s was not captured", why), true
	}
	return t, end{}, false
}

// associatedTable is told by the tables, or by the attachment itself; "" if neither does.
func (l *leg) associatedTable(at crossing) string {
	for i := range l.s.TransitGatewayRouteTables {
		t := &l.s.TransitGatewayRouteTables[i]
		for _, a := range t.Associations {
			if t.TransitGatewayId == at.gateway && a.TransitGatewayAttachmentId == at.attachment && isAssociated(a.State) {
				return t.TransitGatewayRouteTableId
			}
		}
	}
	if a := l.attachmentRow(at.gateway, at.attachment); a != nil && a.Association != nil && isAssociated(a.Association.State) {
		return a.Association.TransitGatewayRouteTableId
	}
	return ""
}

func isAssociated(state string) bool { return state == "associated" || state == "" }

// associationsKnown tells whether an association that nothing shows does not exist: the attachment has told, or all
// tables of the gateway have.
func (l *leg) associationsKnown(at crossing) bool {
	if l.attachmentRow(at.gateway, at.attachment) != nil {
		return true
	}
	for i := range l.s.TransitGatewayRouteTables {
		if t := &l.s.TransitGatewayRouteTables[i]; t.TransitGatewayId == at.gateway && !t.AssociationsKnown {
			return false
		}
	}
	var owner topology.Meta
	if g := l.transitGateway(at.gateway); g != nil {
		owner = g.Meta
	}
	return l.s.Covers(ref.TransitGatewayRouteTable, owner.Account, owner.Region) == topology.Whole
}
