package sim_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// book lists the numbers of all rules, in the book's order, but for the quotas.
var book = strings.Fields(`
	R0.1 R0.2 R0.3 R0.4 R0.5 R0.6
	R1.1 R1.2 R1.3 R1.4 R1.5 R1.6 R1.7 R1.8 R1.9 R1.10 R1.11 R1.12 R1.13 R1.14 R1.15 R1.16
	R2.1 R2.2 R2.3 R2.4 R2.5 R2.6 R2.7 R2.8 R2.9 R2.10 R2.11 R2.12 R2.13 R2.14 R2.15 R2.16 R2.17 R2.18 R2.19 R2.20
	R3.1 R3.2 R3.3 R3.4 R3.5 R3.6 R3.7 R3.8 R3.9 R3.10 R3.11 R3.12 R3.13 R3.14 R3.15 R3.16 R3.17 R3.18 R3.19 R3.20 R3.21
	R4.1 R4.2 R4.3 R4.4 R4.5 R4.6 R4.7 R4.8 R4.9 R4.10 R4.11 R4.12 R4.13 R4.14 R4.15 R4.16 R4.17
	R5.1 R5.2 R5.3 R5.4 R5.5 R5.6 R5.7 R5.8 R5.9 R5.10 R5.11 R5.12 R5.13 R5.14 R5.15 R5.16 R5.17
	R6.1 R6.2 R6.3 R6.4 R6.5 R6.6 R6.7 R6.8 R6.9 R6.10
	R7.1 R7.2 R7.3 R7.4 R7.5 R7.6 R7.7 R7.8 R7.9 R7.10 R7.11 R7.12 R7.13 R7.14 R7.15 R7.16 R7.17 R7.18 R7.19
	R8.1 R8.2 R8.3 R8.4 R8.5 R8.6 R8.7
	R9.1 R9.2 R9.3 R9.4 R9.5 R9.6 R9.7 R9.8 R9.9 R9.10 R9.11 R9.12 R9.13
	R10.1 R10.2 R10.3 R10.4 R10.5 R10.6 R10.7 R10.8 R10.9
	R11.1 R11.2 R11.3 R11.4 R11.5 R11.6 R11.7 R11.8 R11.9 R11.10 R11.11 R11.12
	R12.1 R12.2 R12.3 R12.4 R12.5 R12.6 R12.7 R12.8
	R13.1 R13.2 R13.3 R13.4 R13.5 R13.6 R13.7 R13.8
	R15.1 R15.2 R15.3 R15.4 R15.5 R15.6 R15.7 R15.8 R15.9 R15.10 R15.11 R15.12
	R16.1 R16.2 R16.3 R16.4 R16.5 R16.6 R16.7 R16.8 R16.9 R16.10 R16.11 R16.12 R16.13 R16.14
	R17.1 R17.2 R17.3 R17.4 R17.5 R17.6 R17.7 R17.8
	R18.1 R18.2 R18.3 R18.4 R18.5 R18.6 R18.7
`)

