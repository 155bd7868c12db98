package reporttest

import "github.com/dryhop/dryhop/sim/report"

// An ExposureCase is a record of what is exposed, with a name for its golden files.
type ExposureCase struct {
	Name   string
	Record *report.Exposure
}

// Exposures are records that together say all that one can say.
func Exposures() []ExposureCase {
	return []ExposureCase{{"exposure", exposed()}, {"exposure-nothing", &report.Exposure{
		Schema: report.ExposureSchema, Snapshot: "empty", From: []string{"internet"}, Service: "all", Risk: "none", Totals: report.ExposureTotals{Risks: noRisks()},
		Findings: []report.Finding{}, NotReachable: []report.Unreached{}, Undetermined: []report.Finding{}, Gaps: []report.Gap{}, Outside: []report.Outside{},
	}}}
}

func noRisks() map[string]int { return map[string]int{"none": 0, "low": 0, "medium": 0, "high": 0} }

func exposed() *report.Exposure {
	e := &report.Exposure{
		Schema: report.ExposureSchema, Snapshot: "hand-made", From: []string{"internet", "office"}, To: "vpc:prod", Service: "all", Risk: "none",
		Next:     "dryhop exposure -s hand-made vpc-1 --from internet --from office --risk high -v",
		Findings: []report.Finding{everyPort(), restricted(), balanced()}, Undetermined: []report.Finding{doubtful()},
		NotReachable: []report.Unreached{
			{Reason: "no public address", Code: "NO_PUBLIC_ADDRESS", Interfaces: 180, LoadBalancers: 0, Alone: 3, Example: witnessOf("internet", "api-1", "tcp")},
			{Reason: "security group", Code: "ENI_SG_RULES_MISMATCH", Interfaces: 24, LoadBalancers: 1, Alone: 25, Example: witnessOf("internet", "db-1", "tcp")},
			{Reason: "network ACL", Code: "SUBNET_ACL_RESTRICTION", Interfaces: 1, LoadBalancers: 0, Alone: 0, Example: witnessOf("internet", "old-2", "tcp")},
		},
		Gaps: []report.Gap{
			{
				Code: "UNKNOWN_NETWORK_ACL", Message: "the network ACL of subnet data-a is not in the snapshot", Missing: &report.Component{ID: "acl-data", Type: "network-acl"},
				Collect: "aws ec2 describe-network-acls", Assume: "default-nacls", Places: 2, Example: witnessOf("internet", "lost-1", "tcp/22"),
			},
			{Code: "UNSUPPORTED_COMPONENT", Message: "a Lattice network is not modelled", Places: 1, Example: witnessOf("internet", "lost-1", "tcp/22")},
		},
		Outside: []report.Outside{
			{Component: report.Component{ID: "internet", Type: "internet"}, Prefixes: []string{"1.0.0.0/8", "2.0.0.0/7"}},
			{Component: report.Component{ID: "vgw-1", Type: "external-network", Name: "office"}, Prefixes: []string{"192.168.0.0/16"}},
		},
		Totals: report.ExposureTotals{
			Interfaces:    report.ExposureTally{Reachable: 5, Undetermined: 2, NotReachable: 205, All: 212},
			LoadBalancers: report.ExposureTally{Partial: 1, NotReachable: 1, All: 2}, LoadBalancerNodes: 4, IPv4: 6, IPv6: 1, Risks: noRisks(),
		},
	}
	e.Totals.Risks["high"], e.Totals.Risks["low"], e.Totals.Risks["none"] = 1, 1, 1
	return e
}

func witnessOf(from, to, service string) report.Witness {
	return report.Witness{From: from, To: to, Service: service, Family: "ipv4", Command: "dryhop trace -s hand-made " + from + " " + to + " " + service}
}

func exposedInterface(id, name string, addresses ...string) report.Exposed {
	return report.Exposed{
		Component: report.Component{ID: id, Type: "network-interface", Name: name}, Addresses: addresses,
		Owner: &report.Component{ID: "i-" + name, Type: "instance", Name: name}, Vpc: &report.Component{ID: "vpc-1", Type: "vpc", Name: "prod"},
		Subnet: &report.Component{ID: "subnet-1", Type: "subnet", Name: "public-a"}, Account: "111122223333", Region: "eu-west-1",
	}
}

// finding is one with all its lists.
func finding(risk, verdict string, reasons ...string) report.Finding {
	return report.Finding{
		Risk: risk, Reasons: append([]string{}, reasons...), Verdict: verdict, Family: "ipv4",
		From: report.Senders{
			Component: report.Component{ID: "internet", Type: "internet"}, Anywhere: true, Everyone: true, Whole: true, Prefixes: []string{}, But: []string{}, Interfaces: []report.Exposed{},
		},
		Ways:  [][]report.Component{{{ID: "igw-1", Type: "internet-gateway", Name: "edge"}}},
		Rules: []report.AllowingRule{}, Forwards: []report.Forward{}, Doubts: []report.Explanation{}, Assumptions: []report.Assumption{},
	}
}

