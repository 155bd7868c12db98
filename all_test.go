package dryhop_test

// The rules of the tree. Each is a function of a tree, so that TestRulesCanFail can show it one that it has to refuse.

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "github.com/dryhop/dryhop"

var topFolders = []string{"cmd", "netmath", "scenarios", "sim", "testdata", "topology"}

const maxLines = 500

// unwanted are words of machines rather than of the project, in two halves so that this file does not hold them.
var unwanted = []string{"/" + "work/", "/" + "root/", "/" + "tmp/bash", "proxy." + "golang.org", "sum." + "golang.org", "pypi." + "org", "registry." + "npmjs"}

func TestTreeKeepsItsRules(t *testing.T) {
	tr, err := readTree(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.code) < 100 {
		t.Fatalf("only %d Go files were found", len(tr.code))
	}
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) { rule(tr, t.Errorf) })
	}
}

// fail reports what breaks a rule.
type fail func(format string, args ...any)

var rules = map[string]func(*tree, fail){
	"imports go one way":                   importOrder,
	"forbidden imports":                    forbiddenImports,
	"one package comment":                  packageComments,
	"what is exported is documented":       exportedComments,
	"top-level folders are fixed":          topLevel,
	"files are short":                      fileSizes,
	"no words of machines":                 machineWords,
	"dependencies have a reason":           dependencies,
	"commands of the README are real":      readmeCommands,
	"links in the documents lead to files": links,
}

// A tree is the repository: its text, and its Go files parsed.
type tree struct {
	text map[string]string
	code []*goFile
}

type goFile struct {
	path, pkg string // pkg is the folder, "." for the root
	test      bool
	ast       *ast.File
	imports   []string
}

// readTree reads everything but what git keeps for itself, and what is no text.
func readTree(fsys fs.FS) (*tree, error) {
	tr := &tree{text: map[string]string{}}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(p, ".") && p != "." && p != ".ci" && p != ".github", p == "dist":
			return fs.SkipDir
		case !d.Type().IsRegular(), p == ".git":
			return nil
		}
		text, err := fs.ReadFile(fsys, p)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return err
		}
		return tr.add(p, string(text))
	})
	return tr, err
}

func (tr *tree) add(p, text string) error {
	tr.text[p] = text
	if path.Ext(p) != ".go" || strings.Contains(p, "testdata/") {
		return nil
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), p, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	f := &goFile{path: p, pkg: path.Dir(p), test: strings.HasSuffix(p, "_test.go"), ast: parsed}
	for _, spec := range parsed.Imports {
		f.imports = append(f.imports, strings.Trim(spec.Path.Value, "\"`"))
	}
	tr.code = append(tr.code, f)
	return nil
}

// packageComments wants one for every package, and none on tests.
func packageComments(tr *tree, fail fail) {
	comments := map[string]int{}
	for _, f := range tr.code {
		if f.pkg == "." {
			continue
		}
		if !f.test {
			comments[f.pkg] += 0
		}
		if f.ast.Doc == nil {
			continue
		}
		comments[f.pkg]++
		want := "Package " + strings.TrimSuffix(f.ast.Name.Name, "_test") + " "
		if f.ast.Name.Name == "main" {
			want = "Command " + path.Base(f.pkg) + " "
		}
		if text := f.ast.Doc.Text(); !strings.HasPrefix(text, want) {
			fail("%s: the package comment does not begin with %q", f.path, want)
		}
	}
	for pkg, n := range comments {
		if n != 1 {
			fail("%s has %d package comments", pkg, n)
		}
	}
}

// exportedComments wants exported functions, types and variables explained; of constants the group, of methods the type.
func exportedComments(tr *tree, fail fail) {
	for _, f := range tr.code {
		for _, decl := range f.ast.Decls {
			for _, name := range undocumented(decl) {
				if !f.test && name.IsExported() && !matches(f.pkg, testOnly) {
					fail("%s: %s has no comment", f.path, name)
				}
			}
		}
	}
}

func undocumented(decl ast.Decl) (names []*ast.Ident) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Recv == nil {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if s, ok := spec.(*ast.TypeSpec); ok && s.Doc == nil && d.Doc == nil {
				names = append(names, s.Name)
			}
			if s, ok := spec.(*ast.ValueSpec); ok && s.Doc == nil && s.Comment == nil && d.Doc == nil && (d.Tok == token.VAR || !d.Lparen.IsValid()) {
				names = append(names, s.Names...)
			}
		}
	}
	return names
}

