package language

import (
	"net/netip"
	"time"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
)

// A File is a scenario file as it was read.
type File struct {
	Path      string
	Name      string
	Owner     string
	Given     Given
	Locations []Location
	Tests     []Test

	ports map[string]Services
	lines []string
}

// A Word is a text with its place.
type Word struct {
	Text string
	At   Position
}

// Given is what the world looks like.
type Given struct {
	At        Position
	Snapshots []Word // folders, files, archives; or example:NAME
	Changes   []Word // the tests are about the network after these
	Externals []Word // files that declare networks outside
	Assume    []Word // what stands in for documents that are missing
	Health    Word   // which targets load balancers use
}

// A Location is a name that a file gives to places.
type Location struct {
	Name Word
	Selector
}

// Services are what is asked for at destinations, at most one for each protocol.
type Services []sim.Service

// Direction says which ways between two ends a test is about.
type Direction uint8

// The directions: from the first end to the second, or both ways.
const (
	Forward Direction = iota
	BothWays
)

// OnUnknown says what becomes of a test that the snapshot does not decide.
type OnUnknown uint8

// What becomes of it: it fails, it fails and that does not count, it passes.
const (
	UnknownFails OnUnknown = iota
	UnknownWarns
	UnknownPasses
)

// A Test is one expectation.
type Test struct {
	Name       Word
	Expect     Verb
	Why        string // what it is good for
	Warning    bool   // that it fails does not count
	Skip       string // why it is not run
	Until      Date
	From, To   *Selector
	Between    []Selector
	Ports      Services // nil: everything
	PortsText  string
	Families   []netmath.Family // nil: whichever both ends have
	Direction  Direction
	Via        []Selector // flows pass one of each
	NotVia     []Selector // flows pass none of any
	Allow      []Exception
	Among      *Selector
	Subnets    *Selector
	Also       []netip.Prefix
	Ignore     []netip.Prefix
	AtLeast    Amount
	Any        bool
	AllowEmpty bool
	MinMatches int // of every selector
	OnUnknown  OnUnknown

	keys map[string]Position
}

// At is where the test begins.
func (t *Test) At() Position { return t.Name.At }

// Key is where a key of the test is, or where the test begins.
func (t *Test) Key(key string) Position {
	if at, ok := t.keys[key]; ok {
		return at
	}
	return t.Name.At
}

// An Exception is flows that a test does not mind.
type Exception struct {
	At       Position
	From, To *Selector // nil: anywhere
	Ports    Services  // nil: everything
	Reason   string
	Until    Date
	Text     string // as people read it
}

// A Date is a day on which something ends. Its zero value is no day.
type Date struct {
	time.Time
	At Position
}

// Over reports whether the day has passed.
func (d Date) Over(today time.Time) bool {
	return !d.IsZero() && today.Format(time.DateOnly) > d.Format(time.DateOnly)
}

// An Amount is a count, or a share in percent.
type Amount struct {
	Number  int
	Percent bool
}
