package cloudformation_test

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation"
)

const small = "Parameters: {Range: {Type: String}, Zone: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /zone}}\n" +
	"Resources: {Net: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: !Ref Range}},\n" +
	"  A: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Ref Zone, Tags: [{Key: Name, Value: !Sub '${AWS::Region}'}]}}}\n"

// Parameters come in several shapes, and what describe commands print of stacks is as good.
func TestParametersFiles(t *testing.T) {
	for name, beside := range map[string]string{
		"list of the CLI":       `[{"ParameterKey": "Range", "ParameterValue": "10.0.0.0/16"}, {"ParameterKey": "AWS::Region", "ParameterValue": "eu-west-1"}, {"ParameterKey": "Zone", "ResolvedValue": "a"}]`,
		"of pipelines":          `{"Parameters": {"Range": "10.0.0.0/16", "AWS::Region": "eu-west-1", "{{resolve:ssm:/zone}}": "a"}}`,
		"plain":                 `{"Range": "10.0.0.0/16", "AWS::Region": "eu-west-1", "{{resolve:ssm:/zone}}": "a"}`,
		"plain, in YAML":        "Range: 10.0.0.0/16\nAWS::Region: eu-west-1\n'{{resolve:ssm:/zone}}': a\n",
		"UTF-16, of PowerShell": "\xFF\xFE" + wide(`{"Range": "10.0.0.0/16", "AWS::Region": "eu-west-1", "{{resolve:ssm:/zone}}": "a"}`),
		"describe-stacks": `{"Stacks": [{"StackName": "shop", "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1", "Parameters":
			[{"ParameterKey": "Range", "ParameterValue": "10.0.0.0/16"}, {"ParameterKey": "Zone", "ParameterValue": "/zone", "ResolvedValue": "a"}]}]}`,
	} {
		s := made(t, cloudformation.Options{}, txtar.File{Name: "x/template.yaml", Data: []byte(small)}, txtar.File{Name: "p", Data: []byte(beside)})
		if got := s.Vpcs[0].CidrBlock.String(); got != "10.0.0.0/16" {
			t.Errorf("%s: the VPC has %s", name, got)
		}
		if a := s.Subnets[0]; a.AvailabilityZone != "a" || a.Tags.Name() != "eu-west-1" {
			t.Errorf("%s: the subnet is in %q of %q", name, a.AvailabilityZone, a.Tags.Name())
		}
		if len(s.Diagnostics) > 0 {
			t.Errorf("%s: %v", name, s.Diagnostics)
		}
	}
}

func wide(text string) string { return strings.Join(strings.Split(text, ""), "\x00") + "\x00" }

func TestAssumptionsAnswerWhatIsOpen(t *testing.T) {
	s := made(t, cloudformation.Options{Assume: map[string]string{"x/Range": "10.0.0.0/16", "x/A.AvailabilityZone": "b", "x/A.CidrBlock": "10.0.7.0/24"}},
		txtar.File{Name: "x/template.yaml", Data: []byte(small)})
	if v, a := s.Vpcs[0], s.Subnets[0]; v.CidrBlock.String() != "10.0.0.0/16" || a.AvailabilityZone != "b" || a.CidrBlock.String() != "10.0.7.0/24" {
		t.Errorf("%v %v %v", v.CidrBlock, a.AvailabilityZone, a.CidrBlock)
	}
}

// Resources that exist are called by their ids.
func TestStackResourcesNameRows(t *testing.T) {
	for name, beside := range map[string]string{
		"describe": `{"StackResources": [{"StackName": "shop", "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1", "LogicalResourceId": "Net", "PhysicalResourceId": "vpc-1", "ResourceStatus": "CREATE_COMPLETE"}]}`,
		"list":     `{"StackResourceSummaries": [{"LogicalResourceId": "Net", "PhysicalResourceId": "vpc-1"}, {"LogicalResourceId": "A", "PhysicalResourceId": "subnet-gone", "ResourceStatus": "DELETE_COMPLETE"}]}`,
		"bare":     `[{"LogicalResourceId": null, "PhysicalResourceId": null}, {"LogicalResourceId": "Net", "PhysicalResourceId": "vpc-1"}]`,
	} {
		s := made(t, cloudformation.Options{}, txtar.File{Name: "shop.yaml", Data: []byte(small)}, txtar.File{Name: "r.json", Data: []byte(beside)})
		if v, a := s.Vpcs[0], s.Subnets[0]; v.VpcId != "vpc-1" || v.Address != "shop/Net" || a.VpcId != "vpc-1" || a.SubnetId != "shop/A" {
			t.Errorf("%s: VPC %s as %s, subnet %s in %s", name, v.VpcId, v.Address, a.SubnetId, a.VpcId)
		}
	}
}

