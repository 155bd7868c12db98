package edit

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Attachment ties a gateway (igw-, eigw-, vgw-) to a VPC, or an attachment of a transit gateway to a subnet of its VPC.
type Attachment struct {
	Gateway string
	At      string // vpc- or subnet-
}

// Ref names the gateway.
func (a Attachment) Ref() ref.Ref { return ref.Ref{Kind: kindOf(a.Gateway), ID: a.Gateway} }

func (a Attachment) says(names func(ref.Ref) string) string {
	return "at " + names(ref.Ref{Kind: kindOf(a.At), ID: a.At})
}

func (a Attachment) do(d *draft, op Op) error {
	if op != Add && op != Remove {
		return cannot(op, "an attachment")
	}
	kind := d.kind(a.Gateway)
	if kind == ref.TransitGatewayAttachment {
		return a.subnet(d, op)
	}
	if d.kind(a.At) != ref.Vpc {
		return fmt.Errorf("a gateway is attached to a VPC, and %s is none", a.At)
	}
	var list *[]topology.GatewayAttachment
	state := "attached"
	switch kind {
	case ref.InternetGateway:
		g, err := row(d, &d.s.InternetGateways, kind, a.Gateway)
		if err != nil {
			return err
		}
		list, state = &g.Attachments, "available"
	case ref.EgressOnlyInternetGateway:
		g, err := row(d, &d.s.EgressOnlyInternetGateways, kind, a.Gateway)
		if err != nil {
			return err
		}
		list = &g.Attachments
	case ref.VpnGateway:
		g, err := row(d, &d.s.VpnGateways, kind, a.Gateway)
		if err != nil {
			return err
		}
		list = &g.VpcAttachments
	default:
		return fmt.Errorf("%s is attached to nothing", a.Gateway)
	}
	return a.change(list, op, state)
}

// change attaches a gateway to one VPC, or detaches it.
func (a Attachment) change(list *[]topology.GatewayAttachment, op Op, state string) error {
	at := slices.IndexFunc(*list, func(x topology.GatewayAttachment) bool { return x.VpcId == a.At })
	switch {
	case op == Add && at >= 0:
		*list = swapped(*list, at, topology.GatewayAttachment{VpcId: a.At, State: state})
	case op == Add && slices.ContainsFunc(*list, func(x topology.GatewayAttachment) bool { return x.State == state }):
		return fmt.Errorf("%s is attached to %s: detach it first", a.Gateway, (*list)[0].VpcId)
	case op == Add:
		*list = []topology.GatewayAttachment{{VpcId: a.At, State: state}}
	case at < 0:
		return fmt.Errorf("%s is not attached to %s", a.Gateway, a.At)
	default:
		*list = without(*list, at)
	}
	return nil
}

// subnet gives an attachment of a transit gateway a subnet, or takes it away.
func (a Attachment) subnet(d *draft, op Op) error {
	x, err := row(d, &d.s.TransitGatewayVpcAttachments, ref.TransitGatewayAttachment, a.Gateway)
	if err != nil {
		return err
	}
	at := slices.Index(x.SubnetIds, a.At)
	switch {
	case d.kind(a.At) != ref.Subnet:
		return fmt.Errorf("an attachment of a transit gateway has subnets, and %s is none", a.At)
	case op == Add && at >= 0:
		return fmt.Errorf("%s is in %s already", a.Gateway, a.At)
	case op == Add:
		x.SubnetIds = with(x.SubnetIds, a.At)
	case at < 0:
		return fmt.Errorf("%s is not in %s", a.Gateway, a.At)
	default:
		x.SubnetIds = without(x.SubnetIds, at)
	}
	return nil
}
