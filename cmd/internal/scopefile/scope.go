package scopefile

import (
	"cmp"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/sim/scope"
)

// document reads one scope, with what the AWS CLI puts around it.
func (f *file) document(n *yaml.Node) scope.Scope {
	v := f.Object(n, "a scope", "MatchPaths", "ExcludePaths", "NetworkInsightsAccessScopeContent", "NetworkInsightsAccessScope",
		"NetworkInsightsAccessScopeId", "TagSpecifications", "ClientToken", "DryRun")
	name := cmp.Or(text(v["NetworkInsightsAccessScopeId"]), f.nameTag(v["TagSpecifications"]))
	if around := v["NetworkInsightsAccessScopeContent"]; around != nil {
		v = f.Object(around, "NetworkInsightsAccessScopeContent", "NetworkInsightsAccessScopeId", "MatchPaths", "ExcludePaths")
		name = cmp.Or(text(v["NetworkInsightsAccessScopeId"]), name)
	}
	s := scope.Scope{Name: cmp.Or(name, stem(f.name)), Match: f.paths(v["MatchPaths"], "MatchPaths"), Exclude: f.paths(v["ExcludePaths"], "ExcludePaths")}
	if len(s.Match) == 0 && f.Err() == nil {
		f.Fail(n, "the scope has no MatchPaths, so it would find nothing; write at least one")
	}
	return s
}

// nameTag is the value of the Name tag that a scope is to get.
func (f *file) nameTag(n *yaml.Node) string {
	name := ""
	f.Each(n, "TagSpecifications", func(spec *yaml.Node) {
		f.Each(f.Object(spec, "TagSpecifications", "ResourceType", "Tags")["Tags"], "Tags", func(tag *yaml.Node) {
			if v := f.Object(tag, "a tag", "Key", "Value"); text(v["Key"]) == "Name" {
				name = cmp.Or(name, text(v["Value"]))
			}
		})
	})
	return name
}

func text(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

func (f *file) paths(n *yaml.Node, what string) []scope.Path {
	var all []scope.Path
	f.Each(n, what, func(item *yaml.Node) { all = append(all, f.path(item)) })
	return all
}

func (f *file) path(item *yaml.Node) scope.Path {
	v := f.Object(item, "a path", "Source", "Destination", "ThroughResources")
	if len(v) == 0 && item.Kind == yaml.MappingNode {
		f.Fail(item, "the path has neither Source, Destination nor ThroughResources; give one of them")
	}
	p := scope.Path{At: f.At(item), Source: f.statement(v["Source"], "Source"), Destination: f.statement(v["Destination"], "Destination")}
	f.Each(v["ThroughResources"], "ThroughResources", func(through *yaml.Node) {
		s := f.Object(through, "ThroughResources", "ResourceStatement")
		p.Through = append(p.Through, f.resources(s["ResourceStatement"]))
	})
	return p
}

func (f *file) statement(n *yaml.Node, what string) scope.Statement {
	if n == nil {
		return scope.Statement{}
	}
	v := f.Object(n, what, "ResourceStatement", "PacketHeaderStatement")
	return scope.Statement{Resources: f.resources(v["ResourceStatement"]), Headers: f.headers(v["PacketHeaderStatement"])}
}

func (f *file) resources(n *yaml.Node) scope.Resources {
	if n == nil {
		return scope.Resources{}
	}
	v := f.Object(n, "ResourceStatement", "Resources", "ResourceTypes")
	r := scope.Resources{IDs: f.words(v["Resources"], "Resources"), Types: f.words(v["ResourceTypes"], "ResourceTypes")}
	switch {
	case len(r.IDs) > 0 && len(r.Types) > 0:
		f.Fail(n, "Resources and ResourceTypes exclude each other; keep one, or write two paths")
	case len(r.IDs)+len(r.Types) == 0 && n.Kind == yaml.MappingNode:
		f.Fail(n, "the ResourceStatement names nothing; leave it out to mean everything")
	}
	return r
}

func (f *file) headers(n *yaml.Node) scope.Headers {
	if n == nil {
		return scope.Headers{}
	}
	v := f.Object(n, "PacketHeaderStatement", "Protocols", "SourceAddresses", "SourcePrefixLists", "DestinationAddresses", "DestinationPrefixLists",
		"SourcePorts", "DestinationPorts")
	if len(v) == 0 && n.Kind == yaml.MappingNode {
		f.Fail(n, "the PacketHeaderStatement has no condition; leave it out")
	}
	return scope.Headers{
		Protocols:       f.words(v["Protocols"], "Protocols"),
		SourceAddresses: f.words(v["SourceAddresses"], "SourceAddresses"), DestinationAddresses: f.words(v["DestinationAddresses"], "DestinationAddresses"),
		SourcePrefixLists: f.words(v["SourcePrefixLists"], "SourcePrefixLists"), DestinationPrefixLists: f.words(v["DestinationPrefixLists"], "DestinationPrefixLists"),
		SourcePorts: f.words(v["SourcePorts"], "SourcePorts"), DestinationPorts: f.words(v["DestinationPorts"], "DestinationPorts"),
	}
}
