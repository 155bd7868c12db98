package cidrfile

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// lists are the keys under which documents have their blocks.
var lists = []string{
	"IpamResourceCidrs", "IpamPoolAllocations", "blocks", "prefixes", "cidrs", "subnets", "allocations", "results", "used", "nodes",
}

const shapes = "write a list of blocks, such as  - {cidr: 10.0.0.0/16, name: office}"

// yaml reads YAML, of which JSON is a part.
func (f *file) yaml(text []byte) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		f.fail(1, "it is neither a list of blocks, nor CSV with a column cidr, nor YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	if len(document.Content) == 0 {
		f.fail(1, "there is nothing in it; %s", shapes)
		return
	}
	f.list(document.Content[0])
}

// list reads a list, or the lists of a document.
func (f *file) list(n *yaml.Node) {
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			f.item(item)
		}
		return
	}
	found := false
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		for _, key := range lists {
			if n.Content[i].Value == key && n.Content[i+1].Kind == yaml.SequenceNode {
				found = true
				f.list(n.Content[i+1])
			}
		}
	}
	if !found {
		f.fail(n.Line, "it has none of the lists %s; %s", strings.Join(lists, ", "), shapes)
	}
}

// item reads a block, or an object that has one.
func (f *file) item(n *yaml.Node) {
	switch n.Kind {
	case yaml.ScalarNode:
		f.add(n.Line, row{"cidr": n.Value})
	case yaml.MappingNode:
		f.object(n)
	default:
		f.fail(n.Line, "it is neither a block nor an object with one; %s", shapes)
	}
}

func (f *file) object(n *yaml.Node) {
	cells, values := row{}, map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if value.Kind == yaml.ScalarNode && value.Tag != "!!null" {
			values[plain(key.Value)] = value.Value
		}
		if key.Value == "holdings" || key.Value == "children" { // of a tree
			for _, item := range value.Content {
				f.item(item)
			}
			cells["inner"] = key.Value
		}
	}
	if cells["inner"] != "" || values["free"] == "true" {
		return
	}
	for word, names := range columns {
		for _, name := range names {
			if v := values[name]; v != "" && cells[word] == "" {
				cells[word] = v
			}
		}
	}
	if values["resourcetype"] != "" {
		if !addressSpace(values["resourcetype"]) {
			return
		}
		cells["kind"] = values["resourcetype"]
	}
	if cells["cidr"] == "" {
		f.fail(n.Line, "the object has no cidr; %s", shapes)
		return
	}
	f.add(n.Line, cells)
}

// addressSpace reports whether what IPAM lists is a block that somebody holds, and no single address of one.
func addressSpace(resourceType string) bool {
	switch resourceType {
	case "eip", "eni", "anycast-ip-list", "public-ipv4-pool":
		return false
	}
	return true
}
