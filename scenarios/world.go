package scenarios

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/scenarios/externalfile"
	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// A loader loads the networks that scenario files are about, each once.
type loader struct {
	options *Options
	known   map[string]*judge.World
}

// A source is a snapshot that a file or the command line names.
type source struct {
	word   language.Word
	dir    string // that relative paths begin at
	folder fs.FS  // that they lie in, if that is not the disk
}

// worlds are the networks that a file is about: after and before its change, or the one that there is.
func (l *loader) worlds(f File) (after, before *judge.World, err error) {
	opt, err := l.compileOptions(f)
	if err != nil {
		return nil, nil, err
	}
	sources, err := l.sources(f)
	if err != nil {
		return nil, nil, err
	}
	base, err := l.world(f, sources, opt)
	if err != nil {
		return nil, nil, err
	}
	return l.changed(f, base, opt)
}

// sources are the snapshots of a file: those of the command line, its own, or the design that it lies in.
func (l *loader) sources(f File) ([]source, error) {
	var all []source
	for _, word := range l.options.Snapshots {
		all = append(all, source{word: language.Word{Text: word}})
	}
	if len(all) > 0 {
		return all, nil
	}
	for _, word := range f.Scenario.Given.Snapshots {
		all = append(all, source{word, f.dir, f.folder})
	}
	switch {
	case len(all) > 0:
		return all, nil
	case f.folder != nil:
		return []source{{word: language.Word{Text: examplePrefix + path.Base(f.dir)}}}, nil
	}
	return nil, language.Problems{f.Scenario.Problem(f.Scenario.Given.At, 1, "the file names no snapshot: write \"given: {snapshot: PATH}\", or give -s PATH")}
}

// path is where a source lies, as the command line takes it.
func (s *source) path() string {
	word := s.word.Text
	if strings.HasPrefix(word, examplePrefix) || s.folder != nil || s.dir == "" || filepath.IsAbs(word) || word == "-" {
		return word
	}
	return filepath.ToSlash(filepath.Join(s.dir, word))
}

// world loads and compiles a network, or has it already.
func (l *loader) world(f File, sources []source, opt graph.Options) (*judge.World, error) {
	key := fmt.Sprintf("%+v", opt)
	var names []string
	var arguments strings.Builder
	for i := range sources {
		p := sources[i].path()
		key += "\n" + sources[i].dir + "\n" + p
		names = append(names, snapshotName(p))
		arguments.WriteString(" -s " + report.Quoted(p))
	}
	if w := l.known[key]; w != nil {
		return w, nil
	}
	s, err := l.load(f, sources)
	if err != nil {
		return nil, err
	}
	w := judge.NewWorld(strings.Join(names, ", "), arguments.String()+l.arguments(f), s, opt)
	l.known[key] = w
	return w, nil
}

// snapshotName is what an answer calls a snapshot: nothing that differs between machines.
func snapshotName(p string) string {
	if strings.HasPrefix(p, examplePrefix) {
		return p
	}
	return path.Base(path.Clean(p))
}

// arguments are the flags that say how the network of a file is compiled.
func (l *loader) arguments(f File) string {
	var b strings.Builder
	g := &f.Scenario.Given
	for _, word := range g.Externals {
		b.WriteString(" --external " + report.Quoted(filepath.ToSlash(filepath.Join(f.dir, word.Text))))
	}
	var assume []string
	for _, word := range g.Assume {
		assume = append(assume, word.Text)
	}
	if len(assume) > 0 {
		b.WriteString(" --assume " + report.Quoted(strings.Join(assume, ",")))
	}
	return b.String()
}

// load reads snapshots and merges them.
func (l *loader) load(f File, sources []source) (*topology.Snapshot, error) {
	var paths []string
	for i := range sources {
		s := &sources[i]
		fsys, name, err := s.open()
		if err != nil {
			return nil, l.at(f, s, err)
		}
		if fsys == nil {
			paths = append(paths, filepath.FromSlash(s.path()))
			continue
		}
		if len(sources) > 1 {
			return nil, l.at(f, s, fmt.Errorf("an example is a whole network; leave out the other snapshots"))
		}
		return load.FromFS(name, fsys, load.Options{})
	}
	s, err := load.Load(paths, load.Options{})
	if err != nil {
		return nil, l.at(f, &sources[0], err)
	}
	return s, nil
}

// open is the file system of a snapshot that is no path of the disk.
func (s *source) open() (fs.FS, string, error) {
	if name, example := strings.CutPrefix(s.word.Text, examplePrefix); example {
		fsys, err := DesignFS(name)
		return fsys, s.word.Text, err
	}
	if s.folder == nil {
		return nil, "", nil
	}
	fsys, err := fs.Sub(s.folder, path.Join(s.dir, s.word.Text))
	return fsys, s.word.Text, err
}

// at is an error about a source, where the file names it.
func (l *loader) at(f File, s *source, err error) error {
	if s.word.At.Line == 0 {
		return err
	}
	return language.Problems{f.Scenario.Problem(s.word.At, s.word.Length(), "%v", err)}
}

// compileOptions are how the network of a file is compiled.
func (l *loader) compileOptions(f File) (graph.Options, error) {
	g := &f.Scenario.Given
	opt := graph.Options{CurrentHealth: g.Health.Text == "current"}
	for _, word := range g.Externals {
		networks, err := readExternals(f, word)
		if err != nil {
			return opt, language.Problems{f.Scenario.Problem(word.At, word.Length(), "%v", err)}
		}
		opt.Externals = append(opt.Externals, networks...)
	}
	for _, word := range g.Assume {
		code, known := graph.ParseAssumption(word.Text)
		if !known {
			return opt, language.Problems{f.Scenario.Problem(word.At, word.Length(), "nothing that can be assumed is called %q%s", word.Text, nearAssumption(word.Text))}
		}
		if !slices.Contains(opt.Assume, code) {
			opt.Assume = append(opt.Assume, code)
		}
	}
	return opt, nil
}

func nearAssumption(typed string) string {
	words := make([]string, len(graph.Assumables))
	for i, a := range graph.Assumables {
		words[i] = a.Word
	}
	if near, ok := sim.Nearest(typed, words); ok {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return "; there is " + strings.Join(words, ", ")
}

func readExternals(f File, word language.Word) ([]graph.External, error) {
	var file fs.File
	var err error
	name := word.Text
	if f.folder != nil {
		file, err = f.folder.Open(path.Join(f.dir, name))
	} else {
		if !filepath.IsAbs(name) {
			name = filepath.Join(f.dir, name)
		}
		file, err = os.Open(name)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return externalfile.Read(filepath.ToSlash(name), file)
}
