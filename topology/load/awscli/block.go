package awscli

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// A block is a piece of the text of a long list, and what a scanner found in it.
type block struct {
	data  []byte // with padding after it
	line  int    // of the first byte
	gap   []byte // the comma before the first element, with blanks; nil if data begins with it
	guess bool   // it was cut off where an element seemed to end

	batch batch
	done  chan struct{} // closed when a helper is through; nil if none has it

	rest place // where scanning stopped
	end  int   // the same in data
	open bool  // the list may go on after what there is of the text
}

// A batch takes the elements of one block, in their order.
type batch interface {
	// quickly reads the element that the scanner stands at; if it is out of the ordinary, false, and the scanner stands anywhere.
	quickly(s *scanner) bool
	// slowly reads any value, or reports false.
	slowly(e *element, raw jsontext.Value, line int) bool
	// alike reports whether an element could have been read quickly, and has all the members that all others have.
	alike(s *scanner) bool
}

// place is where in a list reading goes on: behind an element, or behind the comma after it.
type place struct {
	gap  []byte // the comma, with blanks; nil if it is still to come
	text []byte
	line int // of text's first byte
}

// scan reads the elements of a block as far as they are whole.
func (b *block) scan(s *scanner) {
	s.data, s.at, s.line = b.data, 0, b.line
	length := len(b.data) - padding
	b.stop(0, b.gap, s)
	if s.space(); b.gap != nil {
		b.stop(s.at, slices.Concat(b.gap, b.data[:s.at]), s)
	}
	for {
		if b.rest.gap == nil && !b.comma(s) {
			b.open = s.at == length
			break
		}
		if b.open = s.at == length; b.open || !b.element(s, length) {
			break
		}
		b.stop(s.at, nil, s)
	}
	b.rest.gap, b.rest.text = slices.Clone(b.rest.gap), slices.Clone(b.data[b.end:length])
	s.data = nil
}

// stop notes that everything before the scanner has been understood.
func (b *block) stop(end int, gap []byte, s *scanner) {
	b.end, b.rest.gap, b.rest.line = end, gap, s.line
}

// comma reads the comma before an element.
func (b *block) comma(s *scanner) bool {
	s.space()
	if s.data[s.at] != ',' {
		return false
	}
	s.at++
	s.space()
	b.stop(s.at, b.data[b.end:s.at], s)
	return true
}

// element reads the element that the scanner stands at.
func (b *block) element(s *scanner, length int) bool {
	if s.data[s.at] == '{' && b.batch.quickly(s) {
		return true
	}
	value, err := jsontext.NewDecoder(bytes.NewBuffer(s.data[b.end:length:length]), tolerant...).ReadValue()
	if err != nil {
		b.open = errors.Is(err, io.ErrUnexpectedEOF)
		return false
	}
	if b.end+len(value) == length {
		b.open = true // a number may go on
		return false
	}
	if depthOf(value, leastDepth) > leastDepth {
		return false // how deep is too deep, others know
	}
	if !b.batch.slowly(s.slow, value, b.rest.line) {
		return false
	}
	s.at = b.end + len(value)
	s.line = b.rest.line + bytes.Count(value, []byte{'\n'})
	return true
}

// isWhole reports whether a block that was cut off by guess ends where an element begins.
func (b *block) isWhole() bool {
	return b.open && b.rest.gap != nil && b.end == len(b.data)-padding
}

// wait gives a block that has been scanned.
func (b *block) wait() *block {
	if b.done != nil {
		<-b.done
	}
	return b
}

// ready reports whether wait would not have to.
func (b *block) ready() bool {
	select {
	case <-b.done:
		return true
	default:
		return b.done == nil
	}
}

const blanks = " \t\r\n"

// tail is how much of a block's end is searched for the beginning of an element.
const tail = 128 << 10

// cut guesses where the last element of a block begins that is there whole: behind a comma, and like the others. 0 if there
// seems to be none. Whether the guess was right shows when the text before it has been read.
func (b *block) cut(s *scanner) int {
	s.data = b.data
	from := max(0, len(b.data)-padding-tail)
	for i := len(b.data) - padding; ; {
		i = bytes.LastIndexByte(b.data[from:i], '{') + from
		if i <= from {
			return 0
		}
		if before := bytes.TrimRight(b.data[from:i], blanks); len(before) == 0 || before[len(before)-1] != ',' {
			continue
		}
		s.at, s.line = i, math.MinInt32
		if b.batch.alike(s) {
			return i
		}
	}
}
