package load

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// folder is a tree of files.
type folder struct {
	name  string // stands before the paths in messages
	place place
	fsys  fs.FS
}

// directory opens a folder of the disk. Its Root keeps links from leading out of it.
func (s *session) directory(name string) ([]entry, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, openError(name, err)
	}
	s.closers = append(s.closers, root)
	entries, err := s.folder(folder{name: filepath.ToSlash(name), place: placeOf(absolute(name) + "/."), fsys: root.FS()})
	if err != nil {
		return nil, openError(name, err)
	}
	return entries, nil
}

// folder lists the files of a tree in sorted order.
func (s *session) folder(f folder) ([]entry, error) {
	var entries []entry
	err := fs.WalkDir(f.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		shown := path.Join(f.name, name)
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			s.note(topology.Diagnostic{Severity: topology.Error, Code: "UNREADABLE", Path: shown, Message: "the folder cannot be read", Remedy: "make it readable"})
			return nil
		case name != "." && isHidden(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		if s.entries.Add(1) > int64(s.limits.Entries) {
			return s.tooManyEntries(shown)
		}
		info, ok := s.regular(f, name, d, shown)
		if ok {
			entries = append(entries, entry{
				path: shown, place: f.place.under(name), size: info.Size(),
				open: func() (fs.File, error) { return f.fsys.Open(name) },
			})
		}
		return nil
	})
	if err == fs.SkipAll {
		err = nil
	}
	return entries, err
}

func (s *session) tooManyEntries(path string) error {
	s.note(topology.Diagnostic{Severity: topology.Error, Code: "LIMIT_EXCEEDED", Path: path,
		Message: fmt.Sprintf("there are more than %d files: the others are not read", s.limits.Entries), Remedy: "name the folder that holds the snapshot"})
	return fs.SkipAll
}

// regular looks through a link; one that leads to a folder, or out of the tree, is not followed.
func (s *session) regular(f folder, name string, d fs.DirEntry, shown string) (fs.FileInfo, bool) {
	if d.Type()&fs.ModeSymlink != 0 {
		info, err := fs.Stat(f.fsys, name)
		if err != nil || !info.Mode().IsRegular() {
			s.note(topology.Diagnostic{Severity: topology.Info, Code: "LINK_NOT_FOLLOWED", Path: shown,
				Message: "a symbolic link leads to a folder or out of the snapshot", Remedy: "name its target as a snapshot of its own if it belongs here"})
			return nil, false
		}
		return info, true
	}
	info, err := d.Info()
	return info, err == nil && info.Mode().IsRegular()
}

// isHidden sees what systems and archivers leave lying about.
func isHidden(name string) bool { return strings.HasPrefix(name, ".") || name == "__MACOSX" }
