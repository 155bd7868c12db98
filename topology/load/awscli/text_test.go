package awscli

import (
	"bufio"
	"io"
	"strings"
	"testing"
)

func TestSeekJSON(t *testing.T) {
	for _, c := range []struct {
		text, want    string
		lineStartOnly bool
	}{
		{`{"a": 1}`, `{"a": 1}`, false},
		{"  \n\t[{}]", "[{}]", false},
		{"[command]/bin/aws ec2\n{}", "{}", false},
		{"[2026-01-01] start\n[ {\"a\":1} ]", `[ {"a":1} ]`, false},
		{"INFO answer: {\"a\": 1}", `{"a": 1}`, false},
		{"INFO [\"a\"]\n{ }", "{ }", false},
		{"if (x) {y}\n[]", "[]", false},
		{"nothing here", "", false},
		{"{", "{", false},
		{"\"rest\": {\"a\": 1}}\n{\"b\": 2}", `{"b": 2}`, true},
		{"  {\"indented\": 1}\n", "", true},
	} {
		in := bufio.NewReader(strings.NewReader(c.text))
		skipped, err := seekJSON(in, c.lineStartOnly)
		rest, _ := io.ReadAll(in)
		if string(rest) != c.want || (err == nil) != (c.want != "") || int(skipped)+len(rest) != len(c.text) {
			t.Errorf("seekJSON(%q, %v) leaves %q after %d, %v; want %q", c.text, c.lineStartOnly, rest, skipped, err, c.want)
		}
	}
}

func TestLineAt(t *testing.T) {
	r := &lineReader{from: strings.NewReader("a\nbc\n\nd")}
	_, _ = io.ReadAll(r)
	for _, c := range []struct {
		offset int64
		line   int
	}{{0, 1}, {1, 1}, {2, 2}, {4, 2}, {5, 3}, {6, 4}, {100, 4}} {
		if got := r.lineAt(c.offset); got != c.line {
			t.Errorf("lineAt(%d) = %d, want %d", c.offset, got, c.line)
		}
	}
}

func TestPlainDecodesUTF16(t *testing.T) {
	for name, c := range map[string]struct{ bytes, want string }{
		"UTF-8":               {"{\"ü\"}", "{\"ü\"}"},
		"UTF-8 with mark":     {"\xEF\xBB\xBF{}", "{}"},
		"little endian":       {"\xFF\xFE{\x00}\x00", "{}"},
		"big endian":          {"\xFE\xFF\x00{\x00}", "{}"},
		"without mark":        {"{\x00}\x00", "{}"},
		"surrogate pair":      {"\xFF\xFE\x3d\xd8\x00\xde", "\U0001F600"},
		"lone surrogate":      {"\xFF\xFE\x3d\xd8a\x00", "\uFFFD"},
		"cut in the middle":   {"\xFF\xFE{\x00}", "{\uFFFD"},
		"nothing but a mark":  {"\xFF\xFE", ""},
		"one byte of nothing": {"\xFF", "\xFF"},
	} {
		got, err := io.ReadAll(plain(strings.NewReader(c.bytes)))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
}
