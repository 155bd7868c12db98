package topology

// FirewallPolicy is the answer of network-firewall describe-firewall-policy; PolicyKnown is false where only
// list-firewall-policies was read.
type FirewallPolicy struct {
	Meta
	FirewallPolicyArn  string
	FirewallPolicyName string
	Tags               Tags

	FirewallPolicy FirewallPolicyDetails
	PolicyKnown    bool `json:"-"`
}

// FirewallPolicyDetails is what a policy says.
type FirewallPolicyDetails struct {
	StatelessRuleGroupReferences []struct {
		ResourceArn string
		Priority    int
	}
	StatelessDefaultActions         []string
	StatelessFragmentDefaultActions []string
	StatefulRuleGroupReferences     []struct {
		ResourceArn string
		Priority    *int
		Override    *struct{ Action string }
	}
	StatefulDefaultActions []string
	StatefulEngineOptions  struct{ RuleOrder, StreamExceptionPolicy string }
	PolicyVariables        struct {
		RuleVariables map[string]FirewallIPSet
	}
}

// FirewallRuleGroup is the answer of network-firewall describe-rule-group; RulesKnown is false where only
// list-rule-groups was read.
type FirewallRuleGroup struct {
	Meta
	RuleGroupArn  string
	RuleGroupName string
	Type          string // STATELESS, STATEFUL
	Capacity      int
	Tags          Tags

	RuleGroup  FirewallRuleGroupDetails
	RulesKnown bool `json:"-"`
}

// FirewallRuleGroupDetails holds the rules and the variables they use.
type FirewallRuleGroupDetails struct {
	RuleVariables struct {
		IPSets   map[string]FirewallIPSet
		PortSets map[string]FirewallPortSet
	}
	ReferenceSets struct {
		IPSetReferences map[string]struct{ ReferenceArn string }
	}
	RulesSource         FirewallRulesSource
	StatefulRuleOptions struct{ RuleOrder string }
}

// FirewallIPSet is a list of prefixes, as written.
type FirewallIPSet struct{ Definition []string }

// FirewallPortSet is a list of ports, as written.
type FirewallPortSet struct{ Definition []string }

// FirewallRulesSource is one of Suricata text, a domain list, 5-tuple stateful rules, or stateless rules.
type FirewallRulesSource struct {
	RulesString     string
	RulesSourceList *struct {
		Targets            []string
		TargetTypes        []string
		GeneratedRulesType string
	}
	StatefulRules                  []FirewallStatefulRule
	StatelessRulesAndCustomActions *struct {
		StatelessRules []FirewallStatelessRule
	}
}

// FirewallStatefulRule is a 5-tuple with Suricata options.
type FirewallStatefulRule struct {
	Action string
	Header struct {
		Protocol, Source, SourcePort, Direction, Destination, DestinationPort string
	}
	RuleOptions []struct {
		Keyword  string
		Settings []string
	}
}

// FirewallStatelessRule is a numbered match with actions.
type FirewallStatelessRule struct {
	Priority       int
	RuleDefinition struct {
		Actions         []string
		MatchAttributes FirewallMatchAttributes
	}
}

// FirewallMatchAttributes are the sets a packet must lie in; an empty set means any.
type FirewallMatchAttributes struct {
	Sources          []struct{ AddressDefinition string }
	Destinations     []struct{ AddressDefinition string }
	SourcePorts      []FirewallPortRange
	DestinationPorts []FirewallPortRange
	Protocols        []int
	TCPFlags         []struct{ Flags, Masks []string }
}

// FirewallPortRange is inclusive.
type FirewallPortRange struct{ FromPort, ToPort int32 }
