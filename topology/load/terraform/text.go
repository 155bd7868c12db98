package terraform

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// plain is a text in UTF-8 from its first object on: without byte order mark, UTF-16, and the lines that wrappers print before, log entries in JSON
// among them.
func plain(data []byte) []byte {
	data = decoded(data)
	for rest := data; ; {
		at := bytes.IndexByte(rest, '{')
		if at < 0 {
			return data
		}
		rest = rest[at:]
		next := bytes.TrimLeft(rest[1:], space)
		switch after, is := afterEntry(rest); {
		case len(next) == 0 || next[0] != '"' && next[0] != '}':
			rest = rest[1:]
		case is && !begins(next):
			rest = after
		default:
			return rest
		}
	}
}

// space is what JSON has between words.
const space = " \t\r\n"

// afterEntry is what follows an object that fills a line, if the next line begins another one.
func afterEntry(text []byte) (after []byte, is bool) {
	end := bytes.IndexByte(text, '\n')
	if end < 0 || !bytes.HasSuffix(bytes.TrimRight(text[:end], space), []byte("}")) {
		return nil, false
	}
	after = bytes.TrimLeft(text[end:], space)
	return after, len(after) > 0 && after[0] == '{'
}

func decoded(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		return data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), len(data) > 1 && data[0] == '{' && data[1] == 0:
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}), len(data) > 1 && data[0] == 0 && data[1] == '{':
		order = binary.BigEndian
	default:
		return data
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	var text []byte
	for _, r := range utf16.Decode(units) {
		text = utf8.AppendRune(text, r)
	}
	return bytes.TrimPrefix(text, []byte("\uFEFF"))
}

// topLevel lists the keys of an object that a text begins with, as far as it can be read.
func topLevel(text []byte) map[string]bool {
	keys := map[string]bool{}
	in := jsontext.NewDecoder(bytes.NewBuffer(text), tolerant)
	if in.PeekKind() != '{' {
		return keys
	}
	_, _ = in.ReadToken()
	for in.PeekKind() == '"' {
		key, err := in.ReadToken()
		if err != nil {
			return keys
		}
		keys[key.String()] = true
		if in.SkipValue() != nil {
			return keys
		}
	}
	return keys
}

// lines tells lines by the resources that begin there: `"address": "aws_vpc.main"` in what show prints. Of a text of one line all are 1.
type lines struct {
	text []byte
	at   int // searched so far
	line int
}

// next is the line of the next place where a text stands, or of the last one found.
func (l *lines) next(text string) int32 {
	if at := bytes.Index(l.text[l.at:], []byte(text)); at >= 0 {
		l.line += bytes.Count(l.text[l.at:l.at+at], []byte("\n"))
		l.at += at
	}
	return int32(l.line + 1)
}
