package randnet

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// targetFields says which field of a route holds an id of a kind.
var targetFields = map[string]func(*topology.Route) *string{
	"local": func(r *topology.Route) *string { return &r.GatewayId },
	"igw":   func(r *topology.Route) *string { return &r.GatewayId },
	"vgw":   func(r *topology.Route) *string { return &r.GatewayId },
	"vpce":  func(r *topology.Route) *string { return &r.GatewayId },
	"nat":   func(r *topology.Route) *string { return &r.NatGatewayId },
	"eni":   func(r *topology.Route) *string { return &r.NetworkInterfaceId },
	"i":     func(r *topology.Route) *string { return &r.InstanceId },
	"pcx":   func(r *topology.Route) *string { return &r.VpcPeeringConnectionId },
	"eigw":  func(r *topology.Route) *string { return &r.EgressOnlyInternetGatewayId },
	"tgw":   func(r *topology.Route) *string { return &r.TransitGatewayId },
	"cagw":  func(r *topology.Route) *string { return &r.CarrierGatewayId },
	"lgw":   func(r *topology.Route) *string { return &r.LocalGatewayId },
	"arn":   func(r *topology.Route) *string { return &r.CoreNetworkArn },
}

// target is the field of a route that names its target, or nil.
func target(r *topology.Route) *string {
	for _, kind := range []string{"local", "nat", "eni", "i", "pcx", "eigw", "tgw", "cagw", "lgw", "arn"} {
		if field := targetFields[kind](r); *field != "" {
			return field
		}
	}
	return nil
}

// routeTo is a route that somebody created. The destination is a prefix or a pl- id.
func routeTo(destination, to string) topology.Route {
	r := topology.Route{Origin: "CreateRoute", State: "active"}
	setDestination(&r, destination)
	setTarget(&r, to)
	return r
}

func setDestination(r *topology.Route, text string) {
	if strings.HasPrefix(text, "pl-") {
		r.DestinationPrefixListId = text
		return
	}
	p := netip.MustParsePrefix(text)
	if p.Addr().Is6() {
		r.DestinationIpv6CidrBlock = p
		return
	}
	r.DestinationCidrBlock = p
}

func setTarget(r *topology.Route, to string) {
	kind, _, _ := strings.Cut(to, "-")
	if strings.HasPrefix(to, "arn:") {
		kind = "arn"
	}
	*targetFields[kind](r) = to
}

// retarget makes a route lead elsewhere.
func retarget(r *topology.Route, to string) {
	for _, field := range targetFields {
		*field(r) = ""
	}
	r.InstanceOwnerId = ""
	setTarget(r, to)
}

// destination prints what a route is for.
func destination(r *topology.Route) string {
	switch {
	case r.DestinationPrefixListId != "":
		return r.DestinationPrefixListId
	case r.DestinationIpv6CidrBlock.IsValid():
		return r.DestinationIpv6CidrBlock.String()
	}
	return r.DestinationCidrBlock.String()
}

// addRoute adds a route, unless the table has one for the same destination: AWS refuses that.
func (d *draft) addRoute(t *topology.RouteTable, to, by string) bool {
	if by == "" {
		return false
	}
	for i := range t.Routes {
		if destination(&t.Routes[i]) == to && t.Routes[i].Origin != "EnableVgwRoutePropagation" {
			return false
		}
	}
	t.Routes = append(t.Routes, routeTo(to, by))
	return true
}

// describeRoutes completes the routes: an interface's instance, and the state that AWS mostly notices (R2.9).
func (d *draft) describeRoutes() {
	broken := d.brokenTargets()
	byID := map[string]*topology.NetworkInterface{}
	for _, e := range d.interfaces() {
		byID[e.NetworkInterfaceId] = e
	}
	for _, t := range d.tables() {
		for i := range t.Routes {
			r := &t.Routes[i]
			if to := target(r); to != nil && broken[*to] && r.State == "active" && d.chance(75) {
				r.State = "blackhole"
			}
			if e := byID[r.NetworkInterfaceId]; e != nil && e.Attachment != nil {
				r.InstanceId, r.InstanceOwnerId = e.Attachment.InstanceId, e.Attachment.InstanceOwnerId
			}
		}
	}
}

// brokenTargets are the ids of what routes cannot lead to.
func (d *draft) brokenTargets() map[string]bool {
	broken := map[string]bool{}
	for _, v := range d.vpcs {
		broken[igwID(v)] = v.igw != nil && len(v.igw.Attachments) == 0
		broken[eigwID(v)] = v.eigw != nil && len(v.eigw.Attachments) == 0
		broken[vgwID(v)] = v.vgw != nil && v.vgw.VpcAttachments[0].State != "attached"
		for _, g := range v.nats {
			broken[g.NatGatewayId] = g.State == "deleted" || g.State == "failed"
		}
		for _, e := range v.interfaces {
			broken[e.NetworkInterfaceId] = e.Status == "available"
		}
	}
	for _, p := range d.peerings {
		broken[p.VpcPeeringConnectionId] = p.Status.Code != "active"
	}
	return broken
}

// The ids of a VPC's gateways, "" for those it lacks.
func igwID(v *vpcDraft) string {
	if v.igw == nil {
		return ""
	}
	return v.igw.InternetGatewayId
}

func eigwID(v *vpcDraft) string {
	if v.eigw == nil {
		return ""
	}
	return v.eigw.EgressOnlyInternetGatewayId
}

func vgwID(v *vpcDraft) string {
	if v.vgw == nil {
		return ""
	}
	return v.vgw.VpnGatewayId
}
