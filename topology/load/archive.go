package load

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/terraform"
)

// deeper is false, with a diagnostic, if an archive lies inside too many others.
func (s *session) deeper(it item) bool {
	if it.depth < s.limits.ArchiveDepth {
		return true
	}
	s.note(topology.Diagnostic{Severity: topology.Error, Code: "LIMIT_EXCEEDED", Path: it.path,
		Message: fmt.Sprintf("archives lie inside archives more than %d deep: it is not read", s.limits.ArchiveDepth), Remedy: "unpack the outer ones"})
	return false
}

// member is the item for a member of an archive, false if its name is not to be trusted.
func (s *session) member(it item, name string, size int64) (item, bool) {
	shown := it.path + "!" + name
	clean := strings.TrimPrefix(name, "./")
	if !fs.ValidPath(clean) || strings.Contains(name, `\`) {
		s.note(topology.Diagnostic{Severity: topology.Warning, Code: "UNSAFE_NAME", Path: it.path, Value: shorten(name),
			Message: "a name in the archive leads out of it: the member is left out", Remedy: "check where the archive comes from"})
		return item{}, false
	}
	for part := range strings.SplitSeq(clean, "/") {
		if isHidden(part) {
			return item{}, false
		}
	}
	return item{path: shown, place: it.place.under(clean), depth: it.depth + 1, size: size}, true
}

func (s *session) gzip(it item, in *bufio.Reader) []document {
	if !s.deeper(it) {
		return nil
	}
	packed := &counter{from: in}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		s.unreadable(it.path, err)
		return nil
	}
	it.depth++
	it.raw = &inflated{from: unpacked, packed: func() int64 { return packed.n }, limits: s.limits}
	if name := strings.TrimSuffix(it.path, path.Ext(it.path)); strings.EqualFold(path.Ext(it.path), ".gz") {
		it.path = name + ".gz"
		it.named = it.named || mayBeJSON(name, nil)
	}
	return s.sniff(it)
}

func (s *session) tar(it item, in io.Reader) []document {
	if !s.deeper(it) {
		return nil
	}
	var found []document
	for r := tar.NewReader(in); ; {
		header, err := r.Next()
		if err == io.EOF {
			return found
		}
		if err != nil && header == nil {
			s.unreadable(it.path, err)
			return found
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if s.entries.Add(1) > int64(s.limits.Entries) {
			_ = s.tooManyEntries(it.path)
			return found
		}
		if m, ok := s.member(it, header.Name, header.Size); ok {
			m.raw = r
			found = append(found, s.sniff(m)...)
		}
	}
}

func (s *session) zip(it item, in io.Reader) []document {
	if !s.deeper(it) {
		return nil
	}
	from, size, err := s.randomAccess(it, in)
	if err != nil {
		s.unreadable(it.path, err)
		return nil
	}
	r, err := zip.NewReader(from, size)
	if r == nil || err != nil && err != zip.ErrInsecurePath {
		s.unreadable(it.path, err)
		return nil
	}
	if isBinaryPlan(r) {
		s.problem(terraform.BinaryPlan(it.path))
		return nil
	}
	var found []document
	for _, f := range r.File {
		if f.FileInfo().IsDir() || !f.Mode().IsRegular() {
			continue
		}
		if s.entries.Add(1) > int64(s.limits.Entries) {
			_ = s.tooManyEntries(it.path)
			return found
		}
		found = append(found, s.zipMember(it, f)...)
	}
	return found
}

// isBinaryPlan knows the archive that `terraform plan -out` writes.
func isBinaryPlan(r *zip.Reader) bool {
	has := map[string]bool{}
	for _, f := range r.File {
		has[f.Name] = true
	}
	return has["tfplan"] && has["tfstate"]
}

func (s *session) zipMember(it item, f *zip.File) []document {
	m, ok := s.member(it, f.Name, int64(f.UncompressedSize64))
	if !ok {
		return nil
	}
	unpacked, err := f.Open()
	if err != nil {
		s.unreadable(m.path, err)
		return nil
	}
	defer func() { _ = unpacked.Close() }()
	m.raw = &inflated{from: unpacked, packed: func() int64 { return int64(f.CompressedSize64) }, limits: s.limits}
	return s.sniff(m)
}

// randomAccess gives a zip the access it needs: the file itself, or a copy in memory.
func (s *session) randomAccess(it item, in io.Reader) (io.ReaderAt, int64, error) {
	if at, ok := it.raw.(io.ReaderAt); ok && it.size > 0 {
		return at, it.size, nil
	}
	all, err := io.ReadAll(io.LimitReader(in, s.limits.ArchiveBytes+1))
	if err != nil {
		return nil, 0, err
	}
	if int64(len(all)) > s.limits.ArchiveBytes {
		return nil, 0, &limitError{fmt.Sprintf("a zip that is not a file of its own may have %d bytes", s.limits.ArchiveBytes), "store it as a file"}
	}
	return bytes.NewReader(all), int64(len(all)), nil
}

func shorten(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "..."
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
