package report

// TestSchema is the schema word of a run of tests.
const TestSchema = "dryhop/test/v1"

// A TestRun is scenario files with how their tests went.
type TestRun struct {
	Schema   string         `json:"schema"`
	Files    []TestFile     `json:"files"`
	Totals   TestTotals     `json:"totals"`
	Coverage []TestCoverage `json:"coverage,omitempty"` // one for each file
	Mutation []TestMutation `json:"mutation,omitempty"` // one for each file
}

// A TestFile is one scenario file, on one network.
type TestFile struct {
	Path     string       `json:"path"`
	Name     string       `json:"name"`
	Owner    string       `json:"owner,omitempty"`
	Snapshot string       `json:"snapshot"`
	Phase    string       `json:"phase,omitempty"` // before or after, where a change was given
	Tests    []TestResult `json:"tests"`
	Totals   TestTotals   `json:"totals"`
}

// The statuses of a test.
const (
	TestPassed  = "passed"
	TestFailed  = "failed"
	TestUnknown = "unknown" // the snapshot does not decide it: it counts as failed
	TestSkipped = "skipped"
	TestError   = "error" // it could not be asked
)

// A TestResult is how one test went.
type TestResult struct {
	Name     string        `json:"name"`
	Expect   string        `json:"expect"`
	Status   string        `json:"status"`
	Warning  bool          `json:"warning"` // that it failed does not count
	Why      string        `json:"why,omitempty"`
	Asked    string        `json:"asked"` // the expectation in a line
	Matches  []TestMatch   `json:"matches"`
	Pairs    int           `json:"pairs"` // of places, that were asked about
	Failures []TestFailure `json:"failures"`
	More     int           `json:"more"` // failures that are counted, and not listed
	Skip     string        `json:"skip,omitempty"`
	Error    string        `json:"error,omitempty"`
	Notes    []string      `json:"notes,omitempty"`
	Position
}

// Bad reports whether a test failed, and that counts.
func (t *TestResult) Bad() bool {
	return t.Status == TestError || !t.Warning && (t.Status == TestFailed || t.Status == TestUnknown)
}

// A TestMatch is how many places a selector of a test stands for.
type TestMatch struct {
	Key    string `json:"key"`
	Text   string `json:"text"`
	Places int    `json:"places"`
}

// A TestFailure is one thing that is not as expected.
type TestFailure struct {
	Unknown bool       `json:"unknown"` // the snapshot does not tell
	Found   string     `json:"found"`
	Because []string   `json:"because,omitempty"` // the rules that decided
	Missing []string   `json:"missing,omitempty"` // what the snapshot would have to hold
	Path    string     `json:"path,omitempty"`    // the flow's way
	Fix     []string   `json:"fix,omitempty"`
	Next    string     `json:"next,omitempty"` // a command that tells more
	Steps   []TestStep `json:"steps,omitempty"`
}

// A TestStep is a decision on a flow's way, with the document that tells of it.
type TestStep struct {
	Text string   `json:"text"`
	At   Position `json:"at"`
}

// TestTotals count tests.
type TestTotals struct {
	Tests   int `json:"tests"`
	Passed  int `json:"passed"`
	Failed  int `json:"failed"`
	Unknown int `json:"unknown"`
	Warned  int `json:"warned"` // failed or unknown, and that does not count
	Skipped int `json:"skipped"`
	Errors  int `json:"errors"`
}

// Count adds a test.
func (t *TestTotals) Count(r *TestResult) {
	t.Tests++
	switch {
	case r.Status == TestPassed:
		t.Passed++
	case r.Status == TestSkipped:
		t.Skipped++
	case r.Status == TestError:
		t.Errors++
	case r.Warning:
		t.Warned++
	case r.Status == TestUnknown:
		t.Unknown++
	default:
		t.Failed++
	}
}

// Add adds the totals of another file.
func (t *TestTotals) Add(o TestTotals) {
	t.Tests += o.Tests
	t.Passed += o.Passed
	t.Failed += o.Failed
	t.Unknown += o.Unknown
	t.Warned += o.Warned
	t.Skipped += o.Skipped
	t.Errors += o.Errors
}

// A TestCoverage is what of a network the tests of a file look at.
type TestCoverage struct {
	Path  string          `json:"path"`
	Kinds []CoveredKind   `json:"kinds"`
	Idle  []TestUncovered `json:"uncovered"`
}

// A CoveredKind counts rules or places of one kind.
type CoveredKind struct {
	Kind    string `json:"kind"`
	Covered int    `json:"covered"`
	All     int    `json:"all"`
}

// A TestUncovered is a rule or place that no test looks at.
type TestUncovered struct {
	Kind      string    `json:"kind"`
	Component Component `json:"component"`
	Rule      string    `json:"rule,omitempty"`
	Text      string    `json:"text"`
}

// A TestMutation is what the tests of a file notice of a network that is broken, a piece at a time.
type TestMutation struct {
	Path      string       `json:"path"`
	Mutants   int          `json:"mutants"`
	Caught    int          `json:"caught"`
	Harmless  int          `json:"harmless"` // they change no flow, so that no test could notice them
	Survivors []TestMutant `json:"survivors"`
}

// A TestMutant is a network with one edit done that no test notices.
type TestMutant struct {
	Edit     Edit   `json:"edit"`
	Operator string `json:"operator"` // what kind of edit it is
	Opened   int    `json:"opened"`   // pairs of places that it connects
	Closed   int    `json:"closed"`   // that it parts
	Changed  int    `json:"changed"`  // and between which something else passes
}
