package cloudformation

import (
	"cmp"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) dbSubnetGroup(p props) {
	g := topology.DBSubnetGroup{Meta: p.meta, DBSubnetGroupName: p.subnetGroupName("DBSubnetGroupName")}
	for _, id := range p.texts("SubnetIds") {
		s := topology.DBSubnet{SubnetIdentifier: id, SubnetStatus: "Active"}
		if in := b.Subnet(id); in != nil {
			g.VpcId, s.SubnetAvailabilityZone.Name = in.VpcId, in.AvailabilityZone
		}
		g.Subnets = append(g.Subnets, s)
	}
	provision.Put(b.Draft, &b.Snapshot.DBSubnetGroups, g)
}

// subnetGroupName is the name that Ref gives.
func (p props) subnetGroupName(property string) string { return p.id() }

// dbInstance is in one subnet of its group. One of a cluster has the cluster's groups and subnets.
func (b *builder) dbInstance(p props) {
	of := p
	if p.has("DBClusterIdentifier") {
		of = b.resourceOf(p, p.text("DBClusterIdentifier"))
	}
	d := topology.DBInstance{Meta: p.meta, DBInstanceIdentifier: p.id(), Engine: p.word("Engine"), AvailabilityZone: p.word("AvailabilityZone"),
		MultiAZ: p.flag("MultiAZ", false), PubliclyAccessible: p.flag("PubliclyAccessible", false), NetworkType: p.word("NetworkType")}
	port, _ := p.number("Port")
	d.Endpoint.Port = int(port)
	d.DBSubnetGroup.DBSubnetGroupName = cmp.Or(p.text("DBSubnetGroupName"), of.text("DBSubnetGroupName"))
	groups := p.texts("VPCSecurityGroups")
	if len(groups) == 0 {
		groups = of.texts("VpcSecurityGroupIds")
	}
	for _, id := range groups {
		d.VpcSecurityGroups = append(d.VpcSecurityGroups, struct{ VpcSecurityGroupId, Status string }{id, "active"})
	}
	b.AddDatabase(d)
}

// resourceOf finds another resource of the stack by what it is called.
func (b *builder) resourceOf(p props, id string) props {
	for i := range p.stack.Resources {
		if r := &p.stack.Resources[i]; p.stack.id(r.Name) == id {
			return props{stack: p.stack, resource: r, meta: p.stack.meta(r), value: p.stack.Eval(r.Properties)}
		}
	}
	return props{stack: p.stack, resource: p.resource, meta: p.meta}
}

func (b *builder) function(p props) {
	f := topology.LambdaFunction{Meta: p.meta, FunctionName: p.id(), FunctionArn: p.stack.functionARN(p.resource)}
	if p.has("VpcConfig") {
		c := p.object("VpcConfig")
		f.VpcConfig = &struct {
			SubnetIds               []string
			SecurityGroupIds        []string
			VpcId                   string
			Ipv6AllowedForDualStack bool
		}{SubnetIds: c.texts("SubnetIds"), SecurityGroupIds: c.texts("SecurityGroupIds"), Ipv6AllowedForDualStack: c.flag("Ipv6AllowedForDualStack", false)}
		for _, id := range f.VpcConfig.SubnetIds {
			if s := b.Subnet(id); s != nil {
				f.VpcConfig.VpcId = s.VpcId
			}
		}
	}
	b.AddFunction(f)
}

// A service makes interfaces in the subnets that its properties name, and describes them in its own words.
type service struct {
	describe        string // "#" is what the resource is called
	at              string // the object that holds the other properties; "" for the resource itself
	subnets, groups string
	group           string // the property that names a subnet group, whose subnets it then takes
}

