package report

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/ipam"
)

// CIDRPeerSchema is the schema word of a CIDRPeer.
const CIDRPeerSchema = "dryhop/cidr-peer/v1"

// A CIDRPeer is what it takes to join two VPCs, or a VPC and a transit gateway, and what comes of it.
type CIDRPeer struct {
	Schema    string           `json:"schema"`
	Snapshot  string           `json:"snapshot"`
	Verdict   string           `json:"verdict"` // allowed, refused, joined
	A         CIDRNetwork      `json:"a"`
	B         CIDRNetwork      `json:"b"`          // or the transit gateway, without blocks
	Exists    string           `json:"exists"`     // the peering or attachment that joins them already
	ByPrimary bool             `json:"by_primary"` // it would be allowed if VPCs had their primary IPv4 blocks alone
	Conflicts []CIDRConflict   `json:"conflicts"`
	Routes    []CIDRRoute      `json:"routes"`
	Subnets   []string         `json:"subnets"` // of the attachment
	Findings  []CIDREffect     `json:"findings"`
	Quotas    []CIDRQuota      `json:"quotas"` // those that are nearly used, or wholly
	Asked     bool             `json:"asked"`  // effects are known
	Effects   []CIDRPeerEffect `json:"effects"`
	Pairs     int              `json:"unchanged_pairs"` // of places that fare as before
}

// A CIDRNetwork is a VPC or a transit gateway.
type CIDRNetwork struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Account string   `json:"account"`
	Region  string   `json:"region"`
	CIDRs   []string `json:"cidrs"`
}

// Called is what people call it.
func (n *CIDRNetwork) Called() string {
	if n.Name != "" {
		return n.Name
	}
	return n.ID
}

// A CIDRConflict is two blocks that share addresses.
type CIDRConflict struct {
	A         string `json:"a"`
	B         string `json:"b"`
	Other     string `json:"other,omitempty"` // the VPC on the transit gateway that has b
	Secondary bool   `json:"secondary"`       // a block that was added to a VPC later is concerned
}

// A CIDRRoute is a route that a table needs.
type CIDRRoute struct {
	Table    string   `json:"table"`
	Name     string   `json:"name"`
	Vpc      string   `json:"vpc"`
	CIDR     string   `json:"cidr"`
	Target   string   `json:"target"` // empty of a peering that does not exist yet
	Subnets  []string `json:"subnets"`
	Exists   bool     `json:"exists"`
	Replaces string   `json:"replaces,omitempty"` // where a route for the same destination leads today
}

// A CIDRQuota is how much of a quota would be used.
type CIDRQuota struct {
	Name  string `json:"name"`
	At    string `json:"at"`
	Used  int    `json:"used"`
	Limit int    `json:"limit"`
	Max   int    `json:"max"`
}

// A CIDRPeerEffect is who reaches whom that did not, or not any more.
type CIDRPeerEffect struct {
	Change   string   `json:"change"`  // opened, widened, closed, narrowed, rerouted, undetermined
	Verdict  string   `json:"verdict"` // with the join
	From     []string `json:"from"`
	To       []string `json:"to"`
	Services []string `json:"services"`
	Pairs    int      `json:"pairs"`
}

// NewCIDRPeer makes the record; asked is what the join does to traffic, or nil.
func NewCIDRPeer(j *ipam.Join, v *ipam.Inventory, asked *impact.Result, snapshot string) *CIDRPeer {
	r := &CIDRPeer{
		Schema: CIDRPeerSchema, Snapshot: snapshot, Verdict: "allowed", A: cidrNetwork(j.A), Exists: j.Exists.ID, ByPrimary: j.AllowedByPrimary(),
		Conflicts: []CIDRConflict{}, Routes: []CIDRRoute{}, Subnets: append([]string{}, j.Subnets...), Findings: []CIDREffect{}, Quotas: []CIDRQuota{}, Effects: []CIDRPeerEffect{},
	}
	if j.B != nil {
		r.B = cidrNetwork(j.B)
	} else {
		r.B = CIDRNetwork{ID: j.Gateway.ID, Name: v.NameOf(j.Gateway), CIDRs: []string{}}
	}
	switch {
	case !j.Allowed():
		r.Verdict = "refused"
	case !j.Exists.IsZero() && !j.Pending:
		r.Verdict = "joined"
	}
	for _, c := range j.Conflicts {
		r.Conflicts = append(r.Conflicts, CIDRConflict{c.A.String(), c.B.String(), c.Other, c.Secondary})
	}
	for _, x := range j.Routes {
		route := CIDRRoute{Table: x.Table.ID, Name: v.NameOf(x.Table), Vpc: v.NameOf(x.Vpc), CIDR: x.Prefix.String(), Target: x.Target, Subnets: x.Subnets, Exists: x.Exists}
		if x.Replaces != nil {
			route.Replaces = ipam.RouteTarget(x.Replaces)
		}
		r.Routes = append(r.Routes, route)
	}
	for _, e := range j.Findings {
		r.Findings = append(r.Findings, CIDREffect{Code: string(e.Code), Severity: e.Severity.String(), At: e.At.ID, Message: e.Message})
	}
	for _, q := range j.Quotas {
		r.Quotas = append(r.Quotas, CIDRQuota{q.Name, v.NameOf(q.At), q.Used, q.Limit, q.Max})
	}
	if asked != nil {
		r.ask(asked)
	}
	return r
}

