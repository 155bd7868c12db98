package sim

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// label names a resource as people do: its name, with the id behind it.
func (t *Tracer) label(r ref.Ref) string {
	name := t.g.Name(r)
	if name == "" || name == r.ID {
		return ref.Short(r.ID)
	}
	return name + " (" + ref.Short(r.ID) + ")"
}

// because says in a sentence why a stage dropped a packet, or cannot tell.
func (t *Tracer) because(e *graph.Event, p graph.Packet) string {
	if t.terse {
		return ""
	}
	at := t.label(t.g.Ref(e.At))
	component := t.label(t.g.Component(*e))
	ports := e.Ports
	if ports.Empty() {
		ports = p.DstPorts
	}
	service := graph.ServiceText(p.Protocol, ports)
	switch e.Code {
	case graph.EniSGRulesMismatch, graph.SGHasNoRules, graph.SGReferencesNotPreserved, graph.SGReferencingSupport:
		return t.groupMessage(e, p, at, service)
	case graph.SubnetACLRestriction:
		return t.aclMessage(e, p, component, service)
	case graph.NoRouteToDestination:
		switch e.At.Kind {
		case graph.TransitGatewayNode:
			kind := strings.ReplaceAll(t.g.Ref(e.At).Kind.String(), "-", " ")
			return fmt.Sprintf("%s, a table of %s %s, has no route to %v", component, kind, at, p.Dst)
		case graph.ExternalNode:
			return fmt.Sprintf("%s has no route to %v from the subnet that the client is put in", at, p.Dst)
		case graph.VpnGatewayNode:
			return fmt.Sprintf("no network behind %s is known to hold %v", at, p.Dst)
		}
		return fmt.Sprintf("%s, the table of subnet %s, has no route to %v", component, at, p.Dst)
	case graph.FirewallRulesRestriction, graph.FirewallHandshakeOnly, graph.FirewallRuleOptions, graph.FirewallRules, graph.FirewallGroupType,
		graph.FirewallSourcePort, graph.UnknownFirewallRules:
		return t.firewallMessage(e, p, service)
	case graph.AsymmetricInspection:
		if e.Kind == graph.FirewallEvent {
			return t.firewallMessage(e, p, service)
		}
	case graph.BadStateRoute, graph.TGWBadStateRoute:
		return fmt.Sprintf("%s in %s is a blackhole", strings.TrimSuffix(t.g.RuleText(*e), " (blackhole)"), component)
	}
	if e.Code == graph.UnsupportedComponent && e.Missing.ID != "" {
		at = t.label(e.Missing)
	}
	text, ok := plainMessages[e.Code]
	if partial, lacks := t.lackedPart(e); lacks {
		text = partial
	}
	if own, groups := groupMessages[e.Code]; groups && e.Missing.IsZero() {
		text = own
	}
	if ok {
		return strings.NewReplacer("{at}", at, "{component}", component, "{dst}", p.Dst.String(), "{src}", p.Src.String(), "{missing}", t.missing(e.Missing), "{protocol}", p.Protocol.String(), "{service}", service).Replace(text)
	}
	return fmt.Sprintf("%s: %s", at, e.Code)
}

func (t *Tracer) missing(r ref.Ref) string {
	switch {
	case r.IsZero():
		return "what it needs"
	case r.ID == "":
		return "the " + strings.ReplaceAll(r.Kind.String(), "-", " ")
	}
	return strings.ReplaceAll(r.Kind.String(), "-", " ") + " " + t.label(r)
}

// lackedPart is the text for a load balancer or target group that the snapshot describes, but for what is captured one by one.
func (t *Tracer) lackedPart(e *graph.Event) (string, bool) {
	switch {
	case e.Code != graph.UnknownResource:
	case e.At.Kind == graph.TargetGroupNode && t.g.Ref(e.At) == e.Missing:
		return "the targets of {at} are not in the snapshot (describe-target-health)", true
	case e.At.Kind == graph.BalancerNode && e.Missing == (ref.Ref{Kind: ref.Listener}):
		return "no listener of {at} is in the snapshot", true
	case e.At.Kind == graph.BalancerNode && e.Missing == (ref.Ref{Kind: ref.NetworkInterface}):
		return "no network interface of {at} is in the snapshot", true
	}
	return "", false
}

