package report

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// A FailedCall is a call that failed when a snapshot was taken.
type FailedCall struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	Command string `json:"command"`
	Code    string `json:"code"`  // AWS's
	Count   int    `json:"count"` // how many resources it was made for
}

// failedCalls counts failures that are alike.
func failedCalls(s *topology.Snapshot) []FailedCall {
	all := []FailedCall{}
	counts := map[FailedCall]int{}
	for i := range s.Failures {
		f := &s.Failures[i]
		call := FailedCall{Account: f.Account, Region: f.Region, Command: "aws " + f.Call, Code: f.Code}
		if counts[call] == 0 {
			all = append(all, call)
		}
		counts[call]++
	}
	for i := range all {
		all[i].Count = counts[all[i]]
	}
	slices.SortStableFunc(all, func(a, b FailedCall) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	return all
}
