package terraform

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology/provision"
)

// A seeker looks for what an expression refers to. Its results are values in the order of the references, once each.
type seeker struct {
	*world
	from  *resource // whose attribute it is
	attr  string    // its name
	wants wanted
	many  bool // the attribute is a list
	each  each

	opaque  bool // there was a reference that plans do not explain: a local value, or each.value
	picked  bool // one of several was picked without an index that says which
	astray  bool // and there was a key, which plans do not tell
	guessed bool // an output was read by its name
	fitted  bool // an output was chosen by what it gives out
	byKey   bool // what for_each goes through was chosen by its name

	computed bool      // the expression at hand has references that may be parts of an index
	given    []string  // the variables that each.value goes through
	selected selection // what the expressions at hand tell of the instances that they take
	foreign  bool      // an index is hardly the key of who asks
	whole    bool      // an expression takes all of several, as it seems
	offers   []string  // the ids of several resources of which one, or some, are meant; empty: there are others
	withheld bool      // an expression takes some of several, and nothing tells which
}

// each is what for_each goes through where an expression stands, and the key of the instance: ["a"].
type each struct {
	of  jsontext.Value
	key string
}

// eachOf is what the for_each of a call goes through that makes an instance of a module.
func eachOf(call *moduleCall, module string) each {
	parts := splitAddress(module)
	_, key := cutIndex(parts[len(parts)-1])
	return each{call.ForEach, key}
}

// maxDepth bounds how far references are followed.
const maxDepth = 40

// follow finds the values of an expression as a plan repeats it, in the module of an address.
func (s *seeker) follow(expression jsontext.Value, module string) []string {
	if s.depth > maxDepth {
		return nil
	}
	s.depth++
	defer func() { s.depth-- }()
	e := members(expression)
	if constant, ok := e["constant_value"]; ok {
		return constants(constant)
	}
	refs := specific(texts(e["references"]))
	defer func(was bool, selected selection) { s.computed, s.selected = was, selected }(s.computed, s.selected)
	s.computed = s.computed || slices.ContainsFunc(refs, isComputed)
	s.selected.mixed = s.selected.mixed || mixes(refs)
	s.selected.yes, s.selected.no, s.selected.dark = false, false, false
	values, sources := make([][]string, len(refs)), 0
	for _, computed := range []bool{true, false} {
		for i, ref := range refs {
			if isComputed(ref) == computed {
				values[i] = s.reference(ref, module)
				s.selects(ref, module, len(values[i]) == 0)
				if len(values[i]) > 0 && !computed {
					sources++
				}
			}
		}
	}
	s.withheld = s.withheld || s.many && s.selected.divides(sources)
	return distinct(slices.Concat(values...))
}

// distinct are values once each, but for empty ones.
func distinct(values []string) []string {
	var found []string
	for _, value := range values {
		if value != "" && !slices.Contains(found, value) {
			found = append(found, value)
		}
	}
	return found
}

// isComputed reports whether a reference may be what an index is made of, which plans leave out.
func isComputed(ref string) bool {
	return strings.HasPrefix(ref, "each.") || strings.HasPrefix(ref, "local.") || strings.HasPrefix(ref, "var.") || strings.HasPrefix(ref, "count.")
}

func constants(raw jsontext.Value) []string {
	if text := scalar(raw); text != "" {
		return []string{text}
	}
	return texts(raw)
}

// specific leaves out the references that only repeat the beginning of the one before: aws_vpc.a after aws_vpc.a.id.
func specific(refs []string) []string {
	var kept []string
	for _, ref := range refs {
		if n := len(kept); n > 0 && repeats(kept[n-1], ref) || slices.Contains(kept, ref) {
			continue
		}
		kept = append(kept, ref)
	}
	return kept
}

func repeats(long, short string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && rest != "" && (rest[0] == '.' || rest[0] == '[')
}

