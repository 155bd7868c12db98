package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A File is a stream to decode and what its place says about it.
type File struct {
	Path    string // for messages
	Account string // of the folder it lies in; empty if that names none
	Region  string
	Limits  Limits
	Crew    *Crew // nil: nobody helps

	pace pace // zero: the usual one
}

// Limits bound what a hostile file can cost.
type Limits struct {
	Depth       int // of nested JSON
	Diagnostics int // kept for one code in one file; more are counted
}

// A Part is what one file contributes to a Snapshot.
type Part struct {
	topology.Snapshot
	// Skipped counts top-level keys that were not read.
	Skipped []Skipped
	// Dropped counts the diagnostics beyond Limits.Diagnostics, by code.
	Dropped map[string]int
	// IsJSON reports whether there was any JSON in the file.
	IsJSON bool
	// Problem is what kept the file from being read to its end. The documents in it are then partial.
	Problem error

	limit int
	count map[string]int
}

// Skipped is a key that is not read, and where it was seen first.
type Skipped struct {
	Key   string
	Count int
	Line  int
	// Needless keys are known, and known not to matter to reachability.
	Needless bool
}

func newPart(limit int) *Part {
	return &Part{Dropped: map[string]int{}, count: map[string]int{}, limit: limit}
}

func (p *Part) report(d topology.Diagnostic) {
	if p.count[d.Code]++; p.count[d.Code] > p.limit {
		p.Dropped[d.Code]++
		return
	}
	p.Diagnostics = append(p.Diagnostics, d)
}

func (p *Part) skip(key string, line int) {
	for i := range p.Skipped {
		if p.Skipped[i].Key == key {
			p.Skipped[i].Count++
			return
		}
	}
	if len(p.Skipped) >= p.limit {
		return
	}
	p.Skipped = append(p.Skipped, Skipped{Key: key, Count: 1, Line: line, Needless: needless[fold(key)]})
}

// document gives the index of the document for a key, the one before if the file goes on with the same key.
func (p *Part) document(file File, key string, kind ref.Kind, account, region string) int32 {
	for i := len(p.Documents) - 1; i >= 0 && i >= len(p.Documents)-8; i-- {
		d := &p.Documents[i]
		if d.Key == key && d.Kind == kind && d.Account == account && d.Region == region {
			return int32(i)
		}
	}
	p.Documents = append(p.Documents, topology.Document{Path: file.Path, Key: key, Kind: kind, Account: account, Region: region})
	return int32(len(p.Documents) - 1)
}