func topLevel(tr *tree, fail fail) {
	for p := range tr.text {
		folder, _, inside := strings.Cut(p, "/")
		if inside && !strings.HasPrefix(folder, ".") && !slices.Contains(topFolders, folder) {
			fail("%s: the top level has no folder %q", p, folder)
		}
		if !inside && path.Ext(p) == ".go" && p != "doc.go" && !strings.HasSuffix(p, "_test.go") {
			fail("%s: Go files belong into packages", p)
		}
	}
}

func fileSizes(tr *tree, fail fail) {
	for _, f := range tr.code {
		if n := strings.Count(tr.text[f.path], "\n"); n >= maxLines {
			fail("%s has %d lines: from %d on it is two nouns", f.path, n, maxLines)
		}
	}
}

func machineWords(tr *tree, fail fail) {
	for p, text := range tr.text {
		for _, word := range unwanted {
			if before, _, found := strings.Cut(text, word); found {
				fail("%s:%d: holds %q", p, 1+strings.Count(before, "\n"), word)
			}
		}
	}
}

var (
	requireLine = regexp.MustCompile(`(?m)^(?:require)?\s+([^\s/]+\.[^\s/]+/\S+) v\S+`)
	toolLine    = regexp.MustCompile(`(?m)^(?:tool)?\s+([^\s/]+\.[^\s/]+/\S+)$`)
	tableRow    = regexp.MustCompile("(?m)^\\| `([^`]+)`")
)

