package reporttest

import (
	"net/netip"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/remedy"
	"github.com/dryhop/dryhop/topology/edit"
)

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