func everyPort() report.Finding {
	f := finding("high", "reachable", "every port from anywhere")
	f.Services = []report.OpenService{{Protocols: []string{"tcp"}, Ports: "0-65535", SourcePorts: "1024-65535", Verdict: "reachable"}}
	f.Targets = []report.Exposed{exposedInterface("eni-1", "old-1", "198.51.100.7"), exposedInterface("eni-2", "old-2", "198.51.100.8"), exposedInterface("eni-3", "old-3", "198.51.100.9")}
	f.Rules = []report.AllowingRule{
		{Rule: "network-acl/acl-1#ingress/100", Resource: report.Component{ID: "acl-1", Type: "network-acl", Name: "public"}, Text: "all traffic from 0.0.0.0/0"},
		{Rule: "security-group/sg-1#ingress/sgr-44", Resource: report.Component{ID: "sg-1", Type: "security-group", Name: "legacy"}, Text: "tcp from 0.0.0.0/0", Description: "temp"},
	}
	f.Ways = append(f.Ways, []report.Component{{ID: "igw-1", Type: "internet-gateway", Name: "edge"}, {ID: "vpce-1", Type: "vpc-endpoint", Name: "inspect"}})
	f.Assumptions = []report.Assumption{
		{Code: "ASSUMES_BLOCK_PUBLIC_ACCESS_OFF", Component: report.Component{ID: "igw-1", Type: "internet-gateway"}, Message: "VPC Block Public Access is off"},
		{Code: "ASSUMES_BLOCK_PUBLIC_ACCESS_OFF", Component: report.Component{ID: "igw-2", Type: "internet-gateway"}, Message: "VPC Block Public Access is off"},
	}
	f.Witness = witnessOf("internet", "old-1", "tcp/22")
	return f
}

func restricted() report.Finding {
	f := finding("low", "reachable", "SSH from few hosts")
	f.Family = "ipv6"
	f.From.Anywhere, f.From.Everyone, f.From.Prefixes, f.From.But = false, false, []string{"2001:db8:77::/48", "2001:db8:78::/48"}, []string{"2000::/4", "3000::/4", "2001::/32", "2001:db9::/32"}
	f.Services = []report.OpenService{
		{Protocols: []string{"tcp"}, Ports: "22", SourcePorts: "1024-65535", Verdict: "reachable"},
		{Protocols: []string{"icmpv6"}, Ports: "128", Verdict: "unknown"},
	}
	f.Targets, f.MoreRules = []report.Exposed{exposedInterface("eni-4", "bastion-1", "2001:db8:1200::10")}, true
	f.Witness = witnessOf("internet", "bastion-1", "tcp/22")
	return f
}

func balanced() report.Finding {
	f := finding("none", "partial")
	f.From.Anywhere, f.From.Everyone, f.From.Prefixes, f.From.But = false, false, []string{"0.0.0.0/1", "128.0.0.0/2"}, []string{"203.0.113.0/24"}
	f.Services = []report.OpenService{{Protocols: []string{"tcp"}, Ports: "443", SourcePorts: "1024-65535", Verdict: "partial"}}
	f.Targets = []report.Exposed{{
		Component: report.Component{ID: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/front/0a1", Type: "load-balancer", Name: "front"},
		Addresses: []string{"198.51.100.21", "198.51.100.22"}, Vpc: &report.Component{ID: "vpc-1", Type: "vpc", Name: "prod"}, Account: "111122223333", Region: "eu-west-1",
	}}
	target := func(name, verdict string) report.ForwardTarget {
		return report.ForwardTarget{Component: report.Component{ID: "eni-" + name, Type: "network-interface", Name: name}, Port: "8080", Verdict: verdict}
	}
	f.Forwards = []report.Forward{{
		Listener: report.Component{ID: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/front/0a1/443", Type: "listener"}, Text: "HTTPS:443 → web",
		Targets: []report.ForwardTarget{target("web-1", "reachable"), target("web-2", "reachable"), target("web-3", "unreachable")},
	}}
	f.Rules = []report.AllowingRule{
		{Rule: "security-group/sg-2#ingress/[0]", Resource: report.Component{ID: "sg-2", Type: "security-group", Name: "front"}, Text: "tcp/443 from 0.0.0.0/0"},
		{Rule: "security-group/sg-3#ingress/[0]", Resource: report.Component{ID: "sg-3", Type: "security-group", Name: "web"}, Text: "tcp/8080 from front", Behind: true},
	}
	f.Witness = witnessOf("internet", "front", "tcp/443")
	return f
}

func doubtful() report.Finding {
	f := finding("medium", "unknown", "a console from anywhere")
	f.Services = []report.OpenService{{Protocols: []string{"tcp", "udp", "icmp"}, Others: true, Verdict: "unknown"}}
	f.Targets = []report.Exposed{exposedInterface("eni-5", "lost-1", "198.51.100.30")}
	f.Doubts = []report.Explanation{{
		Code: "UNKNOWN_NETWORK_ACL", Leg: "forward", Effect: "unknown", Component: report.Component{ID: "acl-data", Type: "network-acl"}, Direction: "ingress",
		Message: "the network ACL of subnet data-a is not in the snapshot", Missing: &report.Component{ID: "acl-data", Type: "network-acl"},
	}}
	f.Witness = witnessOf("internet", "lost-1", "tcp/22")
	return f
}

// Scopes is what scopes found: something, and nothing.
func Scopes() *report.Scopes {
	return &report.Scopes{Schema: report.ScopeSchema, Snapshot: "hand-made", Scopes: []report.ScopeFindings{
		{Name: "All-IGW-Ingress", Findings: []report.Finding{everyPort()}, Undetermined: []report.Finding{doubtful()}},
		{Name: "nis-1", Findings: []report.Finding{}, Undetermined: []report.Finding{}},
	}}
}
