package cloudformation

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/ref"
)

// builder makes the rows of a Snapshot of the resources of stacks.
type builder struct {
	*provision.Draft
	notes  []topology.Diagnostic
	base   *topology.Snapshot // nil if the stacks stand alone
	assume map[string]string  // values by "stack/Resource.Property"
	stacks []*stack
	told   map[string]bool // what was reported, so that nothing is twice
	unread map[string]*unread

	exports    map[string]export
	importing  int             // exports that are being looked up in other stacks
	restricted map[string]bool // groups without the egress rule that AWS gives
	opened     []string        // and those with it
}

// unread are resources of a type that has no rows.
type unread struct {
	times int
	first topology.Diagnostic
}

// stack is one template with what was given to it.
type stack struct {
	*template.Stack
	builder  *builder
	path     string
	document int32
	account  string
	region   string
	physical map[string]string // ids by logical id, of what exists
	nested   map[string]*stack
}

// address is where a resource is declared: "shop/PublicSubnet".
func (s *stack) address(name string) string { return s.Given.Name + "/" + name }

// id is what a resource is called: by AWS if it exists, else by its address.
func (s *stack) id(name string) string {
	if id := s.physical[name]; id != "" {
		return id
	}
	return s.address(name)
}

func (s *stack) meta(r *template.Resource) topology.Meta {
	return topology.Meta{Account: s.account, Region: s.region, Address: s.address(r.Name),
		Source: topology.Source{Document: s.document, Line: int32(r.Line)}}
}

// build makes rows of everything that the stacks declare, pass by pass: parts need what they are parts of.
func (b *builder) build() {
	for _, pass := range []map[string]maker{resources, parts, additions} {
		for _, s := range b.stacks {
			for i := range s.Resources {
				b.make(s, &s.Resources[i], pass)
			}
		}
	}
	b.openIPv6()
	for _, s := range b.stacks {
		b.listUnread(s)
	}
	b.notes = append(b.notes, b.unreadDiagnostics()...)
}

// maker makes the rows of one resource.
type maker func(b *builder, p props)

func (b *builder) make(s *stack, r *template.Resource, makers map[string]maker) {
	make := makers[r.Type]
	if make == nil {
		return
	}
	p := props{stack: s, resource: r, meta: s.meta(r)}
	switch truth, why := s.exists(r); truth {
	case template.False:
		return
	case template.Open:
		p.open = true
		b.openCondition(p, why)
		if !hasDoubt[r.Type] {
			return
		}
	}
	p.value = s.Eval(r.Properties)
	make(b, p)
}

// exists tells whether the stack makes a resource.
func (s *stack) exists(r *template.Resource) (template.Truth, *template.Reason) {
	if r.Condition == "" {
		return template.True, nil
	}
	return s.Condition(r.Condition)
}

func (b *builder) report(s *stack, d topology.Diagnostic) {
	d.Path = s.path
	key := d.Code + "\x00" + d.Path + "\x00" + d.Value + "\x00" + d.Message
	if b.told[key] {
		return
	}
	b.told[key] = true
	b.notes = append(b.notes, d)
}

// openCondition tells that nobody knows whether a resource is made.
func (b *builder) openCondition(p props, why *template.Reason) {
	b.report(p.stack, topology.Diagnostic{Severity: topology.Warning, Code: "OPEN_CONDITION", Line: p.resource.Line, Value: p.meta.Address,
		Ref:     ref.Ref{Kind: ref.Other, ID: p.meta.Address},
		Message: "whether the resource is made depends on the condition " + p.resource.Condition + ", which is open: " + why.What,
		Remedy:  why.Remedy})
}
