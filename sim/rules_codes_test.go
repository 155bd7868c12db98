package sim_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// analyzerCodes are the explanation codes of AWS's Reachability Analyzer: why a path is not reachable, why none is
// possible, and why none matches the filters of a search.
var analyzerCodes = strings.Fields(`
	BAD_STATE BAD_STATE_ATTACHMENT BAD_STATE_ROUTE BAD_STATE_VPN CANNOT_ROUTE ELB_ACL_RESTRICTION ELB_INSTALLED_AZ_RESTRICTION
	ELB_LISTENER_PORT_RESTRICTION ELB_LISTENERS_MISMATCH ELB_NOT_CROSSZONE ELBV2_LISTENER_HAS_NO_TG ELBV2_LISTENER_PORT_RESTRICTION
	ELBV2_LISTENER_REQUIRES_TG_ACCEPT ELBV2_LISTENERS_MISMATCH ELBV2_NO_TARGETS_IN_AZ ELBV2_SOURCE_ADDRESS_PRESERVATION
	ENI_ADDRESS_RESTRICTION ENI_SG_RULES_MISMATCH ENI_SOURCE_DEST_CHECK_RESTRICTION FIREWALL_RULES_RESTRICTION
	GATEWAY_REJECTS_SPOOFED_TRAFFIC GWLB_DESTINATION_PORT_RESTRICTION GWLB_PROTOCOL_RESTRICTION HIGHER_PRIORITY_ROUTE
	IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS
	IGW_NAT_REFLECTION IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS
	IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS INGRESS_RTB_NO_PUBLIC_IP
	INGRESS_RTB_TRAFFIC_REDIRECTION MORE_SPECIFIC_ROUTE NGW_DEST_ADDRESS_PRESERVATION NGW_REQUIRES_SOURCE_IN_VPC
	NGW_SOURCE_ADDRESS_REASSIGN NO_POSSIBLE_DESTINATION NO_ROUTE_TO_DESTINATION PCX_REQUIRES_ADDRESS_IN_VPC_CIDR PROTOCOL_RESTRICTION
	REGIONAL_NGW_ROUTE_AZ_RESTRICTION REMAP_EPHEMERAL_PORT SG_HAS_NO_RULES SG_REFERENCES_NOT_PRESERVED SG_REFERENCING_SUPPORT
	SUBNET_ACL_RESTRICTION TARGET_ADDRESS_RESTRICTION TARGET_PORT_RESTRICTION TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION
	TGW_ATTACH_VPC_AZ_RESTRICTION TGW_BAD_STATE_VPN TGW_ROUTE_AZ_RESTRICTION TGW_RTB_BAD_STATE_ROUTE TGW_RTB_CANNOT_ROUTE
	TGW_RTB_HIGHER_PRIORITY_ROUTE TGW_RTB_MORE_SPECIFIC_ROUTE TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT TGW_RTB_ROUTES_ARE_UNKNOWN
	UNKNOWN_DESTINATION UNKNOWN_PEERED_SGS UNKNOWN_RESOURCE VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS
	VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS VPC_BLOCK_PUBLIC_ACCESS_ENABLED VPC_LOCAL_ROUTE_CIDR_RESTRICTION
	VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION VPCE_GATEWAY_PROTOCOL_RESTRICTION VPCE_INTRA_VPC_TRAFFIC
	VPCE_SERVICE_NOT_INSTALLED_IN_AZ

	DISCONNECTED_VPCS NO_PATH NO_SOURCE_OR_DESTINATION UNASSOCIATED_COMPONENT UNSUPPORTED_COMPONENT

	COMPONENT_FILTER_RESTRICTION COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT FILTER_AT_DESTINATION_DESTINATION_ADDRESS
	FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE FILTER_AT_DESTINATION_PROTOCOL FILTER_AT_DESTINATION_SOURCE_ADDRESS
	FILTER_AT_DESTINATION_SOURCE_PORT_RANGE FILTER_AT_SOURCE_DESTINATION_ADDRESS FILTER_AT_SOURCE_DESTINATION_PORT_RANGE
	FILTER_AT_SOURCE_PROTOCOL FILTER_AT_SOURCE_SOURCE_ADDRESS FILTER_AT_SOURCE_SOURCE_PORT_RANGE IGW_EXPECTS_PUBLIC_ADDRESS
`)

const codesHeading = "## Codes of the Reachability Analyzer"

var codeCell = regexp.MustCompile("(?m)^\\| `([A-Z0-9_]+)` \\| (emitted|does not arise|not done)")

// TestEveryAnalyzerCodeIsAccountedFor holds the table in ARCHITECTURE.md against the stories: a code said to be emitted is
// emitted by one, and no other is known at all.
func TestEveryAnalyzerCodeIsAccountedFor(t *testing.T) {
	text, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), codesHeading)
	if !found {
		t.Fatalf("ARCHITECTURE.md has no %q", codesHeading)
	}
	table, _, _ = strings.Cut(table, "\n## ")
	told, counts := map[string]string{}, map[string]int{}
	for _, row := range codeCell.FindAllStringSubmatch(table, -1) {
		if told[row[1]] != "" || !slices.Contains(analyzerCodes, row[1]) {
			t.Errorf("%s is in the table twice, or no code of AWS's", row[1])
		}
		told[row[1]] = row[2]
		counts[row[2]]++
	}
	emitted := codesInStories()
	for _, code := range analyzerCodes {
		switch told[code] {
		case "":
			t.Errorf("%s is missing from the table (a story tells of it: %v)", code, emitted[code])
		case "emitted":
			if !emitted[code] {
				t.Errorf("%s is said to be emitted, and no story shows it", code)
			}
		default:
			if emitted[code] {
				t.Errorf("%s is said not to come up, and it does", code)
			}
		}
	}
	t.Logf("of %d codes: %v", len(analyzerCodes), counts)
}

// codesInStories are the codes that a story demands of its answer.
func codesInStories() map[string]bool {
	codes := map[string]bool{}
	for _, s := range allStories {
		for _, clause := range strings.Split(s.want, "; ") {
			word, what, _ := strings.Cut(clause, " ")
			if word != "because" && word != "reply" && word != "all" && word != "assumes" {
				continue
			}
			for _, code := range strings.Fields(what) {
				codes[code] = true
			}
		}
	}
	return codes
}
