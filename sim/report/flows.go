package report

// FlowsSchema is the schema word of a list of answers in one object.
const FlowsSchema = "dryhop/flows/v1"

// FlowTotals count the answers to many questions.
type FlowTotals struct {
	Reachable   int `json:"reachable"`
	Unreachable int `json:"unreachable"`
	Partial     int `json:"partial"`
	Unknown     int `json:"unknown"`
	Errors      int `json:"errors"` // lines that could not be read or asked
}

// All is the number of questions.
func (t FlowTotals) All() int { return t.Reachable + t.Unreachable + t.Partial + t.Unknown + t.Errors }
