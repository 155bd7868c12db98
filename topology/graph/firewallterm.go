package graph

// Implements R12.7 as far as it is about sets: what addresses and ports a term of a stateful rule stands for.

import (
	"github.com/dryhop/dryhop/topology/suricata"
)

// A termReader finds what terms stand for among sets of one type. What is behind a variable is read once.
type termReader[S interface {
	Union(S) S
	Subtract(S) S
}] struct {
	all       S
	word      func(word string) S
	variable  func(name string) ([]suricata.Term, bool)
	variables map[string]*sides[S] // nil while it is being read
}

// sides are the two sides of a list: what it wants, and what it does not want of that.
type sides[S any] struct {
	certain, possible [2][]S
}

const (
	wanted = iota
	unwanted
)

func (s *sides[S]) add(side int, certain, possible S) {
	s.certain[side] = append(s.certain[side], certain)
	s.possible[side] = append(s.possible[side], possible)
}

func (s *sides[S]) join(t *sides[S]) {
	for side := range s.certain {
		s.certain[side] = append(s.certain[side], t.certain[side]...)
		s.possible[side] = append(s.possible[side], t.possible[side]...)
	}
}

// read bounds what a term stands for.
func (r *termReader[S]) read(t *suricata.Term) (certain, possible S) {
	var s sides[S]
	r.collect(t, &s)
	if len(s.possible[wanted]) == 0 {
		s.add(wanted, r.all, r.all)
	}
	certain = r.union(s.certain[wanted]).Subtract(r.union(s.possible[unwanted]))
	possible = r.union(s.possible[wanted]).Subtract(r.union(s.certain[unwanted]))
	return certain, possible
}

// collect puts a term into a list.
func (r *termReader[S]) collect(t *suricata.Term, s *sides[S]) {
	var nothing S
	if t.Not {
		plain := *t
		plain.Not = false
		certain, possible := r.read(&plain)
		s.add(unwanted, certain, possible)
		return
	}
	switch {
	case t.Word == "":
		for i := range t.List {
			r.collect(&t.List[i], s)
		}
	case t.Any():
		s.add(wanted, r.all, r.all)
	case t.Variable() != "":
		s.join(r.behind(t.Variable()))
	case t.Reference() != "":
		s.add(wanted, nothing, r.all)
	default:
		set := r.word(t.Word)
		s.add(wanted, set, set)
	}
}

// behind reads a variable. One that nobody defines, or that is defined by itself, may stand for anything.
func (r *termReader[S]) behind(name string) *sides[S] {
	var nothing S
	if known, ok := r.variables[name]; ok && known != nil {
		return known
	}
	v := &sides[S]{}
	terms, defined := r.variable(name)
	if _, within := r.variables[name]; within || !defined {
		v.add(wanted, nothing, r.all)
		return v
	}
	r.variables[name] = nil
	for i := range terms {
		r.collect(&terms[i], v)
	}
	if len(terms) == 0 {
		v.add(wanted, nothing, nothing)
	}
	for side := range v.certain {
		if len(v.certain[side]) > 1 {
			v.certain[side] = []S{r.union(v.certain[side])}
			v.possible[side] = []S{r.union(v.possible[side])}
		}
	}
	r.variables[name] = v
	return v
}

// union puts sets together, halves first: that costs least.
func (r *termReader[S]) union(sets []S) S {
	var nothing S
	switch len(sets) {
	case 0:
		return nothing
	case 1:
		return sets[0]
	}
	half := len(sets) / 2
	return r.union(sets[:half]).Union(r.union(sets[half:]))
}
