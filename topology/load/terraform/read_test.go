package terraform_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load/terraform"
)

// part is a file of a story.
func part(t testing.TB, story, name string) []byte {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + story + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	t.Fatalf("%s has no %s", story, name)
	return nil
}

// TestHowFilesCome reads a plan in every dress that shells and wrappers give it.
func TestHowFilesCome(t *testing.T) {
	plain := part(t, "greenfield", "plan.json")
	want := printed(read(t, "plan.json", plain).Snapshot(terraform.Options{}))
	var little []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + string(plain))) {
		little = binary.LittleEndian.AppendUint16(little, unit)
	}
	for name, data := range map[string][]byte{
		"UTF-16":            little,
		"a byte order mark": append([]byte("\xEF\xBB\xBF"), plain...),
	} {
		if !terraform.MayBe(data[:min(len(data), 4096)]) || !terraform.Is(data) {
			t.Errorf("%s: it is not recognised", name)
		}
		if diff := cmp.Diff(want, printed(read(t, "plan.json", data).Snapshot(terraform.Options{}))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	logged := append([]byte("{\"level\":\"info\",\"msg\":\"{planning\"}\n{\"level\":\"warn\",\"msg\":\"shown\"}\n"), plain...)
	if got := read(t, "plan.json", logged).Snapshot(terraform.Options{}); !terraform.Is(logged) || !terraform.MayBe(logged[:4096]) || got.Vpcs[0].Source.Line != 2+read(t, "plan.json", plain).Snapshot(terraform.Options{}).Vpcs[0].Source.Line {
		t.Error("log entries in JSON before the plan: it is not read, or lines are not counted from the first of the file")
	}
	wrapped := append([]byte("[command]/opt/terraform-bin show -json tfplan\nnote {of no importance}\n"), plain...)
	if got := read(t, "plan.json", wrapped); !terraform.Is(wrapped) || !got.IsPlan() {
		t.Error("lines before the JSON: it is not read")
	}
}

func TestWhatIsNoPlan(t *testing.T) {
	for data, want := range map[string]string{
		"PK\x03\x04....tfplan":                                                       "terraform show -json",
		`{"encrypted_data":"x","meta":{}}`:                                           "encrypted",
		`{"@level":"info","@message":"Plan: 1"}`:                                     "event stream",
		`{"version":3,"terraform_version":"0.11.0","serial":1,"modules":[]}`:         "version 3",
		`{"format_version":"9.0","planned_values":{}}`:                               "format 9.0",
		`{"format_version":"1.0","provider_schemas":{}}`:                             "schemas",
		"{\"format_version\":\"1.2\",\n\"planned_values\":{]":                        ":2: the JSON cannot be read on",
		"{\"format_version\":\"1.2\",\n\"planned_values\":{":                         ":2: the file ends in the middle",
		`{"format_version":"1.2","planned_values":` + strings.Repeat(`{"a":`, 20000): "max depth",
		``:                  "the file is empty",
		"\n \n":             "the file is empty",
		`{}`:                "this is no plan or state of Terraform",
		`null`:              "this is no plan or state of Terraform",
		`[1]`:               "not what Terraform prints",
		`{"Vpcs":[],"x":1}`: "it has Vpcs, x; give what `terraform show -json PLAN` prints",
		`{"format_version":"1.2","resource_changes":7}`: "/resource_changes is not what Terraform prints",
	} {
		_, err := terraform.Read("f", []byte(data))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v; want %q", data, err, want)
		}
	}
	for _, data := range []string{`{"Vpcs":[]}`, `[]`, ``, `{"values":[]}`, `{"version":"2012-10-17"}`} {
		if terraform.Is([]byte(data)) {
			t.Errorf("%s is taken for Terraform's", data)
		}
	}
}

func TestIncompletePlans(t *testing.T) {
	for member, want := range map[string]string{`"errored":true`: "ended in an error", `"complete":false`: "-target", `"deferred_changes":[{}]`: "1 changes were put off"} {
		s := read(t, "plan.json", []byte(`{"format_version":"1.2","planned_values":{},`+member+`}`)).Snapshot(terraform.Options{})
		if len(s.Diagnostics) != 1 || s.Diagnostics[0].Code != "INCOMPLETE_PLAN" || !strings.Contains(s.Diagnostics[0].Message, want) {
			t.Errorf("%s: %v", member, s.Diagnostics)
		}
	}
}

// TestPlanEqualsState: the resources of a state, planned by a plan that changes nothing, are the same network.
func TestPlanEqualsState(t *testing.T) {
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct{ Attributes jsontext.Value }
		}
	}
	data := part(t, "state", "state.json")
	if err := json.Unmarshal(data, &state, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	var resources []map[string]any
	for _, r := range state.Resources {
		resources = append(resources, map[string]any{"address": r.Type + "." + r.Name, "mode": "managed", "type": r.Type, "name": r.Name, "values": r.Instances[0].Attributes})
	}
	text, err := json.Marshal(map[string]any{"format_version": "1.2", "planned_values": map[string]any{"root_module": map[string]any{"resources": resources}}})
	if err != nil {
		t.Fatal(err)
	}
	planned, stated := read(t, "plan.json", text).Snapshot(terraform.Options{}), read(t, "state.json", data).Snapshot(terraform.Options{})
	rows := []cmp.Option{cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(topology.Source{}, topology.Document{}), cmp.Comparer(func(a, b interface{ String() string }) bool { return a.String() == b.String() })}
	if diff := cmp.Diff(planned, stated, rows...); diff != "" {
		t.Error(diff)
	}
	text, _ = json.Marshal(map[string]any{"format_version": "1.0", "values": map[string]any{"root_module": map[string]any{"resources": resources}}})
	if diff := cmp.Diff(read(t, "show.json", text).Snapshot(terraform.Options{}), stated, rows...); diff != "" {
		t.Errorf("as terraform show -json prints it: %s", diff)
	}
	text, _ = json.Marshal(map[string]any{"format_version": "1.2", "planned_values": map[string]any{}, "prior_state": map[string]any{"values": map[string]any{"root_module": map[string]any{"resources": resources}}}})
	if diff := cmp.Diff(read(t, "prior.json", text).Before(), stated, rows...); diff != "" {
		t.Errorf("as the prior state of a plan: %s", diff)
	}
}

// FuzzRead reads anything: it ends in a network that can be compiled, or in an error.
func FuzzRead(f *testing.F) {
	for _, story := range []string{"greenfield", "change", "over"} {
		f.Add(part(f, story, "plan.json"))
	}
	f.Add(part(f, "state", "state.json"))
	base := mustRead(f, part(f, "state", "state.json")).Snapshot(terraform.Options{})
	f.Fuzz(func(t *testing.T, data []byte) {
		terraform.MayBe(data)
		terraform.Is(data)
		file, err := terraform.Read("f", data)
		if err != nil {
			return
		}
		graph.Compile(file.Snapshot(terraform.Options{}), graph.Options{})
		if file.IsPlan() {
			_, after := file.Over(base, terraform.Options{})
			graph.Compile(after, graph.Options{})
		}
	})
}

func mustRead(tb testing.TB, data []byte) *terraform.File {
	tb.Helper()
	f, err := terraform.Read("f", data)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}
