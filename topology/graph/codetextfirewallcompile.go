package graph

import "github.com/dryhop/dryhop/topology"

// firewallCompileTexts explain what compiling finds odd in firewalls.
var firewallCompileTexts = []topology.CodeText{
	{Code: "FIREWALL_POLICY_NOT_COLLECTED", Title: "A firewall's policy is not in the snapshot",
		Cause:  "The firewall names a policy that no document describes, so everything that it inspects is in doubt.",
		Remedy: "Collect network-firewall describe-firewall-policy in the firewall's account and Region."},
	{Code: "FIREWALL_RULE_GROUP_NOT_COLLECTED", Title: "The rules of a rule group are not in the snapshot",
		Cause:  "A firewall policy names a rule group whose rules no document holds, so it may take anything. AWS shows the rules of its managed groups to nobody.",
		Remedy: "Collect network-firewall describe-rule-group in the account that owns it."},
	{Code: "FIREWALL_RULE_UNREADABLE", Title: "A firewall rule was not understood",
		Cause:  "A stateful rule, or a part of a rule, is not written as Suricata's language and AWS's documents want it. It is taken as one that may match anything.",
		Remedy: "Correct the rule. If AWS takes it as it is, report it."},
	{Code: "FIREWALL_VARIABLE_UNDEFINED", Title: "A firewall rule uses a variable that nobody defines",
		Cause:  "Neither the rule group nor the policy says what the variable stands for, so the rule may match anything in its place.",
		Remedy: "Define it in the rule group, or collect describe-rule-group again."},
}
