package load

import (
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
)

// session is one Load.
type session struct {
	opt     Options
	limits  Limits
	closers []io.Closer
	crew    *awscli.Crew

	total   int64 // bytes that the entries say they have
	read    atomic.Int64
	entries atomic.Int64

	mu        sync.Mutex
	told      int64 // read, when Progress was last called
	manifests map[string]place
	notes     []topology.Diagnostic
	failed    []topology.Failure
	others    []string // files that hold no JSON
	templates []cloudFile
}

func newSession(opt Options) *session {
	return &session{opt: opt, limits: opt.Limits.orDefaults(), manifests: map[string]place{}, crew: awscli.NewCrew(runtime.GOMAXPROCS(0))}
}

func (s *session) close() {
	for _, c := range s.closers {
		_ = c.Close()
	}
}

// entry is a file to read: of a folder, or named by the user.
type entry struct {
	path  string // as shown
	place place
	size  int64
	named bool // by the user, so it is read whatever it is called
	open  func() (fs.File, error)
}

// stream makes a file of a reader.
type stream struct{ io.Reader }

func (stream) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }
func (stream) Close() error               { return nil }

// load decodes all entries, in parallel, and merges.
func (s *session) load(entries []entry, names []string) (*topology.Snapshot, error) {
	for _, e := range entries {
		s.total += e.size
	}
	decoded := make([][]document, len(entries))
	queue := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(entries)) {
		workers.Go(func() {
			for i := range queue {
				decoded[i] = s.decode(entries[i])
			}
		})
	}
	for i := range entries {
		queue <- i
	}
	close(queue)
	workers.Wait()
	s.progress(0, true)
	return s.assemble(decoded, names)
}

func (s *session) note(d topology.Diagnostic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, d)
}

// progress counts bytes and tells the caller about every mebibyte.
func (s *session) progress(n int, always bool) {
	read := s.read.Add(int64(n))
	if s.opt.Progress == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if always || read-s.told >= 1<<20 {
		s.told = read
		s.opt.Progress(read, max(s.total, read))
	}
}

// absolute is the path with the folders above it, which may be named after an account and a Region.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(path)
}

// nothingUsable is the error of a Load that found no document.
func nothingUsable(names []string, first *topology.Diagnostic) error {
	where := strings.Join(names, ", ")
	if first != nil {
		return fmt.Errorf("no AWS document in %s: %s", where, first)
	}
	return fmt.Errorf("no AWS document in %s: store what `aws ec2 describe-vpcs --output json` and its like print, one answer a file or all in one", where)
}
