package sim_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestManyTargets asks a load balancer with three nodes and a thousand targets. Its answer knows the one that fails, and comes
// quickly.
func TestManyTargets(t *testing.T) {
	const targets = 1000
	for _, c := range []struct {
		name   string
		closed int // the target with a group that lets nothing in, or -1
		want   sim.Verdict
	}{
		{"all answer", -1, sim.Reachable},
		{"the last does not", targets - 1, sim.Partial},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, _ := graph.Compile(thousand(targets, c.closed), graph.Options{})
			q := parseQuestion(t, g, "eni-a -> front tcp/443")
			start := time.Now()
			if v, err := sim.NewTracer(g).Verdict(q); err != nil || v != c.want {
				t.Errorf("Verdict: %v, %v, want %v", v, err, c.want)
			}
			a, err := sim.Trace(g, q)
			if err != nil {
				t.Fatal(err)
			}
			if a.Verdict != c.want || (c.closed >= 0 && !holds(a, fmt.Sprintf("part i-t%d:8080", c.closed))) {
				t.Errorf("Trace: %v\n%s", a.Verdict, retold(a))
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// thousand is VPC A with a cross-zone Network Load Balancer of three nodes, and many targets.
func thousand(targets, closed int) *topology.Snapshot {
	w := &world{Network: topologytest.New()}
	hosts(w)
	w.SG("sg-closed", "vpc-a").NoEgress()
	w.Subnet("subnet-t", "vpc-a", "10.0.64.0/18")
	web := w.TargetGroup("web", "vpc-a", "instance", "TCP:8080")
	for i := range targets {
		groups := []string{}
		if i == closed {
			groups = append(groups, "sg-closed")
		}
		w.ENI(fmt.Sprintf("eni-t%d", i), "subnet-t", fmt.Sprintf("10.0.%d.%d", 64+i/200, 10+i%200), groups...)
		web.Target(fmt.Sprintf("i-t%d", i))
	}
	b := w.NLB("front", "vpc-a").CrossZone("true")
	for i := range 3 {
		subnet := fmt.Sprintf("subnet-n%d", i)
		w.Subnet(subnet, "vpc-a", fmt.Sprintf("10.0.1%d.0/24", i))
		b.Node(subnet, fmt.Sprintf("10.0.1%d.10", i))
	}
	b.Listen("TCP:443", web)
	return w.Snapshot()
}
