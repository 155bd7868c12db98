package language

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/sim"
)

// maxNodes bounds how much of a file is read: aliases can make it say the same again and again.
const maxNodes = 200_000

// A reader collects problems, so that all of them are told at once.
type reader struct {
	file     *File
	problems Problems
	nodes    int
	open     []*yaml.Node // aliases on the way from the top
}

func position(n *yaml.Node) Position { return Position{max(n.Line, 1), max(n.Column, 1)} }

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	length := 1
	if n.Kind == yaml.ScalarNode {
		length = utf8.RuneCountInString(n.Value)
	}
	r.problems = append(r.problems, r.file.Problem(position(n), length, format, args...))
}

// follow is what a node stands for: itself, or what its alias names.
func (r *reader) follow(n *yaml.Node, read func(*yaml.Node)) {
	if r.nodes++; r.nodes > maxNodes {
		if r.nodes == maxNodes+1 {
			r.fail(n, "the file says more than %d things, aliases counted as often as they are used; make it smaller", maxNodes)
		}
		return
	}
	if n.Kind != yaml.AliasNode {
		read(n)
		return
	}
	if slices.Contains(r.open, n.Alias) {
		r.fail(n, "the alias *%s stands inside of what it names", n.Value)
		return
	}
	r.open = append(r.open, n.Alias)
	r.follow(n.Alias, read)
	r.open = r.open[:len(r.open)-1]
}

// An object is a mapping whose keys are known.
type object struct {
	node   *yaml.Node
	keys   map[string]*yaml.Node
	values map[string]*yaml.Node
	order  []string
}

// object reads a mapping. Keys that are not known are problems and left out; so are those without a value.
func (r *reader) object(n *yaml.Node, what string, known []string) object {
	o := object{node: n, keys: map[string]*yaml.Node{}, values: map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		r.fail(n, "%s is not a mapping with %s", what, strings.Join(known, ", "))
		return o
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fail(key, "a key of %s is no text", what)
		case o.values[key.Value] != nil:
			r.fail(key, "the key %q is there twice", key.Value)
		case known != nil && !slices.Contains(known, key.Value):
			r.fail(key, "%s has no key %q%s", what, key.Value, suggest(key.Value, known))
		case value.Tag == "!!null" && value.Kind == yaml.ScalarNode:
			r.fail(key, "nothing follows the key %q; leave it out", key.Value)
		default:
			o.keys[key.Value], o.values[key.Value] = key, value
			o.order = append(o.order, key.Value)
		}
	}
	return o
}

// suggest says what was likely meant, or what there is.
func suggest(typed string, known []string) string {
	if near, ok := sim.Nearest(typed, known); ok {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return "; there is " + strings.Join(known, ", ")
}

// with reads the value of a key, if it is there.
func (r *reader) with(o object, key string, read func(*yaml.Node)) {
	if n := o.values[key]; n != nil {
		r.follow(n, read)
	}
}

// each reads the elements of a list, or the one value in place of a list.
func (r *reader) each(n *yaml.Node, what string, read func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		read(n)
		return
	}
	if len(n.Content) == 0 {
		r.fail(n, "%s is an empty list; leave it out", what)
	}
	for _, item := range n.Content {
		r.follow(item, read)
	}
}

// text reads a text that says something.
func (r *reader) text(n *yaml.Node, what string) string {
	switch {
	case n.Kind != yaml.ScalarNode:
		r.fail(n, "%s is not a text", what)
		return ""
	case strings.TrimSpace(n.Value) == "":
		r.fail(n, "%s is empty; leave it out or write something", what)
	}
	return n.Value
}

func (r *reader) word(n *yaml.Node, what string) Word { return Word{r.text(n, what), position(n)} }

// words reads a text or a list of texts.
func (r *reader) words(o object, key string) (words []Word) {
	r.with(o, key, func(n *yaml.Node) {
		r.each(n, key, func(n *yaml.Node) { words = append(words, r.word(n, key)) })
	})
	return words
}

// string reads the text of a key, or nothing.
func (r *reader) string(o object, key string) (s string) {
	r.with(o, key, func(n *yaml.Node) { s = r.text(n, key) })
	return s
}

// oneOf reads a word of a few.
func (r *reader) oneOf(o object, key string, words ...string) (word string) {
	r.with(o, key, func(n *yaml.Node) {
		if word = r.text(n, key); word != "" && !slices.Contains(words, word) {
			r.fail(n, "%s: %q is none of its words%s", key, word, suggest(word, words))
			word = ""
		}
	})
	return word
}

// flag reads true or false.
func (r *reader) flag(o object, key string) (set bool) {
	r.with(o, key, func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
			r.fail(n, "%s is true or false", key)
		}
		set = n.Value == "true"
	})
	return set
}
