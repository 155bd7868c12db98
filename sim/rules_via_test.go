package sim_test

import "testing"

func TestViaRules(t *testing.T) { tell(t, viaStories) }

// viaStories are questions about flows by way of a component, or clear of one.
var viaStories = []story{
	{"R6.1 what comes by the peering counts", func(w *world) { peered(w) }, "eni-a -> eni-p tcp/443 via pcx-a", "reachable; meets pcx-a"},
	{"R6.1 what must not come by it does not", func(w *world) { peered(w) },
		"eni-a -> eni-p tcp/443 not-via pcx-a", "unreachable; all COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT; because COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT pcx-a"},
	{"R6.1 the subnets of the ends are on the way", func(w *world) { peered(w) }, "eni-a -> eni-p tcp/443 via subnet-a", "reachable"},
	{"R6.1 the ends themselves are not", func(w *world) { peered(w) },
		"eni-a -> eni-p tcp/443 via eni-p", "unreachable; all COMPONENT_FILTER_RESTRICTION; because COMPONENT_FILTER_RESTRICTION eni-p"},
	{"R11.1 a load balancer is on the way to its targets", func(w *world) { fronted(w) }, "eni-a -> front tcp/443 via front", "reachable"},
	{"R11.3 of the ways that it chooses among, those by the component count", func(w *world) {
		_, web := fronted(w)
		w.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
		w.ENI("eni-c", "subnet-c", "10.0.3.10")
		web.Target("i-c")
	}, "eni-a -> front tcp/443 via subnet-c", "partial"},
	{"R3.1 the internet gateway that a request leaves by", func(w *world) { online(w) }, "eni-a -> internet tcp/443 not-via igw-a",
		"unreachable; because COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT igw-a"},
}
