package awscli

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// tolerant reads JSON that breaks rules we do not depend on.
var tolerant = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// locate finds the bytes of the value that a pointer names.
func locate(raw jsontext.Value, pointer jsontext.Pointer) (start, end int, found bool) {
	dec := jsontext.NewDecoder(strings.NewReader(string(raw)), tolerant...)
	for token := range pointer.Tokens() {
		if !descend(dec, token) {
			return 0, 0, false
		}
	}
	value, err := dec.ReadValue()
	if err != nil {
		return 0, 0, false
	}
	end = int(dec.InputOffset())
	return end - len(value), end, true
}

func descend(dec *jsontext.Decoder, token string) bool {
	switch dec.PeekKind() {
	case '{':
		_, _ = dec.ReadToken()
		for dec.PeekKind() == '"' {
			name, err := dec.ReadToken()
			if err == nil && name.String() == token {
				return true
			}
			if err != nil || dec.SkipValue() != nil {
				return false
			}
		}
	case '[':
		_, _ = dec.ReadToken()
		index, err := strconv.Atoi(token)
		for range index {
			if err != nil || dec.SkipValue() != nil {
				return false
			}
		}
		return err == nil
	}
	return false
}

// names lists the members of an object.
func names(raw jsontext.Value) map[string]bool {
	members := map[string]bool{}
	dec := jsontext.NewDecoder(strings.NewReader(string(raw)), tolerant...)
	if token, err := dec.ReadToken(); err != nil || token.Kind() != '{' {
		return members
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			break
		}
		members[name.String()] = true
		if dec.SkipValue() != nil {
			break
		}
	}
	return members
}

// depthOf is how deeply a value nests; exact only above limit, where it matters.
func depthOf(raw jsontext.Value, limit int) int {
	opened := bytes.Count(raw, []byte{'{'}) + bytes.Count(raw, []byte{'['})
	if opened <= limit {
		return opened
	}
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case opens(c):
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

func kindOf(raw jsontext.Value) string {
	switch raw.Kind() {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	}
	return "null"
}

func lastName(pointer jsontext.Pointer) string {
	if name := pointer.LastToken(); name != "" {
		if _, err := strconv.Atoi(name); err == nil {
			return lastName(pointer.Parent())
		}
		return name
	}
	return "the value"
}

// secretKeys hold passwords and keys; nothing below them is ever quoted.
var secretKeys = []string{"CustomerGatewayConfiguration", "PreSharedKey", "TunnelOptions", "Environment", "UserData", "authKey", "customerRouterConfig", "Password", "Secret"}

// quotable is a value fit for a message: short, in one piece, and no secret.
func quotable(pointer jsontext.Pointer, raw jsontext.Value) string {
	for _, secret := range secretKeys {
		if strings.Contains(strings.ToLower(string(pointer)), strings.ToLower(secret)) {
			return ""
		}
	}
	switch raw.Kind() {
	case '{':
		return "{...}"
	case '[':
		return "[...]"
	}
	return shorten(strings.Trim(string(raw), `"`))
}

// shorten keeps a value to a length that a line of output can bear.
func shorten(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) <= longest {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	cut := []rune(s)[:longest]
	return strings.ToValidUTF8(string(cut), "\uFFFD") + "..."
}
