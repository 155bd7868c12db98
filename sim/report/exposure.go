package report

// ExposureSchema is the schema word of what is exposed.
const ExposureSchema = "dryhop/exposure/v1"

// An Exposure is what some senders reach, and what they do not.
type Exposure struct {
	Schema       string         `json:"schema"`
	Snapshot     string         `json:"snapshot"`
	From         []string       `json:"from"` // as asked
	To           string         `json:"to"`   // as asked; empty: everything
	Service      string         `json:"service"`
	Risk         string         `json:"risk"` // as asked: the least that findings have
	Totals       ExposureTotals `json:"totals"`
	Findings     []Finding      `json:"findings"`      // worst first
	NotReachable []Unreached    `json:"not_reachable"` // by reason, the most frequent first
	Undetermined []Finding      `json:"undetermined"`  // of which the snapshot does not tell
	Gaps         []Gap          `json:"gaps"`          // what would tell
	Outside      []Outside      `json:"outside"`       // the hosts outside that were asked about
	Next         string         `json:"next"`          // a command that tells more of the worst, or empty
}

// ExposureTotals count interfaces and load balancers, each as the best that any sender and family has of it.
type ExposureTotals struct {
	Interfaces        ExposureTally  `json:"interfaces"`
	LoadBalancers     ExposureTally  `json:"load_balancers"`
	LoadBalancerNodes int            `json:"load_balancer_nodes"` // interfaces that count as their load balancer
	IPv4              int            `json:"ipv4"`                // reached over it
	IPv6              int            `json:"ipv6"`
	Risks             map[string]int `json:"risks"` // findings by risk, those of less than was asked for as well
}

// Found counts the findings of any risk.
func (t *ExposureTotals) Found() int {
	n := 0
	for _, of := range t.Risks {
		n += of
	}
	return n
}

// An ExposureTally counts places by how they fare.
type ExposureTally struct {
	Reachable    int `json:"reachable"`
	Partial      int `json:"partial"`
	Undetermined int `json:"undetermined"`
	NotReachable int `json:"not_reachable"`
	All          int `json:"all"`
}

// A Finding is what some senders reach of targets that fare alike.
type Finding struct {
	Risk        string         `json:"risk"` // none, low, medium, high
	Reasons     []string       `json:"reasons"`
	Verdict     string         `json:"verdict"` // reachable, partial, unknown: the best of the services
	Family      string         `json:"family"`
	From        Senders        `json:"from"`
	Services    []OpenService  `json:"services"`
	Targets     []Exposed      `json:"targets"`
	Ways        [][]Component  `json:"ways"`  // gateways and the like on the way of the request
	Rules       []AllowingRule `json:"rules"` // that let it in
	MoreRules   bool           `json:"more_rules"`
	Forwards    []Forward      `json:"forwards"` // of a load balancer
	Doubts      []Explanation  `json:"doubts"`
	Assumptions []Assumption   `json:"assumptions"`
	Witness     Witness        `json:"witness"`
}

// Senders are who gets in.
type Senders struct {
	Component            // the internet, a network outside, or the first of the interfaces
	Anywhere   bool      `json:"anywhere"`   // the whole internet
	Everyone   bool      `json:"everyone"`   // all hosts outside that were asked about
	Prefixes   []string  `json:"prefixes"`   // the hosts outside that get in: of those asked about, no others lie in these blocks
	But        []string  `json:"but"`        // those that do not, of those asked about
	Whole      bool      `json:"-"`          // the whole internet was asked about
	Interfaces []Exposed `json:"interfaces"` // inside
}

// Outside are hosts outside that were asked about, block by block: blocks of Senders pass over what is none of them.
type Outside struct {
	Component
	Prefixes []string `json:"prefixes"`
}

// An OpenService is what passes of protocols that fare alike.
type OpenService struct {
	Protocols   []string `json:"protocols"`
	Others      bool     `json:"others"` // and every protocol that no rule names
	Ports       Ports    `json:"ports"`  // destination ports, or messages of ICMP as types
	SourcePorts Ports    `json:"source_ports"`
	Verdict     string   `json:"verdict"`
}

// An Exposed is an interface or load balancer with the address that the senders reach it by.
type Exposed struct {
	Component
	Addresses []string   `json:"addresses"`
	Owner     *Component `json:"owner,omitempty"`
	Vpc       *Component `json:"vpc,omitempty"`
	Subnet    *Component `json:"subnet,omitempty"`
	Account   string     `json:"account"`
	Region    string     `json:"region"`
}

// An AllowingRule let (part of) something in.
type AllowingRule struct {
	Rule        string    `json:"rule"` // KIND/ID#RULE
	Resource    Component `json:"resource"`
	Text        string    `json:"text"`
	Description string    `json:"description"`
	Behind      bool      `json:"behind_load_balancer"`
}

// A Forward is what a listener of a load balancer does.
type Forward struct {
	Listener Component       `json:"listener"`
	Text     string          `json:"text"`
	Targets  []ForwardTarget `json:"targets"`
}

// A ForwardTarget is who gets what comes in at a listener.
type ForwardTarget struct {
	Component
	Port    Ports  `json:"port"`
	Verdict string `json:"verdict"`
}

// A Witness is one flow, as a question and as the command that traces it.
type Witness struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Service    string `json:"service"`
	SourceIP   string `json:"source_ip"`
	SourcePort Ports  `json:"source_port"`
	Family     string `json:"family"`
	Command    string `json:"command"`
}

// Unreached are places that nobody reaches, for one reason.
type Unreached struct {
	Reason        string  `json:"reason"`
	Code          string  `json:"code"` // of the example
	Interfaces    int     `json:"interfaces"`
	LoadBalancers int     `json:"load_balancers"`
	Alone         int     `json:"alone"` // of them, those that nothing else keeps safe
	Example       Witness `json:"example"`
}

// A Gap is something that the snapshot lacks and that decides whether places are reached.
type Gap struct {
	Code    string     `json:"code"`
	Message string     `json:"message"`
	Missing *Component `json:"missing,omitempty"`
	Collect string     `json:"collect"` // the command that collects it, or empty
	Assume  string     `json:"assume"`  // the word of --assume that stands in for it, or empty
	Places  int        `json:"places"`
	Example Witness    `json:"example"`
}
