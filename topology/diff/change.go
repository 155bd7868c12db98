package diff

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/ref"
)

// Op is what became of a resource or rule.
type Op uint8

// The operations.
const (
	Added Op = iota
	Removed
	Changed
)

// String is the operation in JSON.
func (o Op) String() string { return [...]string{"added", "removed", "changed"}[min(o, Changed)] }

// A Change is one difference between two Snapshots.
type Change struct {
	Op      Op
	Ref     ref.Ref         // a resource; with Rule set, something in it: "ingress tcp/443 from 10.0.0.0/8", "0.0.0.0/0", "for subnet-1"
	Address string          // in a plan, if it has one
	Source  topology.Source // where it was read: in the documents after, of what was removed in those before
	After   bool            // Source is of the documents after
	Fields  []string        // of a resource with other properties: their names in AWS's words
	Edit    edit.Edit       // the same as an edit, if one can do it; else the zero Edit
	pieces  []piece
}

// IsRule reports whether the change is about one rule of a resource and not about the resource.
func (c *Change) IsRule() bool { return c.Ref.Rule != "" }

// Text is a change in a line for people, who call resources as names does:
//
//	sg-orders: ingress tcp/5432 from sg-web added
//	rtb-1: 0.0.0.0/0 to nat-1 changed
//	i-1 removed
//	vpc-1: Tags changed
func (c *Change) Text(names func(ref.Ref) string) string {
	of := names(c.Ref.Resource())
	switch {
	case c.Edit.What != nil:
		_, says, _ := strings.Cut(c.Edit.Text(names), ": ")
		return of + ": " + says + " " + c.Op.String()
	case c.IsRule():
		return of + ": " + c.Ref.Rule + " " + c.Op.String()
	case len(c.Fields) > 0:
		return of + ": " + strings.Join(c.Fields, ", ") + " " + c.Op.String()
	}
	return of + " " + c.Op.String()
}

// String is Text with ids.
func (c *Change) String() string { return c.Text(func(r ref.Ref) string { return r.ID }) }

// A piece is a part of a change that is done in one row.
type piece struct {
	table         int // of tablesOf
	before, after any // pointers to the row, or nil
	list          int // of the row's lists; whole or residue
	key           string
	apart         []part // of a row that is added: what a change of its own adds to it
}

// A part is an element of one of a row's lists.
type part struct {
	list int
	key  string
}

// What a piece is about if not an element of a list.
const (
	whole   = -1 // the row comes or goes
	residue = -2 // what is not in lists
)
