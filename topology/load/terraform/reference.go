package terraform

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
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
	guessed bool // an output was read by its name
}

// each is what for_each goes through where an expression stands, and the key of the instance: ["a"].
type each struct {
	of  jsontext.Value
	key string
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
	var found []string
	for _, ref := range specific(texts(e["references"])) {
		for _, value := range s.reference(ref, module) {
			if value != "" && !slices.Contains(found, value) {
				found = append(found, value)
			}
		}
	}
	return found
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
		return nil
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
		_, key := cutIndex(module[strings.LastIndex(module, "module.")+len("module."):])
		defer func(was each) { s.each = was }(s.each)
		s.each = each{call.ForEach, key}
		return s.follow(expression, parent)
	}
	return constants(call.Module.Variables[name].Default)
}

// eachValue finds each.value of a for_each over the instances of a resource or module: the instance with the key of who asks.
func (s *seeker) eachValue(parts []string, module string) []string {
	through := specific(texts(members(s.each.of)["references"]))
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

// output finds what a module that is called here gives out: of the instance that is named, or else of the one with the key of who asks, the only one, or all.
func (s *seeker) output(call, name, module string) []string {
	call, index := cutIndex(call)
	name, element := cutIndex(name)
	if n, err := strconv.Atoi(strings.Trim(element, "[]")); err == nil && !s.many {
		return s.element(n, "module."+call+index, name, module)
	}
	in := s.config.at(module)
	if in == nil || in.ModuleCalls[call] == nil {
		return nil
	}
	out, known := in.ModuleCalls[call].Module.Outputs[name]
	if !known {
		return nil
	}
	prefix := "module." + call
	if module != "" {
		prefix = module + "." + prefix
	}
	var found []string
	defer func(was each) { s.each = was }(s.each)
	s.each = each{}
	for _, child := range s.pickModules(prefix, index) {
		values := s.follow(out.Expression, child)
		if len(values) == 0 {
			values = s.byName(name, child)
		}
		found = append(found, values...)
	}
	return found
}

// byName guesses what an output gives out that goes by a local value: private_route_table_ids are the ids of the route tables called private, and
// vpc_attributes is about the only VPC of the module.
func (s *seeker) byName(output, module string) []string {
	var found []string
	if len(s.wants) == 0 || !strings.Contains(output, strings.TrimPrefix(s.wants[0], "aws_")) {
		return nil
	}
	for _, r := range s.all {
		if r.module == module && !r.data && s.wants[0] == primary(r.typ) && strings.HasPrefix(output, r.name+"_") {
			found = append(found, s.attribute(r, meant(s.attr, r.typ)))
		}
	}
	if only := s.inModule(module); len(found) == 0 && only != nil {
		found = []string{s.attribute(only, meant(s.attr, only.typ))}
	}
	s.guessed = s.guessed || len(found) > 0
	return found
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

// element finds one of what an output lists.
func (s *seeker) element(n int, call, output, module string) []string {
	whole := *s
	whole.many = true
	all := whole.reference(call+"."+output, module)
	s.opaque, s.guessed = s.opaque || whole.opaque, s.guessed || whole.guessed
	if n < 0 || n >= len(all) {
		return nil
	}
	return all[n : n+1]
}

// pickModules chooses among the instances of a module call.
func (s *seeker) pickModules(prefix, index string) []string {
	var all []string
	for _, r := range s.all {
		rest, under := strings.CutPrefix(r.module, prefix)
		if !under || rest != "" && rest[0] != '[' && rest[0] != '.' {
			continue
		}
		key := ""
		if rest != "" && rest[0] == '[' {
			key = rest[:keyEnd(rest)]
		}
		if child := prefix + key; !slices.Contains(all, child) {
			all = append(all, child)
		}
	}
	if index != "" {
		return []string{prefix + index}
	}
	if own := prefix + s.from.index; !s.many && len(all) > 1 && slices.Contains(all, own) {
		return []string{own}
	}
	if len(all) == 0 {
		return []string{prefix}
	}
	return all
}

// keyEnd is where the key ends that an address part begins with.
func keyEnd(rest string) int {
	return len(splitAddress(rest)[0])
}

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
	if value := s.attribute(r, attribute); value != "" {
		return []string{value}
	}
	if s.many {
		return s.list(r, attribute)
	}
	return nil
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
	if s.many || len(all) < 2 {
		return all
	}
	for _, key := range partsOfKey(s.from.index) {
		if at := slices.IndexFunc(all, func(r *resource) bool { return r.index == key }); at >= 0 {
			return all[at : at+1]
		}
	}
	if n, counted := s.from.number(); counted {
		return all[n%len(all) : n%len(all)+1]
	}
	s.picked = true
	return all
}
