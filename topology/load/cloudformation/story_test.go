package cloudformation_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation"
)

var update = flag.Bool("update", false, "write what came out into the stories")

// Each story in testdata is some documents, and the rows and diagnostics that they come to.
func TestStories(t *testing.T) {
	stories, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var files []txtar.File
			var want []byte
			for _, f := range story.Files {
				if f.Name == "want" {
					want = f.Data
				} else {
					files = append(files, f)
				}
			}
			got := []byte(rows(t, made(t, cloudformation.Options{}, files...)))
			if *update {
				story.Files = append(files, txtar.File{Name: "want", Data: got})
				if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func made(t *testing.T, opt cloudformation.Options, files ...txtar.File) *topology.Snapshot {
	t.Helper()
	s, err := cloudformation.Snapshot(documents(t, files...), opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func documents(t *testing.T, files ...txtar.File) []*cloudformation.Document {
	t.Helper()
	var all []*cloudformation.Document
	for _, f := range files {
		d, err := cloudformation.Read(f.Name, f.Data)
		if err != nil {
			t.Fatal(f.Name, err)
		}
		if d.Kind == cloudformation.None && !d.AsParameters() {
			t.Fatalf("%s is not recognised", f.Name)
		}
		all = append(all, d)
	}
	return all
}

// rows prints what a snapshot holds: every row with what it says, then the diagnostics.
func rows(t *testing.T, s *topology.Snapshot) string {
	t.Helper()
	var b strings.Builder
	for _, table := range s.Tables() {
		for i := range table.Len() {
			m := table.Meta(i)
			text, err := json.Marshal(table.Row(i))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %s:%d as %q\n  %s\n", table.Ref(i), s.Documents[m.Source.Document].Path, m.Source.Line, m.Address, short(t, text))
		}
	}
	for _, d := range s.Documents {
		if d.Partial {
			fmt.Fprintf(&b, "partly: %s\n", d.Kind)
		}
	}
	for _, d := range s.Diagnostics {
		fmt.Fprintln(&b, d)
	}
	return b.String()
}

// short leaves out what is empty, and the tags that CloudFormation adds.
func short(t *testing.T, text []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	short, err := json.Marshal(without(value))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(`"`, "", `\u003e`, ">").Replace(string(short))
}

func without(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if v[key] = without(inner); v[key] == nil || key == "Tags" || key == "TagSet" {
				delete(v, key)
			}
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case []any:
		for i := range v {
			if v[i] = without(v[i]); v[i] == nil {
				v[i] = "?"
			}
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case string:
		if v == "" {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	}
	return value
}
