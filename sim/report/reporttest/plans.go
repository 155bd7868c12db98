package reporttest

import (
	"net/netip"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/remedy"
	"github.com/dryhop/dryhop/sim/ways"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// account is what the flow that passes stands on.
func account() *ways.Account {
	there := edit.Edit{What: edit.Route{Table: "rtb-app", Destination: edit.Remote{Prefix: netip.PrefixFrom(request.Dst, 32)}, Target: "nat-1"}}
	other := sim.Step{Rule: rule(ref.NetworkAcl, "acl-app", "egress/110"), Text: "tcp/5432 to 10.0.21.0/24"}
	nat := ref.Ref{Kind: ref.NatGateway, ID: "nat-1"}
	return &ways.Account{
		Carriers: []ways.Carrier{
			{Rule: rule(ref.SecurityGroup, "sg-web", "egress/sgr-07a"), Text: "all traffic to 0.0.0.0/0"},
			{Rule: rule(ref.NetworkAcl, "acl-app", "egress/100"), Text: "all traffic to 0.0.0.0/0", Part: ways.Spare, Instead: &other},
			{Rule: rule(ref.RouteTable, "rtb-app", "10.0.0.0/16"), Text: "10.0.0.0/16 → local", Part: ways.Fixed},
			{Rule: rule(ref.NetworkAcl, "acl-data", "egress/120"), Text: "tcp/1024-65535 to 10.0.11.0/24", Return: true},
		},
		Chokes: []ref.Ref{{Kind: ref.Subnet, ID: "subnet-app"}, {Kind: ref.Vpc, ID: "vpc-1"}},
		Others: []ways.Way{
			{Through: []ref.Ref{nat}, Edits: []edit.Edit{there}, Taken: true, Verdict: sim.Unreachable, Code: graph.IGWDestinationRFC1918},
			{Through: []ref.Ref{nat, webInterface}, Verdict: sim.Reachable},
		},
	}
}

// plans are what would open the flows of some cases.
func plans() map[string]*remedy.Plan {
	service := edit.ProtocolOf(request.Protocol)
	anywhere := edit.Remote{Prefix: netip.MustParsePrefix("0.0.0.0/0")}
	rule := edit.Edit{What: edit.GroupRule{Group: "sg-db", Permission: edit.Permission{Service: service, Remote: edit.Remote{ID: "sg-web"}}}}
	entry := edit.Edit{What: edit.Entry{ACL: "acl-data", Number: 80, Action: "allow", Service: service, Remote: anywhere}}
	return map[string]*remedy.Plan{
		"blocked": {Edits: []edit.Edit{entry, rule}, After: sim.Unreachable, Obstacles: blocked().Explanations[:1], Tried: 5},
		"partial": {Edits: []edit.Edit{entry}, After: sim.Reachable, Tried: 2},
		"parts":   {After: sim.Partial, Obstacles: blocked().Explanations[:1], Tried: 60, GaveUp: true},
	}
}
