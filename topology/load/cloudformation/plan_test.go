package cloudformation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation"
)

// deployed is a stack as it is; its resources have ids, and somebody else has added a rule to its group.
const deployed = `
Resources:
  Net: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}}
  Table: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Net}}
  Uses: {Type: "AWS::EC2::SubnetRouteTableAssociation", Properties: {SubnetId: !Ref A, RouteTableId: !Ref Table}}
  Out: {Type: "AWS::EC2::Route", Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: tgw-1}}
  Group: {Type: "AWS::EC2::SecurityGroup", Properties: {GroupDescription: x, VpcId: !Ref Net, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}]}}
  Other: {Type: "AWS::EC2::SecurityGroup", Properties: {GroupDescription: y, VpcId: !Ref Net}}
  Web: {Type: "AWS::EC2::Instance", Properties: {SubnetId: !Ref A, SecurityGroupIds: [!Ref Group]}}
`

func account(t *testing.T) *topology.Snapshot {
	t.Helper()
	var ids []string
	for name, id := range map[string]string{"Net": "vpc-1", "A": "subnet-1", "Table": "rtb-1", "Group": "sg-1", "Other": "sg-2", "Web": "i-1"} {
		ids = append(ids, fmt.Sprintf(`{"LogicalResourceId": %q, "PhysicalResourceId": %q}`, name, id))
	}
	s := made(t, cloudformation.Options{}, txtar.File{Name: "shop.yaml", Data: []byte(deployed)}, txtar.File{Name: "ids.json", Data: []byte("[" + strings.Join(ids, ",") + "]")})
	g := row(t, s.SecurityGroups, func(g topology.SecurityGroup) bool { return g.GroupId == "sg-1" })
	g.IpPermissions = append(g.IpPermissions, topology.IpPermission{IpProtocol: "icmp"})
	g.IpPermissions[1].UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: "sg-2"}}
	row(t, s.NetworkInterfaces, func(topology.NetworkInterface) bool { return true }).NetworkInterfaceId = "eni-1"
	return s
}

func row[T any](t *testing.T, rows []T, is func(T) bool) *T {
	t.Helper()
	i := slices.IndexFunc(rows, is)
	if i < 0 {
		t.Fatalf("there is no such row in %v", rows)
	}
	return &rows[i]
}

