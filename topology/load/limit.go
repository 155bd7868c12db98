package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// limitError says which limit was met.
type limitError struct{ what, remedy string }

func (e *limitError) Error() string { return e.what }

// limited counts what is read against the limits of one document and of the whole Load.
func (s *session) limited(r io.Reader) io.Reader { return &limitedReader{session: s, from: r} }

type limitedReader struct {
	session *session
	from    io.Reader
	read    int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	l.read += int64(n)
	l.session.progress(n, false)
	switch {
	case l.read > l.session.limits.DocumentBytes:
		return 0, &limitError{fmt.Sprintf("the file is larger than %d bytes: it is not read on", l.session.limits.DocumentBytes), "split it, or raise the limit"}
	case l.session.read.Load() > l.session.limits.TotalBytes:
		return 0, &limitError{fmt.Sprintf("the inputs are larger than %d bytes: they are not read on", l.session.limits.TotalBytes), "load fewer of them, or raise the limit"}
	}
	return n, err
}

// inflated watches how much larger a stream gets by being unpacked.
type inflated struct {
	from   io.Reader
	packed func() int64
	limits Limits
	read   int64
}

func (i *inflated) Read(p []byte) (int, error) {
	n, err := i.from.Read(p)
	i.read += int64(n)
	if i.read > i.limits.RatioFloor && i.read/max(i.packed(), 1) > i.limits.Ratio {
		return 0, &limitError{fmt.Sprintf("it unpacks to more than %d times its size: it is not read on", i.limits.Ratio), "unpack it by hand if it can be trusted"}
	}
	return n, err
}

// counter counts bytes that pass.
type counter struct {
	from io.Reader
	n    int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// plainError drops the path from an error: the diagnostic has it.
func plainError(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
