package awscli

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// A field is a member of an object: how it is printed, and how the scanner reads its value. Tables of fields stand in
// the order in which AWS prints them, since the next name is looked for first.
type field[T any] struct {
	key  string // with quotes and colon
	read func(*scanner, *T) bool
}

func fieldOf[T any](name string, read func(*scanner, *T) bool) field[T] {
	return field[T]{`"` + name + `":`, read}
}

func (f field[T]) name() string { return strings.Trim(f.key, `":`) }

// object reads an object into a zero struct, and leaves in s.seen which of the fields it has.
func object[T any](s *scanner, fields []field[T], into *T) bool {
	if s.data[s.at] != '{' {
		return false
	}
	outer, seen, next := len(s.strange), uint64(0), 0
	for more := s.opens('}'); more; more = s.goesOn() {
		i := nextField(s, fields, next)
		if i < 0 {
			if !s.strangeName(outer) || !s.skip(1) {
				s.strange = s.strange[:outer]
				return false
			}
			continue
		}
		if seen&(1<<i) != 0 || !(s.data[s.at] == 'n' && s.literal("null")) && !fields[i].read(s, into) {
			s.strange = s.strange[:outer]
			return false
		}
		seen |= 1 << i
		next = i + 1
	}
	s.strange = s.strange[:outer]
	s.seen = seen
	return s.closes('}')
}

// nextField recognises the name of a member, moves on to its value and gives the number of the field; -1, without moving, for
// a name that is not in the table.
func nextField[T any](s *scanner, fields []field[T], next int) int {
	rest := s.data[s.at:]
	for i := next; i < len(fields); i++ {
		if startsWith(rest, fields[i].key) {
			return s.pass(i, len(fields[i].key))
		}
	}
	for i := range next {
		if startsWith(rest, fields[i].key) {
			return s.pass(i, len(fields[i].key))
		}
	}
	return spacedField(s, fields)
}

func startsWith(text []byte, key string) bool {
	return len(text) >= len(key) && text[1] == key[1] && string(text[:len(key)]) == key
}

func (s *scanner) pass(i, length int) int {
	s.at += length
	if s.data[s.at] == ' ' {
		s.at++
	}
	if s.data[s.at] <= ' ' {
		s.space()
	}
	return i
}

// spacedField is nextField where blanks stand before the colon.
func spacedField[T any](s *scanner, fields []field[T]) int {
	from, line := s.at, s.line
	if name, ok := s.text(); ok && s.at-from == len(name)+2 && s.data[s.at] != ':' {
		for i := range fields {
			if key := fields[i].key; string(name) == key[1:len(key)-2] && s.colon() {
				return i
			}
		}
	}
	s.at, s.line = from, line
	return -1
}

// ignored is a member that AWS prints and nobody asks for.
func ignored[T any](name string) field[T] {
	return fieldOf(name, func(s *scanner, _ *T) bool { return s.skip(1) })
}

// word is a string that other elements have, too.
func word[T any](name string, of func(*T) *string) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		text, ok := s.text()
		if ok {
			*of(into) = s.words.shared(text)
		}
		return ok
	})
}

// unique is a string of this element only, such as its id.
func unique[T any](name string, of func(*T) *string) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		text, ok := s.text()
		if ok {
			*of(into) = s.words.own(text)
		}
		return ok
	})
}

func boolean[T any](name string, of func(*T) *bool) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		*of(into) = s.data[s.at] == 't'
		return s.literal("true") || s.literal("false")
	})
}

// choice is a boolean that may be absent.
func choice[T any](name string, of func(*T) **bool) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		*of(into) = &s.pools.no
		if s.data[s.at] == 't' {
			*of(into) = &s.pools.yes
		}
		return s.literal("true") || s.literal("false")
	})
}

func integer[T any, N int | int32 | int64](name string, of func(*T) *N) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		n, ok := s.integer()
		*of(into) = N(n)
		return ok
	})
}

// bound is a number that may be absent.
func bound[T any](name string, of func(*T) **int32) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		n, ok := s.integer()
		if ok {
			*of(into) = s.pools.numbers.add(n)
		}
		return ok
	})
}

func addr[T any](name string, of func(*T) *netip.Addr) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		text, ok := s.text()
		if !ok || len(text) == 0 {
			return ok
		}
		a, rest, ok := dotted(text)
		if !ok || len(rest) > 0 {
			var err error
			a, err = netmath.ParseAddr(string(text))
			ok = err == nil
		}
		*of(into) = a
		return ok
	})
}

func prefix[T any](name string, of func(*T) *netip.Prefix) field[T] {
	return fieldOf(name, func(s *scanner, into *T) bool {
		text, ok := s.text()
		if !ok || len(text) == 0 {
			return ok
		}
		*of(into), ok = prefixOf(text)
		return ok
	})
}

// prefixOf reads a prefix, unless it is bad or has bits beyond its length.
func prefixOf(text []byte) (netip.Prefix, bool) {
	if a, rest, ok := dotted(text); ok && (len(rest) == 2 || len(rest) == 3 && rest[1] != '0') && rest[0] == '/' {
		length := 0
		for _, c := range rest[1:] {
			if c < '0' || c > '9' {
				return netip.Prefix{}, false
			}
			length = length*10 + int(c-'0')
		}
		p := netip.PrefixFrom(a, length)
		return p, p.IsValid() && p == p.Masked()
	}
	p, canonical, err := netmath.ParsePrefix(string(text))
	return p, err == nil && canonical
}

// dotted reads the IPv4 address that a text begins with.
func dotted(text []byte) (a netip.Addr, rest []byte, ok bool) {
	var octets [4]byte
	for i := range octets {
		n, digits := 0, 0
		for digits < len(text) && digits < 4 && text[digits]-'0' <= 9 {
			n = n*10 + int(text[digits]-'0')
			digits++
		}
		if digits == 0 || n > 255 || text[0] == '0' && digits > 1 {
			return a, text, false
		}
		octets[i], text = byte(n), text[digits:]
		if i < 3 {
			if len(text) == 0 || text[0] != '.' {
				return a, text, false
			}
			text = text[1:]
		}
	}
	return netip.AddrFrom4(octets), text, true
}
