package terraform

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/ref"
)

// Options say how to read what a file leaves open.
type Options struct {
	// Assume says what attributes refer to that a plan does not know: "ADDRESS.attribute" to the address of a resource, or a value.
	Assume map[string]string
}

// IsPlan reports whether the file is a plan.
func (f *File) IsPlan() bool { return f.isPlan }

// Snapshot is the network of a state, or the one after a plan.
func (f *File) Snapshot(opt Options) *topology.Snapshot {
	before := f.world(f.before, nil)
	w := f.world(f.after, opt.Assume)
	s := w.build(nil, f.gone(), before).d.Standalone(f.path, f.key())
	f.list(s)
	w.report(s)
	return s
}

// Before is the network that a plan starts from, as its prior state tells it.
func (f *File) Before() *topology.Snapshot {
	w := f.world(f.before, nil)
	s := w.build(nil, nil, nil).d.Standalone(f.path, "prior_state")
	s.Diagnostics = append(s.Diagnostics, w.notes...)
	return s
}

// Over lays a plan over a Snapshot of what exists. What it gives as before is that Snapshot with the addresses of what the plan knows.
func (f *File) Over(base *topology.Snapshot, opt Options) (before, after *topology.Snapshot) {
	was, is := f.world(f.before, nil), f.world(f.after, opt.Assume)
	before = provision.Lay(base, was.build(base, nil, nil).d, was.build(base, nil, nil).d, f.path, "prior_state")
	after = provision.Lay(base, was.build(base, nil, nil).d, is.build(base, f.gone(), was).d, f.path, "resource_changes")
	is.report(after)
	return before, after
}

// key is what documents of the file are called.
func (f *File) key() string {
	if f.isPlan {
		return "planned_values"
	}
	return "resources"
}

// gone are the resources that were there before and are no longer, or not so.
func (f *File) gone() []*resource {
	after := byAddress(f.after)
	ids := map[string]*resource{}
	for _, r := range f.after {
		if id := r.text("id"); id != "" {
			ids[r.typ+" "+id] = r
		}
	}
	var gone []*resource
	for _, r := range f.before {
		is := cmp.Or(ids[r.typ+" "+r.text("id")], after[r.address])
		if !r.data && (is == nil || !bytes.Equal(is.raw, r.raw)) {
			gone = append(gone, r)
		}
	}
	return gone
}

// report adds to a Snapshot what the file does not tell, and what is not understood of it.
func (w *world) report(s *topology.Snapshot) {
	for _, address := range slices.Sorted(maps.Keys(w.assume)) {
		if !w.used[address] && !w.contradicted(address) {
			w.note(topology.Diagnostic{Severity: topology.Warning, Code: "UNUSED_ASSUMPTION", Value: address, Message: "nothing in the plan has this attribute and leaves it open",
				Remedy: "compare with the addresses and attributes of UNRESOLVED_VALUE"})
		}
	}
	w.countNotes()
	w.condition()
	w.kinds()
	w.foreign(s)
	s.Diagnostics = append(s.Diagnostics, w.notes...)
	s.SortDiagnostics()
}

// contradicted notes that an assumption is about an attribute that is known, and says otherwise.
func (w *world) contradicted(address string) bool {
	for _, r := range w.all {
		attribute, of := strings.CutPrefix(address, r.address+".")
		if !of || r.isUnknown(attribute) {
			continue
		}
		known := constants(r.values[attribute])
		if said := w.assumed(w.assume[address], attribute); len(known) > 0 && !slices.Equal(known, said) {
			w.note(topology.Diagnostic{Severity: topology.Error, Code: "CONTRADICTED_ASSUMPTION", Path: w.pathOf(r), Line: int(r.line), Ref: ref.Ref{Kind: ref.Other, ID: r.address},
				Value: address + "=" + w.assume[address], Message: "the plan knows " + attribute + ": it is " + strings.Join(known, ","),
				Remedy: "leave the assumption out: one is for what is known after apply only"})
			return true
		}
	}
	return false
}

// condition tells of plans that are not whole.
func (w *world) condition() {
	warn := func(message, remedy string) {
		w.note(topology.Diagnostic{Severity: topology.Warning, Code: "INCOMPLETE_PLAN", Message: message, Remedy: remedy})
	}
	switch {
	case w.errored:
		warn("planning ended in an error: the plan holds only some of the changes", "correct the configuration and plan again")
	case w.incomplete:
		warn("the plan is not complete: it was made with -target or -exclude, or changes were put off", "plan without -target")
	}
	if w.deferred > 0 {
		warn(fmt.Sprintf("%d changes were put off until a later apply: they are not in the network", w.deferred), "apply, and plan again")
	}
}

