package load_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// An account with a stack, whose resources have the tags that CloudFormation gives, and a folder with a change of it.
const updated = `
-- account/vpcs.json --
{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333",
  "Tags": [{"Key": "aws:cloudformation:stack-name", "Value": "shop"}, {"Key": "aws:cloudformation:logical-id", "Value": "Net"}]}]}
-- account/groups.json --
{"SecurityGroups": [
 {"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1", "IpPermissionsEgress": [],
  "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}, {"IpProtocol": "tcp", "FromPort": 9, "ToPort": 9, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}],
  "Tags": [{"Key": "aws:cloudformation:stack-name", "Value": "shop"}, {"Key": "aws:cloudformation:logical-id", "Value": "Group"}]}]}
-- change/shop.yaml --
Parameters: {Port: {Type: Number}}
Resources:
  Net: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Group: {Type: "AWS::EC2::SecurityGroup", Properties: {GroupDescription: web, VpcId: !Ref Net, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: !Ref Port, ToPort: !Ref Port, CidrIp: 10.0.0.0/8}]}}
-- change/parameters.json --
{"Port": "443"}
-- change/deployed.json --
{"TemplateBody": {"Resources": {"Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
  "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "web", "VpcId": {"Ref": "Net"}, "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.0/8"}]}}}}}
`

func TestPlanLaysTemplatesOverAnAccount(t *testing.T) {
	folder := unpacked(t, updated)
	base, err := load.Load([]string{filepath.Join(folder, "account")}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before, after, err := load.Plan(filepath.Join(folder, "change"), base, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := ports(before); got != "22 9 " {
		t.Errorf("before lets %s in", got)
	}
	if got := ports(after); got != "9 443 " {
		t.Errorf("after lets %s in: what the stack does not know of stays", got)
	}
	if got := after.SecurityGroups[0].Address; got != "shop/Group" || len(after.SecurityGroups) != 1 || len(after.Vpcs) != 1 {
		t.Errorf("the group is declared as %q; %d groups, %d VPCs", got, len(after.SecurityGroups), len(after.Vpcs))
	}
	if _, changed, err := load.Change(filepath.Join(folder, "change"), base, load.Options{}); err != nil || ports(changed) != "9 443 " {
		t.Errorf("as a change of any kind: %v", err)
	}
	_, _, err = load.Plan(filepath.Join(folder, "change", "shop.yaml"), base, load.Options{})
	if err == nil || !strings.Contains(err.Error(), "shop.yaml: the stack shop exists") {
		t.Errorf("without the deployed template: %v", err)
	}
}

// ports are the lowest that the only group lets in, rule by rule.
func ports(s *topology.Snapshot) string {
	var b strings.Builder
	for _, p := range s.SecurityGroups[0].IpPermissions {
		fmt.Fprint(&b, *p.FromPort, " ")
	}
	return b.String()
}

func unpacked(t *testing.T, text string) string {
	t.Helper()
	folder := t.TempDir()
	for _, f := range txtar.Parse([]byte(text)).Files {
		path := filepath.Join(folder, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
