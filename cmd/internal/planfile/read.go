package planfile

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/ipam"
)

// maxSize bounds a file: tens of thousands of accounts fit.
const maxSize = 16 << 20

// Read reads a plan; the file's name is for errors.
func Read(name string, r io.Reader) (*ipam.Plan, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxSize:
		return nil, fmt.Errorf("%s: it is larger than %d MB", name, maxSize>>20)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	f := &file{name: name, plan: new(ipam.Plan)}
	if len(document.Content) == 0 {
		f.fail(&document, "there is nothing in it: a plan has pools, tiers and accounts")
	} else {
		f.document(document.Content[0])
	}
	return f.plan, errors.Join(f.errs...)
}

// A file collects a plan and errors.
type file struct {
	name string
	plan *ipam.Plan
	errs []error
}

func (f *file) fail(at *yaml.Node, format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf("%s:%d: %s", f.name, max(at.Line, 1), fmt.Sprintf(format, args...)))
}

// object reads an object whose keys are known.
func (f *file) object(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	values := map[string]*yaml.Node{}
	if n.Kind != yaml.MappingNode {
		f.fail(n, "%s is no object with %s", what, strings.Join(known, ", "))
		return values
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case values[key.Value] != nil:
			f.fail(key, "the key %q is there twice", key.Value)
		case !slices.Contains(known, key.Value):
			f.fail(key, "the key %q means nothing in %s%s", key.Value, what, suggest(key.Value, known))
		default:
			values[key.Value] = n.Content[i+1]
		}
	}
	return values
}

func suggest(typed string, known []string) string {
	if near, ok := sim.Nearest(typed, known); ok {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return ": there are " + strings.Join(known, ", ")
}

// each does something with every element of a list, which may be left out.
func (f *file) each(list *yaml.Node, what string, do func(*yaml.Node)) {
	if list == nil {
		return
	}
	if list.Kind != yaml.SequenceNode {
		f.fail(list, "%s is no list", what)
		return
	}
	for _, item := range list.Content {
		do(item)
	}
}

// text is a value that is a text or a number as it was written.
func (f *file) text(n *yaml.Node, what string) string {
	switch {
	case n == nil:
		return ""
	case n.Kind != yaml.ScalarNode:
		f.fail(n, "%s is no text", what)
		return ""
	}
	return n.Value
}

// texts are the elements of a list.
func (f *file) texts(list *yaml.Node, what string) []string {
	var all []string
	f.each(list, what, func(n *yaml.Node) { all = append(all, f.text(n, what)) })
	return all
}

// number is a positive number.
func (f *file) number(n *yaml.Node, what string) int {
	if n == nil {
		return 0
	}
	v, err := strconv.Atoi(f.text(n, what))
	if err != nil || v <= 0 {
		f.fail(n, "%s: %q is no number above 0", what, n.Value)
	}
	return v
}

// length reads "/24".
func (f *file) length(n *yaml.Node, what string) int {
	if n == nil {
		return 0
	}
	v, err := strconv.Atoi(strings.TrimPrefix(f.text(n, what), "/"))
	if err != nil || v <= 0 || v > 128 {
		f.fail(n, "%s: %q is no length of a prefix: write it like /24", what, n.Value)
	}
	return v
}

// block reads a block.
func (f *file) block(n *yaml.Node, what string) netip.Prefix {
	p, canonical, err := netmath.ParsePrefix(f.text(n, what))
	switch {
	case err != nil:
		f.fail(n, "%s: %v", what, err)
	case !canonical:
		f.fail(n, "%s: %q has bits beyond its prefix length; write %v", what, n.Value, p)
	}
	return p
}

func (f *file) blocks(list *yaml.Node, what string) []netip.Prefix {
	var all []netip.Prefix
	f.each(list, what, func(n *yaml.Node) { all = append(all, f.block(n, what)) })
	return all
}

// percent reads "30%".
func (f *file) percent(n *yaml.Node, what string) float64 {
	if n == nil {
		return 0
	}
	text, isPercent := strings.CutSuffix(f.text(n, what), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if !isPercent || err != nil || v < 0 || v > 1000 {
		f.fail(n, "%s: %q is no share: write it like 30%%", what, n.Value)
		return 0
	}
	return v / 100
}
