package edit

import (
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Names know what people call the resources of a snapshot, so that edits can be written with names.
type Names struct {
	kinds      map[string]ref.Kind // by id
	named      map[string][]string // ids by name
	interfaces map[string][]string // those of an instance
}

// NamesOf collects the ids and names of a snapshot: Name tags, names of security groups, addresses in a plan.
func NamesOf(s *topology.Snapshot) *Names {
	n := &Names{kinds: map[string]ref.Kind{}, named: map[string][]string{}, interfaces: map[string][]string{}}
	for _, t := range s.Tables() {
		if t.Len() == 0 {
			continue
		}
		tags := tagFields(reflect.TypeOf(t.Row(0)).Elem())
		for i := range t.Len() {
			if r := t.Ref(i); isEditable(r.Kind) && r.Rule == "" {
				n.add(r, t.Row(i), t.Meta(i).Address, tags)
			}
		}
	}
	for i := range s.NetworkInterfaces {
		if e := &s.NetworkInterfaces[i]; e.Attachment != nil && e.Attachment.InstanceId != "" {
			n.interfaces[e.Attachment.InstanceId] = append(n.interfaces[e.Attachment.InstanceId], e.NetworkInterfaceId)
		}
	}
	return n
}

// tagFields are the fields of a type of rows that hold tags.
func tagFields(t reflect.Type) [][]int {
	var all [][]int
	for _, name := range []string{"Tags", "TagSet"} {
		if f, has := t.FieldByName(name); has {
			all = append(all, f.Index)
		}
	}
	return all
}

func (n *Names) add(r ref.Ref, row any, address string, tags [][]int) {
	id := r.ID
	if _, there := n.kinds[id]; !there {
		n.kinds[id] = r.Kind
	}
	names := []string{address}
	v := reflect.ValueOf(row).Elem()
	for _, field := range tags {
		names = append(names, v.FieldByIndex(field).Interface().(topology.Tags).Name())
	}
	if g, is := row.(*topology.SecurityGroup); is && g.GroupName != "default" {
		names = append(names, g.GroupName)
	}
	for _, name := range names {
		if name != "" && name != id && !slices.Contains(n.named[name], id) {
			n.named[name] = append(n.named[name], id)
		}
	}
}

// kindOf is the kind of resource that an id names.
func (n *Names) kindOf(id string) ref.Kind {
	if kind := kindOf(id); kind != ref.Other {
		return kind
	}
	if kind, known := n.kinds[id]; known {
		return kind
	}
	return ref.Other
}

// Parse is ParseIn for a text in which resources may be called by their names, and an instance stands for its only interface. The error
// tells which word nobody knows, and what may have been meant.
func (n *Names) Parse(text string) (Edit, error) {
	words := wordsOf(text)
	if len(words) > 1 && n.kinds[words[1]] == ref.None { // as answers print it: "add to sg-1: ingress ..."
		words[1] = strings.TrimSuffix(words[1], ":")
	}
	for i, word := range words {
		if _, isID := n.kinds[word]; i == 0 || isID {
			continue
		}
		switch ids := n.named[word]; {
		case len(ids) == 1 || len(ids) > 1 && slices.IndexFunc(ids, n.fits(i, words)) >= 0:
			words[i] = ids[max(0, slices.IndexFunc(ids, n.fits(i, words)))]
		case len(ids) > 1:
			slices.Sort(ids)
			return Edit{}, fmt.Errorf("edit %q: %s is the name of %s; write the id of the one that is meant", text, word, strings.Join(ids, ", "))
		case i == 1 || n.isResource(i, words):
			return Edit{}, n.unknown(text, word)
		}
	}
	if len(words) > 2 && words[2] == "in" && n.kindOf(words[1]) == ref.Instance {
		found := n.interfaces[words[1]]
		if len(found) != 1 {
			return Edit{}, fmt.Errorf("edit %q: %s has %d interfaces: name the one that is meant%s", text, words[1], len(found), listed(found))
		}
		words[1] = found[0]
	}
	return parse(text, words, n.kindOf)
}

// listed is a list after a sentence.
func listed(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ", " + strings.Join(ids, " or ")
}

// isResource reports whether a word that nobody knows can only be that of a resource, for how it looks or where it stands. Rules of security
// groups may name what other accounts hold.
func (n *Names) isResource(at int, words []string) bool {
	word, group := words[at], n.kindOf(words[1]) == ref.SecurityGroup
	switch {
	case kindOf(word) != ref.Other:
		return !group || kindOf(word) == ref.SecurityGroup
	case word == blackhole || !slices.Contains([]string{"from", "to", "in", "for", "at", "propagates"}, words[at-1]):
		return false
	}
	_, notAddress := netip.ParseAddr(word)
	_, notBlock := netip.ParsePrefix(word)
	return notAddress != nil && notBlock != nil && strings.ContainsAny(word, "._[#")
}

// fits picks among resources of one name: that of several kinds means the one that its place in the text asks for.
func (n *Names) fits(at int, words []string) func(id string) bool {
	return func(id string) bool {
		kind := n.kindOf(id)
		switch {
		case at == 1 && len(words) > 2 && words[2] == "in":
			return kind == ref.NetworkInterface || kind == ref.Instance
		case at == 1:
			filter := kind == ref.SecurityGroup || kind == ref.NetworkAcl
			return filter && len(words) > 2 && (words[2] == "ingress" || words[2] == "egress")
		case words[at-1] == "in", n.kindOf(words[1]) == ref.SecurityGroup:
			return kind == ref.SecurityGroup
		case words[at-1] == "for", words[at-1] == "at":
			return kind == ref.Subnet
		}
		return false
	}
}

func (n *Names) unknown(text, word string) error {
	if _, _, err := netmath.ParsePrefix(word); err != nil && word[0] >= '0' && word[0] <= '9' && strings.Contains(word, "/") {
		return fmt.Errorf("edit %q: %w", text, err)
	}
	words := slices.AppendSeq(slices.Collect(maps.Keys(n.kinds)), maps.Keys(n.named))
	slices.Sort(words)
	if near, ok := ref.Nearest(word, words); ok {
		return fmt.Errorf("edit %q: nothing in the snapshot is called %s: did you mean %s?", text, word, near)
	}
	return fmt.Errorf("edit %q: nothing in the snapshot is called %s", text, word)
}