// services are those that have no documents of their own here.
var services = map[string]service{
	"AWS::EFS::MountTarget":                  {describe: "EFS mount target for fs-0", subnets: "SubnetId", groups: "SecurityGroups"},
	"AWS::ElastiCache::CacheCluster":         {describe: "ElastiCache #", group: "CacheSubnetGroupName", groups: "VpcSecurityGroupIds"},
	"AWS::ElastiCache::ReplicationGroup":     {describe: "ElastiCache #", group: "CacheSubnetGroupName", groups: "SecurityGroupIds"},
	"AWS::ElastiCache::ServerlessCache":      {describe: "ElastiCache #", subnets: "SubnetIds", groups: "SecurityGroupIds"},
	"AWS::OpenSearchService::Domain":         {describe: "ES #", at: "VPCOptions", subnets: "SubnetIds", groups: "SecurityGroupIds"},
	"AWS::Elasticsearch::Domain":             {describe: "ES #", at: "VPCOptions", subnets: "SubnetIds", groups: "SecurityGroupIds"},
	"AWS::Redshift::Cluster":                 {describe: "RedshiftNetworkInterface", group: "ClusterSubnetGroupName", groups: "VpcSecurityGroupIds"},
	"AWS::DAX::Cluster":                      {describe: "DAX #", group: "SubnetGroupName", groups: "SecurityGroupIds"},
	"AWS::MSK::Cluster":                      {describe: "DO NOT DELETE - Amazon MSK network interface for cluster #", at: "BrokerNodeGroupInfo", subnets: "ClientSubnets", groups: "SecurityGroups"},
	"AWS::EKS::Cluster":                      {describe: "Amazon EKS #", at: "ResourcesVpcConfig", subnets: "SubnetIds", groups: "SecurityGroupIds"},
	"AWS::RDS::DBProxy":                      {describe: "Network interface for DBProxy #", subnets: "VpcSubnetIds", groups: "VpcSecurityGroupIds"},
	"AWS::AmazonMQ::Broker":                  {describe: "Amazon MQ broker #", subnets: "SubnetIds", groups: "SecurityGroups"},
	"AWS::DMS::ReplicationInstance":          {describe: "DMSNetworkInterface", group: "ReplicationSubnetGroupIdentifier", groups: "VpcSecurityGroupIds"},
	"AWS::Route53Resolver::ResolverEndpoint": {describe: "Route 53 Resolver: #", subnets: "IpAddresses", groups: "SecurityGroupIds"},
	"AWS::ECS::Service":                      {describe: "arn:aws:ecs:::task/#", at: "NetworkConfiguration.AwsvpcConfiguration", subnets: "Subnets", groups: "SecurityGroups"},
}

// service makes the interfaces of a service: one in each subnet, with addresses that nobody knows yet.
func (b *builder) service(p props) {
	kind := services[p.resource.Type]
	of := p
	for part := range strings.SplitSeq(kind.at, ".") {
		if part != "" {
			of = of.object(part)
		}
	}
	if kind.at != "" && of.value.Absent() {
		b.tasks(p, nil)
		return // not in a VPC
	}
	n := topology.NetworkInterface{Meta: p.meta, InterfaceType: "interface", Description: strings.Replace(kind.describe, "#", p.id(), 1), Groups: of.groups(kind.groups)}
	if of.word("AssignPublicIp") == "ENABLED" || p.flag("PubliclyAccessible", false) {
		n.Association = &topology.NetworkInterfaceAssociation{}
	}
	b.tasks(p, b.AddServiceInterfaces(p.id(), n, b.subnetsOf(of, kind)))
}

// tasks registers those of ECS's services with the target groups that they name.
func (b *builder) tasks(p props, interfaces []string) {
	for _, x := range p.list("LoadBalancers") {
		port, _ := x.number("ContainerPort")
		if group := x.text("TargetGroupArn"); group != "" {
			b.AddHolders(group, interfaces, port)
		}
	}
}

// subnetsOf are the subnets that a service is in: those it names, or those of the group that it names.
func (b *builder) subnetsOf(p props, kind service) []string {
	if kind.group != "" {
		group := p.text(kind.group)
		if group == "" {
			p.decidedByAWS(kind.group)
			return nil
		}
		return b.resourceOf(p, group).texts("SubnetIds")
	}
	if list, _ := p.objects(kind.subnets); len(list) > 0 && list[0].value.Kind == template.Map {
		var all []string
		for _, x := range list {
			all = append(all, x.text("SubnetId"))
		}
		return all
	}
	return p.texts(kind.subnets)
}

// instanceConnect is an endpoint through which people come to instances, with an interface of its own.
func (b *builder) instanceConnect(p props) {
	keeps := p.flag("PreserveClientIp", false)
	e := topology.InstanceConnectEndpoint{Meta: p.meta, InstanceConnectEndpointId: p.id(), OwnerId: p.meta.Account, State: "create-complete", SubnetId: p.text("SubnetId"),
		SecurityGroupIds: p.texts("SecurityGroupIds"), PreserveClientIp: &keeps, Tags: p.tags()}
	if s := b.Subnet(e.SubnetId); s != nil {
		e.VpcId = s.VpcId
	}
	n := topology.NetworkInterface{Meta: p.meta, InterfaceType: "ec2_instance_connect_endpoint", Description: "EC2 Instance Connect Endpoint " + p.id(), Groups: provision.GroupsOf(e.SecurityGroupIds)}
	e.NetworkInterfaceIds = b.AddServiceInterfaces(p.id(), n, []string{e.SubnetId})
	provision.Put(b.Draft, &b.Snapshot.InstanceConnectEndpoints, e)
}

