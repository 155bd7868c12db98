package cloudformation

import (
	"path"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
)

const nestedType = "AWS::CloudFormation::Stack"

// maxNesting bounds how deep stacks nest, and maxStacks how many there are.
const maxNesting, maxStacks = 8, 500

// nestedFile is the file of a nested stack's template, as far as it is one on disk: a CDK's asset, or a URL that is a path.
func nestedFile(dir string, metadata, properties *template.Node) string {
	name := metadata.Get("aws:asset:path").Scalar()
	if name == "" {
		name = properties.Get("TemplateURL").Scalar()
	}
	if name == "" || strings.Contains(name, "://") {
		return ""
	}
	return path.Join(dir, name)
}

// nestedFiles are the files that other templates nest: they are no stacks by themselves.
func nestedFiles(documents []*Document) map[string]bool {
	files := map[string]bool{}
	for _, d := range documents {
		if d.Kind != Template {
			continue
		}
		for _, f := range d.node.Get("Resources").Fields {
			if file := nestedFile(path.Dir(d.Path), f.Value.Get("Metadata"), f.Value.Get("Properties")); f.Value.Get("Type").Scalar() == nestedType && file != d.Path {
				files[file] = true
			}
		}
	}
	return files
}

// nest adds the stacks that a stack nests, and those that they nest.
func (b *builder) nest(s *stack, documents []*Document, opt Options, depth int) {
	if depth > maxNesting {
		return
	}
	for i := range s.Resources {
		r := &s.Resources[i]
		if truth, _ := s.exists(r); r.Type != nestedType || truth != template.True || len(b.stacks) >= maxStacks {
			continue
		}
		file := nestedFile(path.Dir(s.path), r.Metadata, r.Properties)
		at := slices.IndexFunc(documents, func(d *Document) bool { return d.Kind == Template && d.Path == file })
		if file == "" || at < 0 {
			continue
		}
		inner := b.addStack(documents[at], about{given: newGiven(), name: s.address(r.Name), account: s.account, region: s.region}, opt)
		inner.Inputs = s.inputsOf(r)
		s.nested[r.Name] = inner
		b.nest(inner, documents, opt, depth+1)
	}
}

// inputsOf are the parameters that a stack gives to one that it nests.
func (s *stack) inputsOf(r *template.Resource) func(string) (template.Value, bool) {
	return func(name string) (template.Value, bool) {
		given := r.Properties.Get("Parameters").Get(name)
		return s.Eval(given), given != nil
	}
}

// output is an output of a nested stack: "Outputs.VpcId".
func (s *stack) output(r *template.Resource, name string) template.Value {
	inner := s.nested[r.Name]
	output, isOutput := strings.CutPrefix(name, "Outputs.")
	if inner == nil || !isOutput {
		return template.NotKnown("give the nested stack's template too", "%s.%s is an output of a nested stack", r.Name, name)
	}
	for _, o := range inner.Outputs {
		if o.Name == output {
			return inner.Eval(o.Value)
		}
	}
	return template.NotKnown("correct the template", "the nested stack %s has no output %s", r.Name, output)
}
