package report

// The schema words of the records about sets of places.
const (
	ReachSchema   = "dryhop/reach/v1"
	PassageSchema = "dryhop/passage/v1"
	TotalsSchema  = "dryhop/reach-totals/v1"
)

// A Reach is every flow that is allowed between two sets of places.
type Reach struct {
	Schema   string       `json:"schema"`
	Snapshot string       `json:"snapshot"`
	Query    ReachQuery   `json:"query"`
	Verdict  string       `json:"verdict"` // of the best pair
	Groups   []ReachGroup `json:"groups"`
	LeftOut  int          `json:"left_out"` // groups beyond a limit
	Totals   ReachTotals  `json:"totals"`
	Places   ReachEnds    `json:"places"`
	Next     string       `json:"next"` // a command that tells more
	Notes    []string     `json:"notes"`
}

// ReachEnds count the places at the ends of a question, and those of them between which anything passes certainly.
type ReachEnds struct {
	From          int `json:"from"`
	To            int `json:"to"`
	FromReachable int `json:"from_reachable"`
	ToReachable   int `json:"to_reachable"`
}

// A Passage is what has one verdict between places that no rule tells apart, in one address family: a line of many.
type Passage struct {
	Schema  string     `json:"schema"`
	Verdict string     `json:"verdict"`
	From    PassageEnd `json:"from"`
	To      PassageEnd `json:"to"`
	Pairs   int        `json:"pairs"`
	ReachShare
}

// A PassageEnd is the places at one end of a passage.
type PassageEnd struct {
	ReachPlace          // the first one
	Count      int      `json:"count"`
	IDs        []string `json:"ids"` // of all of them
}

// A PassageTotals is the line after all passages.
type PassageTotals struct {
	Schema   string      `json:"schema"`
	Snapshot string      `json:"snapshot"`
	Query    ReachQuery  `json:"query"`
	Totals   ReachTotals `json:"totals"`
}

// A ReachQuery is a question about sets of places in the words of whoever asked it.
type ReachQuery struct {
	From    string `json:"from"` // empty for every place
	To      string `json:"to"`
	Service string `json:"service"`
	Family  string `json:"family"` // ipv4, ipv6, or empty for both
}

// A ReachGroup is what passes alike from each of some places to each of others.
type ReachGroup struct {
	Verdict  string       `json:"verdict"` // reachable, partial, unknown
	From     []Party      `json:"from"`
	To       []Party      `json:"to"`
	Services []string     `json:"services"`
	Families []ReachShare `json:"families"`
	Pairs    int          `json:"pairs"` // of places, in every family
	Why      *Reason      `json:"why,omitempty"`
}

// A Party is some places of one role.
type Party struct {
	Name   string       `json:"name"` // of the role; empty for whatever lies in the VPC
	Vpc    *Component   `json:"vpc,omitempty"`
	Count  int          `json:"count"`
	Of     int          `json:"of"` // as many have the role, of those asked about
	Places []ReachPlace `json:"places"`
	Label  string       `json:"-"` // what people call it
}

// A ReachPlace is one place of many.
type ReachPlace struct {
	Component
	Address string `json:"address,omitempty"` // the first one of an interface
	Public  string `json:"public,omitempty"`  // the IPv4 address that stands for it on the internet
	Subnet  string `json:"subnet,omitempty"`  // its name, or its id
}

// A ReachShare is what a group lets through in one address family.
type ReachShare struct {
	Family   string      `json:"family"`
	Hosts    []string    `json:"hosts"` // blocks of the end outside, where they are not all that was asked about
	Except   []string    `json:"-"`     // the rest of them, if it is shorter
	Services []string    `json:"services"`
	Flows    []ReachFlow `json:"flows"`
	Trace    string      `json:"trace"` // a command that follows one flow of it
}

// A ReachFlow is all combinations of some source and destination ports of a protocol.
type ReachFlow struct {
	Protocol string `json:"protocol"` // "other" for all that no rule names
	PortPair
}

// A Reason is why something is partial or unknown.
type Reason struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// ReachTotals count pairs of places, in each address family that both have.
type ReachTotals struct {
	Pairs     int `json:"pairs"`
	Reachable int `json:"reachable"`
	Partial   int `json:"partial"`
	Unknown   int `json:"unknown"`
	Blocked   int `json:"blocked"`
}
