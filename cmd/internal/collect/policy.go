package collect

import (
	"cmp"
	"slices"
	"strings"
)

// A Policy is a policy document of IAM.
type Policy struct {
	Version   string
	Statement []Statement
}

// A Statement allows actions.
type Statement struct {
	Sid      string
	Effect   string
	Action   []string
	Resource []string
}

// IAMPolicy is the least policy that a plan's script needs. Where it assumes roles, the first statement is for them, the second
// for whoever runs the script.
func IAMPolicy(p *Plan) *Policy {
	read := []string{"ec2:DescribeRegions", "sts:GetCallerIdentity"}
	for _, c := range p.chosen() {
		read = append(read, c.IAMAction())
	}
	policy := &Policy{Version: "2012-10-17", Statement: []Statement{allow("DryhopReadNetworks", []string{"*"}, read...)}}
	if p.Role == "" {
		return policy
	}
	var roles []string
	accounts := p.Accounts
	if len(accounts) == 0 {
		accounts = []string{"*"}
		policy.Statement = append(policy.Statement, allow("DryhopListAccounts", []string{"*"}, "organizations:ListAccounts"))
	}
	for _, account := range accounts {
		roles = append(roles, strings.ReplaceAll(p.Role, "{account}", account))
	}
	policy.Statement = append(policy.Statement, allow("DryhopAssumeRoles", roles, "sts:AssumeRole"))
	return policy
}

func allow(sid string, resources []string, actions ...string) Statement {
	slices.SortFunc(actions, cmp.Compare)
	return Statement{Sid: sid, Effect: "Allow", Action: slices.Compact(actions), Resource: resources}
}
