package terraform

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// infer looks for what an attribute refers to by the structure: what the call of the module refers to, if the expression goes through a local value; the only
// resource of the wanted type in the module, or in one around it; the one with the same key; of VPCs the one whose block holds the subnet's.
func (s *seeker) infer(attribute string, expression jsontext.Value) []string {
	if len(s.wants) == 0 || s.from.data {
		return nil
	}
	if s.opaque = s.opaque || s.picked; !s.opaque {
		return nil // it says what it refers to, and that is not here
	}
	for module := s.from.module; ; module = parentOf(module) {
		if found := s.inModule(module); found != nil {
			value := s.attribute(found, meant(attribute, found.typ))
			s.inferred(s.from, attribute, value, "this is the only one that fits in its module")
			return []string{value}
		}
		if found := s.widened(attribute); len(found) > 0 && module == s.from.module {
			return found
		}
		if module == "" {
			return nil
		}
	}
}

// handed is all that fits of what the call of the module hands in by variables that each.value goes through.
func (s *seeker) handed() []string {
	parent, call := s.callOf(s.from.module)
	var found []string
	for _, name := range s.given {
		if call == nil || s.many {
			break
		}
		for _, ref := range specific(texts(members(call.Expressions[name])["references"])) {
			for _, value := range s.reference(ref, parent) {
				if s.fits(value) && !slices.Contains(found, value) {
					found = append(found, value)
				}
			}
		}
	}
	return found
}

// oneOf chooses among what is handed in and what else the expression refers to, where plans do not tell which is of whom: the only one, or the one with the key of
// who asks.
func (s *seeker) oneOf(attribute string, handed, found []string) []string {
	for _, value := range found {
		if !slices.Contains(handed, value) {
			handed = append(handed, value)
		}
	}
	if keyed := s.keyed(handed); len(keyed) == 1 {
		handed = keyed
	}
	if len(handed) != 1 {
		return nil
	}
	s.inferred(s.from, attribute, handed[0], "the call of its module refers to this")
	return handed
}

// parentOf is the module that a module is called in.
func parentOf(module string) string {
	parts := splitAddress(module)
	return strings.Join(parts[:max(0, len(parts)-2)], ".")
}

// widened follows all that the call of the module refers to, for what may have come by a local value or each.value. The result counts if it is as long as what the
// plan has room for, or all of one resource.
func (s *seeker) widened(attribute string) []string {
	parent, call := s.callOf(s.from.module)
	if call == nil || !s.opaque {
		return nil
	}
	var found, sources []string
	for _, ref := range callReferences(call) {
		for _, value := range s.reference(ref, parent) {
			if value != "" && !slices.Contains(found, value) && s.fits(value) {
				found = append(found, value)
				if name, _ := cutIndex(value); !slices.Contains(sources, name) {
					sources = append(sources, name)
				}
			}
		}
	}
	if keyed := s.keyed(found); len(keyed) > 0 {
		found, sources = keyed, nil
	}
	room := len(elements(s.from.values[attribute]))
	if len(found) == 0 || room > 0 && len(found) != room || room == 0 && len(sources) > 1 || !s.many && len(found) > 1 {
		return nil
	}
	s.inferred(s.from, attribute, strings.Join(found, ","), "these are what the call of its module refers to")
	return found
}

// keyed are the values that have the key of who asks in their address, as a key or as the name of a module: of ["vpc1"] what is in module.vpc1.
func (s *seeker) keyed(values []string) []string {
	key := strings.Trim(s.from.index, `[]"`)
	if _, counted := s.from.number(); counted || key == "" {
		return nil
	}
	var found []string
	for _, v := range values {
		for _, part := range splitAddress(v) {
			name, index := cutIndex(part)
			if name == key || index == s.from.index {
				found = append(found, v)
				break
			}
		}
	}
	return found
}

// callReferences are all references in the call of a module, in order.
func callReferences(call *moduleCall) []string {
	var names, refs []string
	for name := range call.Expressions {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, ref := range specific(texts(members(call.Expressions[name])["references"])) {
			if !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// fits reports whether a value is of a resource of the wanted type.
func (s *seeker) fits(value string) bool {
	return slices.ContainsFunc(s.all, func(r *resource) bool { return s.wants.accepts(r.typ) && s.id(r) == value })
}

// fitting leaves out resources that are not of a wanted type, if something is, and of blocks in any case: where blocks are written as one value, plans repeat the references of
// all attributes together, and those of dynamic blocks among them not at all.
func (s *seeker) fitting(attribute string, found []string) []string {
	block := strings.Contains(attribute, ".")
	if len(s.wants) == 0 || !block && (len(found) < 2 || !slices.ContainsFunc(found, s.fits)) {
		return found
	}
	fitting := slices.DeleteFunc(slices.Clone(found), func(v string) bool { return !s.fits(v) && s.names[v] })
	s.opaque = s.opaque || block && len(fitting) == 0 && len(found) > 0
	return fitting
}

// inModule is the one resource of a module that fits; nil if there is none, or several.
func (s *seeker) inModule(module string) *resource {
	var found []*resource
	for _, r := range s.all {
		if r.module == module && !r.data && r != s.from && s.wants.accepts(r.typ) && s.wants[0] == primary(r.typ) && holdsBlock(r, s.from) && s.mayShareRegion(r, s.from) {
			found = append(found, r)
		}
	}
	if len(found) > 1 && s.from.index != "" && !s.foreign {
		found = slices.DeleteFunc(found, func(r *resource) bool { return r.index != s.from.index })
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// mayShareRegion reports whether two resources are not known to be in different Regions.
func (w *world) mayShareRegion(a, b *resource) bool {
	one, other := w.region(a), w.region(b)
	return one == "" || other == "" || one == other
}

// primary is the type that a default one is of.
func primary(typ string) string { return strings.Replace(typ, "aws_default_", "aws_", 1) }

// holdsBlock reports whether the block of a VPC holds that of a subnet, as far as both are known.
func holdsBlock(vpc, subnet *resource) bool {
	outer, err1 := netip.ParsePrefix(vpc.text("cidr_block"))
	inner, err2 := netip.ParsePrefix(subnet.text("cidr_block"))
	return vpc.typ != "aws_vpc" || err1 != nil || err2 != nil || outer.Contains(inner.Addr()) && outer.Bits() <= inner.Bits()
}
