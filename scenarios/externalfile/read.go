package externalfile

import (
	"io"
	"net/netip"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load/yamlfile"
)

// maxSize bounds a file: thousands of networks fit.
const maxSize = 4 << 20

const example = `write it like  networks: [{name: office, prefixes: [192.168.0.0/16], behind: vpn-0a1}]`

// A file is one that is being read.
type file struct{ *yamlfile.File }

// Read reads the networks of a file; its name is for errors.
func Read(name string, r io.Reader) ([]graph.External, error) {
	read, root, err := yamlfile.Read(name, r, maxSize)
	if err != nil {
		return nil, err
	}
	f := file{read}
	networks := f.document(root)
	return networks, f.Err()
}

func (f file) document(root *yaml.Node) []graph.External {
	if root == nil {
		f.Fail(root, "there is nothing in it; %s", example)
		return nil
	}
	list := f.Object(root, "the file", "networks")["networks"]
	if list == nil && f.Err() == nil {
		f.Fail(root, "it has no networks; %s", example)
	}
	return f.networks(list)
}

func (f file) networks(list *yaml.Node) []graph.External {
	all := []graph.External{}
	lines := make(map[string]int)
	f.Each(list, "networks", func(item *yaml.Node) {
		n := f.network(item)
		if before, taken := lines[n.Name]; taken && n.Name != "" {
			f.Fail(item, "the name %q is taken by the network of line %d; give it another", n.Name, before)
		}
		lines[n.Name] = item.Line
		all = append(all, n)
	})
	return all
}

func (f file) network(item *yaml.Node) graph.External {
	values := f.Object(item, "a network", "name", "prefixes", "behind")
	if item.Kind != yaml.MappingNode {
		return graph.External{}
	}
	return graph.External{
		Name:     f.text(item, values, "name"),
		Prefixes: f.prefixes(item, values["prefixes"]),
		Behind:   f.text(item, values, "behind"),
	}
}

func (f file) text(item *yaml.Node, values map[string]*yaml.Node, key string) string {
	n := values[key]
	switch {
	case n == nil:
		f.Fail(item, "the network has no %s", key)
	case n.Kind != yaml.ScalarNode || n.Tag != "!!str" || n.Value == "":
		f.Fail(n, "%s is not a text; write it in quotes", key)
	default:
		return n.Value
	}
	return ""
}

func (f file) prefixes(item, list *yaml.Node) []netip.Prefix {
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		f.Fail(item, "the network has no list of prefixes; write  prefixes: [192.168.0.0/16]")
		return nil
	}
	var all []netip.Prefix
	for _, n := range list.Content {
		p, canonical, err := netmath.ParsePrefix(n.Value)
		switch {
		case err != nil:
			f.Fail(n, "%v", err)
		case !canonical:
			f.Fail(n, "%q has bits beyond its prefix length; write %v", n.Value, p)
		default:
			all = append(all, p)
		}
	}
	return all
}
