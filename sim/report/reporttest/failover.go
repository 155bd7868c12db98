package reporttest

import (
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// failover is an answer that does not hold after the database's move.
func failover() *sim.Answer {
	a := reachable()
	a.Failovers = []sim.Failover{
		refuge("subnet-b", "eu-west-1b", sim.Reachable),
		refuge("subnet-c", "eu-west-1c", sim.Unreachable),
	}
	a.Failovers[1].Code, a.Failovers[1].Message = graph.NoRouteToDestination, "rtb-c, the table of subnet subnet-c, has no route to 10.0.11.23"
	return a
}

// failovers is an answer that holds wherever the database is.
func failovers() *sim.Answer {
	a := reachable()
	a.Failovers = []sim.Failover{refuge("subnet-b", "eu-west-1b", sim.Reachable), refuge("subnet-c", "", sim.Reachable)}
	return a
}

func refuge(subnet, zone string, v sim.Verdict) sim.Failover {
	return sim.Failover{Database: ref.Ref{Kind: ref.DBInstance, ID: "orders-db"}, Subnet: ref.Ref{Kind: ref.Subnet, ID: subnet}, Zone: zone, Verdict: v}
}