// kinds lists the types that bear on the network and are not modelled, and counts the others.
func (w *world) kinds() {
	types, notModelled, needless := makers(), map[string][]*resource{}, 0
	for _, r := range w.all {
		switch _, understood := types[typeKey(r)]; {
		case understood || r.data:
		case ofNetwork(r.typ):
			notModelled[r.typ] = append(notModelled[r.typ], r)
		default:
			needless++
		}
	}
	for _, typ := range slices.Sorted(maps.Keys(notModelled)) {
		all := notModelled[typ]
		w.note(topology.Diagnostic{Severity: topology.Info, Code: "NOT_MODELLED", Path: w.pathOf(all[0]), Line: int(all[0].line), Value: typ, Ref: ref.Ref{Kind: ref.Other, ID: all[0].address},
			Message: fmt.Sprintf("resources of this type are not modelled: %d of them, %s", len(all), examples(all)), Remedy: "what depends on them is not in the answers"})
	}
	if needless > 0 {
		w.note(topology.Diagnostic{Severity: topology.Info, Code: "NOT_NEEDED", Message: bearNothing(needless), Remedy: "nothing to do"})
	}
}

func bearNothing(n int) string {
	if n == 1 {
		return "1 resource does not bear on reachability"
	}
	return fmt.Sprintf("%d resources do not bear on reachability", n)
}

// examples names the first few of some resources.
func examples(all []*resource) string {
	const shown = 3
	var names []string
	for _, r := range all[:min(shown, len(all))] {
		names = append(names, r.address)
	}
	if len(all) > shown {
		names = append(names, "...")
	}
	return strings.Join(names, ", ")
}

// networkWords are parts of the names of types that bear on a network.
var networkWords = []string{
	"_vpc", "_subnet", "_route", "_network", "security_group", "_eip", "_nat", "gateway", "_lb", "_alb", "_elb", "load_balancer", "_dx_", "_vpn", "_ec2_", "endpoint", "firewall",
	"_peering", "prefix_list", "interface", "globalaccelerator", "vpclattice", "networkmanager", "transit", "direct_connect", "_instance", "ipam",
}

// harmlessTypes have such names, and decide nothing about where packets go.
var harmlessTypes = map[string]bool{
	"aws_vpc_dhcp_options": true, "aws_vpc_dhcp_options_association": true, "aws_ec2_tag": true, "aws_default_vpc_dhcp_options": true, "aws_iam_instance_profile": true,
	"aws_ec2_instance_state": true, "aws_ec2_serial_console_access": true, "aws_ec2_availability_zone_group": true, "aws_ec2_host": true, "aws_ec2_capacity_reservation": true,
	"aws_ec2_fleet": false, "aws_api_gateway_rest_api": true, "aws_api_gateway_account": true, "aws_api_gateway_deployment": true, "aws_api_gateway_stage": true,
	"aws_api_gateway_resource": true, "aws_api_gateway_method": true, "aws_api_gateway_integration": true, "aws_ec2_image_block_public_access": true, "aws_eip_domain_name": true,
	"aws_lb_trust_store": true, "aws_lb_ssl_negotiation_policy": true, "aws_lb_cookie_stickiness_policy": true, "aws_app_cookie_stickiness_policy": true,
	"aws_ec2_instance_metadata_defaults": true, "aws_flow_log": true, "aws_ec2_traffic_mirror_filter": true, "aws_ec2_traffic_mirror_session": true, "aws_ec2_traffic_mirror_target": true,
	"aws_ec2_network_insights_path": true, "aws_ec2_network_insights_analysis": true, "aws_ec2_subnet_cidr_reservation": true, "aws_sns_platform_application": true, "aws_ec2_transit_gateway_metering_policy": true,
}

// ofNetwork reports whether a type that is not understood bears on a network, going by its name.
func ofNetwork(typ string) bool {
	if harmless, known := harmlessTypes[typ]; known {
		return !harmless
	}
	if !strings.HasPrefix(typ, "aws_") && !strings.HasPrefix(typ, "awscc_") || strings.HasPrefix(typ, "aws_iam_") || strings.HasPrefix(typ, "aws_route53_") && !strings.Contains(typ, "resolver") {
		return false
	}
	return slices.ContainsFunc(networkWords, func(word string) bool { return strings.Contains(typ, word) })
}

// foreign tells what to do where a file says only in part what there is.
func (w *world) foreign(s *topology.Snapshot) {
	if s.Covers(ref.RouteTable, "", "") != topology.Partly || len(s.Documents) < 2 {
		return
	}
	w.note(topology.Diagnostic{Severity: topology.Warning, Code: "PARTLY_DECLARED",
		Message: "something lies in a VPC that the file does not declare: what else is in that VPC, and in its route tables and network ACLs, is unknown",
		Remedy:  "lay the plan over a snapshot of the account (-s SNAPSHOT --plan PLAN), or give the states of all that is in the VPC"})
}
