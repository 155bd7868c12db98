package terraform

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A selection is what an expression tells about which instances of a resource it takes. Plans leave out indexes that are computed: of aws_subnet.all[each.value.az].id they repeat
// aws_subnet.all and each.value.az, and of [for k, s in aws_subnet.all : s.id if s.tags.Tier == local.tier] aws_subnet.all and local.tier.
type selection struct {
	keys   []string // as addresses have them, of instances that it may take: ["a"]
	stated bool     // a constant told some of them
	open   bool     // there is more to it that plans do not tell
	mixed  bool     // it may give out something else, too

	yes, no bool // of the expression at hand: it refers to what is true, or false, and so may be a condition
	dark    bool // of the expression at hand: something in it is not told
}

// selects adds what a reference of an expression tells that gives out nothing by itself.
func (s *seeker) selects(ref, module string, nothing bool) {
	switch {
	case ref == "each.key", ref == "count.index":
		s.selected.keys = append(s.selected.keys, s.each.key)
	case !isComputed(ref):
	default:
		if value, known := s.constant(ref, module); known {
			s.selectBy(value)
		} else {
			s.selected.open, s.selected.dark = s.selected.open || nothing, s.selected.dark || nothing
		}
	}
}

// selectBy adds what a constant tells: a text, or several, may be keys, and what has parts may be looked through for some.
func (s *seeker) selectBy(value jsontext.Value) {
	words := constants(value)
	switch kind := value.Kind(); {
	case kind == 't' || kind == 'f':
		s.selected.yes, s.selected.no = s.selected.yes || kind == 't', s.selected.no || kind == 'f'
	case kind == 'n' || kind == '0' || kind == '[' && len(elements(value)) == 0:
	case len(words) == 0 || kind == '[' && len(words) != len(elements(value)):
		s.selected.open = true
	default:
		for _, word := range words {
			s.selected.keys = append(s.selected.keys, "["+strconv.Quote(word)+"]")
		}
		s.selected.stated = true
	}
}

// chosen are the instances that an expression tells by their keys; none if it tells no key of any.
func (s *seeker) chosen(all []*resource) []*resource {
	var found []*resource
	for _, r := range all {
		if slices.Contains(s.selected.keys, r.index) {
			found = append(found, r)
		}
	}
	return found
}

// ownKeys are the key of who asks, and its parts, where nothing suggests that an expression takes another: of all[each.value.subnet] it hardly is the key.
func (s *seeker) ownKeys() []string {
	if s.selected.open && !slices.Contains(s.selected.keys, s.each.key) {
		s.foreign = true
		return nil
	}
	return partsOfKey(s.from.index)
}

// choice are the instances of which an expression takes all, as far as can be told: those whose keys it tells, or all if nothing suggests that it takes some of them.
// Of subnets, two of one zone suggest that: they are hardly made for the same.
func (s *seeker) choice(all []*resource) []*resource {
	_, counted := all[0].number()
	switch found := s.chosen(all); {
	case len(found) > 0:
		s.byKey = s.byKey || s.selected.stated
		return found
	case counted:
		return all
	case s.selected.open || len(s.selected.keys) > 0 || shareZone(all):
		s.withheld = true
		s.offer(all)
		return nil
	}
	s.whole = true
	return all
}

// offer notes the instances of which nobody knows which an expression takes.
func (s *seeker) offer(all []*resource) {
	if s.selected.mixed || s.offers != nil {
		s.selected.mixed, s.offers = true, []string{}
		return
	}
	for _, r := range all {
		s.offers = append(s.offers, s.id(r))
	}
}

// mixes reports whether references may give out what more than one of them is about. What only tells keys does not, and one that plans do not explain is what others are chosen by.
func mixes(refs []string) bool {
	sources, unexplained := 0, 0
	for _, ref := range refs {
		switch {
		case ref == "each.key" || ref == "count.index":
		case isComputed(ref):
			unexplained++
		default:
			sources++
		}
	}
	return sources > 1 || unexplained > 1
}

