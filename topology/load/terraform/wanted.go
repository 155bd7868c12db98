package terraform

import (
	"slices"
	"strings"
)

// wanted are the types that an attribute refers to, the usual one first.
type wanted []string

// links are the types by the name of the attribute, without "_id", "_ids", "_arn" or "_arns".
var links = map[string]wanted{
	"vpc":                             {"aws_vpc", "aws_default_vpc"},
	"peer_vpc":                        {"aws_vpc", "aws_default_vpc"},
	"subnet":                          {"aws_subnet", "aws_default_subnet"},
	"vpc_zone_identifier":             {"aws_subnet", "aws_default_subnet"},
	"subnets":                         {"aws_subnet", "aws_default_subnet"},
	"target_subnet":                   {"aws_subnet", "aws_default_subnet"},
	"target_vpc_subnet":               {"aws_subnet", "aws_default_subnet"},
	"route_table":                     {"aws_route_table", "aws_default_route_table", "awscc_ec2_route_table"},
	"security_group":                  {"aws_security_group", "aws_default_security_group"},
	"security_groups":                 {"aws_security_group", "aws_default_security_group"},
	"vpc_security_group":              {"aws_security_group", "aws_default_security_group"},
	"source_security_group":           {"aws_security_group", "aws_default_security_group"},
	"referenced_security_group":       {"aws_security_group", "aws_default_security_group"},
	"cluster_security_group":          {"aws_security_group", "aws_default_security_group"},
	"network_acl":                     {"aws_network_acl", "aws_default_network_acl"},
	"internet_gateway":                {"aws_internet_gateway"},
	"egress_only_gateway":             {"aws_egress_only_internet_gateway"},
	"nat_gateway":                     {"aws_nat_gateway"},
	"gateway":                         {"aws_internet_gateway", "aws_vpn_gateway", "aws_nat_gateway", "aws_ec2_transit_gateway", "aws_vpc_endpoint", "aws_egress_only_internet_gateway"},
	"allocation":                      {"aws_eip"},
	"network_interface":               {"aws_network_interface"},
	"primary_network_interface":       {"aws_network_interface"},
	"instance":                        {"aws_instance"},
	"vpc_peering_connection":          {"aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter"},
	"vpc_endpoint":                    {"aws_vpc_endpoint"},
	"transit_gateway":                 {"aws_ec2_transit_gateway"},
	"peer_transit_gateway":            {"aws_ec2_transit_gateway"},
	"transit_gateway_attachment":      {"aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_peering_attachment", "aws_ec2_transit_gateway_connect", "aws_vpn_connection", "aws_ec2_transit_gateway_vpn_attachment", "aws_ec2_transit_gateway_dx_gateway_attachment"},
	"transport_attachment":            {"aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_dx_gateway_attachment"},
	"transit_gateway_route_table":     {"aws_ec2_transit_gateway_route_table"},
	"vpn_gateway":                     {"aws_vpn_gateway"},
	"vpn_connection":                  {"aws_vpn_connection"},
	"propagating_vgws":                {"aws_vpn_gateway"},
	"customer_gateway":                {"aws_customer_gateway"},
	"dx_gateway":                      {"aws_dx_gateway"},
	"associated_gateway":              {"aws_ec2_transit_gateway", "aws_vpn_gateway"},
	"prefix_list":                     {"aws_ec2_managed_prefix_list", "aws_vpc_endpoint"},
	"destination_prefix_list":         {"aws_ec2_managed_prefix_list", "aws_vpc_endpoint"},
	"load_balancer":                   {"aws_lb", "aws_alb"},
	"listener":                        {"aws_lb_listener", "aws_alb_listener"},
	"target_group":                    {"aws_lb_target_group", "aws_alb_target_group"},
	"target_groups":                   {"aws_lb_target_group", "aws_alb_target_group"},
	"network_load_balancer":           {"aws_lb", "aws_alb"},
	"gateway_load_balancer":           {"aws_lb", "aws_alb"},
	"firewall":                        {"aws_networkfirewall_firewall"},
	"firewall_policy":                 {"aws_networkfirewall_firewall_policy"},
	"resource":                        {"aws_networkfirewall_rule_group"},
	"client_vpn_endpoint":             {"aws_ec2_client_vpn_endpoint"},
	"db_subnet_group_name":            {"aws_db_subnet_group"},
	"subnet_group_name":               {"aws_elasticache_subnet_group"},
	"cluster_subnet_group_name":       {"aws_redshift_subnet_group"},
	"cluster_identifier":              {"aws_rds_cluster", "aws_neptune_cluster", "aws_docdb_cluster"},
	"dhcp_options":                    {"aws_vpc_dhcp_options"},
	"route_server":                    {"aws_vpc_route_server"},
	"transit_gateway_connect_peer":    {"aws_ec2_transit_gateway_connect_peer"},
	"vpc_endpoint_service":            {"aws_vpc_endpoint_service"},
	"service_name":                    {"aws_vpc_endpoint_service"},
	"cluster_name":                    {"aws_eks_cluster"},
	"target":                          {"aws_instance", "aws_lambda_function", "aws_lb"},
	"transit_gateway_policy_table":    {"aws_ec2_transit_gateway_policy_table"},
	"file_system":                     {"aws_efs_file_system"},
	"peer_attachment":                 {"aws_ec2_transit_gateway_peering_attachment"},
	"default_route_table":             {"aws_vpc", "aws_default_vpc"},
	"default_network_acl":             {"aws_vpc", "aws_default_vpc"},
	"carrier_gateway":                 {"aws_ec2_carrier_gateway"},
	"egress_only_internet_gateway":    {"aws_egress_only_internet_gateway"},
	"launch_template":                 {"aws_launch_template"},
	"vpc_endpoint_association_subnet": {"aws_subnet"},
}

// stem is an attribute's name without what says that it is an id; of one that is called nothing else, its block's.
func stem(attribute string) string {
	if at := strings.LastIndexByte(attribute, '.'); at >= 0 {
		if attribute[at:] == ".arn" || attribute[at:] == ".id" {
			return stem(attribute[:at])
		}
		attribute = attribute[at+1:]
	}
	for _, end := range []string{"_ids", "_id", "_arns", "_arn"} {
		if rest, cut := strings.CutSuffix(attribute, end); cut {
			return rest
		}
	}
	return attribute
}

// wantedBy are the types that an attribute refers to; none if it is no link.
func wantedBy(attribute string) wanted { return links[stem(attribute)] }

// meant is the attribute that is meant of a resource that an attribute refers to without naming one.
func meant(attribute, typ string) string {
	if strings.HasPrefix(attribute, "default_") && primary(typ) == "aws_vpc" {
		return attribute
	}
	return wantedBy(attribute).of(typ)
}

func isLink(attribute string) bool { return wantedBy(attribute) != nil }

func (w wanted) accepts(typ string) bool { return slices.Contains(w, typ) }

// of is the attribute that is meant of a resource that stands without one.
func (w wanted) of(typ string) string {
	if typ == "aws_vpc_endpoint" && w.accepts("aws_ec2_managed_prefix_list") {
		return "prefix_list_id"
	}
	if typ == "aws_vpn_connection" && w.accepts("aws_ec2_transit_gateway_vpc_attachment") {
		return "transit_gateway_attachment_id"
	}
	if typ == "aws_vpc_endpoint_service" && w.accepts("aws_vpc_endpoint_service") {
		return "service_name"
	}
	if key := keys[typ]; key != "" {
		return key
	}
	return "id"
}
