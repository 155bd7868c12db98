package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// declaredCodes reads the constants of type Code from code.go.
func declaredCodes(t *testing.T) []Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "Code" {
			return true
		}
		for _, v := range spec.Values {
			text, err := strconv.Unquote(v.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, Code(text))
		}
		return true
	})
	return codes
}

func TestEveryCodeIsExplainedOnce(t *testing.T) {
	codes := declaredCodes(t)
	if len(codes) < 70 {
		t.Fatalf("found only %d codes in code.go", len(codes))
	}
	seen := make(map[Code]bool)
	for _, text := range CodeTexts {
		if seen[text.Code] {
			t.Errorf("%s is explained twice", text.Code)
		}
		seen[text.Code] = true
		if !slices.Contains(codes, text.Code) {
			t.Errorf("%s is explained and does not exist", text.Code)
		}
	}
	for _, c := range codes {
		if text, ok := Explain(c); !ok || text.Code != c {
			t.Errorf("%s is not explained", c)
		}
	}
}

func TestExplanationsAreWholeSentences(t *testing.T) {
	for _, text := range CodeTexts {
		if text.Title == "" || strings.HasSuffix(text.Title, ".") {
			t.Errorf("%s: the title %q should be a headline", text.Code, text.Title)
		}
		for _, s := range []string{text.Cause, text.Remedy} {
			if !strings.HasSuffix(s, ".") || s != strings.TrimSpace(s) {
				t.Errorf("%s: %q should be a sentence", text.Code, s)
			}
		}
	}
}

func TestExplainDoesNotKnowEveryWord(t *testing.T) {
	if text, ok := Explain("NO_SUCH_CODE"); ok {
		t.Errorf("Explain(NO_SUCH_CODE) = %v", text)
	}
}

// TestEveryDiagnosticIsExplained finds the codes that compiling reports by reading the calls of warn and inform.
func TestEveryDiagnosticIsExplained(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	explained := make(map[string]bool)
	for _, text := range CompileTexts {
		explained[text.Code] = true
	}
	call := regexp.MustCompile(`\.(?:warn|inform)\("([A-Z0-9_]+)"`)
	found := 0
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllSubmatch(source, -1) {
			found++
			if !explained[string(m[1])] {
				t.Errorf("%s reports %s, which is not explained", name, m[1])
			}
		}
	}
	if found == 0 {
		t.Error("no call of warn was found: has it another name?")
	}
}
