package awscli

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
)

// A form is one way to read what stands under a key.
type form interface {
	// fits tells from an element's members whether it is of this form.
	fits(members map[string]bool) bool
	// claims tells from an envelope whether an empty list in it is of this form.
	claims(r *reader, v *envelope) bool
	// alone reports whether AWS prints one element as an object rather than a list.
	alone() bool
	// open makes a sink for elements.
	open(r *reader, v *envelope, key string) sink
}

// A sink takes the elements of one answer. close is called when the envelope is complete.
type sink interface {
	take(r *reader, raw jsontext.Value, line int)
	close(r *reader, v *envelope)
	// undo drops what was taken; close is not called then.
	undo()
}

// nothing is an empty list: what it would have been shows when the envelope is complete.
type nothing struct {
	key   string
	forms []form
}

func (n *nothing) take(*reader, jsontext.Value, int) {}
func (n *nothing) undo()                             {}

func (n *nothing) close(r *reader, v *envelope) {
	for _, f := range n.forms {
		if f.claims(r, v) {
			f.open(r, v, n.key).close(r, v)
			return
		}
	}
	n.forms[0].open(r, v, n.key).close(r, v)
}

// list reads a list of elements. The first element chooses the form; an empty list is of the first form.
func (r *reader) list(v *envelope, key string, forms []form) error {
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	if w, ok := forms[0].(wrapper); ok {
		return r.wrapped(v, key, w)
	}
	var answer sink
	for n := 0; r.dec.PeekKind() != ']'; n++ {
		if b, ok := answer.(bulk); ok && n >= r.file.pace.patience && b.isQuick() {
			if err := r.inBulk(b); err != nil {
				return err
			}
			n = -1 // what bulk reading left behind is read here
			continue
		}
		raw, line, err := r.value()
		if err != nil {
			return err
		}
		if r.tooDeep(raw, line) {
			continue
		}
		if answer == nil {
			chosen := choose(forms, raw)
			if chosen == nil {
				return r.misfit(v, key, forms, raw, line)
			}
			answer = r.begin(v, key, chosen)
		}
		answer.take(r, raw, line)
	}
	if answer == nil {
		v.answers++
		v.pending = append(v.pending, &nothing{key: key, forms: forms})
	}
	_, err := r.dec.ReadToken()
	return err
}

func (r *reader) begin(v *envelope, key string, chosen form) sink {
	v.answers++
	answer := chosen.open(r, v, key)
	v.pending = append(v.pending, answer)
	return answer
}

// single reads an answer that is one object rather than a list, such as Firewall.
func (r *reader) single(v *envelope, key string, forms []form) error {
	if _, ok := forms[0].(wrapper); ok {
		return r.nested(v, key)
	}
	raw, line, err := r.value()
	if err != nil {
		return err
	}
	if r.tooDeep(raw, line) {
		return nil
	}
	chosen := choose(forms, raw)
	if chosen == nil {
		return r.inner(v, key, raw, line)
	}
	if !chosen.alone() {
		v.answers++
		r.loneElement(key, line)
		return nil
	}
	r.begin(v, key, chosen).take(r, raw, line)
	return nil
}

// inner looks into an object under a known key that is no element: a whole answer may be kept there.
func (r *reader) inner(v *envelope, key string, raw jsontext.Value, line int) error {
	sub := *r
	sub.lines, sub.in, sub.base = &lineReader{from: bytes.NewReader(raw), line: line - 1}, nil, 0
	sub.dec = jsontext.NewDecoder(sub.lines, tolerant...)
	deeper := v.nest(key)
	if err := sub.object(deeper); err != nil || deeper.answers == 0 {
		v.skip(key, line)
	}
	v.answers += deeper.answers
	return nil
}

func choose(forms []form, raw jsontext.Value) form {
	members := names(raw)
	for _, f := range forms {
		if f.fits(members) {
			return f
		}
	}
	return nil
}

// misfit skips a list whose first element is not what its key promises.
func (r *reader) misfit(v *envelope, key string, forms []form, raw jsontext.Value, line int) error {
	switch {
	case v.depth > 0:
		v.skip(key, line)
	case raw.Kind() != '{':
		r.noAnswer(v, key, line, "the list holds "+kindOf(raw)+" where the AWS CLI prints an object", "store the whole answer, without --query")
	case fitsCapitalized(forms, raw):
		r.noAnswer(v, key, line, "its keys begin with small letters, as some SDKs and AWS Config write them: it is not read", "take it with the AWS CLI")
	default:
		v.skip(key, line)
	}
	return r.discardRest()
}

func (r *reader) noAnswer(v *envelope, key string, line int, says, remedy string) {
	v.answers++
	r.report(topology.Diagnostic{Severity: topology.Warning, Code: "NOT_AN_ANSWER", Line: line, Value: shorten(key), Message: says, Remedy: remedy})
}

// fitsCapitalized reports whether an element would be of one of the forms if its keys began with capital letters.
func fitsCapitalized(forms []form, raw jsontext.Value) bool {
	capitalized := map[string]bool{}
	for name := range names(raw) {
		capitalized[strings.ToUpper(name[:min(1, len(name))])+name[min(1, len(name)):]] = true
	}
	return slices.ContainsFunc(forms, func(f form) bool { return f.fits(capitalized) })
}

func (r *reader) tooDeep(raw jsontext.Value, line int) bool {
	limit := r.file.Limits.Depth
	if depthOf(raw, limit) <= limit {
		return false
	}
	r.report(topology.Diagnostic{Severity: topology.Error, Code: "TOO_DEEP", Line: line,
		Message: "a value nests deeper than any AWS answer does: it is left out", Remedy: "check where the file comes from"})
	return true
}
