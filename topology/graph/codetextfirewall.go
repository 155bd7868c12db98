package graph

// firewallTexts explain what a network firewall does to a packet, and what of its rules cannot be told.
var firewallTexts = []CodeText{
	{FirewallRulesRestriction, true, "A network firewall blocks it",
		"A rule or a default action of the firewall's policy drops or rejects the packet. Stateless rules come first and judge each packet alone, replies too; what they forward is judged by the stateful rules.",
		"Add a pass rule that comes before the one that is named, or change the default action."},
	{FirewallHandshakeOnly, false, "The firewall lets the handshake through, and no data",
		"No stateful rule passes the connection, and the default action drops what is established: TCP connects, and every packet with data is lost.",
		"Add a rule that passes this connection."},
	{FirewallRuleOptions, true, "A firewall rule looks at more than addresses and ports",
		"The rule may decide, by what is in the packet: an application protocol, its content, or another option of Suricata's language that no question here can tell.",
		"Check by hand whether the rule takes this traffic."},
	{FirewallRules, true, "A firewall rule that comes first was not understood",
		"A rule that is evaluated before the one that would decide could not be read, so it may match anything.",
		"See `dryhop snapshot check` for the rule, and correct or report it."},
	{FirewallGroupType, true, "A domain list comes first, and may decide",
		"Domain lists judge connections by the host name in TLS or HTTP, which a question about addresses and ports does not tell.",
		"Check by hand whether the host name is in the list."},
	{UnknownFirewallRules, false, "The firewall's rules are not in the snapshot",
		"The firewall's policy, a rule group that it names, or a set of addresses that a rule refers to is not described, so nobody can tell what the firewall drops.",
		"Collect network-firewall describe-firewall-policy and describe-rule-group; managed rule groups of AWS show their rules to nobody."},
	{FirewallSourcePort, false, "It depends on the source port whether the firewall lets it pass",
		"A rule of the firewall takes some of the source ports that were asked about, and leaves others.",
		"Ask with --source-port, or let the rule take all of 1024-65535."},
	{AsymmetricInspection, false, "The two directions do not pass the same firewall",
		"A stateful firewall has to see both directions of a connection. It drops the middle of a TCP connection whose beginning it did not see, unless its stream exception policy says continue.",
		"Route replies through the endpoint that the requests pass; with a transit gateway, turn on appliance mode for the attachment of the firewall's VPC."},
}
