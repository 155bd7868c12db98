package awscli

import (
	"net/url"
	"path"
	"reflect"
	"regexp"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A content is an answer about the inside of one resource: the entries of a prefix list, the routes of a
// transit gateway route table. It becomes a stub of that resource, which merging joins with the rest.
type content[R any] struct {
	shape  shape
	owners []owner[R]
	own    func(*R) string // the parent that a row names itself, if rows do
	index  bool            // rows are all that there is to say: an answer without any belongs to nobody
	source []int           // index of R's Source field, nil if it has none
}

// owner is a kind of resource that the content may belong to.
type owner[R any] struct {
	key     string         // the envelope's member that names it
	pattern *regexp.Regexp // an id in a file's name
	attach  func(c *contribution[R])
}

// contribution is what is known of one parent's contents.
type contribution[R any] struct {
	snapshot *topology.Snapshot
	id       string
	rows     []R
	complete bool
	envelope *envelope
	meta     topology.Meta
}

func (c *content[R]) fits(members map[string]bool) bool { return c.shape.fits(members) }
func (c *content[R]) alone() bool                       { return true }

func (c *content[R]) claims(r *reader, v *envelope) bool {
	_, id := c.parent(r, v)
	return id != ""
}

func (c *content[R]) open(r *reader, v *envelope, key string) sink {
	return &contained[R]{content: c, key: key}
}

// parent finds whose content an answer is: by the envelope, else by the file's name.
func (c *content[R]) parent(r *reader, v *envelope) (*owner[R], string) {
	for i := range c.owners {
		if id := v.ids[c.owners[i].key]; id != "" {
			return &c.owners[i], id
		}
	}
	base, err := url.PathUnescape(path.Base(r.file.Path))
	if err != nil {
		base = path.Base(r.file.Path)
	}
	for i := range c.owners {
		if p := c.owners[i].pattern; p != nil {
			if id := p.FindString(base); id != "" {
				return &c.owners[i], id
			}
		}
	}
	return nil, ""
}

// contained collects the rows of one answer.
type contained[R any] struct {
	*content[R]
	key   string
	rows  []R
	line  int
	lossy bool
}

func (s *contained[R]) take(r *reader, raw jsontext.Value, line int) {
	var row R
	ok := r.item.decode(raw, line, func() any { row = *new(R); return &row })
	s.lossy = s.lossy || !ok || r.item.hasErrors()
	r.item.report(r.part, r.file.Path, ref.Ref{})
	if !ok {
		return
	}
	if s.source != nil {
		reflect.ValueOf(&row).Elem().FieldByIndex(s.source).Set(reflect.ValueOf(topology.Source{Line: int32(line)}))
	}
	if s.line == 0 {
		s.line = line
	}
	s.rows = append(s.rows, row)
}

func (s *contained[R]) undo() {}

func (s *contained[R]) close(r *reader, v *envelope) {
	parent, id := s.parent(r, v)
	groups, order := s.groups(id)
	if parent == nil && len(s.owners) == 1 && len(order) > 0 {
		parent = &s.owners[0]
	}
	if parent == nil && s.index {
		parent = &s.owners[0]
	} else if parent == nil || len(order) == 0 {
		r.report(topology.Diagnostic{Severity: topology.Error, Code: "NO_PARENT", Line: max(s.line, v.line), Value: shorten(s.key),
			Message: "the answer does not say what it belongs to: it is left out",
			Remedy:  "put " + s.owners[0].key + ` beside it, {"` + s.owners[0].key + `": "...", "` + s.key + `": [...]}, or the id in the file's name`})
		return
	}
	document := v.inside
	if document < 0 {
		document = r.part.document(r.file, s.key, ref.None, v.account, v.region)
	}
	d := &r.part.Documents[document]
	if v.inside < 0 {
		d.Elements += len(s.rows)
	}
	d.Partial = d.Partial || s.lossy || v.truncated || v.broken
	for _, id := range order {
		account, region := ofARN(id)
		c := &contribution[R]{snapshot: &r.part.Snapshot, id: id, rows: groups[id], complete: !(s.lossy || v.truncated || v.broken), envelope: v}
		c.meta = topology.Meta{Account: either(account, v.account), Region: either(region, v.region), Source: topology.Source{Document: document, Line: int32(max(s.line, v.line))}}
		s.setDocument(c.rows, document)
		parent.attach(c)
	}
}

// groups sorts rows by parent; rows that name none belong to the answer's.
func (s *contained[R]) groups(id string) (groups map[string][]R, order []string) {
	groups = map[string][]R{}
	if id != "" {
		order = append(order, id)
		groups[id] = nil
	}
	for i := range s.rows {
		of := id
		if s.own != nil {
			of = either(s.own(&s.rows[i]), id)
		}
		if of == "" {
			continue
		}
		if _, seen := groups[of]; !seen {
			order = append(order, of)
		}
		groups[of] = append(groups[of], s.rows[i])
	}
	return groups, order
}

func (s *contained[R]) setDocument(rows []R, document int32) {
	if s.source == nil {
		return
	}
	for i := range rows {
		at := reflect.ValueOf(&rows[i]).Elem().FieldByIndex(s.source).Addr().Interface().(*topology.Source)
		at.Document = document
	}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
