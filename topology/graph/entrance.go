package graph

// Implements R3.20 and R13.8 as advice: services that reach into a VPC from outside by interfaces of their own, past its routes.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Entrance is an interface by which a service brings in what comes from outside.
type Entrance struct {
	Interface ref.Ref
	Service   string // in words
}

// entranceServices are the services that reach in, in words.
var entranceServices = map[string]string{
	cloudFront: "CloudFront VPC origin", globalAccelerator: "Global Accelerator", verifiedAccess: "Verified Access",
	apiGateway: "API Gateway VPC link", instanceConnect: "EC2 Instance Connect Endpoint",
}

// Entrances lists the ways into the VPC of an interface that no route shows, by service and interface.
func (g *Graph) Entrances(id InterfaceID) []Entrance { return g.vpcs[g.interfaces[id].vpc].entrances }

// maxEntrances is how many entrances are named; of the others the number is told.
const maxEntrances = 4

// EntrancesText names some entrances: "Verified Access (eni-1), Global Accelerator (eni-2) and 3 more".
func EntrancesText(all []Entrance) string {
	var names []string
	for _, e := range all[:min(len(all), maxEntrances)] {
		names = append(names, fmt.Sprintf("%s (%s)", e.Service, e.Interface.ID))
	}
	text := strings.Join(names, ", ")
	if more := len(all) - maxEntrances; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// compileEntrances finds the interfaces by which services reach in, and lists their VPCs.
func (c *compiler) compileEntrances() {
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		if words := entranceServices[e.service]; words != "" {
			v := &c.g.vpcs[e.vpc]
			v.entrances = append(v.entrances, Entrance{e.ref, words})
		}
	}
	for i := range c.g.vpcs {
		v := &c.g.vpcs[i]
		if len(v.entrances) == 0 {
			continue
		}
		slices.SortFunc(v.entrances, func(a, b Entrance) int {
			return cmp.Or(strings.Compare(a.Service, b.Service), ref.Compare(a.Interface, b.Interface))
		})
		c.inform("OTHER_ENTRY_POINTS", v.ref, topology.Source{}, "services bring traffic from outside into the VPC, which its routes do not show",
			EntrancesText(v.entrances), "look at the security groups of these interfaces, and at what admits them")
	}
}
