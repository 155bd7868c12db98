package terraform

import (
	"cmp"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

// Services make interfaces of their own in the subnets that they are given: one that stands for all of a resource in each subnet, with the groups that are
// declared, and stand-ins for addresses.

func serviceTypes() map[string]maker {
	types := map[string]maker{
		"aws_db_subnet_group":               adds(parts, addDBSubnetGroup),
		"aws_rds_cluster":                   adds(parts, func(*builder, *resource, *struct{}) {}), // its instances have the interfaces
		"aws_neptune_subnet_group":          adds(parts, addDBSubnetGroup),
		"aws_docdb_subnet_group":            adds(parts, addDBSubnetGroup),
		"aws_neptune_cluster":               adds(parts, func(*builder, *resource, *struct{}) {}),
		"aws_docdb_cluster":                 adds(parts, func(*builder, *resource, *struct{}) {}),
		"aws_db_instance":                   adds(things, addDatabase),
		"aws_rds_cluster_instance":          adds(things, addClusterInstance),
		"aws_neptune_cluster_instance":      adds(things, addClusterInstance),
		"aws_docdb_cluster_instance":        adds(things, addClusterInstance),
		"aws_lambda_function":               adds(things, addFunction),
		"aws_elasticache_subnet_group":      adds(parts, addSubnetGroup),
		"aws_redshift_subnet_group":         adds(parts, addSubnetGroup),
		"aws_elasticache_cluster":           adds(things, addService),
		"aws_elasticache_replication_group": adds(things, addService),
		"aws_elasticache_serverless_cache":  adds(things, addService),
		"aws_memorydb_cluster":              adds(things, addService),
		"aws_memorydb_subnet_group":         adds(parts, addSubnetGroup),
		"aws_redshift_cluster":              adds(things, addService),
		"aws_msk_cluster":                   adds(things, addService),
		"aws_opensearch_domain":             adds(things, addService),
		"aws_efs_mount_target":              adds(things, addService),
		"aws_ecs_service":                   adds(things, addService),
		"aws_eks_cluster":                   adds(things, addService),
		"aws_eks_node_group":                adds(things, addNodeGroup),
		"aws_route53_resolver_endpoint":     adds(things, addService),
		"aws_mq_broker":                     adds(things, addService),
		"aws_dms_replication_instance":      adds(things, addService),
		"aws_fsx_lustre_file_system":        adds(things, addService),
		"aws_fsx_windows_file_system":       adds(things, addService),
		"aws_db_proxy":                      adds(things, addService),
		"aws_apigatewayv2_vpc_link":         adds(things, addService),
	}
	return types
}

func addDBSubnetGroup(b *builder, r *resource, v *struct {
	SubnetIDs list `json:"subnet_ids"`
	VpcID     text `json:"vpc_id"`
}) {
	row := topology.DBSubnetGroup{Meta: b.meta(r), DBSubnetGroupName: b.id(r), VpcId: string(v.VpcID), SubnetGroupStatus: "Complete"}
	for _, id := range v.SubnetIDs.told() {
		row.Subnets = append(row.Subnets, topology.DBSubnet{SubnetIdentifier: id, SubnetStatus: "Active"})
		if s := b.d.Subnet(id); s != nil {
			row.VpcId = cmp.Or(row.VpcId, s.VpcId)
		}
	}
	provision.Put(b.d, &b.d.Snapshot.DBSubnetGroups, row)
}

type databaseValues struct {
	Identifier         text   `json:"identifier"`
	Engine             text   `json:"engine"`
	Endpoint           text   `json:"address"`
	Port               number `json:"port"`
	AvailabilityZone   text   `json:"availability_zone"`
	MultiAZ            flag   `json:"multi_az"`
	PubliclyAccessible flag   `json:"publicly_accessible"`
	SubnetGroup        text   `json:"db_subnet_group_name"`
	NeptuneGroup       text   `json:"neptune_subnet_group_name"`
	SecurityGroupIDs   list   `json:"vpc_security_group_ids"`
	ClusterIdentifier  text   `json:"cluster_identifier"`
}

func (v *databaseValues) row(b *builder, r *resource) topology.DBInstance {
	row := topology.DBInstance{
		Meta: b.meta(r), DBInstanceIdentifier: b.id(r), Engine: string(v.Engine), AvailabilityZone: string(v.AvailabilityZone), MultiAZ: bool(v.MultiAZ),
		PubliclyAccessible: bool(v.PubliclyAccessible), TagList: r.tags(),
	}
	row.Endpoint.Address, row.Endpoint.Port = string(v.Endpoint), v.Port.or(0)
	row.DBSubnetGroup.DBSubnetGroupName = string(cmp.Or(v.SubnetGroup, v.NeptuneGroup))
	for _, id := range v.SecurityGroupIDs.told() {
		row.VpcSecurityGroups = append(row.VpcSecurityGroups, struct{ VpcSecurityGroupId, Status string }{id, "active"})
	}
	return row
}

func addDatabase(b *builder, r *resource, v *databaseValues) { b.d.AddDatabase(v.row(b, r)) }

// addClusterInstance adds an instance of a cluster, which has the subnets and groups of its cluster.
func addClusterInstance(b *builder, r *resource, v *databaseValues) {
	for _, c := range b.all {
		if c.data || !strings.HasSuffix(c.typ, "_cluster") || v.ClusterIdentifier == "" || b.id(c) != string(v.ClusterIdentifier) && c.text("id") != string(v.ClusterIdentifier) {
			continue
		}
		of := valuesOf[databaseValues](b.world, c)
		v.SecurityGroupIDs, v.SubnetGroup = of.SecurityGroupIDs, cmp.Or(of.SubnetGroup, of.NeptuneGroup, v.SubnetGroup)
	}
	b.d.AddDatabase(v.row(b, r))
}

func addFunction(b *builder, r *resource, v *struct {
	Arn       text `json:"arn"`
	VpcConfig blocks[struct {
		SubnetIDs        list `json:"subnet_ids"`
		SecurityGroupIDs list `json:"security_group_ids"`
		VpcID            text `json:"vpc_id"`
		DualStack        flag `json:"ipv6_allowed_for_dual_stack"`
	}] `json:"vpc_config"`
}) {
	row := topology.LambdaFunction{Meta: b.meta(r), FunctionName: b.id(r)}
	if account, _ := place(string(v.Arn)); account != "" {
		row.FunctionArn = string(v.Arn)
	}
	if c := v.VpcConfig.first(); len(c.SubnetIDs) > 0 {
		row.VpcConfig = &struct {
			SubnetIds               []string
			SecurityGroupIds        []string
			VpcId                   string
			Ipv6AllowedForDualStack bool
		}{c.SubnetIDs.told(), c.SecurityGroupIDs.told(), string(c.VpcID), bool(c.DualStack)}
	}
	b.d.AddFunction(row)
}

// serviceValues are where services put what subnets and groups they use.
type serviceValues struct {
	SubnetID       text                `json:"subnet_id"`
	SubnetIDs      list                `json:"subnet_ids"`
	VpcSubnetIDs   list                `json:"vpc_subnet_ids"`
	SubnetGroup    text                `json:"subnet_group_name"`
	ClusterGroup   text                `json:"cluster_subnet_group_name"`
	SecurityGroups list                `json:"security_groups"`
	SecurityIDs    list                `json:"security_group_ids"`
	VpcSecurityIDs list                `json:"vpc_security_group_ids"`
	IPAddress      text                `json:"ip_address"`
	Public         flag                `json:"publicly_accessible"`
	VpcConfig      blocks[placeValues] `json:"vpc_config"`  // eks
	VpcOptions     blocks[placeValues] `json:"vpc_options"` // opensearch
	Brokers        blocks[placeValues] `json:"broker_node_group_info"`
	Network        blocks[placeValues] `json:"network_configuration"` // ecs
	ReplicaGroup   text                `json:"replication_subnet_group_id"`
	Balancers      blocks[struct {
		TargetGroupArn text   `json:"target_group_arn"`
		Port           number `json:"container_port"`
	}] `json:"load_balancer"` // ecs
}

type placeValues struct {
	SubnetIDs      list `json:"subnet_ids"`
	ClientSubnets  list `json:"client_subnets"`
	Subnets        list `json:"subnets"`
	SecurityIDs    list `json:"security_group_ids"`
	SecurityGroups list `json:"security_groups"`
	ClusterGroup   text `json:"cluster_security_group_id"`
	AssignPublic   flag `json:"assign_public_ip"`
}

type resolverAddress struct {
	SubnetID text `json:"subnet_id"`
	IP       text `json:"ip"`
}

// descriptions are how services describe their interfaces, before the name.
var descriptions = map[string]string{
	"aws_efs_mount_target": "EFS mount target for ", "aws_eks_cluster": "Amazon EKS ", "aws_opensearch_domain": "ES ", "aws_redshift_cluster": "RedshiftNetworkInterface ",
	"aws_msk_cluster": "DO NOT DELETE - Amazon MSK network interface for cluster ", "aws_route53_resolver_endpoint": "Route 53 Resolver: ", "aws_dms_replication_instance": "DMSNetworkInterface ",
	"aws_db_proxy": "Network interface for DBProxy ",
}

// addService adds the interfaces of a service: one in each subnet.
func addService(b *builder, r *resource, v *serviceValues) {
	subnets := append(list{string(v.SubnetID)}, v.SubnetIDs...)
	subnets = append(append(subnets, v.VpcSubnetIDs...), b.subnetsOf(string(cmp.Or(v.SubnetGroup, v.ClusterGroup, v.ReplicaGroup)))...)
	groups := append(append(append(list{}, v.SecurityGroups...), v.SecurityIDs...), v.VpcSecurityIDs...)
	public := bool(v.Public)
	for _, places := range []blocks[placeValues]{v.VpcConfig, v.VpcOptions, v.Brokers, v.Network} {
		for _, p := range places {
			subnets = append(append(append(subnets, p.SubnetIDs...), p.ClientSubnets...), p.Subnets...)
			groups = append(append(append(groups, p.SecurityIDs...), p.SecurityGroups...), string(p.ClusterGroup))
			public = public || bool(p.AssignPublic)
		}
	}
	if r.typ == "aws_eks_cluster" {
		groups = append(groups, b.clusterGroup(r))
	}
	name := cmp.Or(keysOf(r, "name", "cluster_id", "domain_name", "cluster_identifier", "cluster_name"), r.address)
	n := topology.NetworkInterface{Meta: b.meta(r), InterfaceType: "interface", Description: cmp.Or(descriptions[r.typ], r.typ+" ") + name, Groups: provision.GroupsOf(groups.told())}
	if public {
		n.Association = &topology.NetworkInterfaceAssociation{}
	}
	n.PrivateIpAddress = v.IPAddress.addr()
	b.addResolver(r, n)
	interfaces := b.d.AddServiceInterfaces(r.address, n, subnets.told())
	for _, x := range v.Balancers {
		switch {
		case adrift(r, "load_balancer.target_group_arn", x.TargetGroupArn):
			b.mayBeTarget()
		case x.TargetGroupArn != "":
			b.d.AddHolders(string(x.TargetGroupArn), interfaces, int32(x.Port.or(0)))
		}
	}
}

// keysOf is the first of some attributes that is known.
func keysOf(r *resource, attributes ...string) string {
	for _, a := range attributes {
		if value := r.text(a); value != "" {
			return value
		}
	}
	return ""
}

// addResolver adds the interfaces of a Route 53 Resolver endpoint, whose blocks are called ip_address as the attribute of other types is.
func (b *builder) addResolver(r *resource, n topology.NetworkInterface) {
	if r.typ != "aws_route53_resolver_endpoint" {
		return
	}
	v := valuesOf[struct {
		Addresses blocks[resolverAddress] `json:"ip_address"`
	}](b.world, r)
	for _, a := range v.Addresses {
		n := n
		n.PrivateIpAddress = a.IP.addr()
		b.d.AddServiceInterfaces(r.address, n, []string{string(a.SubnetID)})
	}
}

// clusterGroup is the security group that EKS makes for a cluster: everything among its members, and everything out.
func (b *builder) clusterGroup(r *resource) string {
	for _, c := range elements(r.values["vpc_config"]) {
		if id := scalar(members(c)["cluster_security_group_id"]); id != "" {
			return id
		}
	}
	id := r.address + "#cluster-security-group"
	b.d.AddGroup(topology.SecurityGroup{
		Meta: b.meta(r), GroupId: id, GroupName: "eks-cluster-sg", IpPermissionsEgress: []topology.IpPermission{provision.AllowAll()},
		IpPermissions: []topology.IpPermission{{IpProtocol: "-1", UserIdGroupPairs: []topology.UserIdGroupPair{{GroupId: id}}}},
	})
	return id
}

// addNodeGroup adds a node for each subnet of a group: with the cluster's security group, unless a launch template names others.
func addNodeGroup(b *builder, r *resource, v *struct {
	ClusterName    text           `json:"cluster_name"`
	SubnetIDs      list           `json:"subnet_ids"`
	LaunchTemplate blocks[launch] `json:"launch_template"`
}) {
	template := launchedWith{}
	if len(v.LaunchTemplate) > 0 {
		template = b.launched(r, v.LaunchTemplate[0], "")
	}
	for _, c := range b.all {
		if len(template.groups) == 0 && c.typ == "aws_eks_cluster" && !c.data && (c.text("name") == string(v.ClusterName) || b.id(c) == string(v.ClusterName)) {
			template.groups = []string{b.clusterGroup(c)}
		}
	}
	for _, subnet := range v.SubnetIDs.told() {
		n := topology.NetworkInterface{Meta: b.meta(r), SubnetId: subnet, Groups: provision.GroupsOf(template.groups)}
		b.d.AddInstance(topology.Instance{Meta: b.meta(r), InstanceId: r.address + "#" + subnet, SubnetId: subnet, Tags: r.tags()}, n)
	}
}

func addSubnetGroup(b *builder, r *resource, v *struct {
	SubnetIDs list `json:"subnet_ids"`
}) {
	b.groups[b.id(r)] = v.SubnetIDs.told()
}

// subnetsOf are the subnets of a subnet group.
func (b *builder) subnetsOf(group string) []string { return b.groups[group] }

func contained(text, word string) bool { return strings.Contains(text, word) }
