package sim_test

// The networks that the stories about load balancers begin with.

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// behind is VPC A with an empty subnet-l, and a target group "web" with the instance of eni-b on port 8080.
func behind(w *world) topologytest.TargetGroup {
	hosts(w)
	w.Subnet("subnet-l", "vpc-a", "10.0.5.0/24", "2600:1f00:a:5::/64")
	return w.TargetGroup("web", "vpc-a", "instance", "TCP:8080").Target("i-b")
}

// fronted is behind with an Application Load Balancer "front" whose node is in subnet-l and listens on 443.
func fronted(w *world) (topologytest.Balancer, topologytest.TargetGroup) {
	web := behind(w)
	web.Protocol = "HTTP"
	b := w.ALB("front", "vpc-a")
	b.Node("subnet-l", "10.0.5.10")
	b.Listen("HTTPS:443", web)
	return b, web
}

// preserving is behind with a Network Load Balancer "front" whose node is in subnet-l and listens on 443.
func preserving(w *world) (topologytest.Balancer, topologytest.TargetGroup) {
	web := behind(w)
	b := w.NLB("front", "vpc-a")
	b.Node("subnet-l", "10.0.5.10")
	b.Listen("TCP:443", web)
	return b, web
}

// doubledFront is fronted with a second node in subnet-b, which is in another zone than the rest, and a second target there:
// web has eni-b (az2) and eni-c (az1).
func doubledFront(w *world, kind string) (topologytest.Balancer, topologytest.TargetGroup) {
	web := behind(w)
	w.ENI("eni-c", "subnet-l", "10.0.5.30")
	web.Target("i-c")
	add := w.ALB
	if kind == "network" {
		add = w.NLB
	}
	b := add("front", "vpc-a")
	w.edit(func(s *topology.Snapshot) {
		for i := range s.LoadBalancers {
			for j := range s.LoadBalancers[i].AvailabilityZones {
				if z := &s.LoadBalancers[i].AvailabilityZones[j]; z.SubnetId == "subnet-b" {
					z.ZoneName = "eu-west-1b"
				}
			}
		}
	})
	inZone(w, map[string]string{"subnet-l": "az1", "subnet-b": "az2"})
	b.Node("subnet-l", "10.0.5.10")
	b.Node("subnet-b", "10.0.2.20")
	b.Listen("TCP:443", web)
	return b, web
}

// classic is VPC A with a Classic Load Balancer "old" whose node is in subnet-b beside its instance, eni-b on port 80.
func classic(w *world) topologytest.ClassicBalancer {
	hosts(w)
	b := w.CLB("old", "vpc-a", "i-b")
	b.Node("subnet-b", "10.0.2.20")
	return b.Listen("TCP:443", 80)
}
