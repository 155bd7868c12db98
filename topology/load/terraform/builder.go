package terraform

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

// A builder puts the resources of a world into a Draft.
type builder struct {
	*world
	d      *provision.Draft
	gone   []*resource // parts of other resources that were there before and are no longer, or not so
	was    *world      // that they were in
	ipv6   map[string]bool
	open   map[string]bool     // subnets that give public addresses
	groups map[string][]string // subnets of subnet groups
	last   []func()            // what is done at the end
	loose  []looseTable
}

// A maker puts resources of a type into a Draft. Makers of containers come before those of what is in them, and those before what ties them together.
type maker struct {
	stage stage
	add   func(b *builder, r *resource)
	drop  func(b *builder, r *resource) // of a part of another resource: takes it out of what was listed there
}

type stage int

const (
	containers stage = iota
	parts
	things
	ties
)

// families list the types that are understood, a table for each file.
var families = []func() map[string]maker{
	vpcTypes, routeTypes, groupTypes, aclTypes, gatewayTypes, peeringTypes, transitTypes, endpointTypes, firewallTypes, hybridTypes, clientVpnTypes,
	prefixListTypes, instanceTypes, serviceTypes, balancerTypes, accessTypes,
}

// makers are the types of all families, with other names of some.
func makers() map[string]maker {
	all := map[string]maker{}
	for _, family := range families {
		maps.Copy(all, family())
	}
	for old, name := range aliases {
		all[old] = all[name]
	}
	return all
}

var aliases = map[string]string{
	"aws_alb": "aws_lb", "aws_alb_listener": "aws_lb_listener", "aws_alb_listener_rule": "aws_lb_listener_rule", "aws_alb_target_group": "aws_lb_target_group",
	"aws_alb_target_group_attachment": "aws_lb_target_group_attachment", "aws_elasticsearch_domain": "aws_opensearch_domain",
	"awscc_ec2_route_table": "aws_route_table", "awscc_ec2_subnet_route_table_association": "aws_route_table_association", // of the Cloud Control provider, with the same attributes
}

// adds makes a maker of a function of the values of a type.
func adds[T any](at stage, add func(b *builder, r *resource, v *T)) maker {
	return maker{stage: at, add: func(b *builder, r *resource) { add(b, r, valuesOf[T](b.world, r)) }}
}

func valuesOf[T any](w *world, r *resource) *T {
	v := new(T)
	w.decode(r, v)
	return v
}

// dropsPart completes a maker by what takes a part out again. It is called with the values that the part had.
func dropsPart[T any](m maker, drop func(b *builder, r *resource, v *T)) maker {
	m.drop = func(b *builder, r *resource) { drop(b, r, valuesOf[T](b.was, r)) }
	return m
}

// build puts all resources into a Draft on top of base.
func (w *world) build(base *topology.Snapshot, gone []*resource, was *world) *builder {
	b := &builder{world: w, d: provision.New(base), gone: gone, was: was, ipv6: map[string]bool{}, open: map[string]bool{}, groups: map[string][]string{}}
	types := makers()
	var all []*resource
	for _, r := range w.all {
		if _, understood := types[typeKey(r)]; understood {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(x, y *resource) int { return cmp.Compare(types[typeKey(x)].stage, types[typeKey(y)].stage) })
	dropped := false
	for _, r := range all {
		if m := types[typeKey(r)]; m.stage > containers && !dropped {
			dropped = true
			b.dropGone(types)
		}
		types[typeKey(r)].add(b, r)
	}
	if !dropped {
		b.dropGone(types)
	}
	for _, do := range b.last {
		do()
	}
	return b
}

func (b *builder) dropGone(types map[string]maker) {
	for _, r := range b.gone {
		if m := types[typeKey(r)]; m.drop != nil {
			m.drop(b, r)
		}
	}
}

// typeKey is the type, of a data source with "data." before it.
func typeKey(r *resource) string {
	if r.data {
		return "data." + r.typ
	}
	return r.typ
}

// meta is where a resource is: in which account and Region, and where it is declared.
func (b *builder) meta(r *resource) topology.Meta {
	account, _ := place(r.text("arn"))
	if owner := r.text("owner_id"); isAccount(owner) {
		account = owner
	}
	m := topology.Meta{Account: account, Region: b.region(r), Source: r.source()}
	if !r.existing {
		m.Address = r.address
	}
	return m
}

// region is the Region that a resource is in, or "" if that is not told.
func (w *world) region(r *resource) string {
	_, region := place(r.text("arn"))
	region = cmp.Or(r.text("region"), region, zoneRegion(r.text("availability_zone")))
	if region == "" && r.config != nil {
		region = w.regions[r.config.ProviderConfigKey]
	}
	return region
}

// place reads account and Region from an ARN.
func place(arn string) (account, region string) {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && isAccount(parts[4]) {
		return parts[4], parts[3]
	}
	return "", ""
}

func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// zoneRegion is the Region of an Availability Zone by its name, or "".
func zoneRegion(zone string) string {
	if n := len(zone); n > 3 && zone[n-1] >= 'a' && zone[n-1] <= 'z' && zone[n-2] >= '0' && zone[n-2] <= '9' && strings.Count(zone, "-") == 2 {
		return zone[:n-1]
	}
	return ""
}

// tags are all tags of a resource, those of the provider included.
func (r *resource) tags() topology.Tags {
	all := members(r.values["tags_all"])
	if len(all) == 0 {
		all = members(r.values["tags"])
	}
	var tags topology.Tags
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if all[key].Kind() == '"' {
			tags = append(tags, topology.Tag{Key: key, Value: scalar(all[key])})
		}
	}
	return tags
}

// writes reports whether the configuration of a resource has an attribute or block, so that what is listed there is meant. What a plan does not tell, because the
// file is a state, counts as written.
func (b *builder) writes(r *resource, attribute string) bool {
	if r.config == nil {
		return true
	}
	e, written := r.config.Expressions[attribute]
	return written && e.Kind() != 0
}

// isOpen reports whether blocks are written, and nobody knows yet which and how many.
func (b *builder) isOpen(r *resource, attribute string) bool {
	return r.config != nil && r.unknown[attribute].Kind() == 't' && len(elements(r.values[attribute])) == 0 && b.writes(r, attribute) && !constant(r.config.Expressions[attribute])
}

// typeOfID is the type of the resource that has an id.
func (b *builder) typeOfID(id string) string {
	for _, r := range b.all {
		if r.address == id || !r.data && b.id(r) == id {
			return r.typ
		}
	}
	return ""
}

func rawIs(raw jsontext.Value, word string) bool { return scalar(raw) == word }
