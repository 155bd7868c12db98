package awscli

import (
	"encoding/binary"
	"strings"
)

// words makes strings of bytes, and gives one string for bytes that come again: ids of networks and groups, zones, accounts,
// keys of tags. It may forget a word; then that is made again.
type words struct {
	known []string
	page  strings.Builder
}

const (
	knownWords = 1 << 15
	pageBytes  = 64 << 10
)

// shared gives a string that is likely to come again.
func (w *words) shared(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if w.known == nil {
		w.known = make([]string, knownWords)
	}
	slot := &w.known[hashOf(text)%knownWords]
	if *slot != string(text) {
		*slot = w.own(text)
	}
	return *slot
}

// own gives a string that nobody else has. Strings are written one after the other on pages, which costs less than a
// piece of memory for each.
func (w *words) own(text []byte) string {
	if len(text) > pageBytes/16 {
		return string(text)
	}
	if w.page.Cap()-w.page.Len() < len(text) {
		w.page = strings.Builder{}
		w.page.Grow(pageBytes)
	}
	from := w.page.Len()
	w.page.Write(text)
	return w.page.String()[from:]
}

// hashOf looks at the first and last eight bytes: ids differ at their ends.
func hashOf(text []byte) uint64 {
	var first, last uint64
	if n := len(text); n >= 8 {
		first, last = binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[n-8:])
	} else {
		for i, c := range text {
			last |= uint64(c) << (8 * i)
		}
	}
	h := (first ^ uint64(len(text))) * 0x9E3779B97F4A7C15
	h = (h ^ last) * 0xD6E8FEB86659FD93
	return h >> 40
}
