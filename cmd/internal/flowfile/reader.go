package flowfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
)

// maxLine is the length of the longest line in bytes. Questions are short.
const maxLine = 1 << 20

// A Line is one question as it stands in the file.
type Line struct {
	Number int // from 1
	json   []byte
	fields *fields
	err    error
}

// A Reader cuts a file into lines.
type Reader struct {
	next func() (Line, error)
}

// NewReader tells by the first letter whether the file is JSON lines or CSV; an empty one has no lines.
func NewReader(r io.Reader) (*Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	if mark, _ := b.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = b.Discard(3)
	}
	first, newlines, err := firstLetter(b)
	switch {
	case errors.Is(err, io.EOF):
		return &Reader{next: func() (Line, error) { return Line{}, io.EOF }}, nil
	case err != nil:
		return nil, err
	case first == '{':
		return jsonLines(b, newlines), nil
	case first == '[':
		return nil, errors.New("it is a JSON array; write one object a line, as `jq -c '.[]'` does")
	}
	return csvLines(b, newlines)
}

// firstLetter skips white space and counts the lines in it. The letter stays unread.
func firstLetter(b *bufio.Reader) (first byte, newlines int, err error) {
	for {
		c, err := b.ReadByte()
		switch {
		case err != nil:
			return 0, newlines, err
		case c == '\n':
			newlines++
		case c != ' ' && c != '\t' && c != '\r':
			return c, newlines, b.UnreadByte()
		}
	}
}

// Next is the next line that is not blank, or io.EOF. Any other error ends the file.
func (r *Reader) Next() (Line, error) { return r.next() }

func jsonLines(b *bufio.Reader, number int) *Reader {
	lines := bufio.NewScanner(b)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	return &Reader{next: func() (Line, error) {
		for lines.Scan() {
			number++
			if text := bytes.TrimSpace(lines.Bytes()); len(text) > 0 {
				return Line{Number: number, json: bytes.Clone(text)}, nil
			}
		}
		return Line{}, endOf(lines.Err(), number+1)
	}}
}

func endOf(err error, number int) error {
	switch {
	case err == nil:
		return io.EOF
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("line %d is longer than %d bytes; write one object a line", number, maxLine)
	}
	return err
}

func csvLines(b *bufio.Reader, skipped int) (*Reader, error) {
	rows := csv.NewReader(b)
	rows.FieldsPerRecord = -1
	rows.TrimLeadingSpace = true
	header, err := rows.Read()
	if err != nil {
		return nil, csvError(err)
	}
	if err := checkHeader(header); err != nil {
		return nil, err
	}
	return &Reader{next: func() (Line, error) {
		row, err := rows.Read()
		var wrong *csv.ParseError
		switch {
		case errors.As(err, &wrong):
			return Line{Number: skipped + wrong.Line, err: csvError(err)}, nil
		case err != nil:
			return Line{}, err
		}
		number, _ := rows.FieldPos(0)
		return csvLine(header, row, skipped+number), nil
	}}, nil
}

func csvError(err error) error {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return fmt.Errorf("column %d: %w; quote a value with commas or quotes as \"a,b\"", wrong.Column, wrong.Err)
	}
	return err
}

func checkHeader(header []string) error {
	seen := make(map[string]bool)
	for _, name := range header {
		if seen[name] && name != "" {
			return fmt.Errorf("line 1: the header has %q twice", name)
		}
		seen[name] = true
	}
	for _, needed := range []string{"from", "to"} {
		if !slices.Contains(header, needed) {
			return fmt.Errorf("line 1: it is neither a JSON object nor a CSV header with %q in it; begin with a header like id,from,to,protocol,port", needed)
		}
	}
	return nil
}

func csvLine(header, row []string, number int) Line {
	if len(row) > len(header) {
		return Line{Number: number, err: fmt.Errorf("it has %d values and the header %d names", len(row), len(header))}
	}
	f := new(fields)
	for i, value := range row {
		if into := f.byName(header[i]); into != nil {
			*into = scalar(value)
		}
	}
	return Line{Number: number, fields: f}
}
