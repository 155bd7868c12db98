package edit

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordsOf splits the text of an edit at white space, but for that in a quoted word and in the quotes of an address:
//
//	add "stack/Web Tier" ingress all from aws_security_group.app["blue green"]
//
// A word that begins with a quote is one of Go's: "a \"b\"". What is never closed is taken as it stands.
func wordsOf(text string) []string {
	var words []string
	for {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		if text == "" {
			return words
		}
		word, rest := cutWord(text)
		words, text = append(words, word), rest
	}
}

// cutWord takes the first word of a text that begins with one.
func cutWord(text string) (word, rest string) {
	if text[0] == '"' {
		if quoted, err := strconv.QuotedPrefix(text); err == nil && endsWord(text[len(quoted):]) {
			word, _ = strconv.Unquote(quoted)
			return word, text[len(quoted):]
		}
	}
	for end := 0; end < len(text); {
		r, size := utf8.DecodeRuneInString(text[end:])
		if unicode.IsSpace(r) {
			return text[:end], text[end:]
		}
		end += max(size, keyIn(text[end:]))
	}
	return text, ""
}

// keyIn is how many bytes a key in quotes and brackets takes with which a text begins, 0 if it begins with none.
func keyIn(text string) int {
	if !strings.HasPrefix(text, `["`) {
		return 0
	}
	key, err := strconv.QuotedPrefix(text[1:])
	if err != nil || !strings.HasPrefix(text[1+len(key):], "]") {
		return 0
	}
	return len(key) + 2
}

// endsWord reports whether a word is over before a text.
func endsWord(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(r)
}

// quoted is a word as wordsOf reads it back: as it is, unless it would be read as several or as another.
func quoted(word string) string {
	closing := wordsOf(word + ` "]`) // nor may what follows belong to a key that the word leaves open
	if word == "" || word[0] == '"' || closing[0] != word || len(wordsOf(word)) != 1 {
		return strconv.Quote(word)
	}
	return word
}
