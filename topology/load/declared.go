package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
	"github.com/dryhop/dryhop/topology/load/terraform"
)

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

// declared reads a file that declares a network rather than describing one: a plan or a state. ok is false if it is none; in is then as it was.
func (s *session) declared(it item, in *bufio.Reader) (documents []document, rest io.Reader, ok bool) {
	head, _ := in.Peek(headSize)
	if !terraform.MayBe(head) {
		return nil, in, false
	}
	data, err := io.ReadAll(io.LimitReader(in, s.limits.ArchiveBytes+1))
	if err == nil && int64(len(data)) > s.limits.ArchiveBytes {
		err = &limitError{fmt.Sprintf("a plan or state may have %d bytes", s.limits.ArchiveBytes), "divide it"}
	}
	if err != nil {
		s.unreadable(it.path, err)
		return nil, nil, true
	}
	if !terraform.Is(data) {
		return nil, bytes.NewReader(data), false
	}
	if !it.named && strings.HasSuffix(it.path, ".backup") {
		return nil, nil, true // the state before the one beside it
	}
	f, err := terraform.Read(it.path, data)
	if err != nil {
		s.problem(err)
		return nil, nil, true
	}
	d := document{path: it.path, part: s.partOf(f), aside: !it.named, plan: f.IsPlan()}
	if !d.plan {
		d.state = f
	}
	return []document{d}, nil, true
}

func (s *session) partOf(f *terraform.File) *awscli.Part {
	return &awscli.Part{Snapshot: *f.Snapshot(terraform.Options{Assume: s.opt.Assume}), IsJSON: true}
}

// together reads the states of a network as one, those of which nothing else tells that they are of different accounts or Regions.
func (s *session) together(all []document) []document {
	states, first := map[place][]*terraform.File{}, map[place]int{}
	for i, d := range all {
		if at := s.manifestOf(d.path); d.state != nil {
			if states[at] = append(states[at], d.state); len(states[at]) == 1 {
				first[at] = i
			}
		}
	}
	joined := map[place]bool{}
	for at, files := range states {
		if len(files) > 1 {
			if one, ok := terraform.Together(files); ok {
				all[first[at]].part, joined[at] = s.partOf(one), true
			}
		}
	}
	var kept []document
	for i, d := range all {
		if at := s.manifestOf(d.path); d.state == nil || !joined[at] || first[at] == i {
			kept = append(kept, d)
		}
	}
	return kept
}

// problem notes why a file of Terraform's cannot be read.
func (s *session) problem(err error) {
	if p, ok := errors.AsType[*terraform.Problem](err); ok {
		s.note(topology.Diagnostic{Severity: topology.Error, Code: "OTHER_FORMAT", Path: p.Path, Line: p.Line, Message: p.Message, Remedy: p.Remedy})
	}
}

// choose leaves out declarations that lie in a folder among what describes the same network, or of which a later one is there: nobody named them.
func (s *session) choose(all []document) []document {
	described, states := false, false
	for _, d := range all {
		described = described || !d.aside && len(d.part.Documents) > 0
		states = states || d.aside && !d.plan
	}
	var kept []document
	for _, d := range all {
		if d.aside && (described || states && d.plan) {
			s.note(topology.Diagnostic{Severity: topology.Info, Code: "OTHER_FORMAT", Path: d.path, Message: "a plan or state that lies among other documents of the network is not read",
				Remedy: "to have it read, name it: -s " + d.path})
			continue
		}
		kept = append(kept, d)
	}
	return s.together(kept)
}

// Plan reads what a change of a network is declared by, and gives the network before and after it: a plan of Terraform, a CloudFormation change set, or a
// template; a folder may hold a template with its parameters and the template that is deployed. base is what exists, and nil if
// nothing tells: before is then what the plan itself knows of it.
func Plan(path string, base *topology.Snapshot, opt Options) (before, after *topology.Snapshot, err error) {
	if path != "-" {
		if before, after, ok, err := planOfTemplates(path, base, opt); ok || err != nil {
			return before, after, err
		}
	}
	data, err := readFile(path, opt)
	if err != nil {
		return nil, nil, err
	}
	f, err := terraform.Read(path, data)
	switch {
	case err != nil:
		return nil, nil, err
	case !f.IsPlan():
		return nil, nil, fmt.Errorf("%s is a state, and not a plan: give it as a snapshot (-s or --after)", path)
	case base == nil:
		return f.Before(), f.Snapshot(terraform.Options{Assume: opt.Assume}), nil
	}
	before, after = f.Over(base, terraform.Options{Assume: opt.Assume})
	return before, after, nil
}

// isPlan reports whether a file is a plan.
func isPlan(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	data, err := readFile(path, Options{})
	if err != nil || !terraform.MayBe(data[:min(len(data), headSize)]) || !terraform.Is(data) {
		return false
	}
	f, err := terraform.Read(path, data)
	return err == nil && f.IsPlan()
}

// readFile reads a file whole, or standard input.
func readFile(path string, opt Options) ([]byte, error) {
	limit := opt.Limits.orDefaults().ArchiveBytes
	in := opt.Stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, openError(path, err)
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	if in == nil {
		return nil, errors.New("cannot read - : there is no standard input here; name a file")
	}
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, openError(path, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("cannot read %s: it has more than %d bytes", path, limit)
	}
	return data, nil
}
