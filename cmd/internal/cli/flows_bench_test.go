package cli

import (
	"context"
	"io"
	"strings"
	"testing"
)

// BenchmarkFlows answers questions about the three-tier design as --flows does; an operation is one question.
func BenchmarkFlows(b *testing.B) {
	for _, c := range []struct {
		name string
		args []string
	}{
		{"verdicts", []string{"--format", "jsonl", "--no-hops"}},
		{"hops", []string{"--format", "jsonl"}},
		{"text", []string{"--format", "text"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			flows := manyFlows(b.N)
			args := append([]string{"trace", "-s", "example:three-tier", "--flows", "-"}, c.args...)
			b.SetBytes(1)
			b.ResetTimer()
			run(context.Background(), func(e *Env) { e.Stdin, e.Stdout = strings.NewReader(flows), io.Discard }, args...)
		})
	}
}
