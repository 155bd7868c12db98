package netgen

import (
	"net/netip"
	"strconv"
	"time"
)

// A printer writes JSON as the AWS CLI does, indented by four, or compact. Inside an object every call names a key; inside
// a list the key is empty.
type printer struct {
	buf     []byte
	compact bool
	open    []byte // the brackets that will close what is open
	filled  bool   // the innermost bracket holds something
}

const blanks = "\n                                                                "

// next begins a value: comma, line end, key.
func (p *printer) next(key string) {
	if p.filled {
		p.buf = append(p.buf, ',')
	}
	p.filled = true
	p.breakLine()
	if key != "" {
		p.buf = append(p.buf, '"')
		p.buf = append(p.buf, key...)
		p.buf = append(p.buf, '"', ':')
		if !p.compact {
			p.buf = append(p.buf, ' ')
		}
	}
}

func (p *printer) breakLine() {
	if !p.compact && len(p.open) > 0 {
		p.buf = append(p.buf, blanks[:1+4*len(p.open)]...)
	}
}

func (p *printer) object(key string) { p.bracket(key, '{', '}') }

func (p *printer) list(key string) { p.bracket(key, '[', ']') }

func (p *printer) bracket(key string, opening, closing byte) {
	p.next(key)
	p.buf = append(p.buf, opening)
	p.open = append(p.open, closing)
	p.filled = false
}

// end closes the innermost object or list; an empty one stays on its line.
func (p *printer) end() {
	closing := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	if p.filled && !p.compact {
		p.buf = append(p.buf, blanks[:1+4*len(p.open)]...)
	}
	p.buf = append(p.buf, closing)
	p.filled = true
}

// endLine closes the innermost bracket, the outermost of a value, and the line.
func (p *printer) endLine() {
	p.end()
	p.buf = append(p.buf, '\n')
	p.filled = false
}

// text writes a string of plain characters; quotes and backslashes are escaped.
func (p *printer) text(key, value string) {
	p.next(key)
	p.buf = append(p.buf, '"')
	for i := range len(value) {
		if value[i] == '"' || value[i] == '\\' {
			p.buf = append(p.buf, '\\')
		}
		p.buf = append(p.buf, value[i])
	}
	p.buf = append(p.buf, '"')
}

func (p *printer) number(key string, value int) {
	p.next(key)
	p.buf = strconv.AppendInt(p.buf, int64(value), 10)
}

func (p *printer) flag(key string, value bool) {
	p.next(key)
	p.buf = strconv.AppendBool(p.buf, value)
}

func (p *printer) id(key string, value id) {
	p.next(key)
	p.buf = append(p.buf, '"')
	p.buf = value.appendTo(p.buf)
	p.buf = append(p.buf, '"')
}

func (p *printer) addr(key string, value netip.Addr) {
	p.next(key)
	p.buf = append(p.buf, '"')
	p.buf = value.AppendTo(p.buf)
	p.buf = append(p.buf, '"')
}

func (p *printer) prefix(key string, value netip.Prefix) {
	p.next(key)
	p.buf = append(p.buf, '"')
	p.buf = value.AppendTo(p.buf)
	p.buf = append(p.buf, '"')
}

func (p *printer) time(key string, value time.Time) {
	p.next(key)
	p.buf = append(p.buf, '"')
	p.buf = value.AppendFormat(p.buf, "2006-01-02T15:04:05-07:00")
	p.buf = append(p.buf, '"')
}

// A tag is a key and its value.
type tag struct{ key, value string }

// tags writes the list of an element's tags under a key: Tags, or TagSet.
func (p *printer) tags(key string, tags ...tag) {
	p.list(key)
	for _, t := range tags {
		p.object("")
		p.text("Key", t.key)
		p.text("Value", t.value)
		p.end()
	}
	p.end()
}
