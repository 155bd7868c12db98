package edit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Setting is one value that a resource has. Target groups and load balancers have attributes by their own names, the others
// those that settings lists.
type Setting struct {
	Of    string
	Name  string
	Value string
}

// Ref names the resource.
func (s Setting) Ref() ref.Ref { return ref.Ref{Kind: kindOf(s.Of), ID: s.Of} }

func (s Setting) says(func(ref.Ref) string) string { return quoted(s.Name) + " " + quoted(s.Value) }

// settings are the values that can be set, by kind of resource and name.
var settings = map[ref.Kind]map[string]setter{
	ref.NetworkInterface:     {"source-dest-check": {[]string{"on", "off"}, setCheck}},
	ref.Instance:             {"state": {[]string{"running", "stopped"}, setInstance}},
	ref.VpcPeeringConnection: {"state": {[]string{"active"}, setPeering}},
	ref.TransitGateway:       {"security-group-referencing": {switches, setGatewayReferencing}},
	ref.TransitGatewayAttachment: {
		"appliance-mode":             {switches, setAppliance},
		"ipv6-support":               {switches, setIPv6},
		"security-group-referencing": {switches, setReferencing},
	},
	ref.TargetGroup:  {},
	ref.LoadBalancer: {},
}

var switches = []string{"enable", "disable"}

// A setter knows the values of a setting, and writes one.
type setter struct {
	values []string
	write  func(d *draft, s Setting) error
}

func (s Setting) do(d *draft, op Op) error {
	if op != Set {
		return cannot(op, "a setting")
	}
	kind := d.kind(s.Of)
	switch kind {
	case ref.TargetGroup:
		g, err := row(d, &d.s.TargetGroups, kind, s.Of)
		if err == nil {
			g.Attributes = s.attribute(g.Attributes)
		}
		return err
	case ref.LoadBalancer:
		b, err := row(d, &d.s.LoadBalancers, kind, s.Of)
		if err == nil {
			b.Attributes = s.attribute(b.Attributes)
		}
		return err
	}
	set, err := s.setter(kind)
	if err != nil {
		return err
	}
	return set.write(d, s)
}

// setter finds how a setting of a kind of resource is written, and checks its value.
func (s Setting) setter(kind ref.Kind) (setter, error) {
	of := settings[kind]
	set, known := of[s.Name]
	switch {
	case len(of) == 0:
		return setter{}, fmt.Errorf("%s has nothing to set", s.Of)
	case !known:
		return setter{}, fmt.Errorf("%s has no setting %q, only %s", s.Of, s.Name, strings.Join(slices.Sorted(maps.Keys(of)), ", "))
	case !slices.Contains(set.values, s.Value):
		return setter{}, fmt.Errorf("%s is %s, and not %q", s.Name, strings.Join(set.values, " or "), s.Value)
	}
	return set, nil
}

func (s Setting) attribute(list []topology.Attribute) []topology.Attribute {
	fresh := topology.Attribute{Key: s.Name, Value: s.Value}
	if at := slices.IndexFunc(list, func(a topology.Attribute) bool { return a.Key == s.Name }); at >= 0 {
		return swapped(list, at, fresh)
	}
	return with(list, fresh)
}

func setCheck(d *draft, s Setting) error {
	e, err := row(d, &d.s.NetworkInterfaces, ref.NetworkInterface, s.Of)
	if err == nil {
		on := s.Value == "on"
		e.SourceDestCheck = &on
	}
	return err
}

func setInstance(d *draft, s Setting) error {
	i, err := row(d, &d.s.Instances, ref.Instance, s.Of)
	if err == nil {
		i.State = topology.InstanceState{Code: map[string]int{"running": 16, "stopped": 80}[s.Value], Name: s.Value}
	}
	return err
}

func setPeering(d *draft, s Setting) error {
	p, err := row(d, &d.s.VpcPeeringConnections, ref.VpcPeeringConnection, s.Of)
	if err == nil {
		p.Status.Code = s.Value
	}
	return err
}

func setGatewayReferencing(d *draft, s Setting) error {
	g, err := row(d, &d.s.TransitGateways, ref.TransitGateway, s.Of)
	if err == nil {
		g.Options.SecurityGroupReferencingSupport = s.Value
	}
	return err
}

func setAppliance(d *draft, s Setting) error {
	return setOption(d, s, func(o *topology.TransitGatewayVpcAttachmentOptions) *string { return &o.ApplianceModeSupport })
}

func setIPv6(d *draft, s Setting) error {
	return setOption(d, s, func(o *topology.TransitGatewayVpcAttachmentOptions) *string { return &o.Ipv6Support })
}

func setReferencing(d *draft, s Setting) error {
	return setOption(d, s, func(o *topology.TransitGatewayVpcAttachmentOptions) *string {
		return &o.SecurityGroupReferencingSupport
	})
}

func setOption(d *draft, s Setting, of func(*topology.TransitGatewayVpcAttachmentOptions) *string) error {
	a, err := row(d, &d.s.TransitGatewayVpcAttachments, ref.TransitGatewayAttachment, s.Of)
	if err == nil {
		*of(&a.Options) = s.Value
	}
	return err
}
