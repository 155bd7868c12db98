package load

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
	"github.com/dryhop/dryhop/topology/load/cloudformation"
)

// A cloudFile is one of CloudFormation's files, kept until all files are read: templates need what lies beside them.
type cloudFile struct {
	*cloudformation.Document
	named bool // by the user
}

// mayBeTemplate tells by its beginning whether a file is worth reading as one of CloudFormation's. Some are YAML.
func mayBeTemplate(it item, head []byte) bool {
	switch strings.ToLower(path.Ext(it.path)) {
	case ".yaml", ".yml", ".template":
		return true
	}
	return it.size <= cloudformation.MaxSize && mayBeJSON(it.path, head) && (it.named || cloudformation.MayBe(string(head)))
}

// template reads a file as one of CloudFormation's. If it is none, what was read is given back.
func (s *session) template(it item, in io.Reader) (taken bool, rest io.Reader) {
	text, err := io.ReadAll(io.LimitReader(in, cloudformation.MaxSize+1))
	rest = io.MultiReader(bytes.NewReader(text), in)
	if err != nil || len(text) > cloudformation.MaxSize || !cloudformation.MayBe(string(text)) && !it.named {
		return false, rest
	}
	d, err := cloudformation.Read(it.path, text)
	if err != nil && (strings.Contains(string(text), "AWS::") || it.named) && !mayBeJSON(it.path, text) {
		line, said := cloudformation.Position(err)
		s.note(topology.Diagnostic{Severity: topology.Error, Code: "BAD_TEMPLATE", Path: it.path, Line: line, Message: "the YAML cannot be read: " + said, Remedy: "correct it"})
		return true, nil
	}
	if err != nil || d.Kind == cloudformation.None && !(it.named && d.AsParameters()) {
		return false, rest
	}
	d.Account, d.Region = it.place.account, it.place.region
	s.mu.Lock()
	defer s.mu.Unlock()
	s.templates = append(s.templates, cloudFile{Document: d, named: it.named})
	return true, nil
}

// ofTemplates makes a part of the templates. Those that lie in a folder beside answers of AWS are of a change to come, or of what the answers tell
// already: they are read only if the user named them.
func (s *session) ofTemplates(answers bool) []document {
	named := func(f cloudFile) bool { return f.named }
	if len(s.templates) == 0 {
		return nil
	}
	if answers && !slices.ContainsFunc(s.templates, named) {
		s.leaveTemplates()
		return nil
	}
	var documents []*cloudformation.Document
	for _, f := range s.templates {
		if f.named || !answers {
			documents = append(documents, f.Document)
		}
	}
	made, err := cloudformation.Snapshot(documents, cloudformation.Options{Assume: s.opt.Assume})
	if err != nil {
		s.note(topology.Diagnostic{Severity: topology.Warning, Code: "OTHER_FORMAT", Path: documents[0].Path, Message: "the file belongs to a CloudFormation template, and there is none",
			Remedy: "give the template too"})
		return nil
	}
	return []document{{path: made.Documents[0].Path, part: &awscli.Part{Snapshot: *made, IsJSON: true}}}
}

func (s *session) leaveTemplates() {
	slices.SortFunc(s.templates, func(a, b cloudFile) int { return strings.Compare(a.Path, b.Path) })
	for _, f := range s.templates {
		if f.Kind == cloudformation.Template {
			s.note(topology.Diagnostic{Severity: topology.Info, Code: "OTHER_FORMAT", Path: f.Path,
				Message: "a CloudFormation template lies beside answers of AWS: it is not read", Remedy: "name it to read it, or lay it over the snapshot with --plan"})
		}
	}
}
