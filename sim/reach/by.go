package reach

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// By is what places are put together by in a matrix.
type By struct {
	word string
	key  string // of a tag
}

// ByWords are the words of ParseBy.
var ByWords = []string{"tag:KEY", "sg", "subnet", "vpc", "account", "region", "name"}

// ParseBy reads "tag:Tier", "sg", "subnet", "vpc", "account", "region" or "name".
func ParseBy(s string) (By, error) {
	if key, ok := strings.CutPrefix(s, "tag:"); ok && key != "" {
		return By{"tag", key}, nil
	}
	for _, word := range ByWords[1:] {
		if s == word {
			return By{word: s}, nil
		}
	}
	near := ""
	if word, ok := sim.Nearest(s, ByWords[1:]); ok {
		near = fmt.Sprintf("; did you mean %q?", word)
	}
	return By{}, fmt.Errorf("%q: write %s%s", s, strings.Join(ByWords, ", "), near)
}

// String is the word as ParseBy reads it.
func (b By) String() string {
	if b.word == "tag" {
		return "tag:" + b.key
	}
	return b.word
}

// A labeller tells what places are put together by.
type labeller struct {
	g        *graph.Graph
	by       By
	entities map[ref.Ref]*graph.Entity // filled for tags and for places that are no interfaces
}

func newLabeller(g *graph.Graph, by By) *labeller {
	l := &labeller{g: g, by: by, entities: map[ref.Ref]*graph.Entity{}}
	all := g.Entities()
	for i := range all {
		l.entities[all[i].Ref] = &all[i]
	}
	return l
}

// A label is a row or column of a matrix: outside ones come last, the internet after all.
type label struct {
	rank int
	text string
}

const (
	rankNamed = iota
	rankNone
	rankOutside
	rankInternet
)

func compareLabels(a, b label) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.text, b.text))
}

// of is the label of a place. What is outside is a label of its own.
func (l *labeller) of(at graph.Location) label {
	switch at.Kind {
	case graph.AtInternet:
		return label{rankInternet, "internet"}
	case graph.AtInterface:
		return l.ofInterface(at.Interface)
	case graph.AtBalancer:
		return l.ofBalancer(at)
	}
	return label{rankOutside, roleOf(l.g, at).Name}
}

func (l *labeller) ofInterface(id graph.InterfaceID) label {
	info := l.g.Interface(id)
	switch l.by.word {
	case "tag":
		return l.tagged(info.Ref, info.Owner, info.Subnet, info.Vpc)
	case "sg":
		return orNone(groupsName(l.g, info.Groups), "(no security group)")
	case "subnet":
		return label{text: l.called(info.Subnet)}
	case "vpc":
		return label{text: l.called(info.Vpc)}
	case "account":
		return orNone(info.Account, "(no account)")
	case "region":
		return orNone(info.Region, "(no Region)")
	}
	return label{text: roleOf(l.g, graph.Location{Kind: graph.AtInterface, Interface: id}).Name}
}

// ofBalancer is a load balancer's label: of its groups that of its first node; of subnets, where it has several, its name.
func (l *labeller) ofBalancer(at graph.Location) label {
	r := l.g.RefOf(at)
	nodes := l.g.Nodes(at.Index)
	switch e := l.entities[r]; {
	case l.by.word == "tag" && e != nil:
		return l.tagged(r, ref.Ref{Kind: ref.Vpc, ID: e.Vpc})
	case l.by.word != "subnet" && l.by.word != "name" && l.by.word != "tag" && len(nodes) > 0:
		return l.ofInterface(nodes[0])
	}
	return label{text: roleOf(l.g, at).Name}
}

// tagged is the value of the tag at the nearest of some resources that has it.
func (l *labeller) tagged(at ...ref.Ref) label {
	for _, r := range at {
		if e := l.entities[r]; e != nil && e.Tags.Get(l.by.key) != "" {
			return label{text: e.Tags.Get(l.by.key)}
		}
	}
	return label{rankNone, "(no " + l.by.key + ")"}
}

func (l *labeller) called(r ref.Ref) string { return cmp.Or(l.g.Name(r), r.ID) }

func orNone(text, none string) label {
	if text == "" {
		return label{rankNone, none}
	}
	return label{text: text}
}