// dependencies wants a line of ARCHITECTURE.md for every module that something here imports or runs as a tool, and
// no line for what is not in go.mod.
func dependencies(tr *tree, fail fail) {
	var modules []string
	for _, m := range requireLine.FindAllStringSubmatch(tr.text["go.mod"], -1) {
		modules = append(modules, m[1])
	}
	_, section, _ := strings.Cut(tr.text["ARCHITECTURE.md"], "\n## Dependencies\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var explained []string
	for _, m := range tableRow.FindAllStringSubmatch(section, -1) {
		explained = append(explained, m[1])
		if !slices.Contains(modules, m[1]) {
			fail("ARCHITECTURE.md explains %s, which is not in go.mod", m[1])
		}
	}
	for name, user := range tr.foreign() {
		m := moduleOf(name, modules)
		if m == "" {
			fail("%s uses %s, of no module in go.mod", user, name)
		} else if !slices.Contains(explained, m) {
			fail("%s uses %s, and ARCHITECTURE.md has no line on why", user, m)
		}
	}
}

// foreign lists the packages of other modules that are used, each with a user.
func (tr *tree) foreign() map[string]string {
	used := map[string]string{}
	for _, m := range toolLine.FindAllStringSubmatch(tr.text["go.mod"], -1) {
		used[m[1]] = "go.mod"
	}
	for _, f := range tr.code {
		for _, name := range f.imports {
			if host, _, _ := strings.Cut(name, "/"); strings.Contains(host, ".") && !strings.HasPrefix(name, module+"/") {
				used[name] = f.path
			}
		}
	}
	return used
}

// moduleOf finds the module of a package; the longest path comes first.
func moduleOf(name string, modules []string) string {
	for _, m := range slices.Backward(slices.Sorted(slices.Values(modules))) {
		if name == m || strings.HasPrefix(name, m+"/") {
			return m
		}
	}
	return ""
}

var (
	ciBlock     = regexp.MustCompile("(?m)^<!-- ci: (\\w+) -->\n```sh\n(.+)\n```$")
	commandLine = regexp.MustCompile("(?m)(?:\\$ |`|^)dryhop ([a-z]+)(?:`| [-A-Z]| [a-z]+ +-| [a-z]+`)")
	exampleName = regexp.MustCompile(`example:([a-z0-9-]+)`)
	markdown    = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
)

// readmeCommands holds the README's two commands to those that .ci/run takes out of it, and every command and
// example it shows to those that exist.
func readmeCommands(tr *tree, fail fail) {
	readme := tr.text["README.md"]
	marked := map[string]string{}
	for _, m := range ciBlock.FindAllStringSubmatch(readme, -1) {
		marked[m[1]] = m[2]
	}
	for _, name := range []string{"example", "tests"} {
		if marked[name] == "" || !strings.Contains(tr.text[".ci/run"], "$(readme_command "+name+")") {
			fail("README.md and .ci/run have no common command %q", name)
		}
	}
	if len(marked) != 2 || !strings.HasPrefix(marked["example"], "go run ./cmd/dryhop trace -s example:") || !strings.HasPrefix(marked["tests"], "go test ./...") {
		fail("README.md: the commands for .ci/run are %q", marked)
	}
	var cli strings.Builder
	for p, text := range tr.text {
		if strings.HasPrefix(p, "cmd/internal/cli/") {
			cli.WriteString(text)
		}
	}
	for _, m := range commandLine.FindAllStringSubmatch(readme, -1) {
		if !regexp.MustCompile(`Use:\s+"` + m[1] + `\b`).MatchString(cli.String()) {
			fail("README.md: there is no command dryhop %s", m[1])
		}
	}
	for _, m := range exampleName.FindAllStringSubmatch(readme, -1) {
		if tr.text["scenarios/designs/"+m[1]+"/README.md"] == "" {
			fail("README.md: there is no %s", m[0])
		}
	}
}

func links(tr *tree, fail fail) {
	for p, text := range tr.text {
		for _, m := range markdown.FindAllStringSubmatch(text, -1) {
			if target := path.Join(path.Dir(p), m[1]); path.Ext(p) == ".md" && tr.text[target] == "" {
				fail("%s: the link to %s leads nowhere", p, m[1])
			}
		}
	}
}

// broken are trees that a rule must refuse. A file is "path: text", with \n for what ends a line.
var broken = map[string][][]string{
	"imports go one way": {
		{"topology/graph/x.go: package graph; import _ \"" + module + "/sim\""},
		{"topology/load/awscli/x.go: package awscli; import _ \"" + module + "/topology/load/terraform\""},
		{"sim/x.go: package sim; import _ \"" + module + "/topology\""},
		{"sim/internal/oracle/x.go: package oracle; import _ \"" + module + "/netmath\""},
		{"sim/report/text/x.go: package text; import _ \"" + module + "/sim\""},
		{"extra/x.go: package extra"},
	},
	"forbidden imports": {
		{"sim/x.go: package sim; import _ \"net/http\""},
		{"cmd/internal/cli/x_test.go: package cli; import _ \"os/exec\""},
		{"topology/x.go: package topology; import _ \"os\""},
		{"netmath/x.go: package netmath; import _ \"testing\""},
		{"cmd/netgen/x.go: package main; import _ \"" + module + "/topology/topologytest\""},
	},
	"one package comment": {
		{"sim/x.go: package sim"},
		{"sim/x.go: // Package sim is one.\npackage sim", "sim/y.go: // Package sim is two.\npackage sim"},
		{"cmd/dryhop/x.go: // Package main is wrong.\npackage main"},
	},
	"what is exported is documented": {{"sim/x.go: package sim; func F() {}"}, {"sim/x.go: package sim; type T int"}, {"sim/x.go: package sim; const C = 1"}},
	"top-level folders are fixed":    {{"internal/x.go: package x"}, {"main.go: package main"}},
	"files are short":                {{"sim/x.go: package sim" + strings.Repeat("\n", maxLines)}},
	"no words of machines":           {{"x.md: see " + unwanted[0] + "x"}},
	"dependencies have a reason": {
		{"go.mod: require (\n\texample.org/m v1.0.0\n)", "sim/x.go: package sim; import _ \"example.org/m/p\""},
		{"go.mod: tool example.org/m/cmd/t\nrequire example.org/m v1.0.0\n"},
		{"ARCHITECTURE.md: \n## Dependencies\n| `example.org/m` | for nothing |"},
	},
	"commands of the README are real": {
		{"README.md: no commands"},
		{"README.md: <!-- ci: example -->\n```sh\ngo run ./cmd/dryhop trace -s example:gone a b\n```\n<!-- ci: tests -->\n```sh\ngo test ./...\n```\n", ".ci/run: $(readme_command example) $(readme_command tests)"},
	},
	"links in the documents lead to files": {{"docs.md: [x](gone.md)"}},
}

func TestRulesCanFail(t *testing.T) {
	for name, rule := range rules {
		if len(broken[name]) == 0 {
			t.Errorf("%s: no tree shows that it can fail", name)
		}
		for _, files := range broken[name] {
			fsys := fstest.MapFS{}
			for _, file := range files {
				p, text, _ := strings.Cut(file, ": ")
				fsys[p] = &fstest.MapFile{Data: []byte(text)}
			}
			tr, err := readTree(fsys)
			if err != nil {
				t.Fatal(err)
			}
			failed := false
			if rule(tr, func(string, ...any) { failed = true }); !failed {
				t.Errorf("%s: it lets %q pass", name, files)
			}
		}
	}
}
