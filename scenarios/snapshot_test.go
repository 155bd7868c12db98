package scenarios

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/netip"
	"path"
	"strings"
	"testing"
)

// A snapshot is an embedded design as the tests see it: decoded, not understood.
type snapshot struct {
	design, prose string
	documents     []document
}

// A document is one file: what one command printed in one account and Region.
type document struct {
	path            string
	account, region string
	text            []byte
	values          []map[string]json.RawMessage // more than one in a file of JSON lines
}

func snapshots(t *testing.T) []snapshot {
	t.Helper()
	var all []snapshot
	for _, d := range Designs() {
		s := snapshot{design: d.Name, prose: d.Prose}
		fsys, err := DesignFS(d.Name)
		if err != nil {
			t.Fatal(err)
		}
		err = fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			s.documents = append(s.documents, readDocument(t, d.Name, fsys, name))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func readDocument(t *testing.T, design string, fsys fs.FS, name string) document {
	t.Helper()
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	doc := document{path: design + "/" + name, account: "111122223333", region: "eu-west-1", text: text}
	if folder := path.Dir(name); folder != "." {
		doc.account, doc.region, _ = strings.Cut(folder, "/")
	}
	if doc.values, err = decode(text); err != nil {
		t.Fatalf("%s: %v", doc.path, err)
	}
	return doc
}

func decode(text []byte) ([]map[string]json.RawMessage, error) {
	var values []map[string]json.RawMessage
	for dec := json.NewDecoder(bytes.NewReader(text)); ; {
		var v map[string]json.RawMessage
		if err := dec.Decode(&v); err == io.EOF {
			return values, nil
		} else if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
}

// list decodes every list that stands under key at the top of a document.
func list[T any](t *testing.T, s snapshot, key string) []T {
	t.Helper()
	var all []T
	for _, d := range s.documents {
		for _, v := range d.values {
			if v[key] == nil {
				continue
			}
			var some []T
			if err := json.Unmarshal(v[key], &some); err != nil {
				t.Fatalf("%s: %s: %v", d.path, key, err)
			}
			all = append(all, some...)
		}
	}
	return all
}

// eachString visits every string of a document, with the key it stands under.
func (d document) eachString(visit func(key, value string)) {
	for _, top := range d.values {
		for key, raw := range top {
			var v any
			if json.Unmarshal(raw, &v) == nil {
				walk(key, v, visit)
			}
		}
	}
}

func walk(key string, v any, visit func(key, value string)) {
	switch v := v.(type) {
	case string:
		visit(key, v)
	case []any:
		for _, e := range v {
			walk(key, e, visit)
		}
	case map[string]any:
		for k, e := range v {
			walk(k, e, visit)
		}
	}
}

// seenTwice are the lists whose elements another document has, too: from the other side, or in another view.
var seenTwice = map[string]bool{"VpcPeeringConnections": true, "TransitGatewayVpcAttachments": true}

// names counts what a reader may call a thing by: Name tags and database identifiers.
func (s snapshot) names() map[string]int {
	names := map[string]int{}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e)
			}
		case map[string]any:
			if v["Key"] == "Name" {
				names[v["Value"].(string)]++
			}
			for k, e := range v {
				if k == "DBInstanceIdentifier" || k == "LoadBalancerName" {
					names[e.(string)]++
				}
				visit(e)
			}
		}
	}
	for _, d := range s.documents {
		for _, top := range d.values {
			for key, raw := range top {
				var v any
				if !seenTwice[key] && json.Unmarshal(raw, &v) == nil {
					visit(v)
				}
			}
		}
	}
	return names
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}