// notForwarding are rules that say nothing about where a packet goes, and why.
var notForwarding = map[string]string{
	"R1.3":   "AWS refuses to create such a VPC; a snapshot that holds one is forwarded like any other",
	"R1.4":   "a constraint on adding blocks: what is associated counts, however it came to be",
	"R1.5":   "a constraint on adding blocks, likewise",
	"R1.6":   "sizes of IPv6 blocks: any length is taken",
	"R1.13":  "whether a range of one's own is advertised is in no document; it is taken as advertised",
	"R1.15":  "what AWS creates by default is in the documents as everything else is",
	"R1.16":  "a definition: public and VPN-only subnets follow from their routes",
	"R3.21":  "VPC Encryption Control decides what may be created, and whether applications encrypt: an annotation",
	"R4.10":  "tracking decides when an established flow ends, not whether one begins",
	"R4.17":  "how rules count against quotas",
	"R5.6":   "a network ACL has no field for prefix lists or groups",
	"R5.10":  "path MTU discovery and traceroute: advice, no verdict",
	"R6.6":   "AWS refuses to create such a peering; twins with overlapping blocks are R6.7",
	"R7.17":  "what sites outside are told of is in no document; they are taken to route back",
	"R9.9":   "AWS refuses such associations, and `snapshot check` finds them; public virtual interfaces are in no path between VPCs",
	"R10.4":  "names, not packets",
	"R15.1":  "ClassicLink is retired: its fields are read and mean nothing for forwarding",
	"R15.2":  "points to R1.15 and R13.6",
	"R15.3":  "how flow logs are written: no rule of forwarding",
	"R15.4":  "how flow logs are written: no rule of forwarding",
	"R15.5":  "how flow logs are written: no rule of forwarding",
	"R15.6":  "how flow logs are written: no rule of forwarding",
	"R15.7":  "how flow logs are written: no rule of forwarding",
	"R15.8":  "how flow logs are written: no rule of forwarding",
	"R15.9":  "how flow logs are written: no rule of forwarding",
	"R15.10": "how flow logs are written: no rule of forwarding",
	"R15.11": "how flow logs are written: no rule of forwarding",
	"R15.12": "how flow logs are written: no rule of forwarding",
	"R16.10": "quotas",
	"R16.11": "spelling in another service's page",
	"R16.13": "MTU",
	"R16.14": "says that no official oracle covers IPv6",
}

// settled are contradictions and positions that the stories of other rules settle.
var settled = map[string]string{
	"R16.1": "R2.9", "R16.4": "R3.13", "R16.2": "R2.9", "R16.5": "R9.5", "R16.6": "R3.10", "R16.8": "R4.5", "R16.9": "R7.1", "R16.12": "R2.5",
	"R18.2": "R13.4", "R18.4": "R17.6", "R18.5": "R2.9", "R18.6": "R3.18",
}

var allStories = slices.Concat(
	routingStories, internetStories, natStories, groupStories, statefulStories, aclStories, peeringStories, vpnStories, endpointStories,
	interfaceStories, unknownStories, balancerStories, balancerEdgeStories, targetStories, privateLinkStories, transitStories, transitExitStories, gatewayTableStories,
	clientVpnStories,
	directConnectStories,
	inspectionStories, firewalledStories, regionalStories,
	firewallStories,
	cloudWanStories, serviceStories,
	rivalStories, viaStories,
	databaseStories, entranceStories, beyondStories,
)

var ruleNumber = regexp.MustCompile(`R\d+\.\d+`)

// TestEveryRuleIsTold fails if a rule of the book has no story and no reason to have none.
func TestEveryRuleIsTold(t *testing.T) {
	passes, fails := endings(allStories)
	for _, number := range book {
		_, excused := notForwarding[number]
		other := settled[number]
		spoken := passes[number] > 0 || fails[number] > 0 || passes[other] > 0
		switch {
		case !spoken && !excused:
			t.Errorf("%s has no story, and no reason is given for it", number)
		case spoken && excused:
			t.Errorf("%s has a story, and yet is listed as having none", number)
		case spoken && other == "" && (passes[number] == 0 || fails[number] == 0):
			t.Errorf("%s needs a story that ends well and one that does not: %d, %d", number, passes[number], fails[number])
		}
	}
	for number := range passes {
		if !slices.Contains(book, number) {
			t.Errorf("a story tells of %s, which is not in the book", number)
		}
	}
	t.Logf("%d stories", len(allStories))
}

// endings counts the stories of each rule that end well, and those that do not.
func endings(stories []story) (passes, fails map[string]int) {
	passes, fails = map[string]int{}, map[string]int{}
	for _, s := range stories {
		for _, number := range ruleNumber.FindAllString(s.says, -1) {
			if strings.HasPrefix(s.want, "reachable") {
				passes[number]++
			} else {
				fails[number]++
			}
		}
	}
	return passes, fails
}

// TestEveryStoryIsToldOnce keeps the names of the stories apart, each beginning with a rule of the book.
func TestEveryStoryIsToldOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range allStories {
		number, _, _ := strings.Cut(s.says, " ")
		if !slices.Contains(book, number) {
			t.Errorf("%q does not begin with a rule of the book", s.says)
		}
		if seen[s.says] {
			t.Errorf("%q is told twice", s.says)
		}
		seen[s.says] = true
	}
}