func cidrNetwork(n *ipam.Network) CIDRNetwork {
	return CIDRNetwork{n.Ref.ID, n.Name, n.Account, n.Region, blockTexts(n.Blocks)}
}

// ask takes over what the join does to traffic.
func (r *CIDRPeer) ask(asked *impact.Result) {
	r.Asked, r.Pairs = true, asked.Unchanged
	for i := range asked.Effects {
		e := &asked.Effects[i]
		b := NewBuilder(asked.Graph(e), r.Snapshot)
		vpcs := b.vpcNames([]reach.Group{{From: e.From, To: e.To}})
		x := CIDRPeerEffect{
			Change: e.Kind.String(), Verdict: e.Is.String(), Pairs: e.Pairs, Services: []string{},
			From: partyTexts(b.parties(e.From, vpcs)), To: partyTexts(b.parties(e.To, vpcs)),
		}
		for k := range e.Shares {
			for _, word := range services(&e.Shares[k], new(reach.Query).Sources()) {
				x.Services = appendOnce(x.Services, word)
			}
		}
		r.Effects = append(r.Effects, x)
	}
}

func appendOnce(words []string, word string) []string {
	for _, w := range words {
		if w == word {
			return words
		}
	}
	return append(words, word)
}

func partyTexts(parties []Party) []string {
	var texts []string
	for i := range parties {
		texts = append(texts, parties[i].Label)
	}
	return texts
}

// Sheets are the routes to add under the verdict, then what stands against it or comes besides, and who would become reachable.
func (r *CIDRPeer) Sheets() []Sheet {
	sheets := []Sheet{r.routes()}
	if len(r.Conflicts) > 0 {
		s := Sheet{Title: "Why it is refused: these share addresses", Table: Table{Header: []string{r.A.Called(), r.B.Called(), "vpc", "secondary"}}}
		if r.isTransit() {
			s.Title, s.Header[1] = "What stands against it: AWS would attach it, and leave out its blocks that share addresses with these, which keep their routes", "there"
		}
		for _, c := range r.Conflicts {
			s.Rows = append(s.Rows, []string{c.A, c.B, c.Other, yes(c.Secondary)})
		}
		sheets = append(sheets, s)
	}
	if len(r.Findings)+len(r.Quotas) > 0 {
		s := Sheet{Title: "What comes with it", Table: Table{Header: []string{"severity", "code", "what"}}}
		for _, f := range r.Findings {
			s.Rows = append(s.Rows, []string{f.Severity, f.Code, f.Message})
		}
		for _, q := range r.Quotas {
			s.Foot = append(s.Foot, fmt.Sprintf("quota: %s at %s: %d of %d (AWS raises it to at most %d)", q.Name, q.At, q.Used, q.Limit, q.Max))
		}
		sheets = append(sheets, s)
	}
	return append(sheets, r.effects()...)
}

func (r *CIDRPeer) isTransit() bool { return strings.HasPrefix(r.B.ID, "tgw-") }

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func (r *CIDRPeer) routes() Sheet {
	verb, word := "Peer", map[string]string{"allowed": "allowed", "refused": "REFUSED by AWS", "joined": "they are joined by " + r.Exists}[r.Verdict]
	ends := fmt.Sprintf("%s (%s) with %s (%s)", r.A.Called(), strings.Join(r.A.CIDRs, ", "), r.B.Called(), strings.Join(r.B.CIDRs, ", "))
	if r.isTransit() {
		if r.Verdict == "refused" {
			word = "not as it is"
		}
		verb, ends = "Attach", fmt.Sprintf("%s (%s) to %s", r.A.Called(), strings.Join(r.A.CIDRs, ", "), r.B.Called())
	}
	s := Sheet{Title: fmt.Sprintf("%s %s: %s", verb, ends, word), Table: Table{Header: []string{"table", "id", "vpc", "destination", "target", "status", "subnets"}}}
	switch {
	case len(r.Conflicts) > 0 && r.ByPrimary:
		s.Lead = append(s.Lead, "their primary IPv4 blocks alone would do; blocks that were added later are in the way")
	case len(r.Conflicts) == 0:
		s.Lead = append(s.Lead, "no block of one shares addresses with a block of the other, secondary and IPv6 blocks included")
	}
	if r.Verdict == "refused" {
		return s
	}
	if len(r.Subnets) > 0 && r.Exists == "" {
		s.Lead = append(s.Lead, "the attachment in "+strings.Join(r.Subnets, ", "))
	}
	if len(r.Routes) > 0 {
		s.Lead = append(s.Lead, "routes that are needed on both sides:")
	}
	for _, x := range r.Routes {
		status, target := "add", x.Target
		switch {
		case x.Exists:
			status = "is there"
		case x.Replaces != "":
			status = "replace " + x.Replaces
		}
		if target == "" {
			target = "the peering"
		}
		s.Rows = append(s.Rows, []string{nameBeside(x.Name, x.Table), x.Table, x.Vpc, x.CIDR, target, status, strings.Join(x.Subnets, ", ")})
	}
	return s
}