// reference finds the values of one reference.
func (s *seeker) reference(ref, module string) []string {
	parts := splitAddress(ref)
	switch parts[0] {
	case "var":
		if len(parts) > 1 {
			return s.variable(parts[1], module)
		}
	case "module":
		if len(parts) > 2 {
			return s.output(parts[1], parts[2], module)
		}
		return s.anyOutput(parts[1], module)
	case "each":
		return s.eachValue(parts[1:], module)
	case "local":
		s.opaque = true
		return nil
	case "count", "path", "terraform", "self":
		return nil
	case "data":
		if len(parts) > 2 {
			return s.instances("data."+parts[1]+".", parts[2:], module)
		}
		return nil
	}
	if len(parts) > 1 {
		return s.instances(parts[0]+".", parts[1:], module)
	}
	return nil
}

// variable finds what the caller of a module gives it; of the root module, what the plan was made with.
func (s *seeker) variable(name, module string) []string {
	name, index := cutIndex(name)
	if index != "" {
		s.opaque = true
	}
	if module == "" {
		return constants(s.variables[name].Value)
	}
	parent, call := s.callOf(module)
	if call == nil {
		return nil
	}
	if expression, given := call.Expressions[name]; given {
		defer func(was each) { s.each = was }(s.each)
		s.each = eachOf(call, module)
		return s.follow(expression, parent)
	}
	return constants(call.Module.Variables[name].Default)
}

// eachValue finds each.value of a for_each over the instances of a resource or module: the instance with the key of who asks.
func (s *seeker) eachValue(parts []string, module string) []string {
	through := specific(texts(members(s.each.of)["references"]))
	for _, ref := range through {
		if name, isVariable := strings.CutPrefix(ref, "var."); isVariable && module == s.from.module {
			s.given = append(s.given, name)
		}
	}
	if named := s.named(through, module); len(parts) > 0 && strings.HasPrefix(parts[0], "value") && len(named) == 1 {
		s.byKey = true
		return named
	}
	if len(parts) == 0 || parts[0] != "value" || len(through) != 1 || s.each.key == "" || strings.HasSuffix(through[0], "]") {
		s.opaque = true
		return nil
	}
	switch first, _, _ := strings.Cut(through[0], "."); first {
	case "var", "local", "each", "data", "count", "path", "terraform", "self":
		s.opaque = true
		return nil
	}
	found := s.reference(strings.Join(append([]string{through[0] + s.each.key}, parts[1:]...), "."), module)
	s.opaque = s.opaque || len(found) == 0
	return found
}

// named are the values that a for_each of several references gives the key of who asks, by their addresses: of {web = aws_security_group.web.id, ...} the group web, and of
// {web = {vpc = aws_vpc.web.id, ...}, ...} the VPC web where one is wanted.
func (s *seeker) named(through []string, module string) []string {
	if len(through) < 2 || s.each.key != s.from.index || len(s.wants) == 0 {
		return nil
	}
	var all []string
	for _, ref := range through {
		if !isComputed(ref) {
			all = append(all, slices.DeleteFunc(s.reference(ref, module), func(v string) bool { return !s.fits(v) })...)
		}
	}
	return s.keyed(all)
}

// callOf is the call that makes a module, and the module that it stands in.
func (s *seeker) callOf(module string) (parent string, call *moduleCall) {
	parts := splitAddress(module)
	if len(parts) < 2 || s.config == nil {
		return "", nil
	}
	parent = strings.Join(parts[:len(parts)-2], ".")
	in := s.config.at(parent)
	if in == nil {
		return parent, nil
	}
	name, _ := cutIndex(parts[len(parts)-1])
	return parent, in.ModuleCalls[name]
}

// plausible leaves out values that are no links where a link is wanted: the conditions of an expression are among its references.
func (s *seeker) plausible(value string) bool {
	switch {
	case value == "":
		return false
	case isBlock(s.attr):
		_, err := netip.ParsePrefix(value)
		return err == nil
	case len(s.wants) == 0 || strings.HasSuffix(s.attr, "_name") || strings.HasSuffix(s.attr, "identifier"):
		return true
	}
	return strings.HasPrefix(value, "arn:") || strings.Contains(value, "#") || awsID.MatchString(value) || s.names[value]
}

