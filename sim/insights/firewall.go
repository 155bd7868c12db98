package insights

import (
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/ref"
)

// FirewallStatelessRule is a numbered rule of a stateless rule group.
type FirewallStatelessRule struct {
	RuleGroupArn string
	RuleAction   string // pass, drop or forward_to_sfe
	Priority     int
}

// FirewallStatefulRule is a rule of a stateful rule group. The addresses stand as they are written.
type FirewallStatefulRule struct {
	RuleGroupArn string
	RuleAction   string   `json:",omitempty"`
	Protocol     string   `json:",omitempty"`
	Sources      []string `json:",omitempty"`
	Destinations []string `json:",omitempty"`
	Direction    string   `json:",omitempty"` // FORWARD or ANY
}

// firewalled is a component for each rule of a firewall that had a say about a packet.
func (b *Builder) firewalled(c PathComponent, h *sim.Hop) []PathComponent {
	var out []PathComponent
	for i := range h.Steps {
		stateless, stateful := firewallRule(h.Steps[i].Rule, h.Steps[i].Text)
		if stateless == nil && stateful == nil {
			continue
		}
		one := c
		one.FirewallStatelessRule, one.FirewallStatefulRule = stateless, stateful
		out = append(out, one)
	}
	if out == nil {
		return []PathComponent{c}
	}
	return out
}

// firewallRule reads a rule of a firewall's rule group back from its name and its text; nil of what is none.
func firewallRule(rule ref.Ref, text string) (*FirewallStatelessRule, *FirewallStatefulRule) {
	if rule.Kind != ref.FirewallRuleGroup || rule.Rule == "" {
		return nil, nil
	}
	words := strings.Fields(text)
	action := ""
	if len(words) > 0 {
		action = words[0]
	}
	if priority, err := strconv.Atoi(rule.Rule); err == nil {
		return &FirewallStatelessRule{RuleGroupArn: rule.ID, RuleAction: action, Priority: priority}, nil
	}
	r := &FirewallStatefulRule{RuleGroupArn: rule.ID}
	if direction := directions[at(words, 4)]; direction != "" {
		r.RuleAction, r.Protocol, r.Direction = action, words[1], direction
		r.Sources, r.Destinations = []string{words[2]}, []string{at(words, 5)}
	}
	return nil, r
}

// directions are AWS's words for the arrows of rules.
var directions = map[string]string{"->": "FORWARD", "<>": "ANY"}

func at(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}
