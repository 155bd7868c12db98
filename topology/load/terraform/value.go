package terraform

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Values of attributes, as any version of the provider writes them: numbers and booleans as text, lists for blocks of which there is one. What is
// of another type is as good as absent.
type (
	text string
	list []string // null elements are ""
	flag bool
	// number is an integer, or absent.
	number struct {
		n     int64
		known bool
	}
	// blocks are nested blocks: a list or set of objects, or one object.
	blocks[T any] []T
)

func (t *text) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	raw, err := in.ReadValue()
	*t = text(scalar(raw))
	return err
}

func (l *list) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	raw, err := in.ReadValue()
	*l = constants(raw)
	if raw.Kind() == '[' && *l == nil {
		*l = list{}
	}
	return err
}

func (f *flag) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	raw, err := in.ReadValue()
	*f = flag(scalar(raw) == "true")
	return err
}

func (n *number) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	raw, err := in.ReadValue()
	value, wrong := strconv.ParseInt(scalar(raw), 10, 64)
	*n = number{value, wrong == nil}
	return err
}

func (b *blocks[T]) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	raw, err := in.ReadValue()
	if raw.Kind() == '[' {
		*b = blocks[T]{}
	}
	for _, e := range elements(raw) {
		var one T
		if json.Unmarshal(e, &one, tolerant) == nil {
			*b = append(*b, one)
		}
	}
	return err
}

// first is the only block, or one with nothing in it.
func (b blocks[T]) first() T {
	var none T
	if len(b) == 0 {
		return none
	}
	return b[0]
}

// prefix reads a block of addresses; invalid if it is none.
func (t text) prefix() netip.Prefix {
	p, err := netip.ParsePrefix(strings.TrimSpace(string(t)))
	if err != nil || p.Addr().Zone() != "" {
		return netip.Prefix{}
	}
	return p.Masked()
}

// addr reads an address; invalid if it is none.
func (t text) addr() netip.Addr {
	a, err := netip.ParseAddr(string(t))
	if err != nil || a.Zone() != "" || a.Is4In6() {
		return netip.Addr{}
	}
	return a
}

// prefixes reads the blocks of a list; those that are unknown are invalid.
func (l list) prefixes() []netip.Prefix {
	var all []netip.Prefix
	for _, e := range l {
		all = append(all, text(e).prefix())
	}
	return all
}

// told leaves out what is empty.
func (l list) told() []string {
	var all []string
	for _, e := range l {
		if e != "" {
			all = append(all, e)
		}
	}
	return all
}

// port is the number as documents have it, or nil.
func (n number) port() *int32 {
	if !n.known {
		return nil
	}
	p := int32(min(max(n.n, -1), 1<<20))
	return &p
}

// or is the number, or another one if it is absent.
func (n number) or(other int) int {
	if !n.known {
		return other
	}
	return int(n.n)
}

// enabled is "enable" or "disable", as AWS prints options; "" if the attribute is absent.
func enabled(raw jsontext.Value) string {
	switch scalar(raw) {
	case "true", "enable":
		return "enable"
	case "false", "disable":
		return "disable"
	}
	return ""
}
