package scope

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Bound is a scope whose resources were found in a network.
type Bound struct {
	Name           string
	match, exclude []path
}

// A path is a Path with its words looked up.
type path struct {
	source, destination end
	through             []resources
}

type end struct {
	resources resources
	headers   headers
}

// resources are sets of what was named.
type resources struct {
	any        bool
	kinds      map[ref.Kind]bool
	components map[ref.Ref]bool
	interfaces []graph.InterfaceID // in order
}

// headers are sets of what a packet may have.
type headers struct {
	protocols              []netmath.Protocol // none: any
	source, destination    *netmath.AddrSet   // nil: any
	sourcePorts, destPorts netmath.Ports      // empty: any
}

// Bind looks the resources of scopes up. The error tells every word that means nothing, with its place.
func Bind(g *graph.Graph, scopes []Scope) ([]Bound, error) {
	b := &binder{g: g, byID: map[string][]*graph.Entity{}}
	all := g.Entities()
	for i := range all {
		e := &all[i]
		b.byID[e.Ref.ID] = append(b.byID[e.Ref.ID], e)
		for _, alias := range e.Aliases {
			b.byID[alias] = append(b.byID[alias], e)
		}
	}
	bound := make([]Bound, len(scopes))
	for i := range scopes {
		bound[i] = Bound{scopes[i].Name, b.paths(scopes[i].Match), b.paths(scopes[i].Exclude)}
	}
	return bound, errors.Join(b.errs...)
}

type binder struct {
	g    *graph.Graph
	byID map[string][]*graph.Entity
	errs []error
}

func (b *binder) fail(w Word, format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf("%s: %s", w.At, fmt.Sprintf(format, args...)))
}

func (b *binder) paths(all []Path) []path {
	out := make([]path, len(all))
	for i := range all {
		p := &all[i]
		out[i] = path{source: b.end(&p.Source, atSource), destination: b.end(&p.Destination, atDestination)}
		for j := range p.Through {
			out[i].through = append(out[i].through, b.resources(&p.Through[j], through))
		}
	}
	return out
}

func (b *binder) end(s *Statement, at part) end {
	return end{b.resources(&s.Resources, at), b.headers(&s.Headers)}
}

func (b *binder) resources(r *Resources, at part) resources {
	out := resources{any: r.empty(), kinds: map[ref.Kind]bool{}, components: map[ref.Ref]bool{}}
	for _, w := range r.Types {
		i := slices.IndexFunc(resourceTypes, func(t resourceType) bool { return t.word == w.Text })
		switch {
		case i < 0:
			b.fail(w, "the resource type %q means nothing%s", w.Text, meant(w.Text, TypeWords()))
		case resourceTypes[i].parts&at == 0:
			b.fail(w, "%s cannot stand in %v; put it elsewhere, or name what lies in front of it", w.Text, at)
		default:
			out.kinds[resourceTypes[i].kind] = true
		}
	}
	for _, w := range r.IDs {
		b.resource(w, at, &out)
	}
	slices.Sort(out.interfaces)
	out.interfaces = slices.Compact(out.interfaces)
	return out
}

// resource looks one id or ARN up.
func (b *binder) resource(w Word, at part, out *resources) {
	if strings.Contains(w.Text, ":resource-groups:") || strings.Contains(w.Text, ":group/") {
		b.fail(w, "%q is a resource group, and snapshots do not hold those; name its resources", w.Text)
		return
	}
	found := b.byID[w.Text]
	if len(found) == 0 && strings.HasPrefix(w.Text, "arn:") {
		found = b.byID[w.Text[strings.LastIndexByte(w.Text, '/')+1:]]
	}
	if len(found) == 0 {
		b.fail(w, "no resource %q is in the snapshot%s", w.Text, meant(w.Text, b.similar(w.Text)))
		return
	}
	for _, e := range found {
		switch {
		case partsOf(e.Ref.Kind)&at == 0:
			b.fail(w, "%s is of kind %v, which cannot stand in %v", w.Text, e.Ref.Kind, at)
		case holders[e.Ref.Kind]:
			out.interfaces = append(out.interfaces, e.Interfaces...)
		default:
			out.components[e.Ref] = true
		}
	}
}

// similar are the ids that begin as a word does.
func (b *binder) similar(word string) []string {
	kind, _, _ := strings.Cut(word, "-")
	var ids []string
	for id := range b.byID {
		if strings.HasPrefix(id, kind+"-") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// meant ends a sentence about an unknown word.
func meant(word string, known []string) string {
	if near, ok := sim.Nearest(word, known); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if len(known) > 0 && len(known) <= 12 {
		return "; there are " + strings.Join(known, ", ")
	}
	return ""
}

func (b *binder) headers(h *Headers) headers {
	out := headers{sourcePorts: b.ports(h.SourcePorts), destPorts: b.ports(h.DestinationPorts)}
	for _, w := range h.Protocols {
		switch strings.ToLower(w.Text) {
		case "tcp":
			out.protocols = append(out.protocols, netmath.TCP)
		case "udp":
			out.protocols = append(out.protocols, netmath.UDP)
		default:
			b.fail(w, "the protocol %q means nothing here; there are tcp and udp", w.Text)
		}
	}
	out.source = b.addresses(h.SourceAddresses, h.SourcePrefixLists)
	out.destination = b.addresses(h.DestinationAddresses, h.DestinationPrefixLists)
	return out
}

func (b *binder) addresses(blocks, lists []Word) *netmath.AddrSet {
	if len(blocks)+len(lists) == 0 {
		return nil
	}
	if len(blocks) > 0 && len(lists) > 0 {
		b.fail(lists[0], "addresses and prefix lists exclude each other; keep one, or write two paths")
	}
	var set netmath.AddrSetBuilder
	for _, w := range blocks {
		text := w.Text
		if !strings.Contains(text, "/") {
			if a, err := netmath.ParseAddr(text); err == nil {
				text = fmt.Sprintf("%s/%d", text, a.BitLen())
			}
		}
		p, canonical, err := netmath.ParsePrefix(text)
		switch {
		case err != nil:
			b.fail(w, "%v", err)
		case !canonical:
			b.fail(w, "%q has bits beyond its prefix length; write %v", w.Text, p)
		default:
			set.Add(p)
		}
	}
	for _, w := range lists {
		entries, known := b.g.PrefixList(w.Text[strings.LastIndexByte(w.Text, '/')+1:])
		if !known {
			b.fail(w, "the entries of prefix list %q are not in the snapshot; collect them with aws ec2 get-managed-prefix-list-entries", w.Text)
		}
		set.AddSet(entries)
	}
	out := set.Set()
	return &out
}

func (b *binder) ports(words []Word) netmath.Ports {
	var all netmath.Ports
	for _, w := range words {
		p, err := sim.ParsePorts(w.Text)
		if err != nil {
			b.fail(w, "%v; write it like \"22\" or \"1000-2000\"", err)
			continue
		}
		all = all.Union(p)
	}
	return all
}
