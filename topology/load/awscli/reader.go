package awscli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
)

const (
	leastDepth = 12       // of limits on nesting; nothing that is read quickly nests deeper
	textBuffer = 64 << 10 // read at once
)

// maxResyncs is how many broken lines of a file are read past.
const maxResyncs = 100

// Decode reads one file. It always gives a Part; what could not be read is a diagnostic in it.
func Decode(in io.Reader, file File) *Part {
	file.Limits.Depth = max(file.Limits.Depth, leastDepth)
	file.Limits.Diagnostics = max(file.Limits.Diagnostics, 1)
	if file.pace == (pace{}) {
		file.pace = usualPace
	}
	if file.Crew == nil {
		file.Crew = NewCrew(1)
	}
	r := &reader{file: file, part: newPart(file.Limits.Diagnostics), own: <-file.Crew.idle}
	r.item = r.own.slow
	defer file.Crew.release(r.own)
	r.lines = &lineReader{from: plain(in)}
	r.stream()
	if r.part.Problem = r.lines.problem; r.part.Problem != nil {
		r.spoil(0)
	}
	return r.part
}

// reader decodes one file.
type reader struct {
	file  File
	part  *Part
	lines *lineReader
	in    *bufio.Reader // of lines; nil for text in memory
	dec   *jsontext.Decoder
	base  int64 // offset of dec's first byte in the text
	item  *element
	own   *scanner

	guessless bool // lists are not cut by guess: one was wrong in this file
}

// stream reads value after value, and past a broken one if a later line begins a new one.
func (r *reader) stream() {
	r.in = bufio.NewReaderSize(r.lines, textBuffer)
	skipped, err := seekJSON(r.in, false)
	for range maxResyncs {
		if err != nil {
			return
		}
		r.part.IsJSON = true
		r.base += skipped
		r.dec = jsontext.NewDecoder(r.in, tolerant...)
		documents := len(r.part.Documents)
		if err = r.values(); err == nil {
			return
		}
		r.spoil(documents)
		r.broken(err)
		r.lines.again = slices.Concat(r.dec.UnreadBuffer(), r.lines.takeBack(r.in))
		r.base += r.dec.InputOffset()
		r.in.Reset(r.lines)
		skipped, err = seekJSON(r.in, true)
	}
}

// values reads top-level values until the text ends.
func (r *reader) values() error {
	for {
		switch r.dec.PeekKind() {
		case '{':
			if err := r.object(r.newEnvelope()); err != nil {
				return err
			}
		case '[':
			if err := r.listOfObjects(); err != nil {
				return err
			}
		case 0:
			_, err := r.dec.ReadToken()
			if err == io.EOF {
				return nil
			}
			return err
		default:
			if err := r.dec.SkipValue(); err != nil {
				return err
			}
		}
	}
}

// listOfObjects reads a list of answers.
func (r *reader) listOfObjects() error {
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	for {
		switch r.dec.PeekKind() {
		case ']':
			_, err := r.dec.ReadToken()
			return err
		case '{':
			if err := r.object(r.newEnvelope()); err != nil {
				return err
			}
		default:
			if err := r.dec.SkipValue(); err != nil {
				return err
			}
		}
	}
}

// line is the current line. It may be asked with growing offsets only.
func (r *reader) line() int { return r.lines.lineAt(r.base + r.dec.InputOffset()) }

// value reads a value whole and gives the line of its first byte.
func (r *reader) value() (jsontext.Value, int, error) {
	raw, err := r.dec.ReadValue()
	if err != nil {
		return nil, 0, err
	}
	return raw, r.lines.lineAt(r.base + r.dec.InputOffset() - int64(len(raw))), nil
}

func (r *reader) report(d topology.Diagnostic) {
	d.Path = r.file.Path
	r.part.report(d)
}

// spoil marks documents from the given one on as partial.
func (r *reader) spoil(from int) {
	for i := range r.part.Documents[min(from, len(r.part.Documents)):] {
		r.part.Documents[from+i].Partial = true
	}
}

// broken reports a syntax error.
func (r *reader) broken(err error) {
	if r.lines.problem != nil {
		return // reading failed, not the JSON
	}
	d := topology.Diagnostic{Severity: topology.Error, Code: "BAD_JSON", Line: r.line()}
	problem, ok := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		d.Message = "the JSON ends too early"
		d.Remedy = "the file was cut short: take it again; what came before is used"
	case ok:
		d.Message = fmt.Sprintf("this is no JSON: %v", problem.Err)
		d.Remedy = "correct the file or take it again (--output json); what came before is used"
		d.Line = r.lines.lineAt(r.base + problem.ByteOffset)
	default:
		d.Message, d.Remedy = "this is no JSON", "take it again (--output json); what came before is used"
	}
	r.report(d)
}
