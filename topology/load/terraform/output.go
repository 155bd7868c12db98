package terraform

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

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

// anyOutput finds what an output gives out that plans do not name: of module.vpc[each.key].vpc_id they repeat module.vpc and each.key. It is the one that is called like
// the attribute, or the only one that gives out what fits.
func (s *seeker) anyOutput(call, module string) []string {
	name, index := cutIndex(call)
	in := s.config.at(module)
	if in == nil || in.ModuleCalls[name] == nil || len(s.wants) == 0 {
		return nil
	}
	instances := s.pickModules(strings.TrimPrefix(module+".module."+name, "."), index)
	if index == "" && s.computed {
		index = s.from.index
		instances = slices.DeleteFunc(instances, func(m string) bool { return !strings.HasSuffix(m, index) })
	}
	if len(instances) == 0 || len(instances) > 1 && !s.many {
		return nil
	}
	var found []string
	for _, output := range slices.Sorted(maps.Keys(in.ModuleCalls[name].Module.Outputs)) {
		probe := *s
		values := slices.DeleteFunc(probe.output(name+index, output, module), func(v string) bool { return !s.fits(v) })
		switch {
		case len(values) == 0 || slices.Equal(found, values):
		case output == s.attr:
			s.fitted = true
			return values
		case found != nil:
			s.astray = true
			return nil
		default:
			found = values
		}
	}
	s.fitted = s.fitted || found != nil
	return found
}