// autoScalingGroup stands for its instances by one in each of its subnets, made of its launch template and registered with its target groups.
func (b *builder) autoScalingGroup(p props) {
	launched := p
	switch {
	case p.has("LaunchConfigurationName"):
		launched = b.resourceOf(p, p.text("LaunchConfigurationName"))
	case p.has("MixedInstancesPolicy"):
		launched = b.launchTemplate(p.object("MixedInstancesPolicy").object("LaunchTemplate").object("LaunchTemplateSpecification"))
	case p.has("LaunchTemplate"):
		launched = b.launchTemplate(p.object("LaunchTemplate"))
	}
	launched.meta = p.meta
	for _, subnet := range p.texts("VPCZoneIdentifier") {
		b.launch(p, launched, p.id()+"#"+subnet, subnet)
	}
}

// launch starts an instance in a subnet, as a launch template has it.
func (b *builder) launch(p, launched props, id, subnet string) {
	x := launched
	if listed := launched.list("NetworkInterfaces"); len(listed) > 0 {
		x = primary(listed)
	}
	n := topology.NetworkInterface{Meta: p.meta, SubnetId: subnet, InterfaceType: "interface", Groups: x.groups(launchGroups(x))}
	if b.getsPublic(x, subnet) {
		n.Association = &topology.NetworkInterfaceAssociation{}
	}
	b.AddInstance(topology.Instance{Meta: p.meta, InstanceId: id, SubnetId: subnet, SecurityGroups: n.Groups, Tags: p.tags()}, n)
	for _, group := range p.texts("TargetGroupARNs") {
		b.AddTarget(group, topology.TargetDescription{Id: id})
	}
	for _, name := range p.texts("LoadBalancerNames") {
		if l := provision.Get(b.Draft, &b.Snapshot.ClassicLoadBalancers, name); l != nil {
			l.Instances = append(l.Instances, struct{ InstanceId string }{id})
		}
	}
}

// launchGroups is SecurityGroups of a launch configuration, and as groupsProperty otherwise.
func launchGroups(x props) string {
	if x.resource.Type == "AWS::AutoScaling::LaunchConfiguration" {
		return "SecurityGroups"
	}
	return groupsProperty(x)
}

// nodeGroup stands for its nodes by one in each of its subnets. They have the group that EKS makes for the cluster, whose rules nobody knows, unless a launch
// template gives them others.
func (b *builder) nodeGroup(p props) {
	launched := props{stack: p.stack, resource: p.resource, meta: p.meta}
	if p.has("LaunchTemplate") {
		launched = b.withNames(p.object("LaunchTemplate"))
	}
	launched.meta = p.meta
	groups := append(launched.groups(groupsProperty(launched)), p.groups("SecurityGroups")...) // the latter where they are assumed
	if len(groups) == 0 {
		p.unknown("SecurityGroups", &template.Reason{What: "EKS makes the group of the cluster"})
		groups = provision.GroupsOf([]string{p.attribute("SecurityGroups")})
	}
	for _, subnet := range p.texts("Subnets") {
		n := topology.NetworkInterface{Meta: p.meta, SubnetId: subnet, InterfaceType: "interface", Groups: groups}
		if b.getsPublic(launched, subnet) {
			n.Association = &topology.NetworkInterfaceAssociation{}
		}
		b.AddInstance(topology.Instance{Meta: p.meta, InstanceId: p.id() + "#" + subnet, SubnetId: subnet, SecurityGroups: groups, Tags: p.tags()}, n)
	}
}

// withNames is the launch template of properties that have Id and Name in place of LaunchTemplateId and LaunchTemplateName.
func (b *builder) withNames(p props) props {
	named := p
	named.value.Members = []template.Member{{Key: "LaunchTemplateId", Value: p.get("Id")}, {Key: "LaunchTemplateName", Value: p.get("Name")}}
	return b.launchTemplate(named)
}
