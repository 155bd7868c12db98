package edit

import "github.com/dryhop/dryhop/topology/ref"

// An Edit does one thing to a Snapshot. Edits are comparable: equal edits do the same.
type Edit struct {
	Op   Op
	What Thing
}

// Op is what an edit does with its thing.
type Op uint8

// The operations. Settings are set, everything else is added, removed or replaced.
const (
	Add Op = iota
	Remove
	Replace
	Set
)

// String is the verb with which the text of an edit begins.
func (o Op) String() string { return [...]string{"add", "remove", "replace", "set"}[o&3] }

// A Thing is what can be edited: GroupRule, Entry, Route, Association, Propagation, Attachment, Membership, Exclusion,
// Authorization or Setting.
type Thing interface {
	// Ref names what is touched: a resource, or a rule in it. Its kind is Other if neither the thing nor the id tells it: see KindIn.
	Ref() ref.Ref
	// says is the thing's text after the id of what it belongs to; names tells how to call other resources.
	says(names func(ref.Ref) string) string
	// do changes the draft. The error tells why that cannot be.
	do(d *draft, op Op) error
}

// Ref names what an edit touches, as its thing does. That of the zero Edit is zero.
func (e Edit) Ref() ref.Ref {
	if e.What == nil {
		return ref.Ref{}
	}
	return e.What.Ref()
}

// String is the text of an edit as Parse reads it.
func (e Edit) String() string {
	if e.What == nil {
		return e.Op.String() + " nothing"
	}
	return e.Op.String() + " " + quoted(e.Ref().ID) + " " + Said(e.What)
}

// Said is the text of a thing after the id of what it belongs to, as Parse reads it.
func Said(what Thing) string {
	return what.says(func(r ref.Ref) string { return quoted(r.ID) })
}

// Text is an edit in a line for people, who call resources as names does:
//
//	add to sg-orders: ingress tcp/5432 from sg-web
func (e Edit) Text(names func(ref.Ref) string) string {
	if e.What == nil {
		return e.String()
	}
	verb := [...]string{Add: "add to ", Remove: "remove from ", Replace: "replace in ", Set: "set on "}[e.Op&3]
	return verb + names(e.Ref().Resource()) + ": " + e.What.says(names)
}