func TestDocumentsAreRecognised(t *testing.T) {
	for text, want := range map[string]cloudformation.Kind{
		small: cloudformation.Template,
		`{"TemplateBody": {"Resources": {"A": {"Type": "T"}}}, "StagesAvailable": []}`: cloudformation.Template,
		`{"TemplateBody": "Resources: {A: {Type: T}}\n"}`:                              cloudformation.Template,
		`{"Vpcs": []}`: cloudformation.None,
		`{"Parameters": [{"Name": "/a", "Value": "b"}]}`:                 cloudformation.None,
		`{"Exports": [{"ExportingStackId": "a", "Name": "n"}]}`:          cloudformation.Exports,
		`{"Changes": [{"Type": "Resource", "ResourceChange": {}}]}`:      cloudformation.ChangeSet,
		`{"version": "36.0.0", "artifacts": {}}`:                         cloudformation.Assembly,
		`{"planned_values": {}, "format_version": "1.2", "version": ""}`: cloudformation.None,
	} {
		d, err := cloudformation.Read("f", []byte(text))
		if err != nil || d.Kind != want {
			t.Errorf("%s\nis %v (%v), want %v", text, d, err, want)
		}
	}
}

// Whatever a template says, there is a Snapshot and no panic.
// TestTasksAreTargets: a service of ECS registers its tasks by the addresses of the interfaces that they get; of one without interfaces of its own nobody knows the targets.
func TestTasksAreTargets(t *testing.T) {
	s := made(t, cloudformation.Options{}, txtar.File{Name: "t.yaml", Data: []byte(`
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Api: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: HTTP, TargetType: ip}}
  Hosts: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: HTTP}}
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: api
      NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref A]}}
      LoadBalancers: [{TargetGroupArn: !Ref Api, ContainerName: api, ContainerPort: 8080}]
  Bridge:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: hosts
      LoadBalancers: [{TargetGroupArn: !Ref Hosts, ContainerName: web, ContainerPort: "80"}]
`)})
	api := row(t, s.TargetGroups, func(g topology.TargetGroup) bool { return g.TargetType == "ip" })
	hosts := row(t, s.TargetGroups, func(g topology.TargetGroup) bool { return g.TargetType == "instance" })
	if !api.TargetHealthKnown || len(api.TargetHealthDescriptions) != 1 || hosts.TargetHealthKnown {
		t.Fatalf("%+v\n%+v", api, hosts)
	}
	task := api.TargetHealthDescriptions[0].Target
	if task.Port != 8080 || task.Id != s.NetworkInterfaces[0].PrivateIpAddress.String() {
		t.Errorf("the target is %+v, the interface %+v", task, s.NetworkInterfaces[0])
	}
}

func FuzzSnapshot(f *testing.F) {
	f.Add(small, `{"Range": "10.0.0.0/16"}`)
	f.Add(`{"Resources": {"A": {"Type": "AWS::EC2::Instance", "Properties": {"NetworkInterfaces": [{"DeviceIndex": 1, "SubnetId": {"Ref": "A"}, "Ipv6AddressCount": 9999999}]}}}}`, "")
	f.Add("Resources: {L: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {Subnets: x}}, S: {Type: 'AWS::EC2::SecurityGroup', Properties: {SecurityGroupIngress: {IpProtocol: 6}}}}", "[]")
	f.Fuzz(func(t *testing.T, text, beside string) {
		var all []*cloudformation.Document
		for i, text := range []string{text, beside} {
			if d, err := cloudformation.Read("f"+string(rune('0'+i)), []byte(text)); err == nil {
				d.AsParameters()
				all = append(all, d)
			}
		}
		s, err := cloudformation.Snapshot(all, cloudformation.Options{})
		if err == nil {
			check(t, s)
		}
	})
}

// check holds what is true of any Snapshot: rows name themselves and come from a document.
func check(t *testing.T, s *topology.Snapshot) {
	for _, table := range s.Tables() {
		for i := range table.Len() {
			if d := table.Meta(i).Source.Document; int(d) >= len(s.Documents) {
				t.Fatalf("%s is of document %d", table.Ref(i), d)
			}
		}
	}
}
