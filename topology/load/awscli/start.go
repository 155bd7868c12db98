package awscli

import (
	"bufio"
	"io"
)

// seekJSON discards what stands before the first JSON value: log lines, prompts, progress. At the start
// of a line an object or a list may begin, within a line only an object. A '[' alone proves nothing,
// "[command]" and "[2026-01-01]" begin log lines, so the next character must be able to follow in JSON.
//
// After a syntax error reading goes on where an object begins at the very start of a line: JSON lines do.
func seekJSON(in *bufio.Reader, lineStartOnly bool) (skipped int64, err error) {
	for lineStart := !lineStartOnly; ; skipped++ {
		b, err := in.ReadByte()
		if err != nil {
			return skipped, err
		}
		switch {
		case b == '\n':
			lineStart = true
			continue
		case b == ' ' || b == '\t' || b == '\r':
			lineStart = lineStart && !lineStartOnly
			continue
		case b == '{' && (lineStart || !lineStartOnly), b == '[' && lineStart:
			if err := in.UnreadByte(); err != nil {
				return skipped, err
			}
			if plausible(in, b) {
				return skipped, nil
			}
			_, _ = in.Discard(1)
		}
		lineStart = false
	}
}

// plausible looks at what follows an opening bracket.
func plausible(in *bufio.Reader, open byte) bool {
	for size := 64; size <= in.Size(); size *= 4 {
		head, err := in.Peek(size)
		for _, c := range head[1:] {
			switch c {
			case ' ', '\t', '\r', '\n':
				continue
			case '"':
				return true
			case '{', '[', ']':
				return open == '['
			case '}':
				return open == '{'
			}
			return false
		}
		if err != nil {
			return err == io.EOF && open == '{' && len(head) == 1
		}
	}
	return false
}
