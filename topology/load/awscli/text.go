package awscli

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// plain turns what a shell wrote into UTF-8 without a byte order mark. PowerShell's > writes UTF-16.
func plain(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, 64<<10)
	head, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		_, _ = in.Discard(3)
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		_, _ = in.Discard(2)
		return &utf16Reader{from: in, low: 0}
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		_, _ = in.Discard(2)
		return &utf16Reader{from: in, low: 1}
	case len(head) >= 2 && opens(head[0]) && head[1] == 0:
		return &utf16Reader{from: in, low: 0}
	case len(head) >= 2 && head[0] == 0 && opens(head[1]):
		return &utf16Reader{from: in, low: 1}
	}
	return in
}

func opens(b byte) bool { return b == '{' || b == '[' }

// utf16Reader decodes UTF-16. A lone surrogate or a missing last byte becomes U+FFFD, which a JSON string may hold.
type utf16Reader struct {
	from *bufio.Reader
	low  int // index of the low byte in a pair: 0 little endian, 1 big endian
	out  []byte
	err  error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) fill() {
	u.out = u.out[:0]
	for len(u.out) < 4096 && u.err == nil {
		unit, ok := u.unit()
		if !ok {
			return
		}
		char := rune(unit)
		if utf16.IsSurrogate(char) {
			next, _ := u.unit()
			char = utf16.DecodeRune(char, rune(next))
		}
		u.out = utf8.AppendRune(u.out, char)
	}
}

func (u *utf16Reader) unit() (uint16, bool) {
	var pair [2]byte
	n, err := io.ReadFull(u.from, pair[:])
	if err == nil {
		return uint16(pair[u.low]) | uint16(pair[1-u.low])<<8, true
	}
	u.err = err
	if err == io.ErrUnexpectedEOF {
		u.err = io.EOF
	}
	return utf8.RuneError, n == 1
}
