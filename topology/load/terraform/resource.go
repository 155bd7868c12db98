package terraform

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A resource is one instance of a resource or data source.
type resource struct {
	address  string // module.vpc["a"].aws_subnet.private[0]
	module   string // module.vpc["a"], "" for the root
	data     bool
	typ      string // aws_subnet
	name     string
	index    string // as written in the address: `[0]`, `["a"]`, or ""
	values   map[string]jsontext.Value
	unknown  map[string]jsontext.Value // attributes that hold something unknown until apply
	raw      jsontext.Value            // values, undivided
	config   *configResource
	in       *module // where it is configured, with the calls that lead there
	line     int32
	document int32 // which file of Together
	existing bool  // made by nobody here: a data source

	resolving map[string]bool // attributes that are being looked for
}

// newResource reads one from its values.
func newResource(module, mode, typ, name string, index, raw jsontext.Value) *resource {
	r := &resource{module: module, data: mode == "data", existing: mode == "data", typ: typ, name: name, index: indexText(index), raw: raw}
	r.address = r.localAddress() + r.index
	if module != "" {
		r.address = module + "." + r.address
	}
	r.values = members(raw)
	return r
}

// localAddress is the address in its module, without an index.
func (r *resource) localAddress() string {
	if r.data {
		return "data." + r.typ + "." + r.name
	}
	return r.typ + "." + r.name
}

// members are the members of an object; none if it is something else.
func members(raw jsontext.Value) map[string]jsontext.Value {
	var all map[string]jsontext.Value
	if raw.Kind() != '{' || json.Unmarshal(raw, &all, tolerant) != nil {
		return nil
	}
	return all
}

// elements are the elements of a list; an object stands for a list of itself.
func elements(raw jsontext.Value) []jsontext.Value {
	var all []jsontext.Value
	switch {
	case raw.Kind() == '{':
		return []jsontext.Value{raw}
	case raw.Kind() != '[' || json.Unmarshal(raw, &all, tolerant) != nil:
		return nil
	}
	return all
}

// scalar is a text, number or boolean as text; "" of anything else.
func scalar(raw jsontext.Value) string {
	switch raw.Kind() {
	case '"':
		text, _ := jsontext.AppendUnquote(nil, raw)
		return string(text)
	case '0', 't', 'f':
		return string(raw)
	}
	return ""
}

// indexText writes a key of count or for_each as addresses do.
func indexText(raw jsontext.Value) string {
	switch raw.Kind() {
	case '"':
		return "[" + strconv.Quote(scalar(raw)) + "]"
	case '0':
		return "[" + string(raw) + "]"
	}
	return ""
}

// number is the index of count, if it is one.
func (r *resource) number() (int, bool) {
	n, err := strconv.Atoi(strings.Trim(r.index, "[]"))
	return n, err == nil && n >= 0
}

// text is the value of an attribute that is known; "" of one that is not.
func (r *resource) text(attribute string) string { return scalar(r.values[attribute]) }

// isUnknown reports whether an attribute, or something in it, is unknown until apply.
func (r *resource) isUnknown(attribute string) bool {
	raw, listed := r.unknown[attribute]
	return listed && holdsTrue(raw)
}

func holdsTrue(raw jsontext.Value) bool {
	return strings.Contains(string(raw), "true")
}

// splitAddress divides an address at the dots that are not in a key: module.a["x.y"].aws_vpc.b becomes module, a["x.y"], aws_vpc, b.
func splitAddress(address string) []string {
	var parts []string
	quoted, depth, start := false, 0, 0
	for i := 0; i < len(address); i++ {
		switch c := address[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == '.' && depth == 0:
			parts = append(parts, address[start:i])
			start = i + 1
		}
	}
	return append(parts, address[min(start, len(address)):])
}

// cutIndex divides a name from its key: private["a"] becomes private and ["a"].
func cutIndex(part string) (name, index string) {
	if at := strings.IndexByte(part, '['); at >= 0 {
		return part[:at], part[at:]
	}
	return part, ""
}

// moduleOf is the module part of a resource's address.
func moduleOf(address string) string {
	parts := splitAddress(address)
	n := 0
	for n+1 < len(parts) && parts[n] == "module" {
		n += 2
	}
	return strings.Join(parts[:n], ".")
}