func plan(t *testing.T, base *topology.Snapshot, files ...txtar.File) *topology.Snapshot {
	t.Helper()
	before, after, err := cloudformation.Plan(documents(t, files...), cloudformation.Options{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	if base != nil && len(before.SecurityGroups) != len(base.SecurityGroups) {
		t.Errorf("before has %d groups, and there are %d", len(before.SecurityGroups), len(base.SecurityGroups))
	}
	return after
}

func rulesOf(t *testing.T, s *topology.Snapshot, group string) string {
	g := row(t, s.SecurityGroups, func(g topology.SecurityGroup) bool { return g.GroupId == group })
	text, _ := json.Marshal(g.IpPermissions)
	return short(t, text)
}

// printed is a template as get-template prints the deployed one.
func printed(text string) []byte {
	quoted, _ := json.Marshal(text)
	return []byte(`{"TemplateBody": ` + string(quoted) + `, "StagesAvailable": ["Original", "Processed"]}`)
}

func TestUpdateDoesWhatDiffers(t *testing.T) {
	planned := strings.NewReplacer("FromPort: 22, ToPort: 22", "FromPort: 443, ToPort: 443", "TransitGatewayId: tgw-1", "TransitGatewayId: tgw-2",
		"SecurityGroupIds: [!Ref Group]", "SecurityGroupIds: [!Ref Other]").Replace(deployed) +
		"  New: {Type: \"AWS::EC2::Instance\", Properties: {SubnetId: !Ref A, SecurityGroupIds: [!Ref Group]}}\n"
	after := plan(t, account(t), txtar.File{Name: "shop.yaml", Data: []byte(planned)}, txtar.File{Name: "now.json", Data: printed(deployed)})
	if got := rulesOf(t, after, "sg-1"); got != "[{IpProtocol:icmp,UserIdGroupPairs:[{GroupId:sg-2}]},{FromPort:443,IpProtocol:tcp,IpRanges:[{CidrIp:10.0.0.0/8}],ToPort:443}]" {
		t.Errorf("the group has %s", got)
	}
	table := row(t, after.RouteTables, func(r topology.RouteTable) bool { return r.RouteTableId == "rtb-1" })
	out := row(t, table.Routes, func(r topology.Route) bool { return r.GatewayId != "local" })
	if out.TransitGatewayId != "tgw-2" || len(table.Routes) != 2 {
		t.Errorf("the table has %+v", table.Routes)
	}
	web := row(t, after.NetworkInterfaces, func(n topology.NetworkInterface) bool { return n.NetworkInterfaceId == "eni-1" })
	if len(web.Groups) != 1 || web.Groups[0].GroupId != "sg-2" {
		t.Errorf("the interface has %v", web.Groups)
	}
	if added := row(t, after.Instances, func(i topology.Instance) bool { return i.InstanceId == "shop/New" }); added.SubnetId != "subnet-1" || added.VpcId != "vpc-1" {
		t.Errorf("the new instance is in %s of %s", added.SubnetId, added.VpcId)
	}
	if len(after.NetworkInterfaces) != 2 || len(after.Vpcs) != 1 || len(after.SecurityGroups) != 3 {
		t.Errorf("%d interfaces, %d VPCs, %d groups", len(after.NetworkInterfaces), len(after.Vpcs), len(after.SecurityGroups))
	}
}

func TestUpdateOfWhatIsDeployedChangesNothing(t *testing.T) {
	base := account(t)
	after := plan(t, base, txtar.File{Name: "shop.yaml", Data: []byte(deployed)}, txtar.File{Name: "now.json", Data: printed(deployed)})
	want, got := base.Tables(), after.Tables()
	for i := range want {
		if want[i].Len() != got[i].Len() {
			t.Errorf("table %d has %d rows, and had %d", i, got[i].Len(), want[i].Len())
			continue
		}
		for j := range want[i].Len() {
			a, _ := json.Marshal(want[i].Row(j))
			b, _ := json.Marshal(got[i].Row(j))
			if short(t, a) != short(t, b) {
				t.Errorf("was %s\nis  %s", short(t, a), short(t, b))
			}
		}
	}
}

func TestNewStackInWhatExists(t *testing.T) {
	const added = "Parameters: {Group: {Type: String, Default: sg-1}}\nResources:\n" +
		"  Rule: {Type: 'AWS::EC2::SecurityGroupIngress', Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}}\n" +
		"  Db: {Type: 'AWS::EC2::Instance', Properties: {SubnetId: subnet-1, SecurityGroupIds: [!Ref Group]}}\n"
	after := plan(t, account(t), txtar.File{Name: "more.yaml", Data: []byte(added)})
	if got := rulesOf(t, after, "sg-1"); !strings.Contains(got, "FromPort:22") || !strings.Contains(got, "FromPort:80") {
		t.Errorf("the group has %s", got)
	}
	if n := row(t, after.NetworkInterfaces, func(n topology.NetworkInterface) bool { return n.NetworkInterfaceId == "more/Db#interface" }); !n.PrivateIpAddress.IsValid() || n.VpcId != "vpc-1" {
		t.Errorf("the interface has %v in %s", n.PrivateIpAddress, n.VpcId)
	}
}

// What an update takes away is in the deployed template alone.
func TestUpdateNeedsTheDeployedTemplate(t *testing.T) {
	_, _, err := cloudformation.Plan(documents(t, txtar.File{Name: "shop.yaml", Data: []byte(deployed)}), cloudformation.Options{Base: account(t)})
	if err == nil || !strings.Contains(err.Error(), "get-template --stack-name shop") {
		t.Errorf("got %v", err)
	}
}

func TestChangeSet(t *testing.T) {
	context := func(text string) string {
		quoted, _ := json.Marshal(text)
		return string(quoted)
	}
	set := `{"StackName": "shop", "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1", "Changes": [
	 {"Type": "Resource", "ResourceChange": {"Action": "Modify", "LogicalResourceId": "Group", "PhysicalResourceId": "sg-1", "ResourceType": "AWS::EC2::SecurityGroup", "Replacement": "False",
	  "BeforeContext": ` + context(`{"Properties": {"GroupDescription": "x", "VpcId": "vpc-1", "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": "22", "ToPort": "22", "CidrIp": "10.0.0.0/8"}]}}`) + `,
	  "AfterContext": ` + context(`{"Properties": {"GroupDescription": "x", "VpcId": "vpc-1", "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": "8443", "ToPort": "8443", "CidrIp": "10.0.0.0/8"}]}}`) + `}},
	 {"Type": "Resource", "ResourceChange": {"Action": "Modify", "LogicalResourceId": "Web", "PhysicalResourceId": "i-1", "ResourceType": "AWS::EC2::Instance", "Replacement": "True",
	  "Details": [{"Target": {"Attribute": "Properties", "Name": "SubnetId"}, "ChangeSource": "ResourceReference", "CausingEntity": "B"}],
	  "BeforeContext": ` + context(`{"Properties": {"SubnetId": "subnet-1", "SecurityGroupIds": ["sg-1"]}}`) + `,
	  "AfterContext": ` + context(`{"Properties": {"SubnetId": "{{changeSet:KNOWN_AFTER_APPLY}}", "SecurityGroupIds": ["sg-1"], "PrivateIpAddress": "{{changeSet:KNOWN_AFTER_APPLY}}"}}`) + `}},
	 {"Type": "Resource", "ResourceChange": {"Action": "Add", "LogicalResourceId": "B", "ResourceType": "AWS::EC2::Subnet",
	  "AfterContext": ` + context(`{"Properties": {"VpcId": "vpc-1", "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "eu-west-1b"}}`) + `}},
	 {"Type": "Resource", "ResourceChange": {"Action": "Remove", "LogicalResourceId": "Out", "PhysicalResourceId": "rtb-1|0.0.0.0/0", "ResourceType": "AWS::EC2::Route",
	  "BeforeContext": ` + context(`{"Properties": {"RouteTableId": "rtb-1", "DestinationCidrBlock": "0.0.0.0/0", "TransitGatewayId": "tgw-1"}}`) + `}}]}`
	after := plan(t, account(t), txtar.File{Name: "set.json", Data: []byte(set)})
	if got := rulesOf(t, after, "sg-1"); got != "[{IpProtocol:icmp,UserIdGroupPairs:[{GroupId:sg-2}]},{FromPort:8443,IpProtocol:tcp,IpRanges:[{CidrIp:10.0.0.0/8}],ToPort:8443}]" {
		t.Errorf("the group has %s", got)
	}
	if table := row(t, after.RouteTables, func(r topology.RouteTable) bool { return r.RouteTableId == "rtb-1" }); len(table.Routes) != 1 {
		t.Errorf("the table has %+v", table.Routes)
	}
	if len(after.Instances) != 1 || after.Instances[0].InstanceId != "shop/Web" || after.Instances[0].SubnetId != "shop/B" || len(after.NetworkInterfaces) != 1 {
		t.Errorf("instances %+v\ninterfaces %+v", after.Instances, after.NetworkInterfaces)
	}
	if d := row(t, after.Diagnostics, func(d topology.Diagnostic) bool { return d.Code == "UNRESOLVED_VALUE" }); d.Value != "shop/Web.PrivateIpAddress" || d.Line != 8 {
		t.Errorf("told %s", d)
	}
	if i := slices.IndexFunc(after.Diagnostics, func(d topology.Diagnostic) bool { return d.Code == "CHANGED_RESOURCE_MISSING" }); i >= 0 {
		t.Errorf("told %s", after.Diagnostics[i])
	}
	elsewhere := plan(t, account(t), txtar.File{Name: "set.json", Data: []byte(strings.ReplaceAll(set, `"PhysicalResourceId": "sg-1"`, `"PhysicalResourceId": "sg-9"`))})
	if d := row(t, elsewhere.Diagnostics, func(d topology.Diagnostic) bool { return d.Code == "CHANGED_RESOURCE_MISSING" }); d.Value != "sg-9" || d.Path != "set.json" || d.Remedy == "" {
		t.Errorf("told %s", d)
	}
	bare := strings.NewReplacer("BeforeContext", "Before", "AfterContext", "After").Replace(set)
	if _, _, err := cloudformation.Plan(documents(t, txtar.File{Name: "set.json", Data: []byte(bare)}), cloudformation.Options{}); err == nil || !strings.Contains(err.Error(), "--include-property-values") {
		t.Errorf("without values: %v", err)
	}
}

func TestGreenfieldPlanStandsAlone(t *testing.T) {
	before, after, err := cloudformation.Plan(documents(t, txtar.File{Name: "shop.yaml", Data: []byte(deployed)}), cloudformation.Options{})
	if err != nil || len(before.Vpcs) != 0 || len(before.Documents) == 0 || len(after.Vpcs) != 1 {
		t.Errorf("%v: before %d VPCs in %d documents, after %d", err, len(before.Vpcs), len(before.Documents), len(after.Vpcs))
	}
}
