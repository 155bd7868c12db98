package terraform

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// A world is one side of a plan, or a state: resources that refer to each other.
type world struct {
	*File
	all     []*resource
	byLocal map[string][]*resource // instances by module and address without key, in order
	names   map[string]bool        // ids and addresses of resources
	assume  map[string]string      // "ADDRESS.attribute" -> an address or a value, as the user says
	used    map[string]bool        // of assume
	offered map[string][]string    // "ADDRESS.attribute" that stays unknown -> the ids of all that it may refer to, where that is told
	notes   []topology.Diagnostic
	noted   map[string]*noted
	depth   int
}

func (f *File) world(all []*resource, assume map[string]string) *world {
	w := &world{File: f, all: all, byLocal: map[string][]*resource{}, names: map[string]bool{}, assume: assume, used: map[string]bool{}, offered: map[string][]string{}, noted: map[string]*noted{}}
	for _, r := range all {
		key := localKey(r.module, r.localAddress())
		w.byLocal[key] = append(w.byLocal[key], r)
		for _, name := range []string{r.address, r.text("id"), r.text("name"), r.text("arn")} {
			w.names[name] = true
		}
	}
	for _, instances := range w.byLocal {
		slices.SortStableFunc(instances, func(a, b *resource) int {
			m, _ := a.number()
			n, _ := b.number()
			return cmp.Or(cmp.Compare(m, n), cmp.Compare(a.index, b.index))
		})
	}
	return w
}

func localKey(module, address string) string { return module + " " + address }

// keys are the attributes by which AWS knows a resource, where that is not its id.
var keys = map[string]string{
	"aws_lb": "arn", "aws_alb": "arn", "aws_lb_listener": "arn", "aws_alb_listener": "arn", "aws_lb_target_group": "arn", "aws_alb_target_group": "arn",
	"aws_networkfirewall_firewall": "arn", "aws_networkfirewall_firewall_policy": "arn", "aws_networkfirewall_rule_group": "arn",
	"aws_elb": "name", "aws_lambda_function": "function_name", "aws_db_instance": "identifier", "aws_rds_cluster": "cluster_identifier",
	"aws_rds_cluster_instance": "identifier", "aws_db_subnet_group": "name", "aws_neptune_cluster_instance": "identifier", "aws_docdb_cluster_instance": "identifier",
	"aws_vpc_peering_connection_accepter": "vpc_peering_connection_id", "aws_ec2_transit_gateway_vpc_attachment_accepter": "transit_gateway_attachment_id",
	"aws_default_route_table": "default_route_table_id", "aws_default_network_acl": "default_network_acl_id",
	"aws_vpc_security_group_ingress_rule": "security_group_rule_id", "aws_vpc_security_group_egress_rule": "security_group_rule_id",
	"aws_elasticache_subnet_group": "name", "aws_redshift_subnet_group": "name",
}

// id is the id of a resource's row: AWS's, or its address as long as that is unknown.
func (w *world) id(r *resource) string {
	key := cmp.Or(keys[r.typ], "id")
	if known := r.text(key); known != "" && !(r.isUnknown(key)) {
		return known
	}
	switch r.typ {
	case "aws_default_route_table", "aws_default_network_acl", "aws_vpc_peering_connection_accepter", "aws_ec2_transit_gateway_vpc_attachment_accepter":
		return cmp.Or(w.attribute(r, key), r.address)
	case "aws_default_security_group":
		return w.defaultOf(r, "default_security_group_id")
	}
	if r.data && r.typ == "aws_security_group" && r.text("name") == "default" { // no other group may be called so
		return w.defaultOf(r, "default_security_group_id")
	}
	if key == "id" && r.data && r.text("arn") != "" {
		return r.text("arn")
	}
	return r.address
}

// defaultOf is the id of a default of the VPC that a resource is in.
func (w *world) defaultOf(r *resource, attribute string) string {
	vpc := w.attribute(r, "vpc_id")
	for _, v := range w.all {
		if (v.typ == "aws_vpc" || v.typ == "aws_default_vpc") && w.id(v) == vpc {
			return w.attribute(v, attribute)
		}
	}
	return r.address
}
