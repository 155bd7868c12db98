package yamlfile

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestRead(t *testing.T) {
	f, root, err := Read("f", strings.NewReader("a: 1\nb: null\nc: [x, y]\n"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	values, items := f.Object(root, "it", "a", "b", "c"), ""
	f.Each(values["c"], "c", func(n *yaml.Node) { items += n.Value })
	f.Each(values["b"], "b", func(*yaml.Node) { items += "?" })
	if len(values) != 2 || items != "xy" || f.Err() != nil || f.At(values["c"]) != "f:3" {
		t.Errorf("%v %q %v", values, items, f.Err())
	}
}

// TestAllErrorsAreTold reads a file with several mistakes.
func TestAllErrorsAreTold(t *testing.T) {
	f, root, err := Read("f", strings.NewReader("nmae: x\nitems: 1\nitems: 2\nzzz: 1\n"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	values := f.Object(root, "it", "name", "items")
	f.Each(values["items"], "items", func(*yaml.Node) {})
	f.Object(values["items"], "an item", "cidr")
	want := `f:1:1: the key "nmae" means nothing in it; did you mean "name"?
f:3:1: the key "items" is there twice
f:4:1: the key "zzz" means nothing in it; there are name, items
f:2:8: items is not a list
f:2:8: an item is not an object with cidr`
	if f.Err() == nil || f.Err().Error() != want {
		t.Errorf("got\n%v\nwant\n%s", f.Err(), want)
	}
}

func TestUnreadable(t *testing.T) {
	for text, says := range map[string]string{"{": "f: ", strings.Repeat("a", 1<<20+1): "f: it is larger than 1 MB"} {
		if _, _, err := Read("f", strings.NewReader(text), 1<<20); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if f, root, err := Read("f", strings.NewReader("# nothing"), 1); f != nil || root != nil || err == nil {
		t.Errorf("more than allowed: %v", err)
	}
	f, root, err := Read("f", strings.NewReader("# nothing"), 1<<20)
	if root != nil || err != nil {
		t.Fatalf("nothing: %v %v", root, err)
	}
	if f.Fail(root, "empty"); f.Err().Error() != "f:1:1: empty" {
		t.Error(f.Err())
	}
}