func (t *Tracer) groupMessage(e *graph.Event, p graph.Packet, at, service string) string {
	word, remote := "from", p.Src
	if e.Dir == graph.Egress {
		word, remote = "to", p.Dst
	}
	groups := t.g.GroupsAt(*e)
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = t.label(g)
	}
	subject := strings.Join(names, ", ")
	if subject == "" {
		subject = "no security group"
	}
	switch e.Code {
	case graph.SGReferencingSupport:
		return fmt.Sprintf("%s of %s admits the sender's security group for %s, but references do not reach across the transit gateway on the way", subject, at, service)
	case graph.SGHasNoRules:
		return fmt.Sprintf("%s of %s: no %s rules at all", subject, at, e.Dir)
	case graph.SGReferencesNotPreserved:
		return fmt.Sprintf("%s of %s admits the sender's security group for %s, but the packet comes with address %v through a device that hides the group", subject, at, service, remote)
	}
	return fmt.Sprintf("%s of %s: no %s rule for %s %s %v", subject, at, e.Dir, service, word, remote)
}

func (t *Tracer) aclMessage(e *graph.Event, p graph.Packet, component, service string) string {
	word, remote := "from", p.Src
	if e.Dir == graph.Egress {
		word, remote = "to", p.Dst
	}
	rule := t.g.Rule(*e).Rule
	if strings.HasSuffix(rule, "*") {
		return fmt.Sprintf("%s of subnet %s: no %s entry for %s %s %v", component, t.label(t.g.Ref(e.At)), e.Dir, service, word, remote)
	}
	return fmt.Sprintf("%s of subnet %s: %s entry %s denies %s %s %v", component, t.label(t.g.Ref(e.At)), e.Dir, strings.TrimPrefix(rule, e.Dir.String()+"/"), service, word, remote)
}

