package terraform

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// Together puts states that divide a network between them into one file: routes and rules of one belong to tables and groups of another. ok is false if there is
// a plan among them, or two tell of the same resource and are views of it.
func Together(files []*File) (all *File, ok bool) {
	all = &File{}
	seen := map[string]int{}
	for n, f := range files {
		if f.isPlan {
			return nil, false
		}
		all.paths = append(all.paths, f.path)
		for _, r := range f.after {
			if key := r.typ + " " + r.text("id"); !r.data && r.text("id") != "" {
				if file, known := seen[key]; known && file != n { // of one file two may go by one id: the options of both sides of a peering
					return nil, false
				}
				seen[key] = n
			}
			moved := *r
			moved.document = int32(n)
			all.after = append(all.after, &moved)
		}
	}
	all.path = all.paths[0]
	return all, true
}

// list adds the files beside the first to a Snapshot's documents, in the order in which resources number them.
func (f *File) list(s *topology.Snapshot) {
	for n := 1; n < len(f.paths); n++ {
		s.Documents = slices.Insert(s.Documents, n, topology.Document{Path: f.paths[n], Key: f.key()})
	}
}

// pathOf is where a resource was read.
func (f *File) pathOf(r *resource) string {
	if int(r.document) < len(f.paths) {
		return f.paths[r.document]
	}
	return f.path
}

// source is where a resource stands.
func (r *resource) source() topology.Source {
	return topology.Source{Document: r.document, Line: r.line}
}
