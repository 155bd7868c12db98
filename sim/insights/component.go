package insights

import (
	"strings"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// resourceTypes are the words of ARNs where they are not those of a Ref.
var resourceTypes = map[ref.Kind]string{
	ref.NatGateway: "natgateway", ref.Address: "elastic-ip",
}

// ec2Kinds are the resources whose ARN is made of Region, account, type and id.
var ec2Kinds = map[ref.Kind]bool{
	ref.Vpc: true, ref.Subnet: true, ref.RouteTable: true, ref.NetworkAcl: true, ref.SecurityGroup: true, ref.NetworkInterface: true,
	ref.Instance: true, ref.InternetGateway: true, ref.EgressOnlyInternetGateway: true, ref.NatGateway: true, ref.CarrierGateway: true,
	ref.VpcPeeringConnection: true, ref.VpcEndpoint: true, ref.ManagedPrefixList: true, ref.VpnGateway: true, ref.VpnConnection: true,
	ref.TransitGateway: true, ref.TransitGatewayAttachment: true, ref.TransitGatewayRouteTable: true, ref.TransitGatewayPolicyTable: true,
	ref.ClientVpnEndpoint: true, ref.InstanceConnectEndpoint: true,
}

// component names a resource with its ARN, where the snapshot tells whose it is.
func (b *Builder) component(r ref.Ref) Component {
	r = r.Resource()
	c := Component{Id: r.ID, Name: b.g.Name(r)}
	if c.Name == c.Id {
		c.Name = ""
	}
	if strings.HasPrefix(r.ID, "arn:") {
		c.Arn = r.ID
		return c
	}
	account, region := b.home(r)
	if !ec2Kinds[r.Kind] || account == "" || region == "" {
		return c
	}
	kind := r.Kind.String()
	if word, ok := resourceTypes[r.Kind]; ok {
		kind = word
	}
	c.Arn = strings.Join([]string{"arn", partition(region), "ec2", region, account, kind + "/" + r.ID}, ":")
	return c
}

func (b *Builder) componentOrNil(r ref.Ref) *Component {
	if r.IsZero() || r.ID == "" {
		return nil
	}
	c := b.component(r)
	return &c
}

// partition is the part of AWS that a Region belongs to.
func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// components are what AWS lists for one hop: the instance before or after its interface at either end of a leg, and one
// component for each rule that had a say.
func (b *Builder) components(h *sim.Hop, first, last bool) []PathComponent {
	c := PathComponent{Component: b.component(h.Component), OutboundHeader: header(&h.Out)}
	if last {
		c.OutboundHeader = nil
	}
	if !first {
		c.InboundHeader = header(&h.In)
	}
	if h.Component.Kind == ref.NetworkInterface {
		return b.aroundInterface(c, h, first, last)
	}
	if h.Component.Kind == ref.NetworkFirewall {
		return b.firewalled(c, h)
	}
	if filters[h.Component.Kind] {
		return b.ruled(h)
	}
	return []PathComponent{c}
}

// aroundInterface puts an interface's owner where AWS does: first or last.
func (b *Builder) aroundInterface(c PathComponent, h *sim.Hop, first, last bool) []PathComponent {
	info, known := b.interfaceOf(h.Component)
	if !known {
		return []PathComponent{c}
	}
	c.Subnet, c.Vpc = b.componentOrNil(info.Subnet), b.componentOrNil(info.Vpc)
	if info.Owner.Kind != ref.Instance {
		return []PathComponent{c}
	}
	c.AttachedTo = b.componentOrNil(info.Owner)
	owner := PathComponent{Component: b.component(info.Owner), InboundHeader: c.InboundHeader, OutboundHeader: c.OutboundHeader}
	switch {
	case first:
		return []PathComponent{owner, c}
	case last:
		return []PathComponent{c, owner}
	}
	return []PathComponent{c}
}

func (b *Builder) interfaceOf(r ref.Ref) (graph.InterfaceInfo, bool) {
	e := b.entities()[r.Resource()]
	if e == nil || len(e.Interfaces) == 0 {
		return graph.InterfaceInfo{}, false
	}
	return b.g.Interface(e.Interfaces[0]), true
}

// filters are the kinds of components that have a place on a path only by a rule: a group that lets a reply pass out of
// memory has none.
var filters = map[ref.Kind]bool{
	ref.NetworkAcl: true, ref.SecurityGroup: true, ref.RouteTable: true, ref.TransitGatewayRouteTable: true,
}

// ruled is a component for each rule of a hop that let the packet on.
func (b *Builder) ruled(h *sim.Hop) []PathComponent {
	var out []PathComponent
	for i := range h.Steps {
		info, ok := b.g.RuleInfo(h.Steps[i].Rule)
		if !ok {
			continue
		}
		c := PathComponent{Component: b.component(h.Component)}
		switch h.Component.Kind {
		case ref.NetworkAcl:
			c.AclRule = aclRule(&info)
		case ref.SecurityGroup:
			c.SecurityGroupRule = groupRule(&info)
		case ref.RouteTable:
			c.RouteTableRoute = route(&info)
		case ref.TransitGatewayRouteTable:
			c.TransitGatewayRouteTableRoute = transitRoute(&info)
		}
		out = append(out, c)
	}
	return out
}
