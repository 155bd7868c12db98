package netgen

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Planted tells where a mistake was planted: netgen.json lists all of them.
type Planted struct {
	Mistake string            `json:"mistake"`
	Text    string            `json:"text"`
	Vpc     string            `json:"vpc"`
	VpcId   string            `json:"vpc_id"`
	Account string            `json:"account"`
	Region  string            `json:"region"`
	Ids     map[string]string `json:"ids"` // what it concerns: security_group, network_interface, route_table, ...
}

// A Note is the content of netgen.json: the options, the accounts, and the planted mistakes.
type Note struct {
	Format   string         `json:"format"` // dryhop/netgen/v1
	Options  map[string]any `json:"options"`
	Accounts []string       `json:"accounts"`
	Planted  []Planted      `json:"planted"`
}

// NoteName and ReadmeName are the files beside the accounts' folders. Readers of snapshots skip hidden files.
const (
	NoteName   = ".netgen.json"
	ReadmeName = ".README.txt"
)

func (w *world) note() *Note {
	n := &Note{Format: "dryhop/netgen/v1", Planted: []Planted{}, Options: map[string]any{
		"seed": w.Seed, "enis": w.ENIs, "vpcs": w.VPCs, "sg-rules": w.SGRules, "accounts": w.Options.Accounts, "regions": w.Regions,
		"tgw": w.TGW, "ipv6": w.IPv6, "instances": w.Instances, "mistakes": w.Mistakes, "rule-ids": w.RuleIDs,
	}}
	for i := 0; i < len(w.places); i += len(w.Regions) {
		n.Accounts = append(n.Accounts, w.places[i].account)
	}
	for _, v := range w.vpcs {
		if v.mistake != none {
			n.Planted = append(n.Planted, newSite(w, v, nil).planted())
		}
	}
	return n
}

func (s *site) planted() Planted {
	p := Planted{
		Mistake: s.mistake.String(), Text: mistakes[s.mistake].text, Vpc: s.name(), VpcId: s.vpcID().String(),
		Account: s.place.account, Region: s.place.region, Ids: map[string]string{},
	}
	switch s.mistake {
	case openSSH:
		p.Ids["security_group"] = s.group(legacyGroup, nil).id.String()
		p.Ids["network_interface"] = s.interfaceID(s.crewOf(edge, s.apps[0]), 0).String()
	case openDatabase:
		p.Ids["security_group"] = s.group(databaseGroup, s.apps[0]).id.String()
		p.Ids["network_interface"] = s.interfaceID(s.crewOf(database, s.apps[0]), 0).String()
	case blackhole:
		p.Ids["route_table"] = s.table(appTable + zones - 1).String()
		p.Ids["nat_gateway"] = s.natGateway(zones - 1).String()
	case noReturn:
		p.Ids["route_table"] = s.table(appTable + 1).String()
	case overlapping:
		p.Ids["vpc"] = s.vpcID().String()
		for _, v := range s.vpcs {
			if v.index != s.index && v.cidr.Overlaps(s.cidr) && v.mistake != overlapping {
				p.Ids["other_vpc"] = s.world.vpcID(v.index).String()
			}
		}
	}
	return p
}

func (w *world) writeNotes() error {
	note := w.note()
	text, err := json.MarshalIndent(note, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(w.Out, NoteName), append(text, '\n'), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.Out, ReadmeName), []byte(w.readme(note)), 0o666)
}

func (w *world) readme(note *Note) string {
	var b strings.Builder
	fmt.Fprintf(&b, "A synthetic AWS network: %d interfaces in %d VPCs, seed %d. Nothing in it exists.\n", w.ENIs, w.VPCs, w.Seed)
	b.WriteString("The documents are in folders ACCOUNT/REGION, as the AWS CLI would print them.\n\nPlanted mistakes:\n\n")
	for _, p := range note.Planted {
		fmt.Fprintf(&b, "%s in %s (%s, account %s, %s): %s\n", p.Mistake, p.Vpc, p.VpcId, p.Account, p.Region, p.Text)
	}
	if len(note.Planted) == 0 {
		b.WriteString("none\n")
	}
	return b.String()
}
