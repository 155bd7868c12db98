package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
	"github.com/dryhop/dryhop/topology/load/terraform"
)

// document is one file, decoded.
type document struct {
	path string
	part *awscli.Part
	// Of a plan or state:
	aside bool // it lies in a folder, and nobody named it
	plan  bool
	state *terraform.File // nil of a plan
}

// decode reads an entry, and what lies inside it if it is an archive.
func (s *session) decode(e entry) []document {
	file, err := e.open()
	if err != nil {
		s.unreadable(e.path, err)
		return nil
	}
	defer func() { _ = file.Close() }()
	return s.sniff(item{path: e.path, place: e.place, named: e.named, raw: file, size: e.size})
}

func (s *session) unreadable(path string, err error) {
	var limit *limitError
	if errors.As(err, &limit) {
		s.note(topology.Diagnostic{Severity: topology.Error, Code: "LIMIT_EXCEEDED", Path: path, Message: limit.Error(), Remedy: limit.remedy})
		return
	}
	s.note(topology.Diagnostic{Severity: topology.Error, Code: "UNREADABLE", Path: path, Message: fmt.Sprintf("the file cannot be read on: %v", plainError(err)), Remedy: "check the file; what came before is used"})
}

// item is a stream on its way to the decoder: a file, or a member of an archive.
type item struct {
	path  string
	place place
	named bool
	depth int       // archives around it
	raw   io.Reader // perhaps an io.ReaderAt
	size  int64
}

// sniff tells archives from documents by their first bytes; names are not trusted.
func (s *session) sniff(it item) []document {
	in := bufio.NewReaderSize(s.limited(it.raw), headSize)
	head, err := in.Peek(512)
	if err != nil && err != io.EOF {
		s.unreadable(it.path, err)
		return nil
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return s.zip(it, in)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return s.gzip(it, in)
	case len(head) >= 262 && string(head[257:262]) == "ustar":
		return s.tar(it, in)
	case path.Base(it.path) == manifestName:
		s.manifest(it.path, in)
		return nil
	case path.Base(it.path) == failuresName:
		s.failures(it, in)
		return nil
	case len(bytes.TrimSpace(head)) == 0 && err == io.EOF:
		s.note(topology.Diagnostic{Severity: topology.Info, Code: "EMPTY_FILE", Path: it.path, Message: "the file is empty",
			Remedy: "the AWS CLI prints nothing for some empty answers; if there should be something, take it again"})
		return nil
	}
	return s.text(it, in, head)
}

// text reads a file that is no archive: a plan or state, a template, or answers of AWS.
func (s *session) text(it item, in *bufio.Reader, head []byte) []document {
	documents, rest, declared := s.declared(it, in)
	switch {
	case declared:
		return documents
	case mayBeTemplate(it, head):
		taken, left := s.template(it, rest)
		if taken {
			return nil
		}
		rest = left
	}
	return s.answers(it, rest, head)
}

// answers reads answers of AWS, in JSON or YAML.
func (s *session) answers(it item, in io.Reader, head []byte) []document {
	if !mayBeJSON(it.path, head) {
		documents, rest := s.yaml(it, in)
		if rest == nil {
			return documents
		}
		if in = rest; !it.named || isYAML(it.path) {
			s.other(it)
			return nil
		}
	}
	return s.json(it, in)
}

// other notes a file that holds nothing to read.
func (s *session) other(it item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.others = append(s.others, it.path)
}

func (s *session) json(it item, in io.Reader) []document {
	part := awscli.Decode(in, awscli.File{
		Path: it.path, Account: it.place.account, Region: it.place.region,
		Limits: awscli.Limits{Depth: s.limits.NestingDepth, Diagnostics: 20 * s.limits.Diagnostics},
		Crew:   s.crew,
	})
	if part.Problem != nil {
		s.unreadable(it.path, part.Problem)
	} else if !part.IsJSON && len(part.Diagnostics) == 0 {
		s.other(it)
		return nil
	}
	return []document{{path: it.path, part: part}}
}

// mayBeJSON goes by the extension, and without a telling one by the first character.
func mayBeJSON(name string, head []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".jsonl", ".ndjson":
		return true
	}
	head = bytes.TrimPrefix(head, []byte{0xEF, 0xBB, 0xBF})
	head = bytes.TrimLeft(head, "\xFE\xFF\x00 \t\r\n")
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}
