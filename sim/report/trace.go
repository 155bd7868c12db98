package report

import "github.com/dryhop/dryhop/topology/ref"

// The schema words of the records that are about traces.
const (
	TraceSchema   = "dryhop/trace/v1"
	VerdictSchema = "dryhop/verdict/v1"
	ErrorSchema   = "dryhop/error/v1"
)

// A Trace is the answer to one question.
type Trace struct {
	Schema       string        `json:"schema"`
	ID           string        `json:"id"`
	Verdict      string        `json:"verdict"` // reachable, unreachable, partial, unknown
	OneWay       string        `json:"one_way"` // the same, of the request alone
	Service      string        `json:"service"` // as asked
	Flow         Header        `json:"flow"`
	From         Place         `json:"from"`
	To           Place         `json:"to"`
	Split        Split         `json:"split"`
	Forward      Leg           `json:"forward"`
	Return       Leg           `json:"return"`
	Explanations []Explanation `json:"explanations"`
	Assumptions  []Assumption  `json:"assumptions"`
	Parts        []Part        `json:"parts"`
	Failovers    []Failover    `json:"failovers,omitempty"`
	Remedies     []Remedy      `json:"remedies,omitempty"`
	Why          *Why          `json:"why,omitempty"`
	Notes        []string      `json:"notes"`
	Snapshot     string        `json:"snapshot"`
}

// A Verdict is the answer to one question without evidence.
type Verdict struct {
	Schema  string `json:"schema"`
	ID      string `json:"id"`
	Verdict string `json:"verdict"`
}

// An Error stands in a stream of answers for a question that could not be asked.
type Error struct {
	Schema string `json:"schema"`
	ID     string `json:"id"`
	Line   int    `json:"line"` // of the file of questions, from 1
	Error  string `json:"error"`
}

// A Header is the fields of a packet that filters and routes look at.
type Header struct {
	Family          string `json:"family"`   // ipv4 or ipv6
	Protocol        string `json:"protocol"` // a name, or the number of one without
	Source          string `json:"source"`   // an address, or empty
	SourcePort      Ports  `json:"source_port"`
	Destination     string `json:"destination"`
	DestinationPort Ports  `json:"destination_port"`
	ICMPType        Ports  `json:"icmp_type"`
	ICMPCode        Ports  `json:"icmp_code"`
}

// A Component names a resource.
type Component struct {
	ID   string `json:"id"`
	Type string `json:"type"`           // a kind of topology/ref, such as "network-interface"
	Name string `json:"name,omitempty"` // what people call it
}

// Called is the name if there is one, else the id.
func (c Component) Called() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ShortID()
}

// ShortID is the id as people read it: not all of an ARN.
func (c Component) ShortID() string { return ref.Short(c.ID) }

// A Place is where a flow begins or ends.
type Place struct {
	Component
	Selector string   `json:"selector"` // as asked
	Address  string   `json:"address,omitempty"`
	Details  *Details `json:"interface,omitempty"` // of a place at a network interface
}

// Details are what a reader wants to know about an interface.
type Details struct {
	Owner     Component `json:"owner"`
	Vpc       Component `json:"vpc"`
	Subnet    Component `json:"subnet"`
	Zone      string    `json:"zone"`
	Account   string    `json:"account"`
	Region    string    `json:"region"`
	Addresses []string  `json:"addresses"`
}

// A Split divides the ports asked about into those that pass, those that do not and those nobody can tell.
type Split struct {
	Reach   []PortPair `json:"reach"`
	Blocked []PortPair `json:"blocked"`
	Unknown []PortPair `json:"unknown"`
}

// A PortPair is all combinations of some source and destination ports.
type PortPair struct {
	SourcePort      Ports `json:"source_port"`
	DestinationPort Ports `json:"destination_port"`
	ICMPType        Ports `json:"icmp_type"`
	ICMPCode        Ports `json:"icmp_code"`
}

// A Leg is the way of the request or of the reply.
type Leg struct {
	Disposition string `json:"disposition"`
	Hops        []Hop  `json:"hops"`
}

// A Hop is one component on the way, with the packet before and after it.
type Hop struct {
	Component    Component `json:"component"`
	Details      *Details  `json:"interface,omitempty"`
	In           Header    `json:"in"`
	Out          Header    `json:"out"`
	Steps        []Step    `json:"steps"`
	Hypothetical bool      `json:"hypothetical,omitempty"` // met only if a blocker before it were removed
}

// A Step is one decision at a hop.
type Step struct {
	Verdict  string     `json:"verdict"`            // pass, allow, route, drop, unknown
	Rule     string     `json:"rule"`               // KIND/ID#RULE, or empty
	Resource *Component `json:"resource,omitempty"` // what holds the rule
	Code     string     `json:"code,omitempty"`     // of a drop or doubt
	Ports    string     `json:"ports,omitempty"`    // destination ports of the leg that it is about
	Text     string     `json:"text"`               // the rule or reason in a line
	Notes    []string   `json:"notes,omitempty"`    // less specific routes, rules that come close
}

// An Explanation is a reason why (part of) a flow does not pass, or why nobody can tell.
type Explanation struct {
	Code      string     `json:"code"`
	Leg       string     `json:"leg"`    // forward or return
	Effect    string     `json:"effect"` // blocks, unknown, or context: what somebody may have counted on instead
	Component Component  `json:"component"`
	Direction string     `json:"direction"` // ingress, egress or empty
	Rule      string     `json:"rule"`
	Ports     string     `json:"ports"` // what is lost, as destination ports of the leg
	Message   string     `json:"message"`
	Remedy    string     `json:"remedy"`            // what to do about such a code, in general
	Missing   *Component `json:"missing,omitempty"` // what the snapshot lacks
}

// An Assumption is a position that the answer leans on.
type Assumption struct {
	Code      string    `json:"code"`
	Component Component `json:"component"`
	Message   string    `json:"message"`
}

// A Failover is what the answer is with a database in another subnet that it may move to.
type Failover struct {
	Database Component `json:"database"`
	Subnet   Component `json:"subnet"`
	Zone     string    `json:"zone"`
	Verdict  string    `json:"verdict"`
	Code     string    `json:"code,omitempty"` // why, if it is another verdict
	Message  string    `json:"message,omitempty"`
}

// A Part is a share of the question with an answer of its own.
type Part struct {
	Label  string `json:"label"`
	Answer Trace  `json:"answer"`
}
