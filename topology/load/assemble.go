package load

import (
	"cmp"
	"path"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
)

// assemble puts decoded files together, in the order of their paths.
func (s *session) assemble(decoded [][]document, names []string) (*topology.Snapshot, error) {
	all := slices.Concat(decoded...)
	all = append(all, s.ofTemplates(hasAnswers(all))...)
	slices.SortStableFunc(all, func(a, b document) int { return cmp.Compare(a.path, b.path) })
	snapshot := &topology.Snapshot{}
	log := newLog(s.limits.Diagnostics)
	all = s.choose(all)
	s.placeAll(all)
	var parts []*awscli.Part
	for _, d := range all {
		takeDocuments(snapshot, d.part)
		parts = append(parts, d.part)
		log.part(d)
	}
	log.others(s.others)
	log.add(s.notes...)
	s.takeFailures(snapshot, log)
	if len(snapshot.Documents) == 0 {
		return nil, nothingUsable(names, log.worst())
	}
	merge(snapshot, parts, log)
	inherit(snapshot)
	settleTransitRoutes(snapshot)
	check(snapshot, log)
	log.into(snapshot)
	return snapshot, nil
}

// placeAll finds out in which account and Region each document was taken.
func (s *session) placeAll(all []document) {
	folders := map[string][]*awscli.Part{}
	for _, d := range all {
		p := s.manifestOf(d.path)
		d.part.Place(p.account, p.region)
		folder := path.Dir(d.path)
		folders[folder] = append(folders[folder], d.part)
	}
	for _, neighbours := range folders {
		awscli.PlaceDocuments(neighbours)
	}
}

// hasAnswers reports whether there are answers of AWS among the files.
func hasAnswers(all []document) bool {
	return slices.ContainsFunc(all, func(d document) bool { return len(d.part.Documents) > 0 })
}
