package awscli

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
)

// maxNesting is how deep answers are looked for inside objects under unknown keys: account, Region, call.
const maxNesting = 4

// An envelope is an object that holds answers, and what its other members say about them. Those may come after
// the answers, so it is applied when the object ends.
type envelope struct {
	ids     map[string]string // members that may name a parent
	members map[string]bool   // all members
	pending []sink            // answers that wait for the end
	account string
	region  string
	depth   int
	owner   string // of a reservation
	inside  int32  // the document that this object is an element of, or -1

	within string // the key of that document

	line      int // where the object begins
	first     string
	foreign   string
	skips     []Skipped
	truncated bool // the answer says that it goes on
	broken    bool // the JSON ended inside
	answers   int  // recognised keys
}

func (r *reader) newEnvelope() *envelope {
	return &envelope{ids: map[string]string{}, members: map[string]bool{}, account: r.file.Account, region: r.file.Region, inside: -1}
}

// skip notes a key that is not read; only at the top level is that worth a word.
func (v *envelope) skip(key string, line int) {
	if v.depth == 0 && v.inside < 0 {
		v.skips = append(v.skips, Skipped{Key: key, Line: line})
	}
}

func (v *envelope) nest(key string) *envelope {
	deeper := &envelope{ids: map[string]string{}, members: map[string]bool{}, account: v.account, region: v.region, depth: v.depth + 1, inside: -1}
	switch {
	case IsAccount(key):
		deeper.account = key
	case IsRegion(key):
		deeper.region = key
	}
	return deeper
}

// object reads one envelope.
func (r *reader) object(v *envelope) error {
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	v.line = r.line()
	err := r.members(v)
	v.broken = err != nil
	if err == nil && r.isElement(v) {
		return nil
	}
	for _, s := range v.pending {
		s.close(r, v)
	}
	if v.truncated && v.answers > 0 {
		r.report(topology.Diagnostic{Severity: topology.Warning, Code: "TRUNCATED", Line: v.line,
			Message: "the answer says that there is more than it holds",
			Remedy:  "take it again without --max-items and --no-paginate, or with narrower filters"})
	}
	if v.foreign != "" {
		r.report(topology.Diagnostic{Severity: topology.Warning, Code: "OTHER_FORMAT", Line: v.line,
			Message: "this is " + v.foreign + ", not an answer of the AWS CLI: it is not read here", Remedy: "give it to the command that takes it"})
		return err
	}
	if err == nil && v.answers+len(v.skips) == 0 && len(v.members) > 0 {
		v.skip(v.first, v.line)
	}
	for _, k := range v.skips {
		r.part.skip(k.Key, k.Line)
	}
	return err
}

func (r *reader) members(v *envelope) error {
	for r.dec.PeekKind() == '"' {
		token, err := r.dec.ReadToken()
		if err != nil {
			return err
		}
		key := token.String()
		if v.members[key] {
			r.report(topology.Diagnostic{Severity: topology.Warning, Code: "DUPLICATE_NAME", Line: r.line(), Value: shorten(key),
				Message: "a top-level key is there twice: both are read", Remedy: "keep one answer under each key"})
		}
		v.members[key] = true
		if v.first == "" {
			v.first = key
		}
		if err := r.member(v, key); err != nil {
			return err
		}
	}
	_, err := r.dec.ReadToken()
	return err
}

// member reads one key's value.
func (r *reader) member(v *envelope, key string) error {
	kind := r.dec.PeekKind()
	forms := registry[fold(key)]
	switch {
	case v.foreign != "" || v.depth == 0 && v.inside < 0 && foreign[key] != "":
		v.foreign = either(v.foreign, foreign[key])
		return r.discard()
	case kind == '[' && len(forms) > 0:
		return r.list(v, key, forms)
	case kind == '{' && len(forms) > 0:
		return r.single(v, key, forms)
	case kind == 'n' && len(forms) > 0:
		return r.dec.SkipValue()
	case kind == '{' && key == "Error":
		return r.failedCall(v)
	case kind == '{' && idObjects[key]:
		return r.idObject(v)
	case kind == '{' && v.depth < maxNesting && v.inside < 0 && !needless[fold(key)]:
		return r.nested(v, key)
	case kind == '[' || kind == '{':
		return r.unknown(v, key)
	}
	return r.scalar(v, key)
}

// scalar keeps what may name a parent, an account or a Region, and sees whether the answer was cut short.
func (r *reader) scalar(v *envelope, key string) error {
	raw, _, err := r.value()
	if err != nil {
		return err
	}
	text := ""
	if raw.Kind() == '"' {
		var plain []byte
		plain, _ = jsontext.AppendUnquote(nil, raw)
		text = string(plain)
	}
	switch {
	case continues[key] && (text != "" || raw.Kind() == 't'):
		v.truncated = true
	case parentKeys[key] && text != "":
		v.ids[key] = text
	case key == "OwnerId" && IsAccount(text):
		v.owner = text
	}
	return nil
}

// continues are members that say that an answer goes on elsewhere.
var continues = map[string]bool{"NextToken": true, "nextToken": true, "NextMarker": true, "Marker": true, "AdditionalRoutesAvailable": true}

// idObjects hold several ids that together name a parent.
var idObjects = map[string]bool{"CoreNetworkSegmentEdge": true}

func (r *reader) idObject(v *envelope) error {
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	for r.dec.PeekKind() == '"' {
		token, err := r.dec.ReadToken()
		if err != nil {
			return err
		}
		key := token.String()
		if err := r.scalar(v, key); err != nil {
			return err
		}
	}
	_, err := r.dec.ReadToken()
	return err
}

// nested looks for answers inside an object under a key that is none.
func (r *reader) nested(v *envelope, key string) error {
	deeper := v.nest(key)
	line := r.line()
	if err := r.object(deeper); err != nil {
		return err
	}
	v.answers += deeper.answers
	if deeper.answers == 0 {
		v.skip(key, line)
	}
	return nil
}

func (r *reader) unknown(v *envelope, key string) error {
	v.skip(key, r.line())
	return r.discard()
}

// discard skips a value of any size, piece by piece so that line ends need not be remembered.
func (r *reader) discard() error {
	if kind := r.dec.PeekKind(); kind != '[' && kind != '{' {
		return r.dec.SkipValue()
	}
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	return r.discardRest()
}

// discardRest skips what is left of a list or object.
func (r *reader) discardRest() error {
	for kind := r.dec.PeekKind(); kind != ']' && kind != '}'; kind = r.dec.PeekKind() {
		if err := r.dec.SkipValue(); err != nil {
			return err
		}
		r.line()
	}
	_, err := r.dec.ReadToken()
	return err
}
