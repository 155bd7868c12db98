package awscli

import (
	"bufio"
	"bytes"
	"io"
	"slices"
)

// lineReader passes bytes through and remembers where lines ended, so that offsets can be turned into line
// numbers. It forgets a line end once asked about a later offset: offsets must not decrease.
type lineReader struct {
	from    io.Reader
	read    int64   // bytes passed through
	ends    []int64 // offsets of line ends; those before passed are done with
	passed  int
	line    int    // lines before ends[passed]
	problem error  // what the underlying reader failed with, io.EOF apart
	again   []byte // passed through before, and to be read once more
}

func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.again) > 0 {
		n := copy(p, r.again)
		r.again = r.again[n:]
		return n, nil
	}
	n, err := r.from.Read(p)
	for at := 0; ; {
		i := bytes.IndexByte(p[at:n], '\n')
		if i < 0 {
			break
		}
		r.ends = append(r.ends, r.read+int64(at+i))
		at += i + 1
	}
	r.read += int64(n)
	if err != nil && err != io.EOF {
		r.problem = err
	}
	return n, err
}

// lineAt is the line, from 1, that holds the byte at offset.
func (r *lineReader) lineAt(offset int64) int {
	for r.passed < len(r.ends) && r.ends[r.passed] < offset {
		r.passed++
		r.line++
	}
	if r.passed > 4096 && r.passed*2 > len(r.ends) {
		r.ends = append(r.ends[:0], r.ends[r.passed:]...)
		r.passed = 0
	}
	return r.line + 1
}

// takeBack is what has passed through to a buffer, or is to be read once more, and was not used.
func (r *lineReader) takeBack(buffer *bufio.Reader) []byte {
	var unused []byte
	if buffer != nil {
		unused, _ = buffer.Peek(buffer.Buffered())
	}
	return slices.Concat(unused, r.again)
}
