package awscli

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// A scanner reads elements of the ordinary form straight out of a block of text. Its methods move on over what they
// read and report true, or report false: whatever is out of the ordinary (a wrong type, a member twice, bad UTF-8, a bad
// address, the end of the block) is left to an element, which explains it. So the scanner has no opinions: what it
// accepts, an element would read without a note, and to the same values.
type scanner struct {
	data []byte // the block, and padding zeros after it
	at   int
	line int // of the byte at at
	seen uint64

	strange [][]byte // names outside the tables, of the objects that are open
	scratch []byte
	words   words
	pools   pools
	slow    *element
}

// padding is how many zeros follow a block, so that eight bytes can be looked at anywhere in it. A zero fits nowhere in JSON.
const padding = 16

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// space skips blanks and counts lines.
func (s *scanner) space() {
	for {
		switch s.data[s.at] {
		case ' ':
			s.at++
		case '\n':
			s.line++
			s.at++
			s.indent()
		case '\t', '\r':
			s.at++
		default:
			return
		}
	}
}

// indent skips the blanks that a line begins with, eight at a time.
func (s *scanner) indent() {
	for {
		other := binary.LittleEndian.Uint64(s.data[s.at:]) ^ ' '*lowBits
		if other != 0 {
			s.at += bits.TrailingZeros64(other) / 8
			return
		}
		s.at += 8
		if s.at+8 > len(s.data) {
			return
		}
	}
}

// special marks, from the lowest on, the first byte of eight that is not plain text: a quote, a backslash, a control
// character, or none of ASCII. Marks above the first may be wrong.
func special(x uint64) uint64 {
	quote, backslash := x^'"'*lowBits, x^'\\'*lowBits
	return ((quote-lowBits)&^quote | (backslash-lowBits)&^backslash | (x-' '*lowBits)&^x | x) & highBits
}

// text reads a string. The bytes are valid until the next call.
func (s *scanner) text() ([]byte, bool) {
	if s.data[s.at] != '"' {
		return nil, false
	}
	for i := s.at + 1; i+8 <= len(s.data); i += 8 {
		mark := special(binary.LittleEndian.Uint64(s.data[i:]))
		if mark == 0 {
			continue
		}
		i += bits.TrailingZeros64(mark) / 8
		if s.data[i] != '"' {
			return s.richText(i)
		}
		text := s.data[s.at+1 : i]
		s.at = i + 1
		return text, true
	}
	return nil, false
}

// richText reads a string with escapes or letters beyond ASCII, the first of them at i.
func (s *scanner) richText(i int) ([]byte, bool) {
	escaped := false
	for ; s.data[i] != '"'; i++ {
		if s.data[i] < ' ' {
			return nil, false
		}
		if s.data[i] == '\\' {
			escaped = true
			if i++; s.data[i] == 0 {
				return nil, false
			}
		}
	}
	quoted := s.data[s.at : i+1]
	s.at = i + 1
	if !escaped {
		return quoted[1 : len(quoted)-1], utf8.Valid(quoted)
	}
	var err error
	s.scratch, err = jsontext.AppendUnquote(s.scratch[:0], quoted)
	return s.scratch, err == nil
}

// literal reads true, false or null.
func (s *scanner) literal(text string) bool {
	if len(s.data)-s.at < len(text) || string(s.data[s.at:s.at+len(text)]) != text {
		return false
	}
	s.at += len(text)
	return true
}

// digits reads one digit at least, and tells how many.
func (s *scanner) digits() int {
	from := s.at
	for s.data[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at - from
}

// number skips a number of any form.
func (s *scanner) number() bool {
	if s.data[s.at] == '-' {
		s.at++
	}
	zero := s.data[s.at] == '0'
	if n := s.digits(); n == 0 || zero && n > 1 {
		return false
	}
	if s.data[s.at] == '.' {
		s.at++
		if s.digits() == 0 {
			return false
		}
	}
	if s.data[s.at] == 'e' || s.data[s.at] == 'E' {
		s.at++
		if s.data[s.at] == '+' || s.data[s.at] == '-' {
			s.at++
		}
		return s.digits() > 0
	}
	return true
}

// integer reads a whole number of up to nine digits.
func (s *scanner) integer() (int32, bool) {
	from, negative := s.at, s.data[s.at] == '-'
	if negative {
		s.at++
	}
	first := s.at
	n := s.digits()
	if n == 0 || n > 9 || s.data[first] == '0' && (n > 1 || negative) {
		s.at = from
		return 0, false
	}
	var value int32
	for _, digit := range s.data[first:s.at] {
		value = value*10 + int32(digit-'0')
	}
	if negative {
		value = -value
	}
	return value, true
}

// maxSkipped is how deep values are skipped. With what is around them they stay above any limit on nesting.
const maxSkipped = 4

// skip reads a value that nobody asks for, as strictly as any other.
func (s *scanner) skip(depth int) bool {
	switch s.data[s.at] {
	case '"':
		_, ok := s.text()
		return ok
	case '{':
		return depth < maxSkipped && s.skipObject(depth+1)
	case '[':
		return depth < maxSkipped && s.skipList(depth+1)
	case 't':
		return s.literal("true")
	case 'f':
		return s.literal("false")
	case 'n':
		return s.literal("null")
	}
	return s.number()
}

func (s *scanner) skipObject(depth int) bool {
	outer := len(s.strange)
	defer func() { s.strange = s.strange[:outer] }()
	for more := s.opens('}'); more; more = s.goesOn() {
		if !s.strangeName(outer) || !s.skip(depth) {
			return false
		}
	}
	return s.closes('}')
}

func (s *scanner) skipList(depth int) bool {
	for more := s.opens(']'); more; more = s.goesOn() {
		if !s.skip(depth) {
			return false
		}
	}
	return s.closes(']')
}

// opens enters an object or a list, and reports whether anything is in it.
func (s *scanner) opens(end byte) bool {
	s.at++
	s.space()
	return s.data[s.at] != end
}

// goesOn moves to the next member of an object or list, if a comma says that there is one.
func (s *scanner) goesOn() bool {
	s.space()
	if s.data[s.at] != ',' {
		return false
	}
	s.at++
	s.space()
	return true
}

func (s *scanner) closes(end byte) bool {
	if s.data[s.at] != end {
		return false
	}
	s.at++
	return true
}

// maxStrange is how many unknown names are compared with each other; more of them are out of the ordinary.
const maxStrange = 64

// strangeName reads the name of a member that no table has, which its object must not have before.
func (s *scanner) strangeName(outer int) bool {
	from := s.at
	name, ok := s.text()
	if !ok || s.at-from != len(name)+2 || len(s.strange) == maxStrange {
		return false // with escapes it may be the name of another
	}
	for _, other := range s.strange[outer:] {
		if slices.Equal(other, name) {
			return false
		}
	}
	s.strange = append(s.strange, name)
	return s.colon()
}

func (s *scanner) colon() bool {
	s.space()
	if s.data[s.at] != ':' {
		return false
	}
	s.at++
	s.space()
	return true
}
