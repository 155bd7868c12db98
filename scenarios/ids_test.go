package scenarios

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// definedBy says where each kind of resource is defined: the list at the top of a
// document, and the key of an element that is the resource's own id.
var definedBy = map[string]string{
	"Vpcs":                       "VpcId",
	"Subnets":                    "SubnetId",
	"RouteTables":                "RouteTableId",
	"NetworkAcls":                "NetworkAclId",
	"SecurityGroups":             "GroupId",
	"NetworkInterfaces":          "NetworkInterfaceId",
	"InternetGateways":           "InternetGatewayId",
	"EgressOnlyInternetGateways": "EgressOnlyInternetGatewayId",
	"NatGateways":                "NatGatewayId",
	"VpcPeeringConnections":      "VpcPeeringConnectionId",
	"VpcEndpoints":               "VpcEndpointId",
	"Addresses":                  "AllocationId",
	"PrefixLists":                "PrefixListId",
	"SecurityGroupRules":         "SecurityGroupRuleId",
	"TransitGateways":            "TransitGatewayId",
	"TransitGatewayAttachments":  "TransitGatewayAttachmentId",
	"TransitGatewayRouteTables":  "TransitGatewayRouteTableId",
	"VpnGateways":                "VpnGatewayId",
	"VpnConnections":             "VpnConnectionId",
	"CustomerGateways":           "CustomerGatewayId",
	"ClientVpnEndpoints":         "ClientVpnEndpointId",
	"ServiceConfigurations":      "ServiceId",
}

var (
	someID = regexp.MustCompile(`\b(?:vpc|subnet|rtb|acl|sg|sgr|eni|igw|eigw|nat|pcx|vpce|eipalloc|i|pl|tgw|tgw-attach|tgw-rtb|vgw|vpn|cgw|cvpn-endpoint)-[0-9a-f]{5,}\b`)
	realID = regexp.MustCompile(`^[a-z]+(?:-[a-z]+)?-(?:[0-9a-f]{8}|[0-9a-f]{17})$`)
)

// defined counts the definitions of each id of a design.
func defined(t *testing.T, s snapshot) map[string]int {
	t.Helper()
	ids := map[string]int{}
	for key, own := range definedBy {
		for _, element := range list[map[string]json.RawMessage](t, s, key) {
			var id string
			if err := json.Unmarshal(element[own], &id); err != nil {
				t.Errorf("%s: an element of %s has no %s", s.design, key, own)
			}
			ids[id]++
		}
	}
	for _, i := range instances(t, s) {
		ids[i.InstanceID]++
	}
	return ids
}

func TestEveryIDIsDefined(t *testing.T) {
	for _, s := range snapshots(t) {
		ids := defined(t, s)
		for _, d := range s.documents {
			d.eachString(func(key, value string) { checkIDs(t, ids, d.path+" "+key, value) })
		}
		checkIDs(t, ids, s.design+"/README.md", s.prose)
	}
}

func checkIDs(t *testing.T, ids map[string]int, where, text string) {
	t.Helper()
	for _, id := range someID.FindAllString(text, -1) {
		if ids[id] == 0 {
			t.Errorf("%s: %s is not defined in this design", where, id)
		}
		if !realID.MatchString(id) {
			t.Errorf("%s: %s does not look like an id: 8 or 17 hex digits", where, id)
		}
	}
}

// A peering connection is printed in each account and Region that it joins, and an
// AWS-owned prefix list by two commands. Everything else exists once.
func TestEveryIDIsDefinedOnce(t *testing.T) {
	type side struct{ OwnerID, Region string }
	for _, s := range snapshots(t) {
		ids := defined(t, s)
		for _, pcx := range list[struct {
			VpcPeeringConnectionID            string
			RequesterVpcInfo, AccepterVpcInfo side
		}](t, s, "VpcPeeringConnections") {
			if pcx.RequesterVpcInfo == pcx.AccepterVpcInfo {
				ids[pcx.VpcPeeringConnectionID]++ // both sides are in one document
			}
		}
		for id, n := range ids {
			want := 1
			if strings.HasPrefix(id, "pcx-") || strings.HasPrefix(id, "pl-") {
				want = 2
			}
			if n != want {
				t.Errorf("%s: %s is defined %d times, want %d", s.design, id, n, want)
			}
		}
	}
}

// A bare name on the command line must mean one thing.
func TestNamesAreUnique(t *testing.T) {
	for _, s := range snapshots(t) {
		for name, n := range s.names() {
			if n != 1 {
				t.Errorf("%s: %d resources are called %s", s.design, n, name)
			}
			if someID.MatchString(name) {
				t.Errorf("%s: the name %s looks like an id", s.design, name)
			}
		}
	}
}

var (
	anyARN       = regexp.MustCompile(`^arn:aws:[a-z0-9]+:([a-z0-9-]+):([0-9]{12}|aws):`)
	anyRegion    = regexp.MustCompile(`\b[a-z]{2}-[a-z]+-[0-9]`)
	knownAccount = map[string]bool{"111122223333": true, "444455556666": true}
	twelveDigits = regexp.MustCompile(`\b[0-9]{12}\b`)
)

// What an account printed in a Region belongs to that account and Region,
// except what a rule or a peering connection says of the other side.
func TestAccountsAndRegions(t *testing.T) {
	ofTheOtherSide := map[string]bool{"UserId": true, "Region": true}
	for _, s := range snapshots(t) {
		for _, d := range s.documents {
			peering := d.values[0]["VpcPeeringConnections"] != nil
			d.eachString(func(key, value string) {
				if !peering && !ofTheOtherSide[key] {
					checkHome(t, d, key, value)
				}
				for _, account := range twelveDigits.FindAllString(value, -1) {
					if !knownAccount[account] {
						t.Errorf("%s: %s: %s is nobody's account here", d.path, key, account)
					}
				}
			})
		}
	}
}

func checkHome(t *testing.T, d document, key, value string) {
	t.Helper()
	for _, region := range anyRegion.FindAllString(value, -1) {
		if region != d.region {
			t.Errorf("%s: %s: %s is not in %s", d.path, key, value, d.region)
		}
	}
	account := ""
	if arn := anyARN.FindStringSubmatch(value); arn != nil {
		account = arn[2]
	} else if twelveDigits.FindString(value) == value {
		account = value
	}
	if account != "" && account != "aws" && account != d.account {
		t.Errorf("%s: %s: %s is not of account %s", d.path, key, value, d.account)
	}
}