// byPart is the only instance whose key is the first or last part of another key: of ["eu-west-1a-dev"] the one with ["eu-west-1a"].
func byPart(all []*resource, index string) *resource {
	var found []*resource
	for _, r := range all {
		if isPart(strings.Trim(r.index, `[]"`), strings.Trim(index, `[]"`)) {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func isPart(part, key string) bool {
	const dividers = "-_/.:|,"
	after, first := strings.CutPrefix(key, part)
	before, last := strings.CutSuffix(key, part)
	return part != "" && (first && after != "" && strings.Contains(dividers, after[:1]) || last && before != "" && strings.Contains(dividers, before[len(before)-1:]))
}

// divides reports whether a condition may leave out some of what an expression of a list refers to: what is false, or with several to choose among, what is true or not told.
func (c *selection) divides(sources int) bool {
	return c.no && sources > 0 || (c.yes || c.dark) && sources > 1
}

// shareZone reports whether two subnets are in the same zone.
func shareZone(all []*resource) bool {
	seen := map[string]bool{}
	for _, r := range all {
		zone := r.text("availability_zone") + r.text("availability_zone_id")
		if zone != "" && r.typ == "aws_subnet" && seen[zone] {
			return true
		}
		seen[zone] = true
	}
	return false
}

// constant is what a variable, or each.value, holds by what is written: known to be null, too.
func (s *seeker) constant(ref, module string) (jsontext.Value, bool) {
	if s.depth > maxDepth {
		return nil, false
	}
	s.depth++
	defer func() { s.depth-- }()
	parts := splitAddress(ref)
	if len(parts) < 2 {
		return nil, false
	}
	name, index := cutIndex(parts[1])
	var whole jsontext.Value
	switch {
	case parts[0] == "var":
		whole = s.variableConstant(name, module)
	case parts[0] == "each" && name == "value":
		whole = s.ofEach(module)
	}
	return within(whole, append([]string{index}, parts[2:]...))
}

// within is what is under a path of names and indexes.
func within(value jsontext.Value, path []string) (jsontext.Value, bool) {
	for _, part := range path {
		name, index := cutIndex(part)
		for _, key := range []string{name, strings.Trim(index, `[]"`)} {
			if n, err := strconv.Atoi(key); err == nil && value.Kind() == '[' && n >= 0 && n < len(elements(value)) {
				value = elements(value)[n]
			} else if key != "" {
				value = members(value)[key]
			}
		}
	}
	return value, value != nil
}

// variableConstant is what a variable of a module is written to be: by the call, which may hand on a variable of its own, or by default; nil: that is not written.
func (s *seeker) variableConstant(name, module string) jsontext.Value {
	if module == "" {
		return s.variables[name].Value
	}
	parent, call := s.callOf(module)
	if call == nil {
		return nil
	}
	expression, handed := call.Expressions[name]
	if !handed {
		return call.Module.Variables[name].Default
	}
	defer func(was each) { s.each = was }(s.each)
	s.each = eachOf(call, module)
	return s.written(expression, parent)
}

// written is what an expression holds that is a constant, or nothing but one variable or each.value.
func (s *seeker) written(expression jsontext.Value, module string) jsontext.Value {
	e := members(expression)
	if constant, ok := e["constant_value"]; ok {
		return constant
	}
	refs := specific(texts(e["references"]))
	if len(refs) != 1 {
		return nil
	}
	value, _ := s.constant(refs[0], module)
	return value
}

// ofEach is each.value where for_each goes through a constant: what is under the key of who asks, or the only one of a list that has the key as one of its members.
func (s *seeker) ofEach(module string) jsontext.Value {
	all, key := s.written(s.each.of, module), strings.Trim(s.each.key, `[]"`)
	if all.Kind() == '{' {
		return members(all)[key]
	}
	var found []jsontext.Value
	for _, e := range elements(all) {
		named := scalar(e) == key
		for _, value := range members(e) {
			named = named || scalar(value) == key
		}
		if named {
			found = append(found, e)
		}
	}
	if len(found) != 1 || key == "" {
		return nil
	}
	return found[0]
}
