package language

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGoodFiles reads every file of testdata/good without a problem.
func TestGoodFiles(t *testing.T) {
	for _, path := range glob(t, "testdata/good/*.yaml") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(filepath.Base(path), text); err != nil {
			t.Errorf("%v", err)
		}
	}
}

// TestBadFiles wants the problems that a bad file says it has: each line of comments at its head is the beginning of one.
func TestBadFiles(t *testing.T) {
	for _, path := range glob(t, "testdata/bad/*.yaml") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Read(filepath.Base(path), text)
		problems, ok := err.(Problems)
		if !ok {
			t.Errorf("%s: got %v, want problems", path, err)
			continue
		}
		wanted := 0
		for line := range strings.Lines(string(text)) {
			want, comment := strings.CutPrefix(strings.TrimSpace(line), "#! ")
			if !comment {
				continue
			}
			if wanted++; wanted > len(problems) || !strings.HasPrefix(problems[wanted-1].Error(), filepath.Base(path)+":"+want) {
				t.Errorf("%s: problem %d: want %s, got\n%v", path, wanted, want, err)
			}
		}
		if wanted != len(problems) || wanted == 0 {
			t.Errorf("%s: %d problems are wanted, and there are %d:\n%v", path, wanted, len(problems), err)
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %v, %v", pattern, paths, err)
	}
	return paths
}

// TestCaretPointsAtWhatIsWrong shows a problem as a terminal does, tabs and letters beyond ASCII included.
func TestCaretPointsAtWhatIsWrong(t *testing.T) {
	_, err := Read("a.test.yaml", []byte("version: 1\ntests:\n  - { name: Zürich, expect: blocked, from: a, to: b, prots: tcp/1 }\n"))
	want := "a.test.yaml:3:54: a test has no key \"prots\": did you mean \"ports\"?\n" +
		"    3 |   - { name: Zürich, expect: blocked, from: a, to: b, prots: tcp/1 }\n" +
		"      |                                                      ^^^^^"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// TestAliasesAreBounded reads a file in which aliases multiply, and one in which an alias holds itself.
func TestAliasesAreBounded(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("version: 1\nlocations:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 9 {
		n := string(rune('0' + i))
		m := string(rune('1' + i))
		bomb.WriteString("  a" + m + ": &a" + m + " {not: [*a" + n + ", *a" + n + ", *a" + n + ", *a" + n + ", *a" + n + ", *a" + n + ", *a" + n + ", *a" + n + ", *a" + n + "]}\n")
	}
	for name, text := range map[string]string{
		"bomb":   bomb.String() + "tests: []\n",
		"circle": "version: 1\nlocations: {a: &a {instance: x, not: *a}}\ntests: [{name: abc, expect: blocked, from: a, to: b}]\n",
	} {
		if _, err := Read(name, []byte(text)); err == nil {
			t.Errorf("%s: read without a problem", name)
		}
	}
}

// FuzzRead wants neither a panic nor a test without a name and a verb.
func FuzzRead(f *testing.F) {
	for _, path := range append(mustGlob("testdata/good/*.yaml"), mustGlob("testdata/bad/*.yaml")...) {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read("f.yaml", text)
		if err != nil {
			if err.Error() == "" {
				t.Error("a problem says nothing")
			}
			return
		}
		for _, test := range file.Tests {
			if test.Name.Text == "" || grammarOf(test.Expect) == nil {
				t.Errorf("a test is read as %+v", test)
			}
		}
	})
}

func mustGlob(pattern string) []string {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		panic(err)
	}
	return paths
}
