package terraform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/ref"
)

// attribute is the value of an attribute that holds one id or text: as the plan knows it, or what stands for it until apply; "" if that cannot be said.
func (w *world) attribute(r *resource, attribute string) string {
	if known := r.text(attribute); known != "" {
		return known
	}
	if !r.isUnknown(attribute) {
		return ""
	}
	switch attribute {
	case "id", "arn", keys[r.typ]:
		if attribute != keys[r.typ] || !isLink(attribute) {
			return w.id(r)
		}
	}
	if made := computed(r.typ, attribute); made != nil {
		return made(w.id(r))
	}
	if found := w.resolve(r, attribute, r.expression(attribute), false); len(found) > 0 {
		return found[0]
	}
	return ""
}

// list is attribute for one that holds several.
func (w *world) list(r *resource, attribute string) []string {
	if !r.isUnknown(attribute) {
		return constants(r.values[attribute])
	}
	return w.resolve(r, attribute, r.expression(attribute), true)
}

func (r *resource) expression(attribute string) jsontext.Value {
	if r.config == nil {
		return nil
	}
	return r.config.Expressions[attribute]
}

// computed is what an attribute that AWS fills in will say of what it makes with a resource.
func computed(typ, attribute string) func(id string) string {
	switch typ + "." + attribute {
	case "aws_vpc.main_route_table_id", "aws_vpc.default_route_table_id", "aws_default_vpc.main_route_table_id", "aws_default_vpc.default_route_table_id":
		return func(id string) string { return provision.DefaultsOf(id).RouteTable }
	case "aws_vpc.default_network_acl_id", "aws_default_vpc.default_network_acl_id":
		return func(id string) string { return provision.DefaultsOf(id).NetworkAcl }
	case "aws_vpc.default_security_group_id", "aws_default_vpc.default_security_group_id":
		return func(id string) string { return provision.DefaultsOf(id).SecurityGroup }
	case "aws_instance.primary_network_interface_id", "aws_nat_gateway.network_interface_id":
		return func(id string) string { return provision.InterfaceOf(id, 0) }
	case "aws_ec2_transit_gateway.association_default_route_table_id", "aws_ec2_transit_gateway.propagation_default_route_table_id":
		return provision.DefaultTransitTable
	case "aws_vpn_connection.transit_gateway_attachment_id", "aws_dx_gateway_association.transit_gateway_attachment_id":
		return attachmentOf
	case "aws_eip.allocation_id", "aws_vpc_endpoint_service.service_name":
		return func(id string) string { return id }
	}
	return nil
}

// attachmentOf is the id of the attachment to a transit gateway that comes with a resource.
func attachmentOf(id string) string { return id + "#attachment" }

// resolve finds the values of an attribute that is unknown until apply, in the order of the package comment.
func (w *world) resolve(r *resource, attribute string, expression jsontext.Value, many bool) []string {
	address := r.address + "." + attribute
	if r.resolving[attribute] || w.depth > maxDepth {
		return nil
	}
	if said, ok := w.assume[address]; ok {
		w.used[address] = true
		return w.assumed(said, attribute)
	}
	if expression == nil {
		return nil // AWS fills it in
	}
	if r.resolving == nil {
		r.resolving = map[string]bool{}
	}
	r.resolving[attribute] = true
	defer delete(r.resolving, attribute)
	s := seeker{world: w, from: r, attr: lastName(attribute), wants: wantedBy(attribute), many: many}
	if r.config != nil {
		s.each = each{r.config.ForEach, r.index}
	}
	found := s.fitting(attribute, slices.DeleteFunc(s.follow(expression, r.module), func(v string) bool { return !s.plausible(v) }))
	if len(s.offers) > 0 {
		w.offered[address] = s.offers
	}
	if s.withheld {
		return nil
	}
	if handed := s.handed(); len(handed) > 0 && !many {
		return s.oneOf(attribute, handed, found)
	}
	switch {
	case many && len(found) > 0, len(found) == 1 && !s.picked:
		switch {
		case s.guessed:
			w.inferred(r, attribute, strings.Join(found, ","), "an output of a module is called like these")
		case s.fitted:
			w.inferred(r, attribute, strings.Join(found, ","), "of the outputs of a module one gives out what fits")
		case s.byKey:
			w.inferred(r, attribute, strings.Join(found, ","), "a constant, or for_each, refers to this by its key")
		case s.whole:
			w.inferred(r, attribute, strings.Join(found, ","), "the expression tells no key: these are all there are")
		}
		return found
	case len(found) > 1 && !s.picked && s.fits(found[0]) && s.fits(found[1]):
		return nil // a condition or a key tells which
	case len(found) > 0 && !s.picked:
		w.inferred(r, attribute, found[0], "the expression refers to several, of which this is the first")
		return found[:1]
	}
	if better := s.infer(attribute, expression); len(better) > 0 || len(found) == 0 || s.astray {
		return better
	}
	w.inferred(r, attribute, found[0], "the expression takes one of several, of which this is the first")
	return found[:1]
}

