package graph

// Implements R12.2-R12.7 as far as they are about what a rule does.

// A firewallRule is a rule of a rule group, or a default action of a policy.
type firewallRule struct {
	name  string // as people find it in its group
	text  string
	match flowMatch
	may   fate // what becomes of what it matches: more than one where nobody can tell
	open  Code // why it may match less than its header says, or ""
	code  Code // why what it drops is lost
	mild  bool // it drops, and an override can turn that into an alert
}

// A fate is what may become of a packet at an engine.
type fate uint8

const (
	passes fate = 1 << iota
	drops
	forwards // to the stateful engine
	numFates = 3
)

const anyFate = passes | drops | forwards

// single reports whether only one thing may become of a packet.
func (f fate) single() bool { return f == passes || f == drops || f == forwards }

func (f fate) String() string {
	switch f {
	case passes:
		return "pass"
	case drops:
		return "drop"
	case forwards:
		return "forward"
	}
	return "do what is not known"
}

// A clause is a rule where a policy has it.
type clause struct {
	rule  *firewallRule
	group int32 // in Graph.firewallGroups; none for default actions
	may   fate
}
