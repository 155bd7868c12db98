package scenarios

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/scenarios/record"
)

// Record writes a scenario file with tests of every flow that a network has today, and of what it has not. The file is to lie in a
// folder: empty is the current one.
func Record(ctx context.Context, snapshots []string, folder string) ([]byte, error) {
	f, err := recording(snapshots, folder)
	if err != nil {
		return nil, err
	}
	f.Note = "What holds today. Take out what may change, and give the rest names that say why it holds.\n"
	return f.All(ctx)
}

// Starter writes a scenario file to begin with.
func Starter(ctx context.Context, snapshots []string, folder string) ([]byte, error) {
	f, err := recording(snapshots, folder)
	if err != nil {
		return nil, err
	}
	f.Note = `A beginning: everything here holds today. Name the places that matter under "locations:", and say what has to hold between them:
  - { name: "The web tier reaches the database, and nothing else does", from: web, to: orders-db, ports: postgres, expect: only-from }
Run it with: dryhop test. More: dryhop schema scenario, dryhop test --record, dryhop test --mutate.
`
	return f.Starter(ctx)
}

func recording(snapshots []string, folder string) (*record.File, error) {
	l := &loader{options: &Options{Snapshots: snapshots}, known: map[string]*judge.World{}}
	f := File{Scenario: new(language.File)}
	sources, err := l.sources(f)
	if err != nil {
		return nil, err
	}
	opt, err := l.compileOptions(f)
	if err != nil {
		return nil, err
	}
	w, err := l.world(f, sources, opt)
	if err != nil {
		return nil, err
	}
	return &record.File{Name: "What holds of " + w.Name, Snapshots: seenFrom(folder, snapshots), World: w}, nil
}

// seenFrom are paths as a file in a folder names them.
func seenFrom(folder string, paths []string) []string {
	names := slices.Clone(paths)
	for i, p := range paths {
		if folder == "" || strings.HasPrefix(p, examplePrefix) || filepath.IsAbs(p) {
			continue
		}
		if seen, err := filepath.Rel(folder, p); err == nil {
			names[i] = filepath.ToSlash(seen)
		}
	}
	return names
}
