package report

// ImpactSchema is the schema word of what a change does.
const ImpactSchema = "dryhop/impact/v1"

// An Impact is what the changes between two networks do to their traffic.
type Impact struct {
	Schema  string         `json:"schema"`
	Before  string         `json:"before"` // what the networks are called
	After   string         `json:"after"`
	Changes []ImpactChange `json:"changes"`
	Effects []ImpactEffect `json:"effects"` // worst first
	Places  []ImpactPlace  `json:"places"`
	Totals  ImpactTotals   `json:"totals"`
	Notes   []string       `json:"notes"`
}

// ImpactTotals count effects by kind, and pairs of places.
type ImpactTotals struct {
	Opened       int `json:"opened"`
	Widened      int `json:"widened"`
	Closed       int `json:"closed"`
	Narrowed     int `json:"narrowed"`
	Rerouted     int `json:"rerouted"`
	Undetermined int `json:"undetermined"`
	Exposures    int `json:"new_exposures"`   // of those opened or widened, from the internet
	Unchanged    int `json:"unchanged_pairs"` // of places that are in both networks, in each family
	Pairs        int `json:"pairs"`
}

// An ImpactChange is one difference of the configurations.
type ImpactChange struct {
	Op       string    `json:"op"` // added, removed, changed
	Resource Component `json:"resource"`
	Rule     string    `json:"rule,omitempty"`
	Fields   []string  `json:"fields,omitempty"`
	Text     string    `json:"text"`              // in a line
	Address  string    `json:"address,omitempty"` // in a plan
	At       Position  `json:"at"`                // in the documents after, of what is removed in those before
}

// An ImpactEffect is flows that fare alike before and alike after.
type ImpactEffect struct {
	Kind       string        `json:"kind"`     // opened, widened, closed, narrowed, rerouted, undetermined
	Was        string        `json:"was"`      // verdicts
	Is         string        `json:"is"`       //
	Boundary   string        `json:"boundary"` // internet, outside, account, environment, egress, within
	Risk       string        `json:"risk"`     // of what opens: none, low, medium, high
	Reasons    []string      `json:"reasons"`
	Exposes    bool          `json:"exposes"` // lets somebody of the internet get in to what there is
	From       []Party       `json:"from"`
	To         []Party       `json:"to"`
	InBefore   bool          `json:"in_before"` // the places are those of the network before
	Services   []string      `json:"services"`
	Families   []ReachShare  `json:"families"`
	Pairs      int           `json:"pairs"`
	Leaves     []Component   `json:"leaves,omitempty"` // of what is rerouted: what the way does not come by any more,
	Takes      []Component   `json:"takes,omitempty"`  // and what it comes by instead
	Connection string        `json:"connections,omitempty"`
	Causes     []ImpactCause `json:"causes"`                 // each brings it about by itself
	Search     string        `json:"cause_search,omitempty"` // why causes may be missing: some_changes, gave_up
	Why        *Reason       `json:"why,omitempty"`
	Command    string        `json:"command"` // traces the witness, where its places are
	Before     *Trace        `json:"before,omitempty"`
	After      *Trace        `json:"after,omitempty"`
}

// An ImpactCause is changes, by their numbers, that bring an effect about together.
type ImpactCause struct {
	Changes []int `json:"changes"`
}

// An ImpactPlace is a place that appears or vanishes, or has other addresses.
type ImpactPlace struct {
	Op       string     `json:"op"`
	Place    Component  `json:"place"`
	Replaces *Component `json:"replaces,omitempty"` // another of the same address in a plan, whose flows are compared with its own
	Gains    []string   `json:"gains"`
	Loses    []string   `json:"loses"`
}

// IsExposure reports whether an effect lets somebody of the internet in.
func (e *ImpactEffect) IsExposure() bool { return e.Exposes }
