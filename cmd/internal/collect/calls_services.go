package collect

import "slices"

var (
	balancer = &Parent{
		Name: "load balancer", Keys: []string{"LoadBalancerArn"}, From: []string{"elbv2-describe-load-balancers"},
		Rows: `.LoadBalancers[] | [.LoadBalancerArn]`,
	}
	listener = &Parent{
		Name: "listener of an application load balancer", Keys: []string{"ListenerArn"}, From: []string{"elbv2-describe-listeners"},
		Rows: `.Listeners[] | select(.ListenerArn | contains(":listener/app/")) | [.ListenerArn]`,
	}
	targetGroup = &Parent{
		Name: "target group", Keys: []string{"TargetGroupArn"}, From: []string{"elbv2-describe-target-groups"},
		Rows: `.TargetGroups[] | [.TargetGroupArn]`,
	}
)

// stripSignIn takes out how listeners authenticate users, client secrets included.
const stripSignIn = ` | .. | objects | .AuthenticateOidcConfig, .AuthenticateCognitoConfig)`

var balancerCalls = slices.Concat(lists("elbv2",
	[2]string{"describe-load-balancers", "LoadBalancers"},
	[2]string{"describe-target-groups", "TargetGroups"},
), []Call{
	stripped(of(balancer, "elbv2", "describe-listeners", "--load-balancer-arn", "Listeners"), `del(.Listeners[]?`+stripSignIn),
	of(balancer, "elbv2", "describe-load-balancer-attributes", "--load-balancer-arn", "Attributes"),
	of(targetGroup, "elbv2", "describe-target-health", "--target-group-arn", "TargetHealthDescriptions"),
	of(targetGroup, "elbv2", "describe-target-group-attributes", "--target-group-arn", "Attributes"),
	stripped(of(listener, "elbv2", "describe-rules", "--listener-arn", "Rules"), `del(.Rules[]?`+stripSignIn),
}, lists("elb",
	[2]string{"describe-load-balancers", "LoadBalancerDescriptions"},
))

func stripped(c Call, strip string) Call {
	c.Strip = strip
	return c
}

var serviceCalls = []Call{
	{Service: "rds", Operation: "describe-db-instances", Action: "DescribeDBInstances", Lists: []string{"DBInstances"},
		Strip: `del(.DBInstances[]? | .MasterUsername, .MasterUserSecret, .PendingModifiedValues)`},
	{Service: "rds", Operation: "describe-db-subnet-groups", Action: "DescribeDBSubnetGroups", Lists: []string{"DBSubnetGroups"}},
	// Environments of functions are full of secrets: of each, only what is named here is kept.
	{Service: "lambda", Operation: "list-functions", Lists: []string{"Functions"},
		Strip: `.Functions |= [.[]? | {FunctionName, FunctionArn, VpcConfig}]`},
}

var (
	firewall = &Parent{
		Name: "firewall", Keys: []string{"FirewallArn"}, From: []string{"network-firewall-list-firewalls"},
		Rows: `.Firewalls[] | [.FirewallArn]`,
	}
	firewallEndpoint = &Parent{
		Name: "further endpoint of a firewall", Keys: []string{"VpcEndpointAssociationArn"}, From: []string{"network-firewall-list-vpc-endpoint-associations"},
		Rows: `.VpcEndpointAssociations[] | [.VpcEndpointAssociationArn]`,
	}
	// Policies and rule groups may be other accounts', and rule groups AWS's: then only what uses them names them.
	firewallPolicy = &Parent{
		Name: "firewall policy", Keys: []string{"FirewallPolicyArn"},
		From: []string{"network-firewall-list-firewall-policies", "network-firewall-describe-firewall"},
		Rows: `[.FirewallPolicies[]?.Arn, .Firewall.FirewallPolicyArn] | .[] | select(.) | [.]`,
	}
	ruleGroup = &Parent{
		Name: "rule group", Keys: []string{"RuleGroupArn"},
		From: []string{"network-firewall-list-rule-groups", "network-firewall-describe-firewall-policy"},
		Rows: `[.RuleGroups[]?.Arn, (.FirewallPolicy | .StatelessRuleGroupReferences[]?, .StatefulRuleGroupReferences[]? | .ResourceArn)] | .[] | select(.) | [.]`,
	}
)

var firewallCalls = slices.Concat(lists("network-firewall",
	[2]string{"list-firewalls", "Firewalls"},
	[2]string{"list-firewall-policies", "FirewallPolicies"},
	[2]string{"list-rule-groups", "RuleGroups"},
	[2]string{"list-vpc-endpoint-associations", "VpcEndpointAssociations"},
), []Call{
	object(firewall, "network-firewall", "describe-firewall", "--firewall-arn", "Firewall", "FirewallStatus"),
	object(firewallEndpoint, "network-firewall", "describe-vpc-endpoint-association", "--vpc-endpoint-association-arn",
		"VpcEndpointAssociation", "VpcEndpointAssociationStatus"),
	object(firewallPolicy, "network-firewall", "describe-firewall-policy", "--firewall-policy-arn", "FirewallPolicyResponse", "FirewallPolicy"),
	object(ruleGroup, "network-firewall", "describe-rule-group", "--rule-group-arn", "RuleGroupResponse", "RuleGroup"),
})

var (
	ipamPool = &Parent{
		Name: "IPAM pool", Keys: []string{"IpamPoolId"}, From: []string{"ec2-describe-ipam-pools"},
		Rows: `.IpamPools[] | [.IpamPoolId]`,
	}
	// Whoever a subnet is shared with may not ask for its reservations.
	subnet = &Parent{
		Name: "subnet of this account", Keys: []string{"SubnetId"}, From: []string{"ec2-describe-subnets"},
		Rows: `.Subnets[] | select(.OwnerId == $account) | [.SubnetId]`,
	}
)

var planningCalls = slices.Concat(lists("ec2",
	[2]string{"describe-ipam-pools", "IpamPools"},
	[2]string{"describe-network-insights-paths", "NetworkInsightsPaths"},
	[2]string{"describe-network-insights-analyses", "NetworkInsightsAnalyses"},
), each(ipamPool, "ec2", "--ipam-pool-id",
	[2]string{"get-ipam-pool-cidrs", "IpamPoolCidrs"},
	[2]string{"get-ipam-pool-allocations", "IpamPoolAllocations"},
), []Call{
	{Service: "ec2", Operation: "get-subnet-cidr-reservations", Of: subnet, Options: []string{"--subnet-id", "{SubnetId}"}, Paged: true,
		Lists: []string{"SubnetIpv4CidrReservations", "SubnetIpv6CidrReservations"}},
})
