package scenarios

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
	"github.com/dryhop/dryhop/topology/load/editfile"
)

// changes are the changes of a file: those of the command line, or its own.
func (l *loader) changes(f File) []source {
	var all []source
	for _, word := range l.options.Changes {
		all = append(all, source{word: language.Word{Text: word}})
	}
	if len(all) > 0 {
		return all
	}
	for _, word := range f.Scenario.Given.Changes {
		all = append(all, source{word, f.dir, f.folder})
	}
	return all
}

// changed is the network after the changes of a file, one after the other, and before them: nil if there are none.
func (l *loader) changed(f File, base *judge.World, opt graph.Options) (after, before *judge.World, err error) {
	changes := l.changes(f)
	if len(changes) == 0 {
		return base, nil, nil
	}
	key := base.Name + base.Arguments
	names := []string{base.Name}
	for i := range changes {
		p := changes[i].path()
		key += "\n" + changes[i].dir + "\n" + p
		names = append(names, snapshotName(p))
	}
	if known := l.known[key]; known != nil {
		return known, l.known[key+"\nbefore"], nil
	}
	then, now := base.Snapshot, base.Snapshot
	for i := range changes {
		b, a, err := l.change(&changes[i], now)
		if err != nil {
			return nil, nil, l.at(f, &changes[i], err)
		}
		if now = a; i == 0 {
			then = b
		}
	}
	if before = base; then != base.Snapshot {
		before = judge.NewWorld(base.Name, base.Arguments, then, opt)
	}
	after = judge.NewWorld(strings.Join(names, " + "), changeArguments(base.Arguments, changes), now, opt)
	l.known[key], l.known[key+"\nbefore"] = after, before
	return after, before, nil
}

// changeArguments are the flags that name a network after changes: those of the base with edits done, or a second
// snapshot in its place.
func changeArguments(base string, changes []source) string {
	for i := range changes {
		p := changes[i].path()
		if text, err := os.ReadFile(filepath.FromSlash(p)); err == nil && editfile.Is(text) {
			base += " --edit " + report.Quoted(p)
		} else {
			base = " -s " + report.Quoted(p)
		}
	}
	return base
}

// change is a network before and after a change: of a design, another one of its folder.
func (l *loader) change(s *source, base *topology.Snapshot) (before, after *topology.Snapshot, err error) {
	fsys, name, err := s.open()
	if err != nil {
		return nil, nil, err
	}
	if fsys != nil {
		after, err = load.FromFS(name, fsys, load.Options{})
		return base, after, err
	}
	return load.Change(filepath.FromSlash(s.path()), base, load.Options{})
}