// plainMessages are the sentences for codes that need no more than the place and the addresses.
var plainMessages = map[graph.Code]string{
	graph.BadState:                       "{at} is not in a working state",
	graph.BadStateAttachment:             "{at} is not attached",
	graph.BadStateVPN:                    "no tunnel of {at} is up",
	graph.TGWBadStateVPN:                 "no tunnel of {at} is up",
	graph.NoPossibleDestination:          "nothing in {at} holds {dst}",
	graph.NoPath:                         "{at} has no internet gateway",
	graph.EniSourceDestCheckRestriction:  "source/destination check of {at} is on, and neither end is its own address ({src} → {dst})",
	graph.GatewayRejectsSpoofedTraffic:   "{at} rejects {src}: no address of the sending VPC",
	graph.IGWDestinationRFC1918:          "{at} sends nothing to the private address {dst}",
	graph.IGWDestinationRFC6598:          "{at} sends nothing to the shared address {dst}",
	graph.IGWSourceRFC1918:               "{at} takes nothing from the private address {src}",
	graph.IGWSourceRFC6598:               "{at} takes nothing from the shared address {src}",
	graph.IGWPublicIPForEgress:           "{src} has no public IPv4 for {at} to translate to",
	graph.ListenerHasNoTargets:           "no target is registered with {missing}, the load balancer behind {at}",
	graph.NoTargetsInZone:                "{missing}, the load balancer behind {at}, has no target in the endpoint's Availability Zone",
	graph.TGWApplianceMode:               "appliance mode of {at} is off: replies may come back through an endpoint of another Availability Zone",
	graph.AsymmetricInspection:           "{at} does not see both directions of the connection",
	graph.IngressRTBNoPublicIP:           "{at} has no public IPv4 address, so the internet gateway's route table cannot send traffic to it",
	graph.IngressRTBTrafficRedirection:   "the route table of {at} sends what comes in for {src} to {missing}, which this packet did not pass",
	graph.NGWRequiresSourceInVPC:         "{at} serves its own VPC only, and {src} is not in it",
	graph.PCXRequiresAddressInVPC:        "{dst} is outside the peer VPC of {at}: a peering leads no further",
	graph.ProtocolRestriction:            "{at} does not carry or answer {protocol}",
	graph.VGWPrivateIPForEgress:          "{at} sends only what comes from an interface of its VPC, and {src} is none",
	graph.VGWPrivateIPForIngress:         "{at} delivers only to interfaces of its VPC, and {dst} is none",
	graph.VPCBlockPublicAccess:           "VPC Block Public Access stops this at {at}",
	graph.VPCEGatewayProtocolRestriction: "{at} carries TCP and ICMP echo only",
	graph.VPCEGatewayEgressRestriction:   "{at} serves the interfaces of its own VPC only, and {src} is none",
	graph.VPCEIntraVPCTraffic:            "{at} is a VPC endpoint: it never starts a connection",
	graph.RoutingLoop:                    "the packet goes in circles at {at}",
	graph.NoPublicAddress:                "{at} has no public IPv4 address",
	graph.NoInterfaceHolds:               "no interface in the snapshot holds {src}, an address of subnet {at}",
	graph.NoAddressInFamily:              "{at} has no address of this family",
	graph.DenyAllIGWTraffic:              "{at}: the interface denies all internet gateway traffic",
	graph.PrivateIPv6:                    "{at}: the IPv6 address is private, the internet does not know it",
	graph.ReservedAddress:                "{dst} is reserved by AWS and never routed",
	graph.ELBACLRestriction:              "{component} filters what a Classic Load Balancer sends inside its own subnet, and denies this",
	graph.InstalledAZRestriction:         "all targets of {at} are in zones where the load balancer is not enabled",
	graph.ELBListenersMismatch:           "{at} has no listener for {service}",
	graph.ELBV2ListenersMismatch:         "{at} has no listener for {service}",
	graph.SourceAddressPreservation:      "{at} keeps the client's address, and the target {dst} is neither in its VPC nor in one peered with it in the Region",
	graph.ServiceNotInZone:               "the service behind {at} is not offered in its Availability Zone",
	graph.NLBHairpin:                     "{at} would send the packet back to its sender, with the sender's own address as the source",
	graph.RequestChoosesTargetGroup:      "{missing} forwards by what the request says, here to {at}",
	graph.BalancerChoosesTarget:          "{component} has several targets, and each connection goes to one of them",
	graph.BalancerChoosesNode:            "{missing} has several nodes, and each connection goes to one of them",
	graph.ServiceChoosesBalancer:         "{missing} has several load balancers, and each connection goes to one of them",
	graph.NATNoSession:                   "{at} knows of no connection that this packet could belong to",
	graph.EIGWNoSession:                  "{at} lets out only what starts inside, and never saw the request",
	graph.NotListening:                   "nothing listens at {at}",
	graph.NotInitiating:                  "{at} never starts a connection",
	graph.IPv6NotCarried:                 "{at} does not carry IPv6",
	graph.ComponentFilter:                "the way does not pass {missing}",
	graph.ComponentFilterRemoved:         "the way passes {missing}",
	graph.RequestElsewhere:               "{at} has the same address, and is where the request ends",
	graph.ReplyElsewhere:                 "the reply ends at {at}, not where the request came from",
	graph.ReplyAddressMismatch:           "the reply reaches {at} from {src}, not from the address that was asked",
	graph.EntersElsewhere:                "the internet does not route {dst}",
	graph.SourceNotRouted:                "{at} takes nothing from {src}, an address that the internet does not route",
	graph.IPv4NotCarried:                 "{at} carries IPv6 only",
	graph.TGWRouteAZRestriction:          "{at} has no subnet in the Availability Zone that {src} comes from",
	graph.TGWMissingAssociation:          "{at} has no transit gateway route table",
	graph.TGWRoutesUnknown:               "the snapshot does not hold all routes of {component}",
	graph.TGWNoPolicy:                    "{component} has no entry for {src} → {dst}",
	graph.TGWChoosesSubnet:               "{component} has no subnet in the Availability Zone that the packet comes from: AWS picks one of its others, and they fare differently",
	graph.TGWChoosesTable:                "{component} sends some ports of {src} → {dst} to one table and others to another, and they fare differently",
	graph.TGWChoosesPath:                 "{component} spreads flows to {dst} over several attachments, and they fare differently",
	graph.ClientVPNNotAuthorized:         "no authorization rule of {at} covers {dst}",
	graph.CoreNetworkRoutesUnknown:       "the snapshot does not hold the routes of the segment that {component} is in",
	graph.DXPrefixNotAllowed:             "{at} is told no route to {dst}: no allowed prefix of its association covers it",
	graph.ClientVPNChoosesSubnet:         "{component} puts clients in one of several subnets, and they fare differently",
	graph.UnknownClientVPN:               "the snapshot does not hold all of the authorization rules, routes and target networks of {at}",
	graph.UnknownVPN:                     "{at} is not in the snapshot, so nobody can tell whether it is up",
	graph.UnknownZone:                    "the snapshot does not tell in which Availability Zone a subnet on the way lies ({at})",
	graph.UnknownOrigin:                  "nobody in the snapshot has {src}: it may lie beyond, and come in by a way that the snapshot does not hold",
	graph.UnknownAttachmentSubnet:        "the snapshot does not hold the subnets of {at}",
	graph.UnknownACL:                     "the network ACL of subnet {at} is not in the snapshot",
	graph.UnknownSecurityGroup:           "a security group of {at} is not in the snapshot",
	graph.UnknownPeeredSGs:               "a rule at {at} refers to a security group whose members are not in the snapshot",
	graph.UnknownPrefixList:              "{at}: nobody could read the entries of {missing}, which may cover {dst}",
	graph.UnknownRule:                    "{at}: a rule or route could not be read, and may match",
	graph.UnknownRouteTable:              "the route table of subnet {at} is not in the snapshot",
	graph.UnknownRouteState:              "{at}: the route's state leaves open whether it works",
	graph.UnknownAddress:                 "{at} has no address yet, and it matters which one of its subnet it gets",
	graph.UnknownInstanceState:           "the snapshot does not tell whether the instance of {at} runs",
	graph.UnknownDestination:             "the snapshot does not tell who holds {dst} in {at} ({missing})",
	graph.UnknownResource:                "{missing} is not in the snapshot",
	graph.UnsupportedComponent:           "{at} is not modelled yet",
	graph.UnknownVPNRoutes:               "the snapshot does not tell what {at} learned by BGP; declare it with --external",
	graph.NondeterministicRoute:          "{at}: two prefix lists with different targets tie for {dst}, and AWS picks one",
}

