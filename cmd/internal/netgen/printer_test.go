package netgen

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

// TestDocumentsAreIndentedAsTheCLIDoes holds documents against the standard library's printer: by four, a key's value after one blank,
// what is empty on its line. The compact ones are the same without blanks.
func TestDocumentsAreIndentedAsTheCLIDoes(t *testing.T) {
	o := options(func(o *Options) { o.TGW, o.IPv6 = true, true })
	pretty := files(t, generateInto(t, o))
	o.Compact = true
	compact := files(t, generateInto(t, o))
	for name, text := range pretty {
		if strings.HasPrefix(name, ".") {
			continue
		}
		if want := reprint(t, text, func(to *bytes.Buffer, v []byte) error { return json.Indent(to, v, "", "    ") }); !bytes.Equal(text, want) {
			t.Errorf("%s is not indented as the CLI does", name)
		}
		if want := reprint(t, text, json.Compact); !bytes.Equal(compact[name], want) {
			t.Errorf("%s is another document when it is compact", name)
		}
	}
}

// reprint prints each of the values in a text, on lines of their own.
func reprint(t *testing.T, text []byte, print func(to *bytes.Buffer, v []byte) error) []byte {
	var to bytes.Buffer
	for in := json.NewDecoder(bytes.NewReader(text)); ; {
		var v json.RawMessage
		err := in.Decode(&v)
		if err == io.EOF {
			return to.Bytes()
		}
		if err == nil {
			err = print(&to, v)
		}
		if err != nil {
			t.Fatal(err)
		}
		to.WriteByte('\n')
	}
}

func TestTextIsEscaped(t *testing.T) {
	p := printer{compact: true}
	p.object("")
	p.text("a", `say "\"`)
	p.list("b")
	p.end()
	p.number("c", -1)
	p.endLine()
	if got, want := string(p.buf), `{"a":"say \"\\\"","b":[],"c":-1}`+"\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
