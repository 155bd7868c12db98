package cloudformation

import (
	"cmp"
	"path"
	"strings"

	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
)

// surroundings are the documents beside templates.
type surroundings struct {
	parameters []*Document
	resources  []*Document
	stacks     []*template.Node // of describe-stacks
	artifacts  []artifact
	exports    map[string]string
}

// artifact is a stack in a CDK's assembly.
type artifact struct{ folder, file, name, account, region string }

// about is what the surroundings tell of one stack.
type about struct {
	given
	name, account, region string
	physical              map[string]string
	exports               map[string]string // of all stacks
}

func newSurroundings(documents []*Document) *surroundings {
	s := &surroundings{exports: map[string]string{}}
	for _, d := range documents {
		switch d.Kind {
		case Parameters:
			s.parameters = append(s.parameters, d)
		case StackResources:
			s.resources = append(s.resources, d)
		case Stacks:
			s.stacks = append(s.stacks, d.list("Stacks")...)
		case Exports:
			for _, e := range d.list("Exports") {
				s.exports[e.Get("Name").Scalar()] = e.Get("Value").Scalar()
			}
		case Assembly:
			s.assembly(d)
		}
	}
	return s
}

// assembly reads manifest.json of cdk.out: which template is which stack, and where it goes ("aws://ACCOUNT/REGION").
func (s *surroundings) assembly(d *Document) {
	for _, f := range d.node.Get("artifacts").Fields {
		if f.Value.Get("type").Scalar() != "aws:cloudformation:stack" {
			continue
		}
		p := f.Value.Get("properties")
		a := artifact{folder: path.Dir(d.Path), file: p.Get("templateFile").Scalar(), name: cmp.Or(p.Get("stackName").Scalar(), f.Key)}
		account, region, _ := strings.Cut(strings.TrimPrefix(f.Value.Get("environment").Scalar(), "aws://"), "/")
		if !strings.HasPrefix(account, "unknown") {
			a.account = account
		}
		if !strings.HasPrefix(region, "unknown") {
			a.region = region
		}
		s.artifacts = append(s.artifacts, a)
	}
}

// stack gathers what is told of a template's stack. Resources that do not say whose they are belong to the only template.
func (s *surroundings) stack(d *Document, only bool) about {
	a := about{given: newGiven(), name: stackNameOf(d.Path), account: d.Account, region: d.Region, physical: map[string]string{}, exports: s.exports}
	for _, x := range s.artifacts {
		if x.folder == path.Dir(d.Path) && x.file == path.Base(d.Path) {
			a.name, a.account, a.region = x.name, cmp.Or(x.account, a.account), cmp.Or(x.region, a.region)
		}
	}
	for _, p := range s.parameters {
		a.take(p.node)
	}
	s.describe(&a)
	for _, r := range s.resources {
		s.exist(&a, r, only)
	}
	a.account, a.region = cmp.Or(a.values["AWS::AccountId"], a.account), cmp.Or(a.values["AWS::Region"], a.region)
	a.name = cmp.Or(a.values["AWS::StackName"], a.name)
	return a
}

// describe takes over what describe-stacks says of a stack: the one of its name, or the only one.
func (s *surroundings) describe(a *about) {
	for _, x := range s.stacks {
		name := x.Get("StackName").Scalar()
		if name != a.name && len(s.stacks) != 1 {
			continue
		}
		region, account := placeOfARN(x.Get("StackId").Scalar())
		a.name, a.account, a.region = name, cmp.Or(account, a.account), cmp.Or(region, a.region)
		said := newGiven()
		said.take(x.Get("Parameters"))
		for name, value := range said.values {
			if _, stated := a.values[name]; !stated { // a parameters file is what will be, this what is
				a.values[name] = value
			}
		}
		for name, value := range said.resolved {
			a.resolved[name] = value
		}
	}
}

// exist takes over the ids of resources that exist.
func (s *surroundings) exist(a *about, d *Document, only bool) {
	for _, r := range d.list("StackResources", "StackResourceSummaries") {
		name := r.Get("StackName").Scalar()
		if name != "" && name != a.name && len(s.resources) > 1 || name == "" && !only {
			continue
		}
		if name != "" {
			a.name = name
		}
		region, account := placeOfARN(r.Get("StackId").Scalar())
		a.account, a.region = cmp.Or(a.account, account), cmp.Or(a.region, region)
		logical, id := r.Get("LogicalResourceId").Scalar(), r.Get("PhysicalResourceId").Scalar()
		if id != "" && logical != "" && !strings.HasPrefix(r.Get("ResourceStatus").Scalar(), "DELETE") {
			a.physical[logical] = id
		}
	}
}

// stackAsIs gathers what is told of a stack as it is deployed: its parameters are those that describe-stacks prints, where it does.
func (s *surroundings) stackAsIs(planned *stack) about {
	a := about{given: newGiven(), name: planned.Given.Name, account: planned.account, region: planned.region, physical: planned.physical, exports: s.exports}
	for _, p := range s.parameters {
		a.take(p.node)
	}
	is := about{given: newGiven(), name: a.name}
	s.describe(&is)
	for name, value := range is.values {
		a.values[name] = value
	}
	for name, value := range is.resolved {
		a.resolved[name] = value
	}
	return a
}
