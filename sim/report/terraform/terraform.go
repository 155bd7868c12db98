package terraform

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
)

// Write prints blocks, with an empty line between them.
func Write(w io.Writer, c report.Config) error {
	var p printer
	for i := range c.Blocks {
		if i > 0 {
			p.b.WriteByte('\n')
		}
		p.block(&c.Blocks[i])
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

type printer struct{ b strings.Builder }

func (p *printer) block(b *report.ConfigBlock) {
	for _, line := range b.Comment {
		p.b.WriteString("# " + strings.ReplaceAll(line, "\n", " ") + "\n")
	}
	p.b.WriteString(b.Type)
	for _, label := range b.Labels {
		p.b.WriteString(" " + quoted(label))
	}
	if len(b.Items) == 0 {
		p.b.WriteString(" {}\n")
		return
	}
	p.b.WriteString(" {\n")
	p.items(b.Items, 1, func(name string) string { return name })
	p.b.WriteString("}\n")
}

// items prints attributes. Those that follow each other on single lines are aligned; one of several lines stands by itself.
func (p *printer) items(items []report.ConfigItem, level int, name func(string) string) {
	indent := strings.Repeat("  ", level)
	for i := 0; i < len(items); {
		end, width := i, 0
		for end < len(items) && !severalLines(items[end].Value) {
			width = max(width, utf8.RuneCountInString(name(items[end].Name)))
			end++
		}
		for ; i < end; i++ {
			n := name(items[i].Name)
			p.b.WriteString(indent + n + strings.Repeat(" ", width-utf8.RuneCountInString(n)) + " = " + single(items[i].Value) + "\n")
		}
		if i < len(items) {
			p.b.WriteString(indent + name(items[i].Name) + " = {\n")
			p.items(items[i].Value.(report.Object), level+1, quoted)
			p.b.WriteString(indent + "}\n")
			i++
		}
	}
}

func severalLines(value any) bool {
	o, isObject := value.(report.Object)
	return isObject && len(o) > 0
}

// single is a value on one line.
func single(value any) string {
	switch v := value.(type) {
	case string:
		return quoted(v)
	case report.Expression:
		return string(v)
	case report.Object:
		return "{}"
	case []string:
		texts := make([]string, len(v))
		for i, s := range v {
			texts[i] = quoted(s)
		}
		return "[" + strings.Join(texts, ", ") + "]"
	}
	return fmt.Sprint(value)
}

// escapes keep a text from being anything but a text: neither its end nor a template.
var escapes = strings.NewReplacer("\\", `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{")

func quoted(s string) string { return `"` + escapes.Replace(s) + `"` }
