package report

import "fmt"

// Alerts are what a check has to say to a pipeline: annotations of a pull request, results of code scanning.
type Alerts struct {
	Tool   string      // the command that found them: "dryhop test"
	Rules  []AlertRule // every rule that an alert names, in order of their ids
	Alerts []Alert
}

// An AlertRule is a kind of alert. Its id is stable.
type AlertRule struct{ ID, Title, Help string }

// An Alert is one thing that is not as it should be.
type Alert struct {
	Rule        string // id of its kind
	Level       string // error, warning or note
	Title       string // in a line
	Message     string // all of it, in lines of plain text
	At          Position
	Related     []Position  // such as the documents of the rules that decided
	Steps       []AlertStep // the way of a flow that should not pass, or of one that should
	Fingerprint string      // the same for as long as it is the same: it knows no line numbers
}

// A Position is a place in a file. Line and column count from 1, and are 0 where nobody knows.
type Position struct {
	Path   string `json:"path"` // relative, with slashes; empty for none
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Where is a position in words: file and line, or the file alone where all of a document is in one line.
func (p Position) Where() string {
	if p.Line <= 1 {
		return p.Path
	}
	return fmt.Sprintf("%s:%d", p.Path, p.Line)
}

// An AlertStep is one step of a flow's way.
type AlertStep struct {
	Text string
	At   Position
}

// A Suite is a file of checks with how they went.
type Suite struct {
	Name  string
	Path  string
	Cases []Case
}

// The statuses of a case. Warned: it failed, and that does not count.
const (
	CasePassed  = "passed"
	CaseFailed  = "failed"
	CaseWarned  = "warned"
	CaseSkipped = "skipped"
	CaseError   = "error" // it could not be judged at all
)

// A Case is one check.
type Case struct {
	Name    string
	Class   string // what kind of check it is
	Status  string // one of the statuses above
	Message string // in a line: why it failed, or was skipped
	Details string // all of it, in lines of plain text
	At      Position
}