// groupMessages are the sentences for codes of target groups that inspection endpoints have, too.
var groupMessages = map[graph.Code]string{
	graph.ListenerHasNoTargets: "{at} has no target to send to",
	graph.NoTargetsInZone:      "{at} has no target in the zone of the node, and cross-zone load balancing is off",
}

var assumptionTexts = map[graph.Code]string{
	graph.AssumeBlackholeDrops:         "a blackhole route at {at} takes its packets and drops them",
	graph.AssumeBPAOff:                 "VPC Block Public Access is off: the snapshot does not tell ({at})",
	graph.AssumeApplianceForwards:      "{at} forwards what is routed to it",
	graph.AssumeMasquerades:            "{at} masquerades what leaves for the internet",
	graph.AssumeFarSideRoutesBack:      "the far side ({at}) routes replies back",
	graph.AssumeVPNUp:                  "{at} is up: the snapshot has no telemetry",
	graph.AssumeReferenceCoversAll:     "security group references cover IPv6 addresses and delegated prefixes ({at})",
	graph.AssumeCloudHub:               "the sites behind {at} have unique ASNs and reach each other (CloudHub)",
	graph.AssumeAWSListPublic:          "a prefix list that nobody could read is AWS's own and holds public addresses only (subnet {at})",
	graph.AssumeDirectConnectUp:        "{at} is up: the snapshot has no virtual interfaces of it",
	graph.AssumeClientInGroup:          "the client belongs to the group that {at} authorizes",
	graph.AssumeRegionalNATRoutes:      "{at} routes to the VPC's internet gateway: the snapshot does not tell its table",
	graph.AssumeRegionalNATServes:      "{at} serves an Availability Zone in which it has no address",
	graph.AssumeInspectionPasses:       "the appliances behind {at} let everything pass",
	graph.AssumeAnyAddress:             "the address of {at} stands for any of its subnet: AWS chooses it later",
	graph.AssumeHostInSubnet:           "{at} stands for what may be launched there: its security groups let everything pass",
	graph.AssumeEndpointAvailable:      "{at} is available: the snapshot does not tell",
	graph.AssumeDefaultACL:             "subnet {at} has a default network ACL, as asked",
	graph.AssumeDefaultSG:              "{at} has a default security group, as asked",
	graph.AssumeInstancesRunning:       "the instance of {at} is running, as asked",
	graph.AssumeMainRouteTable:         "subnet {at} has a main table with local routes only, as asked",
	graph.AssumptionPreserveOn:         "{at} keeps client addresses, as groups of instances do: its attributes are not in the snapshot",
	graph.AssumptionPreserveOff:        "{at} replaces client addresses, as groups of addresses do: its attributes are not in the snapshot",
	graph.MissingTargetGroupAttributes: "{at} does with targets in other zones what its load balancer does: its attributes are not in the snapshot",
	graph.AssumeDefaultListenerRules:   "{at} has its default rule only: its rules are not in the snapshot",
	graph.AssumeCrossZone:              "{at} sends to targets in all its zones: no document tells",
	graph.AssumeTargetsHealthy:         "all targets registered with {at} count, whatever their health",
	graph.AssumeCurrentHealth:          "targets of {at} are as healthy as when the snapshot was captured",
	graph.AssumeServiceAnswers:         "the service behind {at} answers: it is not in the snapshot",
	graph.AssumeCoreEverywhere:         "{at} is in every Availability Zone of its VPC: the snapshot does not tell its subnets",
}

func (t *Tracer) assumptionText(code graph.Code, at ref.Ref) string {
	text, ok := assumptionTexts[code]
	if !ok {
		return string(code)
	}
	return strings.ReplaceAll(text, "{at}", t.label(at))
}
