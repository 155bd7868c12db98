package template

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Value is what a piece of a template comes to.
type Value struct {
	Kind    Kind
	Text    string // of a scalar
	Items   []Value
	Members []Member // in the order in which they are written
	Line    int      // where it is written
	Made    bool     // the text names something that has no name yet: good for telling which, and for nothing else
	Why     *Reason  // of an Unknown
}

// Member is a member of an object.
type Member struct {
	Key   string
	Value Value
}

// A Reason says why a value is not known.
type Reason struct {
	What   string // "the parameter VpcId has no value"
	Remedy string // "add it to the parameters file"
	Line   int    // where in the template, from 1

	Parameter string // the one without a value, if that is why
}

// Of makes a known text.
func Of(text string) Value { return Value{Kind: String, Text: text} }

// StandIn makes a text that stands for a name that is not known yet.
func StandIn(text string) Value { return Value{Kind: String, Text: text, Made: true} }

// ListOf makes a list.
func ListOf(items ...Value) Value { return Value{Kind: List, Items: items} }

// TextsOf makes a list of known texts.
func TextsOf(texts ...string) Value {
	v := Value{Kind: List}
	for _, text := range texts {
		v.Items = append(v.Items, Of(text))
	}
	return v
}

// NotKnown makes an unknown value.
func NotKnown(remedy, format string, args ...any) Value {
	return Value{Kind: Unknown, Why: &Reason{What: fmt.Sprintf(format, args...), Remedy: remedy}}
}

// malformed is the unknown value of something that CloudFormation would not take.
func malformed(n *Node, format string, args ...any) Value {
	v := NotKnown("correct the template", format, args...)
	v.Line, v.Why.Line = n.Line, n.Line
	return v
}

// IsScalar reports whether the value is a known text, number or truth value.
func (v Value) IsScalar() bool { return v.Kind == Bool || v.Kind == Number || v.Kind == String }

// Absent reports whether it is as if the property were not there.
func (v Value) Absent() bool { return v.Kind == Null || v.Kind == NoValue }

// Get is a member of an object: absent if there is none, unknown if the object is.
func (v Value) Get(key string) Value {
	if v.Kind == Unknown {
		return v
	}
	for i := range v.Members {
		if v.Members[i].Key == key {
			return v.Members[i].Value
		}
	}
	return Value{Kind: NoValue, Line: v.Line}
}

// Int reads a number, also from a text: CloudFormation takes both.
func (v Value) Int() (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(v.Text))
	return n, err == nil && v.IsScalar()
}

// Bool reads a truth value, also from a text.
func (v Value) Bool() (value, ok bool) {
	if !v.IsScalar() {
		return false, false
	}
	switch strings.ToLower(strings.TrimSpace(v.Text)) {
	case "true", "yes", "on", "1":
		return true, true
	case "false", "no", "off", "0":
		return false, true
	}
	return false, false
}

// Unknown finds the first reason why a value, or something in it, is not known; nil if all is.
func (v Value) Unknown() *Reason {
	if v.Kind == Unknown {
		return v.Why
	}
	for i := range v.Items {
		if why := v.Items[i].Unknown(); why != nil {
			return why
		}
	}
	for i := range v.Members {
		if why := v.Members[i].Value.Unknown(); why != nil {
			return why
		}
	}
	return nil
}

// made reports whether a stand-in is in the value.
func (v Value) made() bool {
	return v.Made || slices.ContainsFunc(v.Items, Value.made) ||
		slices.ContainsFunc(v.Members, func(m Member) bool { return m.Value.made() })
}

// same compares two known values as Fn::Equals does: scalars by their text.
func same(a, b Value) bool {
	if a.IsScalar() && b.IsScalar() {
		return a.Text == b.Text
	}
	return a.Kind == b.Kind && slices.EqualFunc(a.Items, b.Items, same) &&
		slices.EqualFunc(a.Members, b.Members, func(x, y Member) bool { return x.Key == y.Key && same(x.Value, y.Value) })
}

// at gives a value the line of the node that it came from.
func (v Value) at(n *Node) Value {
	v.Line = n.Line
	if v.Why != nil && v.Why.Line == 0 {
		why := *v.Why
		why.Line = n.Line
		v.Why = &why
	}
	return v
}
