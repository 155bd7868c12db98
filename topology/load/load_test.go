package load_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

const vpcs = `{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333"}]}`

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

type member struct{ name, data string }

func zipped(members ...member) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, _ := w.Create(m.name)
		_, _ = f.Write([]byte(m.data))
	}
	_ = w.Close()
	return b.Bytes()
}

func tarred(members ...member) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		_ = w.WriteHeader(&tar.Header{Name: m.name, Mode: 0o600, Size: int64(len(m.data)), Typeflag: tar.TypeReg, Format: tar.FormatUSTAR})
		_, _ = w.Write([]byte(m.data))
	}
	_ = w.Close()
	return b.Bytes()
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func codes(s *topology.Snapshot) string {
	var all []string
	for _, d := range s.Diagnostics {
		if d.Code != "MISSING_DOCUMENT" {
			all = append(all, d.Code)
		}
	}
	return strings.Join(all, " ")
}

func TestEveryKindOfInput(t *testing.T) {
	inside := []member{{"111122223333/eu-west-1/vpcs.json", vpcs}}
	for name, data := range map[string][]byte{
		"vpcs.json":    []byte(vpcs),
		"renamed":      []byte(vpcs),
		"vpcs.json.gz": gzipped([]byte(vpcs)),
		"all.zip":      zipped(inside...),
		"all.tar":      tarred(inside...),
		"all.tar.gz":   gzipped(tarred(inside...)),
		"all.tgz":      gzipped(tarred(inside...)),
		"zip-in-tar":   tarred(member{"inner.zip", string(zipped(inside...))}),
		"bom.json":     append([]byte("\xEF\xBB\xBF"), vpcs...),
		"utf16.json":   utf16Of(vpcs, true, true),
		"utf16be.json": utf16Of(vpcs, false, true),
		"utf16-no-bom": utf16Of(vpcs, true, false),
		"logged.json":  []byte("[command]/usr/bin/aws ec2 describe-vpcs\n2026-01-01 [INFO] {not json}\n" + vpcs + "\n"),
		"lines.json":   []byte(vpcs + "\n" + `{"Subnets": []}` + "\n"),
		"list.json":    []byte("[" + vpcs + "]"),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := write(t, dir, name, data)
			for _, input := range []string{path, dir, "-"} {
				s, err := load.Load([]string{input}, load.Options{Stdin: bytes.NewReader(data)})
				if err != nil {
					t.Fatal(input, err)
				}
				if len(s.Vpcs) != 1 || s.Vpcs[0].VpcId != "vpc-1" || codes(s) != "" {
					t.Errorf("%s: %d VPCs, diagnostics %v", input, len(s.Vpcs), s.Diagnostics)
				}
			}
		})
	}
}

func utf16Of(s string, little, mark bool) []byte {
	var b []byte
	if mark {
		s = "\uFEFF" + s
	}
	for _, u := range utf16.Encode([]rune(s)) {
		if little {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return b
}

func TestLineNumbers(t *testing.T) {
	text := "log line\n\n{\"Subnets\": [\n {\"SubnetId\": \"subnet-1\",\n  \"VpcId\": \"v\"},\n\n {\"SubnetId\": \"subnet-2\", \"VpcId\": \"v\"}],\n\"Vpcs\": [{\n\"VpcId\": \"v\", \"CidrBlock\": \"10.0.0.0/16\"}]}\n{\"NatGateways\":\n[{\"NatGatewayId\": \"nat-1\"}]}"
	s, err := load.FromFS("", fstest.MapFS{"a.json": {Data: []byte(text)}}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := []int32{s.Subnets[0].Source.Line, s.Subnets[1].Source.Line, s.Vpcs[0].Source.Line, s.NatGateways[0].Source.Line}
	if diff := cmp.Diff([]int32{4, 7, 8, 11}, got); diff != "" {
		t.Error(diff)
	}
}

func TestErrorsSayWhatAndWhere(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "notes.txt", []byte("hello"))
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{nil, "no snapshot was named"},
		{[]string{filepath.Join(dir, "gone.json")}, "there is no such file or folder"},
		{[]string{dir}, "no AWS document in " + dir},
		{[]string{"-"}, "no standard input"},
	} {
		s, err := load.Load(c.paths, load.Options{})
		if err == nil || s != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Load(%q) = %v, %v; want an error with %q", c.paths, s, err, c.want)
		}
	}
}

func TestLinksAreNotFollowedOutOfTheFolder(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write(t, outside, "subnets.json", []byte(`{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1"}]}`))
	write(t, dir, "vpcs.json", []byte(vpcs))
	for link, target := range map[string]string{"out.json": filepath.Join(outside, "subnets.json"), "folder": outside, "loop": dir, "inside.json": "vpcs.json"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	s, err := load.Load([]string{dir}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Subnets) != 0 || len(s.Vpcs) != 1 || strings.Count(codes(s), "LINK_NOT_FOLLOWED") != 3 {
		t.Errorf("%d subnets, %d VPCs, %v", len(s.Subnets), len(s.Vpcs), s.Diagnostics)
	}
}

func TestFoldersAboveNameThePlace(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "111122223333/eu-west-1/nat.json", []byte(`{"NatGateways": [{"NatGatewayId": "nat-1"}]}`))
	for _, input := range []string{path, filepath.Dir(path), dir} {
		s, err := load.Load([]string{input}, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m, d := s.NatGateways[0].Meta, s.Documents[0]
		if m.Account != "111122223333" || m.Region != "eu-west-1" || d.Account != m.Account || d.Region != m.Region {
			t.Errorf("%s: resource %v, document %v", input, m, d)
		}
	}
}

func TestProgressGrowsToTheEnd(t *testing.T) {
	path := write(t, t.TempDir(), "vpcs.json", []byte(vpcs+strings.Repeat(" ", 3<<20)))
	var last, whole int64
	_, err := load.Load([]string{path}, load.Options{Progress: func(read, total int64) {
		if read < last || read > total {
			t.Errorf("read %d of %d after %d", read, total, last)
		}
		last, whole = read, total
	}})
	if err != nil || last != whole || last < 3<<20 {
		t.Errorf("read %d of %d, %v", last, whole, err)
	}
}
