package scopefile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dryhop/dryhop/sim/scope"
)

const paths = `"MatchPaths": [{"Source": {"ResourceStatement": {"ResourceTypes": ["AWS::EC2::InternetGateway"]}},
   "Destination": {"PacketHeaderStatement": {"Protocols": ["tcp"], "DestinationPorts": ["22", "1000-2000"]}}}],
 "ExcludePaths": [{"Source": {"PacketHeaderStatement": {"SourcePrefixLists": ["pl-1"]}}, "ThroughResources": [{"ResourceStatement": {"Resources": ["nat-1"]}}]}]`

func word(text string) []scope.Word { return []scope.Word{{Text: text}} }

func TestReadWhatTheCLIWritesAndTakes(t *testing.T) {
	want := scope.Scope{
		Match: []scope.Path{{
			Source:      scope.Statement{Resources: scope.Resources{Types: word("AWS::EC2::InternetGateway")}},
			Destination: scope.Statement{Headers: scope.Headers{Protocols: word("tcp"), DestinationPorts: append(word("22"), word("1000-2000")...)}},
		}},
		Exclude: []scope.Path{{
			Source:  scope.Statement{Headers: scope.Headers{SourcePrefixLists: word("pl-1")}},
			Through: []scope.Resources{{IDs: word("nat-1")}},
		}},
	}
	for text, name := range map[string]string{
		"{" + paths + "}": "edge",
		"{" + paths + `, "ClientToken": "x", "DryRun": false, "TagSpecifications": [{"ResourceType": "network-insights-access-scope", "Tags": [{"Key": "Name", "Value": "ours"}]}]}`: "ours",
		`{"NetworkInsightsAccessScopeContent": {"NetworkInsightsAccessScopeId": "nis-1", ` + paths + "}}":                                                                            "nis-1",
		`[{"NetworkInsightsAccessScope": {"Tags": []}, "NetworkInsightsAccessScopeContent": {` + paths + "}}]":                                                                       "edge",
	} {
		want.Name = name
		got, err := Read("some/edge.json", strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if d := cmp.Diff([]scope.Scope{want}, got, cmpopts.IgnoreFields(scope.Word{}, "At"), cmpopts.IgnoreFields(scope.Path{}, "At")); d != "" {
			t.Errorf("%s (-want +got):\n%s", text, d)
		}
	}
}

func TestReadTellsFileLineAndRemedy(t *testing.T) {
	for text, says := range map[string]string{
		"":                       "f.json:1:1: there is nothing in it",
		"{\n\"MatchPath\": []}":  `f.json:2:1: the key "MatchPath" means nothing in a scope; did you mean "MatchPaths"?`,
		"{\"MatchPaths\": []}":   "f.json:1:1: the scope has no MatchPaths, so it would find nothing",
		"{\"MatchPaths\": [{}]}": "f.json:1:17: the path has neither Source, Destination nor ThroughResources",
		"{\"MatchPaths\": {}}":   "f.json:1:16: MatchPaths is not a list",
		"{\"MatchPaths\": [\n{\"Source\": {\"Resources\": [\"i-1\"]}}]}":                                                                     `f.json:2:13: the key "Resources" means nothing in Source; there are ResourceStatement, PacketHeaderStatement`,
		"{\"MatchPaths\": [{\"Source\": {\"ResourceStatement\": {\"Resources\": [\"i-1\"], \"ResourceTypes\": [\"AWS::EC2::Instance\"]}}}]}": "Resources and ResourceTypes exclude each other",
		"{\"MatchPaths\": [{\"Source\": {\"ResourceStatement\": {}}}]}":                                                                      "the ResourceStatement names nothing",
		"{\"MatchPaths\": [{\"Source\": {\"PacketHeaderStatement\": {\"SourcePort\": [\"22\"]}}}]}":                                          `did you mean "SourcePorts"?`,
		"{\"MatchPaths\": [{\"Source\": {\"PacketHeaderStatement\": {}}}]}":                                                                  "the PacketHeaderStatement has no condition",
		"{\"MatchPaths\": [{\"Source\": {\"PacketHeaderStatement\": {\"SourcePorts\": [[]]}}}]}":                                             "SourcePorts holds something that is not a text",
		"{\"MatchPaths\": 1, \"MatchPaths\": 2}":                                                                                             "the key \"MatchPaths\" is there twice",
		"[1]":                                                                                                                                "f.json:1:2: a scope is not an object",
		"{":                                                                                                                                  "f.json: ",
	} {
		_, err := Read("f.json", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, want: %s", text, err, says)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("{" + paths + "}")
	f.Add(`[{"NetworkInsightsAccessScopeContent": null}]`)
	f.Add("- MatchPaths: [&a {Source: *a}]")
	f.Fuzz(func(t *testing.T, text string) {
		scopes, err := Read("f.json", strings.NewReader(text))
		for _, s := range scopes {
			if err == nil && len(s.Match) == 0 {
				t.Errorf("%q is read as a scope that finds nothing", text)
			}
		}
	})
}