// assumed reads what the user says of an attribute: addresses or values, separated by commas.
func (w *world) assumed(said, attribute string) []string {
	var values []string
	for _, word := range strings.Split(said, ",") {
		word = strings.TrimSpace(word)
		if at := slices.IndexFunc(w.all, func(r *resource) bool { return r.address == word }); at >= 0 {
			if value := w.attribute(w.all[at], meant(attribute, w.all[at].typ)); value != "" {
				word = value
			}
		}
		values = append(values, word)
	}
	return values
}

// inferred notes a link that nothing says and the structure suggests.
func (w *world) inferred(r *resource, attribute, value, why string) {
	w.noteOnce(r, topology.Diagnostic{Severity: topology.Info, Code: "INFERRED_VALUE", Value: value,
		Message: attribute + " is known after apply, and " + why, Remedy: fmt.Sprintf("if it is wrong: --assume %s.%s=ADDRESS", r.address, attribute)})
}

// unresolved notes a link that stays unknown.
func (w *world) unresolved(r *resource, attribute string) {
	remedy := "plan against what exists"
	if isLink(attribute) || isBlock(attribute) {
		remedy = fmt.Sprintf("--assume %s.%s=%s, or %s", r.address, attribute, w.meantFor(attribute), remedy)
	}
	w.noteOnce(r, topology.Diagnostic{Severity: topology.Warning, Code: "UNRESOLVED_VALUE", Value: r.address + "." + attribute,
		Message: attribute + " is known after apply, and nothing in the plan tells what it refers to: what depends on it is unknown",
		Remedy:  remedy})
}

// meantFor is what a user may say of an attribute: an address, a block, or one of the endpoints that firewalls of several subnets will have.
func (w *world) meantFor(attribute string) string {
	if isBlock(attribute) {
		return "CIDR"
	}
	if strings.HasSuffix(attribute, "s") {
		return "ADDRESS,..."
	}
	if lastName(attribute) != "vpc_endpoint_id" {
		return "ADDRESS"
	}
	var endpoints []string
	for _, r := range w.all {
		if r.typ != "aws_networkfirewall_firewall" || r.data {
			continue
		}
		v := valuesOf[firewallValues](w, r)
		for _, m := range v.SubnetMapping {
			endpoints = append(endpoints, provision.FirewallEndpoint(w.id(r), string(m.SubnetID)))
		}
	}
	if len(endpoints) == 0 {
		return "ADDRESS"
	}
	return "ENDPOINT, one of " + strings.Join(endpoints, ", ")
}

func (w *world) note(d topology.Diagnostic) {
	d.Path = cmp.Or(d.Path, w.path)
	w.notes = append(w.notes, d)
}

// noteOnce notes the same of all instances of a resource once, with the first of them.
func (w *world) noteOnce(r *resource, d topology.Diagnostic) {
	key := localKey(withoutKeys(r.module), r.localAddress()) + d.Code + d.Message
	if w.noted[key] == nil {
		w.noted[key] = &noted{at: len(w.notes), of: map[string]bool{}}
		d.Path, d.Line, d.Ref = w.pathOf(r), int(r.line), ref.Ref{Kind: ref.Other, ID: r.address}
		w.note(d)
	}
	w.noted[key].of[r.address] = true
}

// noted is a diagnostic with the instances that it is about.
type noted struct {
	at int
	of map[string]bool
}

// countNotes says of how many instances a diagnostic is true, beside the one that it names.
func (w *world) countNotes() {
	for _, n := range w.noted {
		if more := len(n.of) - 1; more > 0 {
			w.notes[n.at].Message += fmt.Sprintf(" (and for %d more like it)", more)
		}
	}
	clear(w.noted)
}

// withoutKeys is an address without the keys of count and for_each.
func withoutKeys(address string) string {
	parts := splitAddress(address)
	for i := range parts {
		parts[i], _ = cutIndex(parts[i])
	}
	return strings.Join(parts, ".")
}
