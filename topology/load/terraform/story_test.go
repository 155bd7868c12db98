package terraform_test

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/terraform"
)

var update = flag.Bool("update", false, "rewrite what stories want")

// TestStories reads the plans and states of testdata. A story with a base lays its plan over that state.
func TestStories(t *testing.T) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { story(t, path) })
	}
}

func story(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files, want := map[string][]byte{}, -1
	opt := terraform.Options{Assume: map[string]string{}}
	for i, f := range archive.Files {
		files[f.Name] = f.Data
		if f.Name == "want" {
			want = i
		}
		for line := range strings.Lines(string(f.Data)) {
			if name, value, said := strings.Cut(strings.TrimSpace(line), " = "); said && f.Name == "assume" {
				opt.Assume[name] = value
			}
		}
	}
	got := printed(network(t, files, opt))
	if *update {
		archive.Files[want].Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(archive.Files[want].Data), got); diff != "" {
		t.Error(diff)
	}
}

func network(t *testing.T, files map[string][]byte, opt terraform.Options) *topology.Snapshot {
	t.Helper()
	name := "plan.json"
	if files[name] == nil {
		name = "state.json"
	}
	f := read(t, name, files[name])
	if more := files["more.json"]; more != nil {
		all, ok := terraform.Together([]*terraform.File{f, read(t, "more.json", more)})
		if !ok {
			t.Fatal("the states are not read as one")
		}
		f = all
	}
	if base := files["base.json"]; base != nil {
		_, after := f.Over(read(t, "base.json", base).Snapshot(terraform.Options{}), opt)
		return after
	}
	return f.Snapshot(opt)
}

func read(t *testing.T, name string, data []byte) *terraform.File {
	t.Helper()
	f, err := terraform.Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// printed is a line for each row, with all that it says, and then the diagnostics.
func printed(s *topology.Snapshot) string {
	var b strings.Builder
	for _, table := range s.Tables() {
		for i := range table.Len() {
			m := table.Meta(i)
			fmt.Fprintf(&b, "%s", strings.ReplaceAll(table.Ref(i).String(), "%23", "#"))
			if m.Address != "" && m.Address != table.Ref(i).ID {
				fmt.Fprintf(&b, " (%s)", m.Address)
			}
			fmt.Fprintf(&b, " %s:%d%s\n", m.Region, m.Source.Line, said(reflect.ValueOf(table.Row(i)).Elem()))
		}
	}
	for _, d := range s.Diagnostics {
		fmt.Fprintln(&b, d)
	}
	return b.String()
}

// said prints the members that are set.
func said(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case topology.Meta, topology.Source:
		return ""
	case netip.Prefix:
		return x.String()
	case netip.Addr:
		return x.String()
	}
	switch v.Kind() {
	case reflect.Pointer:
		return said(v.Elem())
	case reflect.Struct:
		text := ""
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() && v.Type().Field(i).Name != "Meta" && v.Type().Field(i).Name != "Source" {
				text += " " + v.Type().Field(i).Name + "=" + said(f)
			}
		}
		return text
	case reflect.Slice:
		var parts []string
		for i := range v.Len() {
			parts = append(parts, strings.TrimSpace(said(v.Index(i))))
		}
		return "[" + strings.Join(parts, "; ") + "]"
	}
	return fmt.Sprint(v.Interface())
}
