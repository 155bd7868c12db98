package language

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
)

// namedPorts reads sets of ports that the file gives names to. One may use those above it.
func (r *reader) namedPorts(n *yaml.Node) {
	o := r.object(n, "ports", nil)
	for _, name := range o.order {
		r.with(o, name, func(n *yaml.Node) {
			services, _ := r.services(n, name)
			r.file.ports[name] = services
		})
	}
}

// services reads ports: names of the file, or services as the command line takes them. Everything is nil.
func (r *reader) services(n *yaml.Node, what string) (Services, string) {
	var all Services
	var words []string
	everything := false
	r.each(n, what, func(n *yaml.Node) {
		word := r.text(n, what)
		words = append(words, word)
		if named, ok := r.file.ports[word]; ok {
			everything = everything || len(named) == 0
			all = all.with(named...)
			return
		}
		s, err := parseService(word)
		if err != nil {
			r.fail(n, "%s", r.unknownPorts(word, err))
			return
		}
		everything = everything || s.All
		all = all.with(s)
	})
	if everything {
		return nil, "every port"
	}
	return all, strings.Join(words, ", ")
}

func parseService(word string) (sim.Service, error) {
	switch rest, number := strings.CutPrefix(word, "proto/"); {
	case word == "any":
		return sim.AnyService(), nil
	case number:
		return sim.ParseService("protocol/" + rest)
	}
	return sim.ParseService(word)
}

// unknownPorts says what was likely meant.
func (r *reader) unknownPorts(word string, err error) string {
	var names []string
	for name := range r.file.ports {
		names = append(names, name)
	}
	if near, ok := sim.Nearest(word, names); ok && !strings.Contains(word, "/") {
		return fmt.Sprintf("ports %q: did you mean %q?", word, near)
	}
	return err.Error()
}

// with joins services: those of one protocol are one.
func (s Services) with(more ...sim.Service) Services {
	out := append(Services{}, s...)
	for _, m := range more {
		known := false
		for i := range out {
			if out[i].Protocol == m.Protocol && out[i].All == m.All {
				out[i].Ports, known = out[i].Ports.Union(m.Ports), true
				out[i].Text = fmt.Sprintf("%v/%v", out[i].Protocol, out[i].Ports)
			}
		}
		if !known {
			out = append(out, m)
		}
	}
	return out
}

// Asked are the services to ask about, one after the other.
func (s Services) Asked() []sim.Service {
	if len(s) == 0 {
		return []sim.Service{sim.AnyService()}
	}
	return s
}

// Ports are the ports of a protocol that are among the services.
func (s Services) Ports(p netmath.Protocol) netmath.Ports {
	if len(s) == 0 {
		return netmath.AllPorts()
	}
	for i := range s {
		if s[i].Protocol == p {
			return s[i].Ports
		}
	}
	return netmath.Ports{}
}
