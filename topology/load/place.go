package load

import (
	"encoding/json"
	"io"
	"path"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
)

// place is an account and a Region; empty where unknown.
type place struct{ account, region string }

// placeOf reads a place from folder names: .../123456789012/eu-west-1/... The last of a kind counts.
func placeOf(file string) place {
	var p place
	for folder := range strings.SplitSeq(path.Dir(file), "/") {
		switch {
		case awscli.IsAccount(folder):
			p.account, p.region = folder, ""
		case awscli.IsRegion(folder):
			p.region = folder
		}
	}
	return p
}

// under is the place of a file in a folder that has a place itself.
func (p place) under(file string) place {
	inner := placeOf(file)
	if inner.account == "" {
		inner.account = p.account
		if inner.region == "" {
			inner.region = p.region
		}
	}
	return inner
}

const manifestName = "_manifest.json"

// manifest reads a collector's note of what it collected. It speaks for its folder and those below.
func (s *session) manifest(file string, in io.Reader) {
	var said struct {
		Format  int    `json:"snapshot_format"`
		Account string `json:"account"`
		Region  string `json:"region"`
	}
	if err := json.NewDecoder(io.LimitReader(in, 1<<20)).Decode(&said); err != nil {
		s.note(topology.Diagnostic{Severity: topology.Warning, Code: "BAD_MANIFEST", Path: file, Message: "the manifest cannot be read",
			Remedy: `it should be {"snapshot_format": 1, "account": "...", "region": "..."}`})
		return
	}
	if said.Format != 1 {
		s.note(topology.Diagnostic{Severity: topology.Warning, Code: "BAD_MANIFEST", Path: file, Message: "the manifest is not of snapshot_format 1",
			Remedy: "take the snapshot with the collector of this version"})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var p place
	if awscli.IsAccount(said.Account) {
		p.account = said.Account
	}
	if awscli.IsRegion(said.Region) {
		p.region = said.Region
	}
	s.manifests[path.Dir(file)] = p
}

// manifestOf is what the nearest manifest says about a file.
func (s *session) manifestOf(file string) place {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if p, ok := s.manifests[dir]; ok {
			return p
		}
		if dir == "." || dir == "/" {
			return place{}
		}
	}
}
