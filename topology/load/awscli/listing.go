package awscli

import (
	"reflect"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// resource is a pointer to an element of a Snapshot's slice.
type resource[T any] interface {
	*T
	Ref() ref.Ref
	Origin() *topology.Meta
}

// A listing is an answer whose elements are resources.
type listing[T any, P resource[T]] struct {
	kind     ref.Kind
	rows     func(*topology.Snapshot) *[]T
	shape    shape
	provides string // the member by which other answers in the envelope name this one as their parent
	origin   originReader
	after    func(P)    // completes an element, may be nil
	quick    []field[T] // how to read elements of long lists, nil for lists that are never long
}

// shape is what members an element must have: blanks mean and, | means or, ! means not. The first is the id.
type shape [][]string

func parseShape(s string) shape {
	var all shape
	for _, alternatives := range strings.Fields(s) {
		all = append(all, strings.Split(alternatives, "|"))
	}
	return all
}

func (s shape) fits(members map[string]bool) bool {
	for _, alternatives := range s {
		found := false
		for _, name := range alternatives {
			found = found || members[name] || name[0] == '!' && !members[name[1:]]
		}
		if !found {
			return false
		}
	}
	return true
}

func (l *listing[T, P]) fits(members map[string]bool) bool { return l.shape.fits(members) }
func (l *listing[T, P]) claims(*reader, *envelope) bool    { return true }
func (l *listing[T, P]) alone() bool                       { return l.provides != "" }

func (l *listing[T, P]) open(r *reader, v *envelope, key string) sink {
	return &listed[T, P]{listing: l, key: key, rows: l.rows(&r.part.Snapshot), from: len(*l.rows(&r.part.Snapshot)), envelope: v}
}

// listed collects the elements of one listing.
type listed[T any, P resource[T]] struct {
	*listing[T, P]
	key      string
	rows     *[]T
	from     int // the first row of this answer
	envelope *envelope
	lossy    bool
	batches  [][]T  // of a long list, until all of it has been read
	usual    uint64 // the fields that all elements of those have
}

func (s *listed[T, P]) take(r *reader, raw jsontext.Value, line int) {
	row := P(new(T))
	name, ok := s.read(r.item, raw, line, row)
	r.item.report(r.part, r.file.Path, name)
	s.lossy = s.lossy || !ok
	if !ok {
		return
	}
	*s.rows = append(*s.rows, *row)
	if s.provides != "" {
		s.envelope.ids[s.provides] = name.ID
	}
}

// read fills in a row, and says whether it is worth keeping.
func (s *listed[T, P]) read(e *element, raw jsontext.Value, line int, row P) (ref.Ref, bool) {
	ok := e.decode(raw, line, func() any { *row = *new(T); return row })
	name := row.Ref()
	if name.ID == "" {
		name = ref.Ref{}
	}
	if ok && name.ID == "" {
		e.notes = append(e.notes, topology.Diagnostic{Severity: topology.Error, Code: "NO_ID", Line: line,
			Message: "an element of " + s.key + " has no " + s.shape[0][0] + ": it is left out", Remedy: "compare with what the AWS CLI prints"})
		ok = false
	}
	if ok {
		s.complete(row, line)
	}
	return name, ok
}

// complete adds to a row what its members mean together.
func (l *listing[T, P]) complete(row P, line int) {
	row.Origin().Source.Line = int32(line)
	l.origin.read(reflect.ValueOf(row).Elem(), row.Origin())
	if l.after != nil {
		l.after(row)
	}
}

// close gives the answer its document, and the document's account and Region to the rows that have none.
func (s *listed[T, P]) close(r *reader, v *envelope) {
	rows := (*s.rows)[s.from:]
	if v.inside < 0 {
		v.inside = r.part.document(r.file, s.key, s.kind, v.account, v.region)
		defer func() { v.inside = -1 }()
	}
	d := &r.part.Documents[v.inside]
	d.Elements += len(rows)
	d.Partial = d.Partial || s.lossy || v.truncated || v.broken
	for i := range rows {
		m := P(&rows[i]).Origin()
		m.Source.Document = v.inside
		if m.Account == "" {
			m.Account = v.owner
		}
		if m.Account == "" {
			m.Account = v.account
		}
		if m.Region == "" {
			m.Region = v.region
		}
	}
}

func (s *listed[T, P]) undo() { *s.rows = (*s.rows)[:s.from] }
