package terraform

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// dynamic is what a plan does not repeat of dynamic blocks: most are made of a variable of the module that is called as they are. nil: there is none.
func (f *filler) dynamic(path string) jsontext.Value {
	s := seeker{world: f.world, from: f.r}
	if _, call := s.callOf(f.r.module); call == nil || call.Expressions[path] == nil {
		return nil
	}
	return jsontext.Value(`{"references":["var.` + path + `"]}`)
}

// ofBlock is the value that belongs to the block being filled in: each has one.
func (f *filler) ofBlock(path string, found []string) string {
	if len(found) != f.of {
		if isLink(path) {
			f.unresolved(f.r, path)
			return f.r.address + "." + path
		}
		return ""
	}
	f.inferred(f.r, path, strings.Join(found, ","), "the call of its module says these of the blocks, in this order")
	return found[f.at]
}

// hiddenLink finds what a dynamic block refers to, of which plans repeat nothing: what the call of the module names by its key for the instance that has
// the block ({web = {forward = {target_group_key = "app"}}}), else what fits by the structure, unless the call hands something in that may be meant.
func (f *filler) hiddenLink(path string) string {
	s := seeker{world: f.world, from: f.r, attr: lastName(path), wants: wantedBy(path), opaque: true}
	_, call := s.callOf(f.r.module)
	if call != nil {
		if named := s.namedByCall(call); named != nil {
			value := s.attribute(named, meant(path, named.typ))
			s.inferred(f.r, path, value, "the call of its module names this by its key")
			return value
		}
	}
	if f.r.module == "" || call != nil && len(s.handedIn(call)) > 0 {
		return ""
	}
	if only := s.inModule(f.r.module); only != nil {
		value := s.attribute(only, meant(path, only.typ))
		s.inferred(f.r, path, value, "this is the only one that fits in its module")
		return value
	}
	return ""
}

// handedIn are the resources of the wanted type that the call of a module refers to.
func (s *seeker) handedIn(call *moduleCall) []string {
	parent := parentOf(s.from.module)
	return slices.DeleteFunc(callReferences(call), func(ref string) bool {
		return !slices.ContainsFunc(s.reference(ref, parent), s.fits)
	})
}

// namedByCall is the one resource of the module that fits and whose key the call says for the instance that asks; nil if there is none, or several.
func (s *seeker) namedByCall(call *moduleCall) *resource {
	var said []string
	key := strings.Trim(s.from.index, `[]"`)
	others := s.below(key)
	for _, expression := range call.Expressions {
		said = append(said, saidFor(members(expression)["constant_value"], strings.Split(key, "/"), others)...)
	}
	var found []*resource
	for _, r := range s.all {
		if r.module == s.from.module && r != s.from && s.wants.accepts(r.typ) && r.index != "" && slices.Contains(said, r.index) {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// below are the names under which a constant says what other instances of the module are for: of the key https, api is, if there is one with the key https/api.
func (s *seeker) below(key string) []string {
	var names []string
	for _, r := range s.all {
		if name, under := strings.CutPrefix(strings.Trim(r.index, `[]"`), key+"/"); under && r.module == s.from.module {
			names = append(names, name)
		}
	}
	return names
}

// saidFor are the texts, written as keys, in what a constant holds under some keys, each somewhere below the one before, but for what is under the names of others.
func saidFor(raw jsontext.Value, keys, others []string) []string {
	if text := scalar(raw); len(keys) == 0 && text != "" {
		return []string{"[" + strconv.Quote(text) + "]"}
	}
	var said []string
	for name, value := range members(raw) {
		switch {
		case len(keys) > 0 && name == keys[0]:
			said = append(said, saidFor(value, keys[1:], others)...)
		case len(keys) > 0 || !slices.Contains(others, name):
			said = append(said, saidFor(value, keys, others)...)
		}
	}
	if raw.Kind() == '[' {
		for _, value := range elements(raw) {
			said = append(said, saidFor(value, keys, others)...)
		}
	}
	return said
}

// partsOfKey are a key, and the parts of one that was put together: ["https/api"], ["https"], ["api"].
func partsOfKey(index string) []string {
	keys := []string{index}
	parts := strings.Split(strings.Trim(index, `[]"`), "/")
	for _, part := range parts {
		if len(parts) > 1 {
			keys = append(keys, `["`+part+`"]`)
		}
	}
	return keys
}
