package cloudformation

import (
	"strings"

	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/provision"
)

// Ref is what a resource is called: its id, which nobody knows before it exists.
func (s *stack) Ref(r *template.Resource) template.Value { return s.named(s.id(r.Name), r) }

// named is known if the resource exists, and a stand-in otherwise.
func (s *stack) named(id string, r *template.Resource) template.Value {
	if s.physical[r.Name] != "" {
		return template.Of(id)
	}
	return template.StandIn(id)
}

// attributes are those that are not properties, by type: what Ref gives under another name, or something made with the resource.
var attributes = map[string]map[string]func(s *stack, r *template.Resource) string{
	"AWS::EC2::VPC": {
		"DefaultSecurityGroup": func(s *stack, r *template.Resource) string { return s.builder.defaultsOf(s.id(r.Name)).SecurityGroup },
		"DefaultNetworkAcl":    func(s *stack, r *template.Resource) string { return s.builder.defaultsOf(s.id(r.Name)).NetworkAcl },
	},
	"AWS::EC2::EIP":         {"AllocationId": (*stack).allocation},
	"AWS::Lambda::Function": {"Arn": (*stack).functionARN},
}

// identities are attributes that are the id or the ARN by which other resources name the row.
var identities = map[string]bool{
	"GroupId": true, "VpcId": true, "SubnetId": true, "RouteTableId": true, "InternetGatewayId": true, "NatGatewayId": true, "NetworkAclId": true, "Id": true,
	"AttachmentId": true, "VPNGatewayId": true, "VpnConnectionId": true, "CustomerGatewayId": true, "TransitGatewayRouteTableId": true, "TransitGatewayAttachmentId": true,
	"PrefixListId": true, "CarrierGatewayId": true, "LoadBalancerArn": true, "ListenerArn": true, "RuleArn": true, "TargetGroupArn": true, "FirewallArn": true,
	"FirewallPolicyArn": true, "RuleGroupArn": true, "InstanceId": true, "NetworkInterfaceId": true, "DhcpOptionsId": true, "LaunchTemplateId": true, "ServiceId": true,
	"VpcPeeringConnectionId": true, "VpcEndpointId": true, "ClientVpnEndpointId": true,
}

// Attribute is an attribute of a resource: a property of its own, its id, or what AWS will decide.
func (s *stack) Attribute(r *template.Resource, name string) template.Value {
	if text, assumed := s.builder.assume[s.address(r.Name)+"."+name]; assumed {
		return template.Of(text)
	}
	if of := attributes[r.Type][name]; of != nil {
		return s.named(of(s, r), r)
	}
	if r.Type == nestedType {
		return s.output(r, name)
	}
	if identities[name] {
		return s.Ref(r)
	}
	if list := lists[r.Type][name]; list != nil {
		return list(s, r)
	}
	if v := s.property(r, name); !v.Absent() {
		return v
	}
	return template.NotKnown("--assume "+s.address(r.Name)+"."+name+"=VALUE", "%s.%s is decided by AWS when the resource is made", r.Name, name)
}

// property is a property with the attribute's name, nested ones with dots: Endpoint.Port.
func (s *stack) property(r *template.Resource, name string) template.Value {
	first, rest, deeper := strings.Cut(name, ".")
	v := s.Eval(r.Properties.Get(first))
	for deeper {
		first, rest, deeper = strings.Cut(rest, ".")
		v = v.Get(first)
	}
	return v
}

// lists are attributes that other resources add up to.
var lists = map[string]map[string]func(s *stack, r *template.Resource) template.Value{
	"AWS::EC2::VPC": {
		"Ipv6CidrBlocks":        func(s *stack, r *template.Resource) template.Value { return s.blocks(r, "Ipv6CidrBlock") },
		"CidrBlockAssociations": func(s *stack, r *template.Resource) template.Value { return s.blocks(r, "CidrBlock") },
	},
	"AWS::NetworkFirewall::Firewall": {"EndpointIds": (*stack).firewallEndpoints},
}

// blocks are those that resources of the stack add to a VPC.
func (s *stack) blocks(vpc *template.Resource, property string) template.Value {
	all := template.ListOf()
	for i := range s.Resources {
		r := &s.Resources[i]
		if r.Type != "AWS::EC2::VPCCidrBlock" {
			continue
		}
		given := s.Eval(r.Properties)
		if given.Get("VpcId").Text != s.id(vpc.Name) || property == "Ipv6CidrBlock" && !given.Get("CidrBlock").Absent() {
			continue
		}
		block := given.Get(property)
		if assumed, ok := s.builder.assume[s.address(r.Name)+"."+property]; ok {
			block = template.Of(assumed)
		}
		if block.Absent() {
			block = template.NotKnown("--assume "+s.address(r.Name)+"."+property+"=BLOCK", "AWS gives %s its block", r.Name)
		}
		all.Items = append(all.Items, block)
	}
	return all
}

// functionARN is how target groups name a function.
func (s *stack) functionARN(r *template.Resource) string {
	return "arn:aws:lambda:" + s.region + ":" + s.account + ":function:" + s.id(r.Name)
}

// firewallEndpoints are "zone:vpce-id", as templates split them.
func (s *stack) firewallEndpoints(r *template.Resource) template.Value {
	given := s.Eval(r.Properties)
	all := template.ListOf()
	for _, m := range given.Get("SubnetMappings").Items {
		subnet := m.Get("SubnetId")
		if subnet.Kind == template.Unknown {
			return subnet
		}
		zone := "zone"
		for i := range s.Resources {
			if s.id(s.Resources[i].Name) == subnet.Text {
				zone = s.Eval(s.Resources[i].Properties).Get("AvailabilityZone").Text
			}
		}
		all.Items = append(all.Items, template.StandIn(zone+":"+provision.FirewallEndpoint(s.id(r.Name), subnet.Text)))
	}
	return all
}
