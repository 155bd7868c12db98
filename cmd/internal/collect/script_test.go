package collect

import (
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func scriptOf(t *testing.T, p *Plan) string {
	t.Helper()
	var b strings.Builder
	if err := Script(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (- want, + got; -update writes it):\n%s", file, diff)
	}
}

var everything = Plan{Version: "test", Parallel: 4}

func TestScript(t *testing.T) {
	golden(t, "testdata/everything.sh", scriptOf(t, &everything))
}

func TestScriptOfAFew(t *testing.T) {
	got := scriptOf(t, &Plan{
		Version: "test", Parallel: 8, Services: []string{"rds"}, Regions: []string{"eu-west-1", "us-east-1"},
		Accounts: []string{"111122223333"}, Role: "arn:aws:iam::{account}:role/network-reader",
	})
	for _, line := range []string{"REGIONS='eu-west-1 us-east-1'", "ACCOUNTS=111122223333", "ROLE='arn:aws:iam::{account}:role/network-reader'", "PARALLEL=8", "\tlist rds describe-db-subnet-groups DBSubnetGroups ."} {
		if !strings.Contains(got, "\n"+line) {
			t.Errorf("the script lacks %q", line)
		}
	}
	for _, service := range Services() {
		if service != "rds" && regexp.MustCompile(`\t(list|each)\w* `+service+` `).MatchString(got) {
			t.Errorf("the script calls %s", service)
		}
	}
}

func TestQuote(t *testing.T) {
	for word, want := range map[string]string{"": "''", "eu-west-1": "eu-west-1", "a b": "'a b'", "$(rm)": "'$(rm)'", "it's": `'it'\''s'`} {
		if got := quote(word); got != want {
			t.Errorf("quote(%q) is %s, want %s", word, got, want)
		}
	}
}

func TestIAMPolicy(t *testing.T) {
	text, err := json.MarshalIndent(IAMPolicy(&everything), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/policy.json", string(text)+"\n")
}

func TestIAMPolicyWithRoles(t *testing.T) {
	p := &Plan{Services: []string{"elb", "elbv2"}, Role: "arn:aws:iam::{account}:role/reader"}
	want := []Statement{
		{"DryhopReadNetworks", "Allow", []string{"ec2:DescribeRegions", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeLoadBalancerAttributes",
			"elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetGroupAttributes",
			"elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "sts:GetCallerIdentity"}, []string{"*"}},
		{"DryhopListAccounts", "Allow", []string{"organizations:ListAccounts"}, []string{"*"}},
		{"DryhopAssumeRoles", "Allow", []string{"sts:AssumeRole"}, []string{"arn:aws:iam::*:role/reader"}},
	}
	if diff := cmp.Diff(want, IAMPolicy(p).Statement); diff != "" {
		t.Error(diff)
	}
	p.Accounts = []string{"111122223333", "444455556666"}
	statements := IAMPolicy(p).Statement
	if got := statements[len(statements)-1].Resource; len(statements) != 2 || !slices.Equal(got, []string{"arn:aws:iam::111122223333:role/reader", "arn:aws:iam::444455556666:role/reader"}) {
		t.Errorf("the roles are %v", statements)
	}
}

var (
	listedCall = regexp.MustCompile(`(?m)^\t(?:list|each)\w* (\S+) (\S+) `)
	directCall = regexp.MustCompile(`(?:\bask|\baws) ([a-z][a-z0-9-]*) ([a-z][a-z-]+)`)
)

// The script makes no call that the policy does not allow, and the policy allows no other. What it takes to reach accounts is
// allowed only where a role is given.
func TestPolicyIsWhatTheScriptCalls(t *testing.T) {
	p := everything
	p.Role = "arn:aws:iam::{account}:role/reader"
	script := scriptOf(t, &p)
	var called, allowed []string
	for _, pattern := range []*regexp.Regexp{listedCall, directCall} {
		for _, m := range pattern.FindAllStringSubmatch(script, -1) {
			if m[1] == "configure" { // reads the CLI's configuration, and calls nobody
				continue
			}
			c := Call{Service: m[1], Operation: m[2]}
			for i := range calls {
				if calls[i].Name() == c.Name() {
					c = calls[i]
				}
			}
			called = append(called, c.IAMAction())
		}
	}
	for _, s := range IAMPolicy(&p).Statement {
		allowed = append(allowed, s.Action...)
	}
	slices.Sort(called)
	slices.Sort(allowed)
	if diff := cmp.Diff(slices.Compact(called), slices.Compact(allowed)); diff != "" {
		t.Errorf("- called, + allowed:\n%s", diff)
	}
	for _, action := range allowed {
		if !regexp.MustCompile(`^[a-z0-9-]+:(Describe|Get|List|Search)[A-Za-z0-9]+$`).MatchString(action) && action != "sts:AssumeRole" {
			t.Errorf("%s may change something", action)
		}
	}
}
