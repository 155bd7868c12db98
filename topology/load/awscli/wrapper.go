package awscli

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A wrapper is a list of envelopes: reservations with their instances, and Batfish's
// {"LoadBalancerArn": ..., "Attributes": [...]} under LoadBalancerAttributes.
type wrapper struct{ kind ref.Kind }

func (wrapper) fits(map[string]bool) bool            { return false }
func (wrapper) alone() bool                          { return false }
func (wrapper) claims(*reader, *envelope) bool       { return false }
func (wrapper) open(*reader, *envelope, string) sink { return nil }

func (r *reader) wrapped(v *envelope, key string, w wrapper) error {
	v.answers++
	document := r.part.document(r.file, key, w.kind, v.account, v.region)
	for n := 0; r.dec.PeekKind() != ']'; n++ {
		if w.kind == ref.Instance && n >= r.file.pace.patience {
			if err := r.inBulk(&reservations{wrapping: wrapping{document}, part: r.part, around: v, usual: ^uint64(0)}); err != nil {
				return err
			}
			n = -1 // what bulk reading left behind is read here
			continue
		}
		if r.dec.PeekKind() != '{' {
			raw, line, err := r.value()
			if err != nil {
				return err
			}
			r.part.Documents[document].Partial = true
			r.report(topology.Diagnostic{Severity: topology.Error, Code: "WRONG_TYPE", Line: line, Value: quotable("", raw),
				Message: "an element of " + key + " is " + kindOf(raw) + " and not an object: it is left out", Remedy: "compare with what the AWS CLI prints"})
			continue
		}
		inner := v.nest("")
		inner.inside, inner.within = document, key
		before := r.part.Documents[document].Elements
		if err := r.object(inner); err != nil {
			r.part.Documents[document].Partial = true
			return err
		}
		if w.kind == ref.None && r.part.Documents[document].Elements == before {
			r.part.Documents[document].Elements++
		}
	}
	v.pending = append(v.pending, &wrapping{document: document})
	_, err := r.dec.ReadToken()
	return err
}

// wrapping marks a wrapper's document when its envelope turns out to be cut short.
type wrapping struct{ document int32 }

func (w *wrapping) take(*reader, jsontext.Value, int) {}
func (w *wrapping) undo()                             {}

func (w *wrapping) close(r *reader, v *envelope) {
	d := &r.part.Documents[w.document]
	d.Partial = d.Partial || v.truncated || v.broken
}
