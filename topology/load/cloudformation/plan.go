package cloudformation

import (
	"errors"
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

// Plan gives the network before and after a change: a change set, or a template that a stack is made of or updated with. opt.Base is what exists. Of a stack
// that exists, the template that is deployed has to be among the documents (the answer of get-template): what an update
// takes away is in it alone.
func Plan(documents []*Document, opt Options) (before, after *topology.Snapshot, err error) {
	was, is, err := sides(documents, opt)
	if err != nil {
		return nil, nil, err
	}
	path, key := is.stacks[0].path, "Resources"
	if opt.Base == nil {
		before, after = was.Standalone(path, key), is.Standalone(path, key)
		after.Diagnostics = append(after.Diagnostics, is.notes...)
		return before, after, nil
	}
	again, _, err := sides(documents, opt) // a Draft can be settled once
	if err != nil {
		return nil, nil, err
	}
	same, _, err := sides(documents, opt)
	if err != nil {
		return nil, nil, err
	}
	before = provision.Lay(opt.Base, again.Draft, same.Draft, path, key)
	after = provision.Lay(opt.Base, was.Draft, is.Draft, path, key)
	after.Diagnostics = append(slices.Clip(after.Diagnostics), is.notes...)
	return before, after, nil
}

// sides builds what was declared and what will be.
func sides(documents []*Document, opt Options) (was, is *builder, err error) {
	if set := slices.IndexFunc(documents, func(d *Document) bool { return d.Kind == ChangeSet }); set >= 0 {
		return changeSides(documents[set], opt)
	}
	deployed, planned := split(documents)
	if is, err = newBuilder(planned, opt); err != nil {
		return nil, nil, err
	}
	if len(deployed) == 0 {
		if s := is.existing(); s != nil {
			return nil, nil, fmt.Errorf("the stack %s exists: give the template that it is of, too, in one folder with this (aws cloudformation get-template --stack-name %s), or a change set",
				s.Given.Name, s.Given.Name)
		}
	}
	is.build()
	was = blank(opt)
	if len(deployed) > 0 {
		if was, err = is.deployed(deployed, documents, opt); err != nil {
			return nil, nil, err
		}
	}
	return was, is, nil
}

// split tells templates that AWS printed as deployed from those that are planned. What lies beside them belongs to both.
func split(documents []*Document) (deployed, planned []*Document) {
	for _, d := range documents {
		if d.Kind == Template && d.deployed {
			deployed = append(deployed, d)
		} else {
			planned = append(planned, d)
		}
	}
	if !slices.ContainsFunc(planned, func(d *Document) bool { return d.Kind == Template }) {
		return nil, documents
	}
	return deployed, planned
}

// deployed builds the stacks as they are. There is one template for each planned one, or just one of both.
func (b *builder) deployed(templates, documents []*Document, opt Options) (*builder, error) {
	if len(templates) != 1 || len(b.stacks) != 1 {
		return nil, errors.New("there are several templates, and which is the deployed one of which is not told: lay one stack over the network at a time")
	}
	s := b.stacks[0]
	if opt.Base != nil && len(s.physical) == 0 {
		return nil, fmt.Errorf("no resource of the network has a tag of the stack %s: add {\"AWS::StackName\": \"...\"} to the parameters, or the output of aws cloudformation describe-stack-resources", s.Given.Name)
	}
	beside := newSurroundings(documents)
	was := blank(opt)
	was.addStack(templates[0], beside.stackAsIs(s), opt)
	was.build()
	return was, nil
}

// existing is a stack of which the network has resources, nil if all are new.
func (b *builder) existing() *stack {
	for _, s := range b.stacks {
		for i := range s.Resources {
			if b.base != nil && s.physical[s.Resources[i].Name] != "" {
				return s
			}
		}
	}
	return nil
}
