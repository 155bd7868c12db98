package cli

import (
	"errors"
	"fmt"

	"github.com/dryhop/dryhop/sim/report/text"
	"github.com/dryhop/dryhop/sim/selector"
)

// An endError says at which end of a question something is wrong.
type endError struct {
	end string
	err error
}

func (e endError) Error() string { return fmt.Sprintf("%s: %v", e.end, e.err) }

func (e endError) Unwrap() error { return e.err }

func atEnd(end string, err error) error { return endError{end, err} }

// maxCandidates is how many places are listed where one was wanted.
const maxCandidates = 20

// listCandidates prints what a selector could have meant, under the error that says so.
func (a *app) listCandidates(err error) {
	var ambiguous *selector.AmbiguousError
	if !errors.As(err, &ambiguous) {
		return
	}
	rows := [][]string{{"ID", "NAME", "KIND", "SUBNET", "ADDRESS"}}
	for _, c := range ambiguous.Candidates[:min(maxCandidates, len(ambiguous.Candidates))] {
		rows = append(rows, []string{c.ID, c.Name, c.Kind, c.Subnet, c.Address})
	}
	_ = text.Columns(a.env.Stderr, rows, text.Style{})
	if n := len(ambiguous.Candidates) - maxCandidates; n > 0 {
		write(a.env.Stderr, "  and %d more\n", n)
	}
}
