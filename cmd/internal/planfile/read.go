package planfile

import (
	"io"
	"net/netip"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/load/yamlfile"
)

// maxSize bounds a file: tens of thousands of accounts fit.
const maxSize = 16 << 20

// A file is a plan that is being read.
type file struct {
	*yamlfile.File
	plan *ipam.Plan
}

// Read reads a plan; the file's name is for errors.
func Read(name string, r io.Reader) (*ipam.Plan, error) {
	read, root, err := yamlfile.Read(name, r, maxSize)
	if err != nil {
		return nil, err
	}
	f := &file{read, new(ipam.Plan)}
	if root == nil {
		f.Fail(root, "there is nothing in it: a plan has pools, tiers and accounts")
	} else {
		f.document(root)
	}
	return f.plan, f.Err()
}

// text is a value that is a text or a number as it was written.
func (f *file) text(n *yaml.Node, what string) string {
	switch {
	case n == nil:
		return ""
	case n.Kind != yaml.ScalarNode:
		f.Fail(n, "%s is no text", what)
		return ""
	}
	return n.Value
}

// texts are the elements of a list.
func (f *file) texts(list *yaml.Node, what string) []string {
	var all []string
	f.Each(list, what, func(n *yaml.Node) { all = append(all, f.text(n, what)) })
	return all
}

// number is a positive number.
func (f *file) number(n *yaml.Node, what string) int {
	if n == nil {
		return 0
	}
	v, err := strconv.Atoi(f.text(n, what))
	if err != nil || v <= 0 {
		f.Fail(n, "%s: %q is no number above 0", what, n.Value)
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
		f.Fail(n, "%s: %q is no length of a prefix: write it like /24", what, n.Value)
	}
	return v
}

// block reads a block.
func (f *file) block(n *yaml.Node, what string) netip.Prefix {
	p, canonical, err := netmath.ParsePrefix(f.text(n, what))
	switch {
	case err != nil:
		f.Fail(n, "%s: %v", what, err)
	case !canonical:
		f.Fail(n, "%s: %q has bits beyond its prefix length; write %v", what, n.Value, p)
	}
	return p
}

func (f *file) blocks(list *yaml.Node, what string) []netip.Prefix {
	var all []netip.Prefix
	f.Each(list, what, func(n *yaml.Node) { all = append(all, f.block(n, what)) })
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
		f.Fail(n, "%s: %q is no share: write it like 30%%", what, n.Value)
		return 0
	}
	return v / 100
}
