package terraform

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// sourceValues are the rules of a group: one of four kinds.
type sourceValues struct {
	RulesString text `json:"rules_string"`
	List        blocks[struct {
		Targets     list `json:"targets"`
		TargetTypes list `json:"target_types"`
		Type        text `json:"generated_rules_type"`
	}] `json:"rules_source_list"`
	Stateful  blocks[statefulValues] `json:"stateful_rule"`
	Stateless blocks[struct {
		Rules blocks[statelessValues] `json:"stateless_rule"`
	}] `json:"stateless_rules_and_custom_actions"`
}

type statefulValues struct {
	Action text `json:"action"`
	Header blocks[struct {
		Protocol        text `json:"protocol"`
		Source          text `json:"source"`
		SourcePort      text `json:"source_port"`
		Direction       text `json:"direction"`
		Destination     text `json:"destination"`
		DestinationPort text `json:"destination_port"`
	}] `json:"header"`
	Options blocks[struct {
		Keyword  text `json:"keyword"`
		Settings list `json:"settings"`
	}] `json:"rule_option"`
}

type statelessValues struct {
	Priority   number `json:"priority"`
	Definition blocks[struct {
		Actions list `json:"actions"`
		Match   blocks[struct {
			Source      blocks[definedAddress] `json:"source"`
			Destination blocks[definedAddress] `json:"destination"`
			SourcePort  blocks[portSpan]       `json:"source_port"`
			DestPort    blocks[portSpan]       `json:"destination_port"`
			Protocols   list                   `json:"protocols"`
			TCPFlag     blocks[struct {
				Flags list `json:"flags"`
				Masks list `json:"masks"`
			}] `json:"tcp_flag"`
		}] `json:"match_attributes"`
	}] `json:"rule_definition"`
}

type definedAddress struct {
	Definition text `json:"address_definition"`
}

type portSpan struct {
	From number `json:"from_port"`
	To   number `json:"to_port"`
}

// unknown reports whether a source that should say something says nothing yet.
func (v *sourceValues) unknown(*resource) bool {
	return v.RulesString == "" && len(v.List)+len(v.Stateful)+len(v.Stateless) == 0
}

func (v *sourceValues) row() topology.FirewallRulesSource {
	row := topology.FirewallRulesSource{RulesString: string(v.RulesString)}
	if len(v.List) > 0 {
		said := v.List[0]
		row.RulesSourceList = &struct {
			Targets            []string
			TargetTypes        []string
			GeneratedRulesType string
		}{said.Targets.told(), said.TargetTypes.told(), string(said.Type)}
	}
	for i := range v.Stateful {
		row.StatefulRules = append(row.StatefulRules, v.Stateful[i].row())
	}
	if len(v.Stateless) > 0 {
		row.StatelessRulesAndCustomActions = &struct {
			StatelessRules []topology.FirewallStatelessRule
		}{}
		for i := range v.Stateless[0].Rules {
			row.StatelessRulesAndCustomActions.StatelessRules = append(row.StatelessRulesAndCustomActions.StatelessRules, v.Stateless[0].Rules[i].row())
		}
	}
	return row
}

func (v *statefulValues) row() topology.FirewallStatefulRule {
	row, h := topology.FirewallStatefulRule{Action: string(v.Action)}, v.Header.first()
	row.Header.Protocol, row.Header.Direction = string(h.Protocol), string(h.Direction)
	row.Header.Source, row.Header.SourcePort = string(h.Source), string(h.SourcePort)
	row.Header.Destination, row.Header.DestinationPort = string(h.Destination), string(h.DestinationPort)
	for _, o := range v.Options {
		row.RuleOptions = append(row.RuleOptions, struct {
			Keyword  string
			Settings []string
		}{string(o.Keyword), o.Settings.told()})
	}
	return row
}

func (v *statelessValues) row() topology.FirewallStatelessRule {
	row := topology.FirewallStatelessRule{Priority: v.Priority.or(0)}
	said := v.Definition.first()
	match, m := said.Match.first(), &row.RuleDefinition.MatchAttributes
	row.RuleDefinition.Actions = said.Actions.told()
	for _, a := range match.Source {
		m.Sources = append(m.Sources, struct{ AddressDefinition string }{string(a.Definition)})
	}
	for _, a := range match.Destination {
		m.Destinations = append(m.Destinations, struct{ AddressDefinition string }{string(a.Definition)})
	}
	m.SourcePorts, m.DestinationPorts = spans(match.SourcePort), spans(match.DestPort)
	for _, p := range match.Protocols {
		m.Protocols = append(m.Protocols, numbered(p))
	}
	for _, f := range match.TCPFlag {
		m.TCPFlags = append(m.TCPFlags, struct{ Flags, Masks []string }{f.Flags.told(), f.Masks.told()})
	}
	slices.Sort(m.Protocols)
	return row
}

func spans(all blocks[portSpan]) []topology.FirewallPortRange {
	var rows []topology.FirewallPortRange
	for _, s := range all {
		rows = append(rows, topology.FirewallPortRange{FromPort: int32(s.From.or(0)), ToPort: int32(s.To.or(s.From.or(0)))})
	}
	return rows
}
