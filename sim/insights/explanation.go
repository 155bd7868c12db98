package insights

import (
	"strconv"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/ref"
)

// explanation puts a reason's operands into the fields that AWS has for them.
func (b *Builder) explanation(e *sim.Explanation, p netmath.Protocol) Explanation {
	out := Explanation{ExplanationCode: string(e.Code), Direction: e.Direction, Protocols: []string{strconv.Itoa(int(p))}}
	if p.HasPorts() && !e.Ports.Full() {
		out.PortRanges = ranges(e.Ports)
	}
	b.operand(&out, e.Component)
	if e.At != e.Component {
		b.operand(&out, e.At)
	}
	if info, ok := b.g.RuleInfo(e.Rule); ok {
		switch e.Rule.Kind {
		case ref.NetworkAcl:
			out.AclRule = aclRule(&info)
		case ref.RouteTable:
			out.RouteTableRoute = route(&info)
		case ref.TransitGatewayRouteTable:
			out.TransitGatewayRouteTableRoute = transitRoute(&info)
		}
	}
	out.FirewallStatelessRule, out.FirewallStatefulRule = firewallRule(e.Rule, "")
	if e.Missing.Kind != ref.None {
		out.MissingComponent = e.Missing.Kind.String()
	}
	out.ComponentAccount, out.ComponentRegion = b.home(e.Component)
	return out
}

// operand puts a resource into the field of its kind.
func (b *Builder) operand(out *Explanation, r ref.Ref) {
	c := b.componentOrNil(r)
	if c == nil {
		return
	}
	if r.Kind == ref.NetworkInterface {
		b.interfaceOperands(out, r)
		return
	}
	if r.Kind == ref.SecurityGroup {
		out.SecurityGroups = []Component{*c}
		return
	}
	if r.Kind == ref.LoadBalancer {
		out.LoadBalancerArn = r.ID
		return
	}
	for kind, field := range map[ref.Kind]**Component{
		ref.Vpc: &out.Vpc, ref.Subnet: &out.Subnet, ref.NetworkAcl: &out.Acl, ref.RouteTable: &out.RouteTable, ref.ManagedPrefixList: &out.PrefixList,
		ref.InternetGateway: &out.InternetGateway, ref.NatGateway: &out.NatGateway, ref.VpnGateway: &out.VpnGateway, ref.VpnConnection: &out.VpnConnection,
		ref.VpcEndpoint: &out.VpcEndpoint, ref.VpcPeeringConnection: &out.VpcPeeringConnection, ref.TransitGateway: &out.TransitGateway,
		ref.TransitGatewayAttachment: &out.TransitGatewayAttachment, ref.TransitGatewayRouteTable: &out.TransitGatewayRouteTable,
		ref.TransitGatewayPolicyTable: &out.TransitGatewayPolicyTable, ref.TargetGroup: &out.LoadBalancerTargetGroup, ref.Listener: &out.ElasticLoadBalancerListener,
	} {
		if kind == r.Kind {
			*field = c
			return
		}
	}
	out.Component = c
}

// interfaceOperands tells of an interface all that AWS tells: where it is, and its groups.
func (b *Builder) interfaceOperands(out *Explanation, r ref.Ref) {
	out.NetworkInterface = b.componentOrNil(r)
	info, ok := b.interfaceOf(r)
	if !ok {
		return
	}
	out.Subnet, out.Vpc = b.componentOrNil(info.Subnet), b.componentOrNil(info.Vpc)
	if out.SecurityGroups != nil {
		return
	}
	for _, g := range info.Groups {
		out.SecurityGroups = append(out.SecurityGroups, b.component(g))
	}
}