func (r *CIDRPeer) effects() []Sheet {
	switch {
	case !r.Asked:
		return nil
	case len(r.Effects) == 0 && r.Exists != "":
		return []Sheet{{Title: "With the routes that are there, nothing would change: dryhop reach tells who reaches whom"}}
	case len(r.Effects) == 0:
		return []Sheet{{Title: "Who would become reachable, with today's security groups and network ACLs: nobody"}}
	}
	s := Sheet{
		Title: "Who would become reachable, with today's security groups and network ACLs, and what changes besides",
		Table: Table{Header: []string{"change", "from", "to", "services", "pairs"}, Foot: []string{counted(r.Pairs, "other pair") + " of places fare as before"}},
	}
	for _, e := range r.Effects {
		s.Rows = append(s.Rows, []string{e.Change, strings.Join(e.From, ", "), strings.Join(e.To, ", "), strings.Join(e.Services, " "), fmt.Sprint(e.Pairs)})
	}
	return []Sheet{s}
}

// Config is the peering or the attachment, and the routes that are not there.
func (r *CIDRPeer) Config() Config {
	if r.Verdict == "refused" {
		return Config{Blocks: []ConfigBlock{{Comment: []string{"AWS refuses this: " + r.routes().Title}, Type: "locals"}}}
	}
	name := label(r.A.Called() + "_" + r.B.Called())
	var c Config
	target := Expression("aws_vpc_peering_connection." + name + ".id")
	switch {
	case r.isTransit() && r.Exists == "":
		c.Blocks = append(c.Blocks, ConfigBlock{Type: "resource", Labels: []string{"aws_ec2_transit_gateway_vpc_attachment", name}, Items: []ConfigItem{
			{"transit_gateway_id", r.B.ID}, {"vpc_id", r.A.ID}, {"subnet_ids", r.Subnets},
		}})
	case !r.isTransit() && r.Exists == "":
		c.Blocks = append(c.Blocks, r.peering(name)...)
	}
	for _, x := range r.Routes {
		if x.Exists {
			continue
		}
		c.Blocks = append(c.Blocks, ConfigBlock{
			Comment: []string{fmt.Sprintf("%s of %s, for %s", x.Name, x.Vpc, strings.Join(x.Subnets, ", "))},
			Type:    "resource", Labels: []string{"aws_route", label(x.Table + "_" + x.CIDR)}, Items: x.items(target, r.Exists, r.isTransit()),
		})
	}
	return c
}

func (r *CIDRPeer) peering(name string) []ConfigBlock {
	request := ConfigBlock{Type: "resource", Labels: []string{"aws_vpc_peering_connection", name}, Items: []ConfigItem{{"vpc_id", r.A.ID}, {"peer_vpc_id", r.B.ID}}}
	across := r.A.Account != r.B.Account || r.A.Region != r.B.Region
	if !across {
		request.Items = append(request.Items, ConfigItem{"auto_accept", true})
		return []ConfigBlock{request}
	}
	if r.A.Account != r.B.Account {
		request.Items = append(request.Items, ConfigItem{"peer_owner_id", r.B.Account})
	}
	if r.A.Region != r.B.Region {
		request.Items = append(request.Items, ConfigItem{"peer_region", r.B.Region})
	}
	return []ConfigBlock{request, {
		Comment: []string{"with a provider of account " + r.B.Account + " in " + r.B.Region}, Type: "resource", Labels: []string{"aws_vpc_peering_connection_accepter", name},
		Items: []ConfigItem{{"vpc_peering_connection_id", Expression("aws_vpc_peering_connection." + name + ".id")}, {"auto_accept", true}},
	}}
}

func (x *CIDRRoute) items(target Expression, exists string, transit bool) []ConfigItem {
	destination := "destination_cidr_block"
	if strings.Contains(x.CIDR, ":") {
		destination = "destination_ipv6_cidr_block"
	}
	items := []ConfigItem{{"route_table_id", x.Table}, {destination, x.CIDR}}
	switch {
	case transit:
		return append(items, ConfigItem{"transit_gateway_id", x.Target})
	case exists != "":
		return append(items, ConfigItem{"vpc_peering_connection_id", exists})
	}
	return append(items, ConfigItem{"vpc_peering_connection_id", target})
}

// label is a name that Terraform takes for one of its own.
func label(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' {
			return c
		}
		return '_'
	}, name)
}

// nameBeside is a name, or nothing where it says no more than the id beside it.
func nameBeside(name, id string) string {
	if name == id {
		return ""
	}
	return name
}