// awsID is what the ids of resources look like.
var awsID = regexp.MustCompile(`^([0-9]{12}/)?[a-z]+(-[a-z]+)*-[0-9a-f]{6,}[0-9a-f-]*$`)

// instances finds the values of an attribute of a resource or data source.
func (s *seeker) instances(typ string, parts []string, module string) []string {
	name, index := cutIndex(parts[0])
	all := s.byLocal[localKey(module, typ+name)]
	typ = strings.TrimPrefix(strings.TrimSuffix(typ, "."), "data.")
	attribute := ""
	if len(parts) > 1 {
		attribute, _ = cutIndex(parts[1])
	}
	if attribute == "" && !s.wants.accepts(typ) {
		return nil // an index, a condition: not what is wanted
	}
	var found []string
	for _, r := range s.pick(all, index) {
		found = append(found, s.values(r, attribute, parts)...)
	}
	return found
}

// values are those of an attribute; without one, what is wanted of a resource of its type.
func (s *seeker) values(r *resource, attribute string, parts []string) []string {
	if attribute == "" {
		attribute = meant(s.attr, r.typ)
	}
	if len(parts) > 2 || s.many {
		if all := constants(r.values[attribute]); len(all) > 0 && !r.isUnknown(attribute) {
			return all
		}
	}
	if r == s.from {
		return nil
	}
	if r.typ == "aws_networkfirewall_firewall" && attribute == "firewall_status" {
		return s.endpoint(r)
	}
	if holder := s.holder(r, attribute); holder != "" {
		return []string{holder}
	}
	if value := s.attribute(r, attribute); value != "" {
		return []string{value}
	}
	if s.many {
		return s.list(r, attribute)
	}
	return nil
}

// holder is the interface that will have an address that AWS has not given yet.
func (s *seeker) holder(r *resource, attribute string) string {
	switch {
	case attribute != "private_ip" || !r.isUnknown(attribute):
		return ""
	case r.typ == "aws_instance":
		return provision.InterfaceOf(s.id(r), 0)
	case r.typ == "aws_network_interface":
		return s.id(r)
	}
	return ""
}

// eachNumber is each.value, if for_each is written as numbers by key.
func (s *seeker) eachNumber() (int, bool) {
	if s.from.config == nil {
		return 0, false
	}
	value := members(members(s.from.config.ForEach)["constant_value"])[strings.Trim(s.from.index, `[]"`)]
	n, err := strconv.Atoi(scalar(value))
	return n, err == nil && n >= 0
}

// pick chooses among the instances of a resource: the one that is named, all for a list, the only one, the one with the key of who asks, or the one that
// element() takes.
func (s *seeker) pick(all []*resource, index string) []*resource {
	if index != "" {
		at := slices.IndexFunc(all, func(r *resource) bool { return r.index == index })
		if at < 0 {
			return nil
		}
		return all[at : at+1]
	}
	if len(all) < 2 {
		return all
	}
	if s.many {
		return s.choice(all)
	}
	if chosen := s.chosen(all); len(chosen) == 1 {
		s.byKey = s.byKey || s.selected.stated
		return chosen
	}
	for _, key := range s.ownKeys() {
		if at := slices.IndexFunc(all, func(r *resource) bool { return r.index == key }); at >= 0 {
			return all[at : at+1]
		}
	}
	if n, counted := s.from.number(); counted {
		return all[n%len(all) : n%len(all)+1]
	}
	if part := byPart(all, s.from.index); part != nil && s.computed {
		s.byKey = true
		return []*resource{part}
	}
	_, counted := all[0].number()
	if n, known := s.eachNumber(); known && counted && s.computed {
		return all[n%len(all) : n%len(all)+1]
	}
	s.picked, s.astray = true, s.astray || s.computed && !counted
	s.offer(all)
	return all
}
