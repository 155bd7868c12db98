package load_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology/load"
)

// tight keeps one input of a fuzzer cheap.
var tight = load.Limits{TotalBytes: 8 << 20, DocumentBytes: 4 << 20, ArchiveBytes: 1 << 20, RatioFloor: 1 << 20, Entries: 100, NestingDepth: 50, Diagnostics: 5}

// FuzzLoad reads bytes as a file: no panic, and the same Snapshot every time.
func FuzzLoad(f *testing.F) {
	stories, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range stories {
		if text, err := os.ReadFile(path); err == nil {
			for _, file := range txtar.Parse(text).Files {
				if file.Name != "want" {
					f.Add(file.Data)
				}
			}
		}
	}
	f.Add(utf16Of(vpcs, true, true))
	f.Fuzz(func(t *testing.T, data []byte) { loadTwice(t, "fuzz.json", data) })
}

// FuzzArchive reads bytes as an archive.
func FuzzArchive(f *testing.F) {
	inside := []member{{"a/vpcs.json", vpcs}, {"../x.json", "{}"}}
	f.Add(zipped(inside...))
	f.Add(tarred(inside...))
	f.Add(gzipped(tarred(inside...)))
	f.Add(gzipped([]byte(vpcs)))
	f.Fuzz(func(t *testing.T, data []byte) { loadTwice(t, "fuzz.zip", data) })
}

func loadTwice(t *testing.T, name string, data []byte) {
	fsys := fstest.MapFS{name: {Data: data}}
	a, errA := load.FromFS("f", fsys, load.Options{Limits: tight})
	b, errB := load.FromFS("f", fsys, load.Options{Limits: tight})
	if (errA == nil) != (errB == nil) || !reflect.DeepEqual(a, b) {
		t.Errorf("two loads of the same bytes differ: %v, %v", errA, errB)
	}
	if errA != nil {
		return
	}
	for _, table := range a.Tables() {
		for i := range table.Len() {
			if source := table.Meta(i).Source; int(source.Document) >= len(a.Documents) || source.Line < 1 || table.Ref(i).ID == "" {
				t.Errorf("%v comes from %v", table.Ref(i), source)
			}
		}
	}
}
