package cidrfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/ref"
)

// maxSize bounds a file: millions of blocks fit. maxErrors bounds how many errors are told.
const (
	maxSize   = 256 << 20
	maxErrors = 20
)

// Read reads the blocks of a file; its name is for errors, and where blocks come from.
func Read(name string, r io.Reader) ([]ipam.Holding, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxSize:
		return nil, fmt.Errorf("%s: it is larger than %d MB", name, maxSize>>20)
	}
	f := &file{name: name}
	f.read(bytes.TrimPrefix(text, []byte("\ufeff")))
	if f.more > 0 {
		f.errs = append(f.errs, fmt.Errorf("%s: and %d more errors", name, f.more))
	}
	return f.holdings, errors.Join(f.errs...)
}

// A file collects blocks and errors.
type file struct {
	name     string
	holdings []ipam.Holding
	errs     []error
	more     int // errors beyond maxErrors
}

func (f *file) fail(line int, format string, args ...any) {
	if len(f.errs) == maxErrors {
		f.more++
		return
	}
	f.errs = append(f.errs, fmt.Errorf("%s:%d: %s", f.name, max(line, 1), fmt.Sprintf(format, args...)))
}

func (f *file) read(text []byte) {
	first := firstLine(text)
	_, _, notBlock := netmath.ParsePrefix(firstWord(first))
	switch {
	case first == "":
		f.fail(1, "there is nothing in it; write a block a line, such as  10.0.0.0/16 office")
	case notBlock == nil && !strings.Contains(first, ","):
		f.lines(text)
	case notBlock != nil && (strings.Contains(first, ",") || columnOf(first, blockColumns) == 0) && !strings.ContainsAny(first, "{[:"):
		f.csv(text)
	case notBlock == nil:
		f.lines(bytes.ReplaceAll(text, []byte(","), []byte(" ")))
	default:
		f.yaml(text)
	}
}

// firstLine is the first line with anything but a comment.
func firstLine(text []byte) string {
	for line := range bytes.Lines(text) {
		if s := strings.TrimSpace(withoutComment(string(line))); s != "" {
			return s
		}
	}
	return ""
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	word, _, _ = strings.Cut(word, ",")
	word, _, _ = strings.Cut(word, "\t")
	return word
}

// withoutComment cuts off what follows a # at the beginning of a word.
func withoutComment(line string) string {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return line[:i]
		}
	}
	return line
}

// lines reads a block a line; what follows it is its name.
func (f *file) lines(text []byte) {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		s := strings.TrimSpace(withoutComment(string(line)))
		if s == "" {
			continue
		}
		block, name, _ := strings.Cut(strings.ReplaceAll(s, "\t", " "), " ")
		f.add(n, row{"cidr": block, "name": strings.TrimSpace(name)})
	}
}

// A row is what a file tells of a block, by the words of columns.
type row map[string]string

// add takes a block over.
func (f *file) add(line int, r row) {
	p, canonical, err := netmath.ParsePrefix(r["cidr"])
	switch {
	case err != nil:
		f.fail(line, "%v", err)
		return
	case !canonical:
		f.fail(line, "%q has bits beyond its prefix length; write %v", r["cidr"], p)
		return
	}
	h := ipam.Holding{
		Prefix: p, Kind: kindOf(r["kind"]), Name: r["name"], Account: r["account"], Region: r["region"], Zone: r["zone"], Vpc: r["vpc"], Note: r["note"],
		At: ipam.Position{Path: f.name, Line: line},
	}
	if id := r["id"]; id != "" {
		h.Ref = ref.Ref{Kind: refKind(id), ID: id}
	}
	f.holdings = append(f.holdings, h)
}

// kindOf reads the kind that a list gives to a block. What a network holds as its own is an entry of the list.
func kindOf(word string) ipam.Kind {
	switch word = strings.ToLower(word); word {
	case "container":
		return ipam.PoolBlock
	case "ipam-pool", "subnet", "prefix", "reservation", "external":
		k, _ := ipam.KindOf(word)
		return k
	}
	return ipam.Listed
}

func refKind(id string) ref.Kind {
	switch {
	case strings.HasPrefix(id, "vpc-"):
		return ref.Vpc
	case strings.HasPrefix(id, "subnet-"):
		return ref.Subnet
	}
	return ref.Other
}
