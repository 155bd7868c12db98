package load

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// Load reads a Snapshot from paths: folders of any depth, files, .zip, .tar, .tar.gz and .gz archives, and "-"
// for opt.Stdin. Several are merged by resource id. The error is non-nil only if a path cannot be opened
// or nothing usable was found; all other trouble is in the Snapshot's Diagnostics.
func Load(paths []string, opt Options) (*topology.Snapshot, error) {
	if len(paths) == 0 {
		return nil, errors.New("no snapshot was named: give a folder, a file, an archive or - for standard input")
	}
	s := newSession(opt)
	defer s.close()
	var entries []entry
	for _, path := range slices.Compact(slices.Sorted(slices.Values(paths))) {
		found, err := s.input(path)
		if err != nil {
			return nil, err
		}
		entries = append(entries, found...)
	}
	return s.load(entries, paths)
}

// FromFS reads a Snapshot from a file system, such as an embedded design. name stands before the paths in messages.
func FromFS(name string, fsys fs.FS, opt Options) (*topology.Snapshot, error) {
	s := newSession(opt)
	defer s.close()
	entries, err := s.folder(folder{name: name, fsys: fsys})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return s.load(entries, []string{name})
}

// input finds what there is to read under one path.
func (s *session) input(path string) ([]entry, error) {
	if path == "-" {
		return s.stdin()
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, openError(path, err)
	}
	if info.IsDir() {
		return s.directory(path)
	}
	if !info.Mode().IsRegular() && info.Mode()&(fs.ModeNamedPipe|fs.ModeCharDevice) == 0 {
		return nil, fmt.Errorf("cannot read %s: it is neither a file nor a folder", path)
	}
	return []entry{{
		path: path, place: placeOf(absolute(path)), size: info.Size(), named: true,
		open: func() (fs.File, error) { return os.Open(path) },
	}}, nil
}

func (s *session) stdin() ([]entry, error) {
	if s.opt.Stdin == nil {
		return nil, errors.New("cannot read - : there is no standard input here; name a file")
	}
	return []entry{{path: "-", named: true, open: func() (fs.File, error) { return stream{s.opt.Stdin}, nil }}}, nil
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("cannot read %s: there is no such file or folder; check the path", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("cannot read %s: permission denied; make it readable", path)
	}
	return fmt.Errorf("cannot read %s: %w", path, err)
}
