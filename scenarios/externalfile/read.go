package externalfile

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// maxSize bounds a file: thousands of networks fit.
const maxSize = 4 << 20

// Read reads the networks of a file; its name is for errors.
func Read(name string, r io.Reader) ([]graph.External, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxSize:
		return nil, fmt.Errorf("%s: it is larger than %d bytes", name, maxSize)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	f := &file{name: name}
	networks := f.document(&document)
	return networks, errors.Join(f.errs...)
}

// A file collects errors, so that all of them are told at once.
type file struct {
	name string
	errs []error
}

func (f *file) fail(at *yaml.Node, format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf("%s:%d: %s", f.name, max(at.Line, 1), fmt.Sprintf(format, args...)))
}

const example = `write it like  networks: [{name: office, prefixes: [192.168.0.0/16], behind: vpn-0a1}]`

func (f *file) document(d *yaml.Node) []graph.External {
	if len(d.Content) == 0 {
		f.fail(d, "there is nothing in it; %s", example)
		return nil
	}
	values := f.mapping(d.Content[0], "networks")
	list := values["networks"]
	if list == nil {
		if len(f.errs) == 0 {
			f.fail(d.Content[0], "it has no networks; %s", example)
		}
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		f.fail(list, "networks is not a list; %s", example)
		return nil
	}
	return f.networks(list.Content)
}

func (f *file) networks(items []*yaml.Node) []graph.External {
	all := make([]graph.External, 0, len(items))
	lines := make(map[string]int)
	for _, item := range items {
		n := f.network(item)
		if before, taken := lines[n.Name]; taken && n.Name != "" {
			f.fail(item, "the name %q is taken by the network of line %d; give it another", n.Name, before)
		}
		lines[n.Name] = item.Line
		all = append(all, n)
	}
	return all
}

func (f *file) network(item *yaml.Node) graph.External {
	values := f.mapping(item, "name", "prefixes", "behind")
	if item.Kind != yaml.MappingNode {
		return graph.External{}
	}
	return graph.External{
		Name:     f.text(item, values, "name"),
		Prefixes: f.prefixes(item, values["prefixes"]),
		Behind:   f.text(item, values, "behind"),
	}
}

// mapping reads an object whose keys are known.
func (f *file) mapping(n *yaml.Node, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		f.fail(n, "it is not an object with %s; %s", strings.Join(known, ", "), example)
		return nil
	}
	values := make(map[string]*yaml.Node)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case values[key.Value] != nil:
			f.fail(key, "the key %q is there twice", key.Value)
		case !contains(known, key.Value):
			f.fail(key, "the key %q means nothing here; %s", key.Value, suggest(key.Value, known))
		default:
			values[key.Value] = value
		}
	}
	return values
}

func contains(words []string, w string) bool {
	for _, word := range words {
		if word == w {
			return true
		}
	}
	return false
}

func suggest(typed string, known []string) string {
	if near, ok := sim.Nearest(typed, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "there are " + strings.Join(known, ", ")
}

func (f *file) text(item *yaml.Node, values map[string]*yaml.Node, key string) string {
	n := values[key]
	switch {
	case n == nil:
		f.fail(item, "the network has no %s", key)
	case n.Kind != yaml.ScalarNode || n.Tag != "!!str" || n.Value == "":
		f.fail(n, "%s is not a text; write it in quotes", key)
	default:
		return n.Value
	}
	return ""
}

func (f *file) prefixes(item, list *yaml.Node) []netip.Prefix {
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		f.fail(item, "the network has no list of prefixes; write  prefixes: [192.168.0.0/16]")
		return nil
	}
	var all []netip.Prefix
	for _, n := range list.Content {
		p, canonical, err := netmath.ParsePrefix(n.Value)
		switch {
		case err != nil:
			f.fail(n, "%v", err)
		case !canonical:
			f.fail(n, "%q has bits beyond its prefix length; write %v", n.Value, p)
		default:
			all = append(all, p)
		}
	}
	return all
}
