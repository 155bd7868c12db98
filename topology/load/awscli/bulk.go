package awscli

import (
	"bufio"
	"bytes"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// A bulk is a sink whose elements can be read block by block.
type bulk interface {
	sink
	isQuick() bool       // false: its elements are read one by one
	batch() batch        // an empty one
	keep(*reader, batch) // takes over what was found, in order
	settle()             // is called when there are no more batches
}

// A pace says when a list counts as long, and how its blocks grow.
type pace struct {
	patience int // elements of a list that are read one by one first
	first    int // bytes of the first block: most lists are short
	large    int // of the others; these may be cut
	huge     int // of a block for an element that fits in no other
}

var usualPace = pace{patience: 32, first: 64 << 10, large: 1 << 20, huge: 16 << 20}

// A bulkReader takes a list over from the reader's decoder, reads it block by block together with whoever has time, and
// hands what it does not understand, at the latest the end of the list, back to a new decoder.
//
//	text ──fill──▶ block ──cut?──▶ helper: scan ─┐
//	         ▲       └─ no helper: scan ─────────┴─▶ queue ──join──▶ sink
//	         └─ carry: what is left of a block
//
// A block that is cut for a helper is cut by guess. join finds out whether the guess was right: if the block before
// ended just there, between two elements.
type bulkReader struct {
	*reader
	sink  bulk
	from  io.Reader
	err   error // of from
	size  int   // of the next block
	carry place // what the next block begins with
	queue []*block
	free  [][]byte
	wrong bool // a guess was; then text was read that belongs behind carry
}

// inBulk reads on in a list. The decoder stands behind an element.
func (r *reader) inBulk(s bulk) error {
	line := r.line()
	pending := slices.Concat(r.dec.UnreadBuffer(), r.lines.takeBack(r.in))
	b := &bulkReader{reader: r, sink: s, from: r.lines.from, size: r.file.pace.first, carry: place{text: pending, line: line}}
	for b.step() {
	}
	b.join(0)
	s.settle()
	return b.handBack()
}

// step reads a block; false if that was the last.
func (b *bulkReader) step() bool {
	block := b.fill()
	b.queue = append(b.queue, block)
	if b.err == nil && len(block.data) > b.file.pace.large && !b.guessless && b.delegate(block) {
		return b.join(2*cap(b.file.Crew.idle)) && !b.wrong
	}
	block.scan(b.own)
	b.carry = block.rest
	b.size = min(max(min(2*b.size, b.file.pace.large), 2*len(b.carry.text)), b.file.pace.huge)
	more := block.open && b.err == nil && len(b.carry.text) < b.file.pace.huge
	return b.join(2*cap(b.file.Crew.idle)) && more
}

// fill makes a block of the carry and what can be read.
func (b *bulkReader) fill() *block {
	size := max(b.size, len(b.carry.text)) + padding
	var data []byte
	if n := len(b.free); n > 0 && cap(b.free[n-1]) >= size {
		data, b.free = b.free[n-1][:size], b.free[:n-1]
	} else {
		data = make([]byte, size)
	}
	n := copy(data, b.carry.text)
	for n < size-padding && b.err == nil {
		var more int
		more, b.err = b.from.Read(data[n : size-padding])
		n += more
	}
	clear(data[n : n+padding])
	return &block{data: data[:n+padding], line: b.carry.line, gap: b.carry.gap, batch: b.sink.batch()}
}

// delegate cuts a block and gives it to a helper, if there is one.
func (b *bulkReader) delegate(block *block) bool {
	helper := b.file.Crew.helper()
	if helper == nil {
		return false
	}
	cut := block.cut(b.own)
	if cut == 0 {
		b.file.Crew.release(helper)
		return false
	}
	text := block.data[:len(block.data)-padding]
	b.carry = place{gapBefore(text, cut), slices.Clone(text[cut:]), block.line + bytes.Count(text[:cut], []byte{'\n'})}
	block.data = block.data[:cut+padding]
	clear(block.data[cut:])
	block.guess, block.done = true, make(chan struct{})
	go func() {
		block.scan(helper)
		b.file.Crew.release(helper)
		close(block.done)
	}()
	return true
}

// join hands what was found to the sink, until no more than some blocks wait. It is false when a guess was wrong: then
// the text from there on is read again, by others.
func (b *bulkReader) join(waiting int) bool {
	for len(b.queue) > waiting || len(b.queue) > 0 && b.queue[0].ready() {
		block := b.queue[0].wait()
		b.queue = b.queue[1:]
		b.sink.keep(b.reader, block.batch)
		if block.guess && !block.isWhole() {
			b.wrong, b.guessless = true, true
			b.carry = block.rest.followedBy(b.textBehind())
			b.queue = nil
			return false
		}
		b.free = append(b.free, block.data[:cap(block.data)])
	}
	return true
}

// textBehind is all text that was read and lies behind the blocks that were joined.
func (b *bulkReader) textBehind() []byte {
	var pieces [][]byte
	for _, later := range b.queue {
		taken := later.wait().end
		if later.guess {
			taken = len(later.data) - padding
		}
		pieces = append(pieces, later.data[:taken])
	}
	return slices.Concat(append(pieces, b.carry.text)...)
}

func (p place) followedBy(text []byte) place {
	p.text = slices.Concat(p.text, text)
	return p
}

// gapBefore is the comma before an element, with blanks.
func gapBefore(text []byte, element int) []byte {
	comma := bytes.LastIndexByte(text[:element], ',')
	return slices.Clone(text[len(bytes.TrimRight(text[:comma], blanks)):element])
}

// handBack gives the reader a decoder that stands in the list where bulk reading stopped: at the same depth, behind an
// element.
func (b *bulkReader) handBack() error {
	r := b.reader
	var around []byte
	for i := 1; i < r.dec.StackDepth(); i++ {
		if kind, _ := r.dec.StackIndex(i); kind == '{' {
			around = append(around, `{"":`...)
		} else {
			around = append(around, '[')
		}
	}
	around = append(around, "[0"...)
	unread := slices.Concat(b.carry.gap, b.carry.text)
	r.lines = &lineReader{from: restOf(unread, b.from, b.err), line: b.carry.line - 1 - bytes.Count(b.carry.gap, []byte{'\n'})}
	r.in = bufio.NewReaderSize(r.lines, textBuffer)
	r.base = -int64(len(around))
	depth := r.dec.StackDepth()
	r.dec = jsontext.NewDecoder(io.MultiReader(bytes.NewReader(around), r.in), tolerant...)
	for r.dec.StackDepth() < depth {
		if _, err := r.dec.ReadToken(); err != nil {
			return err
		}
	}
	_, err := r.dec.ReadToken()
	return err
}

// restOf is text and what follows it: the reader it came from, or the error that this ended with.
func restOf(text []byte, from io.Reader, err error) io.Reader {
	if err != nil {
		from = failing{err}
	}
	return io.MultiReader(bytes.NewReader(text), from)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
