package scenarios

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/scenarios/language"
)

// A File is a scenario file that was found and read.
type File struct {
	Path     string // as people read it, with slashes
	Scenario *language.File

	folder fs.FS  // what it lies in, if that is not on disk
	dir    string // its folder on disk, or of folder
}

// Endings are how names of scenario files end.
var Endings = []string{".test.yaml", ".test.yml"}

const examplePrefix = "example:"

// Files finds and reads scenario files: those named, those below folders that are named, and those of embedded designs. The error
// has all problems of all files.
func Files(paths []string) ([]File, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var files []File
	var problems language.Problems
	for _, p := range paths {
		found, err := filesAt(p)
		var some language.Problems
		if errors.As(err, &some) {
			problems = append(problems, some...)
		} else if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !slices.ContainsFunc(files, func(o File) bool { return o.Path == f.Path }) {
				files = append(files, f)
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return files, nil
}

func filesAt(p string) ([]File, error) {
	if name, example := strings.CutPrefix(p, examplePrefix); example {
		return findExample(name)
	}
	info, err := os.Stat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("cannot read %s: there is no such file or folder; check the path", p)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return readAll(nil, []string{p})
	}
	var found []string
	err = filepath.WalkDir(p, func(at string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && at != p && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() && isScenario(at) {
			found = append(found, at)
		}
		return err
	})
	if err == nil && len(found) == 0 {
		return nil, fmt.Errorf("%w: no file below %s ends in %s", ErrNoTests, p, strings.Join(Endings, " or "))
	}
	if err != nil {
		return nil, err
	}
	return readAll(nil, found)
}

func isScenario(name string) bool {
	return slices.ContainsFunc(Endings, func(end string) bool { return strings.HasSuffix(name, end) })
}

// findExample finds the scenario files of a design.
func findExample(name string) ([]File, error) {
	if _, err := DesignFS(name); err != nil {
		return nil, err
	}
	var found []string
	entries, err := embedded.ReadDir(path.Join(root, name))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if isScenario(e.Name()) {
			found = append(found, path.Join(root, name, e.Name()))
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: the example %s has no scenario file", ErrNoTests, name)
	}
	return readAll(embedded, found)
}

// readAll reads files, and joins their problems.
func readAll(fsys fs.FS, paths []string) ([]File, error) {
	var files []File
	var problems language.Problems
	for _, p := range paths {
		f, err := readFile(fsys, p)
		var some language.Problems
		if errors.As(err, &some) {
			problems = append(problems, some...)
		} else if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return files, nil
}

func readFile(fsys fs.FS, p string) (File, error) {
	f := File{Path: filepath.ToSlash(p), folder: fsys, dir: filepath.Dir(p)}
	var text []byte
	var err error
	if fsys != nil {
		f.Path, f.dir = examplePrefix+strings.TrimPrefix(p, root+"/"), path.Dir(p)
		text, err = fs.ReadFile(fsys, p)
	} else {
		text, err = os.ReadFile(p)
	}
	if err != nil {
		return f, err
	}
	f.Scenario, err = language.Read(f.Path, text)
	return f, err
}

// Inputs are the files and folders that a run depends on: what is named, what holds scenario files, and the snapshots, changes and
// declarations that these name. Files that cannot be read now are named all the same.
func Inputs(o Options) []string {
	paths := append(slices.Clone(o.Snapshots), o.Changes...)
	if paths = append(paths, o.Paths...); len(o.Paths) == 0 {
		paths = append(paths, ".")
	}
	files, err := Files(o.Paths)
	if err != nil {
		files = nil
	}
	for _, f := range files {
		g := &f.Scenario.Given
		for _, word := range slices.Concat(g.Snapshots, g.Changes, g.Externals) {
			s := source{word, f.dir, f.folder}
			paths = append(paths, s.path())
		}
	}
	return slices.DeleteFunc(paths, func(p string) bool { return strings.HasPrefix(p, examplePrefix) || p == "-" })
}
