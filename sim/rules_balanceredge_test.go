package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
)

func TestBalancerEdges(t *testing.T) { tell(t, balancerEdgeStories) }

// balancerEdgeStories are about what random networks brought to light.
var balancerEdgeStories = []story{
	{"R11.1 a load balancer may send to an address of its own, by another listener", func(w *world) {
		b, web := preserving(w)
		own := w.TargetGroup("own", "vpc-a", "ip", "TCP:443").Target("10.0.5.10#443").Attribute("preserve_client_ip.enabled", "true")
		b.Listen("TCP:80", own)
		_ = web
	}, "eni-a -> 10.0.5.10 tcp/80", "reachable; as 10.0.1.10 > 10.0.2.10"},
	{"R11.1 but not by the same one", func(w *world) {
		b, _ := preserving(w)
		b.Listen("TCP:80", w.TargetGroup("own", "vpc-a", "ip", "TCP:80").Target("10.0.5.10").Attribute("preserve_client_ip.enabled", "true"))
	}, "eni-a -> 10.0.5.10 tcp/80", "unreachable; because ROUTING_LOOP"},
	{"R11.3 a function's answer leaves a load balancer that sends to itself", func(w *world) {
		hosts(w)
		w.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
		b := w.ALB("front", "vpc-a")
		b.Node("subnet-l", "10.0.5.10")
		b.Listen("HTTP:443", w.TargetGroup("call", "vpc-a", "lambda", "HTTP").Target("arn:aws:lambda:eu-west-1:111122223333:function:call"))
		b.Listen("HTTP:80", w.TargetGroup("own", "vpc-a", "ip", "HTTP:443").Target("10.0.5.10"))
	}, "eni-a -> 10.0.5.10 tcp/80", "reachable"},
	{"R11.3 a listener without actions was not captured whole", func(w *world) {
		b, _ := preserving(w)
		b.Listen("TCP:80").DefaultActions = nil
	}, "eni-a -> 10.0.5.10 tcp/80", "unknown; because UNKNOWN_RESOURCE"},
	{"R11.5 of three targets one passes and one does not, whatever the third does", func(w *world) {
		_, web := preserving(w)
		web.Target("i-lost")
		w.SG("sg-closed", "vpc-a")
		w.ENI("eni-z", "subnet-b", "10.0.2.40", "sg-closed")
		web.Target("i-z")
		web.TargetHealthDescriptions[0], web.TargetHealthDescriptions[2] = web.TargetHealthDescriptions[2], web.TargetHealthDescriptions[0]
	}, "eni-a -> 10.0.5.10 tcp/443", "partial"},
	{"R11.5 an endpoint's address does not keep the client's", func(w *world) {
		b, _ := preserving(w)
		w.InterfaceEndpoint("vpce-x", "subnet-b", "10.0.2.50")
		b.Listen("TCP:80", w.TargetGroup("link", "vpc-a", "ip", "TCP:80").Target("10.0.2.50").Attribute("preserve_client_ip.enabled", "true"))
	}, "eni-a -> 10.0.5.10 tcp/80", "unreachable; because ELBV2_SOURCE_ADDRESS_PRESERVATION"},
	{"R3.11 a node's reply returns to a NAT gateway over the peering, too", func(w *world) {
		returnToSender(w)
		w.Subnet("subnet-x", "vpc-p", "10.1.8.0/24")
		b := w.ALB("far", "vpc-p")
		b.Node("subnet-x", "10.1.8.10")
		b.Listen("HTTP:80", w.TargetGroup("far", "vpc-p", "instance", "HTTP:80").Target("i-p"))
	}, "eni-a -> 10.1.8.10 tcp/80", "reachable; back-meets pcx-a"},
	{"R11.11 a classic load balancer's subnets tell its zones", func(w *world) {
		b := classic(w)
		b.Subnets = []string{"subnet-a"}
		inZone(w, map[string]string{"subnet-a": "az1", "subnet-b": "az2"})
	}, "eni-a -> 10.0.2.20 tcp/443", "unreachable; because ELB_INSTALLED_AZ_RESTRICTION"},
	{"R11.4 an application load balancer behind a network one is asked in the group's family", func(w *world) {
		web := behind(w)
		web.Protocol = "HTTP"
		inner := w.ALB("inner", "vpc-a")
		inner.Node("subnet-l", "10.0.5.20")
		inner.Listen("HTTP:80", web)
		outer := w.NLB("outer", "vpc-a")
		outer.Node("subnet-l", "10.0.5.10 2600:1f00:a:5::10")
		outer.Listen("TCP:80", w.TargetGroup("inner", "vpc-a", "alb", "TCP:80").Target(inner.LoadBalancerArn))
	}, "eni-a -> 2600:1f00:a:5::10 tcp/80", "reachable"},
	{"R11.1 descriptions that name nothing known are a load balancer's all the same", func(w *world) {
		hosts(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.NetworkInterfaces {
				if e := &s.NetworkInterfaces[i]; e.NetworkInterfaceId == "eni-b" {
					e.Description = "ELB odd/name/1"
				}
			}
		})
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_RESOURCE"},
}
