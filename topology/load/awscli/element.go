package awscli

import (
	"bytes"
	"errors"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// maxRepairs is how many members of one element may be of a wrong type before the element is given up.
const maxRepairs = 20

// element decodes one JSON value into a struct, and around what is wrong with it.
type element struct {
	raw    jsontext.Value
	line   int // of raw's first byte
	notes  []topology.Diagnostic
	strict json.Options
	loose  json.Options
}

func newElement() *element {
	e := &element{}
	read := json.WithUnmarshalers(e.unmarshalers())
	e.strict = json.JoinOptions(read, json.MatchCaseInsensitiveNames(false))
	e.loose = json.JoinOptions(e.strict, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return e
}

// decode fills into from raw, and says whether it could. What is wrong is left in e.notes.
func (e *element) decode(raw jsontext.Value, line int, into func() any) (ok bool) {
	e.raw, e.line = raw, line
	var repairs []topology.Diagnostic
	options := e.strict
	for range maxRepairs {
		e.notes = e.notes[:0]
		err := json.Unmarshal(e.raw, into(), options)
		if err == nil {
			e.notes = append(e.notes, repairs...)
			return true
		}
		if text, syntactic := e.syntactic(err); syntactic {
			options = e.loose
			repairs = append(repairs, text)
			continue
		}
		found, repaired := e.repair(err)
		repairs = append(repairs, found)
		if !repaired {
			break
		}
	}
	e.notes = append(e.notes[:0], repairs...)
	return false
}

// syntactic explains errors that the grammar forgives: the value is read again without that check.
func (e *element) syntactic(err error) (topology.Diagnostic, bool) {
	problem, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		return topology.Diagnostic{}, false
	}
	d := topology.Diagnostic{Severity: topology.Warning, Line: e.lineAt(problem.ByteOffset)}
	if errors.Is(err, jsontext.ErrDuplicateName) {
		d.Code, d.Value = "DUPLICATE_NAME", shorten(lastName(problem.JSONPointer))
		d.Message, d.Remedy = "a member is there twice: the last one counts", "remove one of them"
		return d, true
	}
	d.Code, d.Message = "INVALID_UTF8", "a string is not UTF-8: the bad bytes were replaced"
	d.Remedy = "write the document as UTF-8 or UTF-16"
	return d, true
}

func (e *element) lineAt(offset int64) int {
	return e.line + bytes.Count(e.raw[:min(max(offset, 0), int64(len(e.raw)))], []byte{'\n'})
}

// note keeps a diagnostic about the byte before offset.
func (e *element) note(d topology.Diagnostic, offset int64) {
	d.Line = e.lineAt(offset - 1)
	e.notes = append(e.notes, d)
}

// report hands the notes over, now that the element's name is known.
func (e *element) report(p *Part, path string, name ref.Ref) {
	for _, d := range e.notes {
		d.Path, d.Ref = path, name
		p.report(d)
	}
	e.notes = e.notes[:0]
}

func (e *element) hasErrors() bool {
	return slices.ContainsFunc(e.notes, func(d topology.Diagnostic) bool { return d.Severity == topology.Error })
}
