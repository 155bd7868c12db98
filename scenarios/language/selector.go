package language

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Selector names places: whatever any of its terms names, but for what Not names.
type Selector struct {
	At   Position
	Text string // as people read it
	Any  []Term // none: everything
	Not  []Term
}

// A Term is a word, or conditions all of which hold.
type Term struct {
	At         Position
	Text       string
	Word       string // the name of a location of the file, else as the command line takes it
	Conditions []Condition
}

// A Condition is one key of a selector with its value.
type Condition struct {
	At     Position // of the value
	Key    string
	Tag    string   // the key of a tag
	Values []string // any of them
}

// Kinds are the resources that keys of selectors name, by id or Name; * and ? stand for letters.
var Kinds = map[string][]ref.Kind{
	"instance": {ref.Instance}, "eni": {ref.NetworkInterface}, "vpc": {ref.Vpc}, "subnet": {ref.Subnet}, "load_balancer": {ref.LoadBalancer},
	"rds": {ref.DBInstance}, "lambda": {ref.LambdaFunction}, "security_group": {ref.SecurityGroup}, "network_firewall": {ref.NetworkFirewall},
	"internet_gateway": {ref.InternetGateway}, "egress_only_internet_gateway": {ref.EgressOnlyInternetGateway}, "nat_gateway": {ref.NatGateway},
	"transit_gateway": {ref.TransitGateway}, "transit_gateway_attachment": {ref.TransitGatewayAttachment}, "peering": {ref.VpcPeeringConnection},
	"vpc_endpoint": {ref.VpcEndpoint}, "vpn": {ref.VpnConnection, ref.VpnGateway}, "client_vpn": {ref.ClientVpnEndpoint},
	"direct_connect": {ref.DirectConnectGateway}, "network": {ref.ExternalNetwork}, "service": {ref.AwsService}, "core_network": {ref.CoreNetwork},
}

// otherKeys are keys of selectors that name no kind.
var otherKeys = []string{"internet", "everything", "id", "name", "address", "account", "region", "tags", "cidr", "not"}

func selectorKeys() []string {
	keys := slices.Clone(otherKeys)
	for key := range Kinds {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Location finds a location by its name.
func (f *File) Location(name string) *Location {
	for i := range f.Locations {
		if f.Locations[i].Name.Text == name {
			return &f.Locations[i]
		}
	}
	return nil
}

// selector reads a word, a mapping, or a list of these. The name is what it is called, if it has one.
func (r *reader) selector(n *yaml.Node, what string) Selector {
	s := Selector{At: position(n)}
	r.each(n, what, func(n *yaml.Node) { r.term(n, what, &s) })
	var texts []string
	for i := range s.Any {
		texts = append(texts, s.Any[i].Text)
	}
	for i := range s.Not {
		texts = append(texts, "!"+s.Not[i].Text)
	}
	s.Text = strings.Join(texts, ", ")
	return s
}

func (r *reader) term(n *yaml.Node, what string, s *Selector) {
	switch n.Kind {
	case yaml.ScalarNode:
		for _, word := range splitWords(r.text(n, what)) {
			rest, not := strings.CutPrefix(word, "!")
			t := Term{At: position(n), Text: rest, Word: rest}
			if not {
				s.Not = append(s.Not, t)
			} else {
				s.Any = append(s.Any, t)
			}
		}
	case yaml.MappingNode:
		r.conditions(n, s)
	default:
		r.fail(n, "%s is a list in a list; write one list", what)
	}
}

// splitWords cuts at commas that no backslash precedes.
func splitWords(s string) (words []string) {
	start := 0
	for i := range len(s) {
		if s[i] == ',' && (i == 0 || s[i-1] != '\\') {
			words, start = append(words, strings.TrimSpace(s[start:i])), i+1
		}
	}
	return append(words, strings.TrimSpace(s[start:]))
}

// conditions reads a mapping. What it excludes is the selector's.
func (r *reader) conditions(n *yaml.Node, s *Selector) {
	o := r.object(n, "a selector", selectorKeys())
	t := Term{At: position(n)}
	for _, key := range o.order {
		r.with(o, key, func(n *yaml.Node) {
			switch key {
			case "not":
				not := r.selector(n, "not")
				s.Not = append(s.Not, not.Any...)
				if len(not.Not) > 0 {
					r.fail(n, "not inside of not; say what is meant")
				}
			case "tags":
				t.Conditions = append(t.Conditions, r.tags(n)...)
			case "internet", "everything":
				if n.Value != "true" {
					r.fail(n, "%s is true, or left out", key)
				}
				t.Conditions = append(t.Conditions, Condition{At: position(n), Key: key})
			default:
				t.Conditions = append(t.Conditions, r.condition(n, key))
			}
		})
	}
	t.Text = conditionsText(t.Conditions)
	if len(t.Conditions) > 0 {
		s.Any = append(s.Any, t)
	} else if n.Kind == yaml.MappingNode && len(s.Not) == 0 && len(o.order) == len(n.Content)/2 {
		r.fail(n, "the selector names nothing")
	}
}

func (r *reader) condition(n *yaml.Node, key string) Condition {
	c := Condition{At: position(n), Key: key}
	r.each(n, key, func(n *yaml.Node) {
		c.Values = append(c.Values, r.text(n, key))
		if key == "cidr" {
			r.prefix(n)
		}
	})
	return c
}

func (r *reader) tags(n *yaml.Node) (all []Condition) {
	o := r.object(n, "tags", nil)
	for _, tag := range o.order {
		r.with(o, tag, func(n *yaml.Node) {
			c := r.condition(n, "tags")
			c.Tag = tag
			all = append(all, c)
		})
	}
	return all
}

// conditionsText is how people read conditions.
func conditionsText(all []Condition) string {
	var words []string
	for _, c := range all {
		values := strings.Join(c.Values, "|")
		switch c.Key {
		case "tags":
			words = append(words, "tag:"+c.Tag+"="+values)
		case "internet", "everything":
			words = append(words, c.Key)
		case "name":
			words = append(words, "name:"+values)
		case "cidr", "id", "address":
			words = append(words, values)
		default:
			words = append(words, strings.ReplaceAll(c.Key, "_", " ")+" "+values)
		}
	}
	return strings.Join(words, " and ")
}

// prefix checks a block of addresses, or one address.
func (r *reader) prefix(n *yaml.Node) {
	if _, err := netmath.ParseAddr(n.Value); err == nil {
		return
	}
	p, canonical, err := netmath.ParsePrefix(n.Value)
	switch {
	case err != nil:
		r.fail(n, "%v", err)
	case !canonical:
		r.fail(n, "%s has bits beyond its prefix length; write %v", n.Value, p)
	}
}
