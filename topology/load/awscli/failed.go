package awscli

import (
	"github.com/go-json-experiment/json"

	"github.com/dryhop/dryhop/topology"
)

// failedCall sees an error where an answer should be: the call was not allowed, or asked for what is not there.
func (r *reader) failedCall(v *envelope) error {
	raw, line, err := r.value()
	if err != nil {
		return err
	}
	v.answers++
	var said struct{ Code string }
	_ = json.Unmarshal(raw, &said, json.JoinOptions(tolerant...))
	r.report(topology.Diagnostic{Severity: topology.Warning, Code: "CALL_FAILED", Line: line, Value: shorten(said.Code),
		Message: "AWS answered with an error", Remedy: "take the document again with the permission to read it"})
	return nil
}
