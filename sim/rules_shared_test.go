package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestSharedAddressRules(t *testing.T) { tell(t, sharedStories) }

// sharedStories are about requests for one of two VPCs that have the same addresses, which the other one takes: its local route is the
// most specific there is, and what answers there is not who was asked.
var sharedStories = []story{
	{"R11.1 each of two load balancers at one address is asked in its own VPC", func(w *world) { twinFronts(w) },
		"eni-a -> front tcp/443", "reachable; meets eni-front-1"},
	{"R11.1 where another one has the address of its node, that is who answers", func(w *world) { twinFronts(w) },
		"eni-x -> front tcp/443", "unreachable; all REQUEST_DELIVERED_ELSEWHERE; because REQUEST_DELIVERED_ELSEWHERE eni-twin-1"},
	{"R11.4 one that keeps its clients' addresses is another one as well", func(w *world) {
		preserving(w)
		b := w.NLB("twin", overlapping(w))
		twinAt(w, b, w.TargetGroup("other", "vpc-x", "instance", "TCP:8080").Target("i-y"))
	}, "eni-x -> front tcp/443", "unreachable; all REQUEST_DELIVERED_ELSEWHERE; because REQUEST_DELIVERED_ELSEWHERE eni-twin-1"},
	{"R11.3 nor is one that answers by itself", func(w *world) {
		fronted(w)
		twinAt(w, w.ALB("twin", overlapping(w)))
	}, "eni-x -> front tcp/443", "unreachable; all REQUEST_DELIVERED_ELSEWHERE; because REQUEST_DELIVERED_ELSEWHERE eni-twin-1"},
	{"R11.1 so it is of a node that is asked for as an interface", func(w *world) { twinFronts(w) },
		"eni-x -> eni-front-1 tcp/443", "unreachable; because REQUEST_DELIVERED_ELSEWHERE eni-twin-1"},
	{"R11.1 who asks for the address asks whoever has it", func(w *world) { twinFronts(w) },
		"eni-x -> 10.0.5.10 tcp/443", "reachable; meets eni-twin-1"},
	{"R11.1 of two nodes the other one may be asked yet", func(w *world) {
		b := joined(w)
		b.Node("subnet-f", "10.7.5.10")
		twinAt(w, w.ALB("twin", "vpc-x"))
	}, "eni-z -> front tcp/443", "partial; because REQUEST_DELIVERED_ELSEWHERE eni-twin-1"},
	{"R11.10 a node that sends on to who was asked takes nothing away", func(w *world) { sendingOn(w) },
		"eni-z -> front tcp/443 to 10.0.5.10", "reachable; meets eni-twin-1; meets eni-front-2"},
	{"R11.10 and what it sends to others is lost", func(w *world) { sendingOn(w).Target("10.0.5.40") },
		"eni-z -> front tcp/443 to 10.0.5.10", "partial; because REQUEST_DELIVERED_ELSEWHERE eni-twin-1"},
	{"R10.7 an endpoint whose address a load balancer elsewhere has is not asked", func(w *world) {
		l := serviced(w)
		twinAt(w, w.ALB("twin", overlapping(w)))
		w.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
		w.InterfaceEndpoint("vpce-m", "subnet-l", "10.0.5.10").ServiceName = l.service.ServiceName
	}, "eni-x -> eni-vpce-m tcp/443", "unreachable; because REQUEST_DELIVERED_ELSEWHERE eni-twin-1"},
	{"R10.7 nor is a load balancer whose address an endpoint elsewhere has", func(w *world) {
		l := serviced(w)
		twinAt(w, w.ALB("twin", overlapping(w)))
		w.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
		w.InterfaceEndpoint("vpce-m", "subnet-l", "10.0.5.10").ServiceName = l.service.ServiceName
	}, "eni-a -> twin tcp/443", "unreachable; because REQUEST_DELIVERED_ELSEWHERE eni-vpce-m"},
	{"R10.7 unless the service behind that is its own", func(w *world) { serviced(w) },
		"eni-a -> ledger tcp/443 to 10.0.2.50", "reachable; meets eni-vpce-l; meets eni-ledger-1"},
	{"R9.1 a network outside takes what was meant for a load balancer", func(w *world) {
		tunnelled(w)
		w.Vpc("vpc-p", "192.168.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "192.168.5.0/24")
		b := w.ALB("front", "vpc-p")
		b.Node("subnet-p", "192.168.5.10")
		b.Listen("HTTPS:443")
	}, "eni-a -> front tcp/443", "unreachable; because REQUEST_DELIVERED_ELSEWHERE"},
}

// overlapping is VPC X with the addresses of VPC A: eni-x and eni-y in subnet-x.
func overlapping(w *world) (vpc string) {
	w.Vpc("vpc-x", "10.0.0.0/16", "10.8.0.0/16")
	w.Subnet("subnet-x", "vpc-x", "10.0.5.0/24")
	w.ENI("eni-x", "subnet-x", "10.0.5.30")
	w.ENI("eni-y", "subnet-x", "10.0.5.40")
	return "vpc-x"
}

// twinAt gives a load balancer in VPC X the node eni-twin-1 at the address of that of "front", and a listener: before target groups, or one
// that answers by itself.
func twinAt(w *world, b topologytest.Balancer, groups ...topologytest.TargetGroup) {
	b.Node("subnet-x", "10.0.5.10")
	b.Listen("TCP:443", groups...)
}

// twinFronts is fronted beside VPC X with the load balancer "twin" before eni-y.
func twinFronts(w *world) {
	fronted(w)
	b := w.ALB("twin", overlapping(w))
	twinAt(w, b, w.TargetGroup("other", "vpc-x", "instance", "HTTP:8080").Target("i-y"))
}

// joined is fronted with another subnet, subnet-f, to which VPC X has a peering and a route. In VPC X eni-z is asked back by it.
func joined(w *world) topologytest.Balancer {
	b, _ := fronted(w)
	w.VpcOf("vpc-a").Block("10.7.0.0/16", "associated")
	w.Subnet("subnet-f", "vpc-a", "10.7.5.0/24")
	overlapping(w)
	w.Subnet("subnet-z", "vpc-x", "10.8.5.0/24")
	w.ENI("eni-z", "subnet-z", "10.8.5.30")
	w.Peering("pcx-x", "vpc-a", "vpc-x")
	w.Route("vpc-x", "10.7.0.0/16", "pcx-x")
	w.Route("vpc-a", "10.8.0.0/16", "pcx-x")
	return b
}

// sendingOn is joined where "twin" in VPC X sends on to a node of "front". It gives what it sends to.
func sendingOn(w *world) topologytest.TargetGroup {
	joined(w).Node("subnet-f", "10.7.5.10")
	on := w.TargetGroup("on", "vpc-x", "ip", "TCP:443").Target("10.7.5.10@all").Attribute("preserve_client_ip.enabled", "true")
	twinAt(w, w.NLB("twin", "vpc-x"), on)
	return on
}
