package cli

import (
	"strings"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// inPlaceOf tells which documents an assumption stands in for.
var inPlaceOf = map[graph.Code]ref.Kind{
	graph.AssumeDefaultACL:       ref.NetworkAcl,
	graph.AssumeDefaultSG:        ref.SecurityGroup,
	graph.AssumeMainRouteTable:   ref.RouteTable,
	graph.AssumeInstancesRunning: ref.Instance,
}

// assumableWords are the words of --assume.
func assumableWords() []string {
	words := make([]string, len(graph.Assumables))
	for i, a := range graph.Assumables {
		words[i] = a.Word
	}
	return words
}

// assumablesByKind are the words by the documents in whose place they stand.
func assumablesByKind() report.Assumables {
	words := make(report.Assumables)
	for _, a := range graph.Assumables {
		if kind, ok := inPlaceOf[a.Code]; ok {
			words[kind] = a.Word
		}
	}
	return words
}

// assumedWords are the words of all uses of --assume that stand for missing documents.
func assumedWords(said []string) []string {
	var words []string
	for _, list := range said {
		if !strings.Contains(list, "=") {
			words = append(words, strings.Split(list, ",")...)
		}
	}
	return words
}

// assumedValues are what uses of --assume say of attributes that a plan or template leaves open: ADDRESS.attribute=VALUE. The address may have a key with
// an equals sign in quotes.
func assumedValues(said []string) map[string]string {
	values := map[string]string{}
	for _, one := range said {
		quoted := false
		at := strings.IndexFunc(one, func(c rune) bool {
			quoted = quoted != (c == '"')
			return c == '=' && !quoted
		})
		if at >= 0 {
			values[one[:at]] = one[at+1:]
		}
	}
	return values
}

// assumed finds the codes of words.
func assumed(words []string) ([]graph.Code, error) {
	var codes []graph.Code
	for _, word := range assumedWords(words) {
		code, ok := graph.ParseAssumption(strings.TrimSpace(word))
		if !ok {
			return nil, usagef("--assume: nothing is called %q%s", word, didYouMean(word, assumableWords()))
		}
		codes = append(codes, code)
	}
	return codes, nil
}
