package edit

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Names know what people call the resources of a snapshot, so that edits can be written with names.
type Names struct {
	ids   map[string]bool
	named map[string][]string // ids by name
	words []string
}

// NamesOf collects the ids and names of a snapshot: Name tags, names of security groups, addresses in a plan.
func NamesOf(s *topology.Snapshot) *Names {
	n := &Names{ids: map[string]bool{}, named: map[string][]string{}}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			if kindOf(t.Ref(i).ID) != ref.Other {
				n.add(t.Ref(i).ID, t.Row(i), t.Meta(i).Address)
			}
		}
	}
	for id := range n.ids {
		n.words = append(n.words, id)
	}
	for name := range n.named {
		n.words = append(n.words, name)
	}
	slices.Sort(n.words)
	return n
}

func (n *Names) add(id string, row any, address string) {
	n.ids[id] = true
	names := []string{address}
	v := reflect.ValueOf(row).Elem()
	for _, field := range []string{"Tags", "TagSet"} {
		if f := v.FieldByName(field); f.IsValid() {
			names = append(names, f.Interface().(topology.Tags).Name())
		}
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

// Parse is edit.Parse for a text in which resources may be called by their names. The error tells which word nobody knows,
// and what may have been meant.
func (n *Names) Parse(text string) (Edit, error) {
	words := strings.Fields(text)
	for i, word := range words {
		if i == 0 || n.ids[word] {
			continue
		}
		switch ids := n.named[word]; {
		case len(ids) == 1 || len(ids) > 1 && slices.IndexFunc(ids, n.fits(i, words)) >= 0:
			words[i] = ids[max(0, slices.IndexFunc(ids, n.fits(i, words)))]
		case len(ids) > 1:
			slices.Sort(ids)
			return Edit{}, fmt.Errorf("edit %q: %s is the name of %s; write the id of the one that is meant", text, word, strings.Join(ids, ", "))
		case i == 1 || kindOf(word) != ref.Other && kindOf(words[1]) != ref.SecurityGroup || strings.HasPrefix(word, "sg-"):
			return Edit{}, n.unknown(text, word)
		}
	}
	return Parse(strings.Join(words, " "))
}

// fits picks among resources of one name: that of several kinds means the one that its place in the text asks for.
func (n *Names) fits(at int, words []string) func(id string) bool {
	return func(id string) bool {
		switch {
		case at == 1:
			filter := kindOf(id) == ref.SecurityGroup || kindOf(id) == ref.NetworkAcl
			return filter && len(words) > 2 && (words[2] == "ingress" || words[2] == "egress")
		case words[at-1] == "in", kindOf(words[1]) == ref.SecurityGroup:
			return kindOf(id) == ref.SecurityGroup
		case words[at-1] == "for", words[at-1] == "at":
			return kindOf(id) == ref.Subnet
		}
		return false
	}
}

func (n *Names) unknown(text, word string) error {
	if near, ok := ref.Nearest(word, n.words); ok {
		return fmt.Errorf("edit %q: nothing in the snapshot is called %s: did you mean %s?", text, word, near)
	}
	return fmt.Errorf("edit %q: nothing in the snapshot is called %s", text, word)
}
