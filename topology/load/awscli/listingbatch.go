package awscli

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
)

// listedBatch is the elements of one block of a listing.
type listedBatch[T any, P resource[T]] struct {
	*listed[T, P] // of which it only reads what does not change
	rows          []T
	notes         []topology.Diagnostic
	lossy         bool
	usual         uint64 // fields that all elements have
	known         uint64 // the same of all blocks before
}

func (s *listed[T, P]) isQuick() bool { return s.quick != nil }

func (s *listed[T, P]) batch() batch {
	b := &listedBatch[T, P]{listed: s, usual: ^uint64(0), known: s.usual}
	if n := len(s.batches); n > 0 {
		b.rows = make([]T, 0, len(s.batches[n-1])*17/16+1)
	} else {
		s.usual = ^uint64(0)
	}
	return b
}

func (b *listedBatch[T, P]) quickly(s *scanner) bool {
	line := s.line
	b.rows = append(b.rows, *new(T))
	row := P(&b.rows[len(b.rows)-1])
	if !object(s, b.quick, row) || row.Ref().ID == "" {
		b.rows = b.rows[:len(b.rows)-1]
		return false
	}
	b.usual &= s.seen
	b.complete(row, line)
	return true
}

func (b *listedBatch[T, P]) slowly(e *element, raw jsontext.Value, line int) bool {
	row := P(new(T))
	name, ok := b.read(e, raw, line, row)
	for _, d := range e.notes {
		d.Ref = name
		b.notes = append(b.notes, d)
	}
	b.lossy = b.lossy || !ok
	if ok {
		b.rows = append(b.rows, *row)
	}
	return true
}

func (b *listedBatch[T, P]) alike(s *scanner) bool {
	row := P(new(T))
	return b.known != ^uint64(0) && object(s, b.quick, row) && row.Ref().ID != "" && s.seen&b.known == b.known
}

func (s *listed[T, P]) keep(r *reader, found batch) {
	b := found.(*listedBatch[T, P])
	for _, d := range b.notes {
		r.report(d)
	}
	s.lossy = s.lossy || b.lossy
	s.usual &= b.usual
	s.batches = append(s.batches, b.rows)
}

func (s *listed[T, P]) settle() {
	*s.rows = slices.Concat(append([][]T{*s.rows}, s.batches...)...)
	s.batches = nil
}
