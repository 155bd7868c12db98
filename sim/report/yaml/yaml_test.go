package yaml

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestWriteKeepsOrderAndTypes(t *testing.T) {
	record := struct {
		Name  string            `json:"name"`
		ID    string            `json:"id"`
		Size  int               `json:"size"`
		Free  bool              `json:"free"`
		List  []string          `json:"list"`
		None  []string          `json:"none"`
		Inner map[string]string `json:"inner"`
	}{"yes", "111122223333", 7, true, []string{"10.0.0.0/8", "a: b", "2001:db8::/32"}, []string{}, map[string]string{"k": "v"}}
	var b strings.Builder
	if err := Write(&b, record); err != nil {
		t.Fatal(err)
	}
	want := `name: "yes"
id: "111122223333"
size: 7
free: true
list:
  - 10.0.0.0/8
  - 'a: b'
  - 2001:db8::/32
none: []
inner:
  k: v
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
	var back map[string]any
	if err := yaml.Unmarshal([]byte(b.String()), &back); err != nil || back["id"] != "111122223333" {
		t.Errorf("%v %v", back, err)
	}
}
