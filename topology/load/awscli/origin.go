package awscli

import (
	"reflect"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// IsAccount reports whether s has the form of an account id: twelve digits.
func IsAccount(s string) bool { return len(s) == 12 && run(s, '0', '9') == 12 }

// IsRegion reports whether s has the form of a Region's name, such as us-gov-west-1.
func IsRegion(s string) bool {
	n := regionLength(s)
	return n > 0 && n == len(s)
}

// regionLength is how much of s is the name of a Region: two or three letters, words, and a number, with hyphens between. 0 if
// s does not begin with one.
func regionLength(s string) int {
	n := run(s, 'a', 'z')
	if n != 2 && n != 3 {
		return 0
	}
	for words := 0; n < len(s) && s[n] == '-'; words++ {
		if digits := run(s[n+1:], '0', '9'); digits > 0 && words > 0 {
			return n + 1 + digits
		}
		letters := run(s[n+1:], 'a', 'z')
		if letters == 0 {
			return 0
		}
		n += 1 + letters
	}
	return 0
}

// run is how many bytes at the beginning of s lie between two.
func run(s string, first, last byte) int {
	n := 0
	for n < len(s) && s[n] >= first && s[n] <= last {
		n++
	}
	return n
}

// Members that name an owner, an ARN, a zone or a Region, in the order in which they are asked.
var (
	ownerFields  = []string{"OwnerId", "AwsAccountId", "OwnerAccount", "ResourceOwnerId", "VpcOwnerId", "GroupOwnerId", "DirectConnectGatewayOwnerAccount", "OwnerAccountId"}
	zoneFields   = []string{"AvailabilityZone", "ZoneName"}
	regionFields = []string{"RegionName", "AwsRegion", "InterfaceRegion", "ServiceRegion", "VirtualInterfaceRegion", "Locale"}
	arnFields    = []string{
		"SubnetArn", "SecurityGroupArn", "PrefixListArn", "TransitGatewayArn", "DBInstanceArn", "DBSubnetGroupArn", "FunctionArn",
		"LoadBalancerArn", "ListenerArn", "RuleArn", "TargetGroupArn", "FirewallArn", "FirewallPolicyArn", "RuleGroupArn",
		"VpcEndpointAssociationArn", "InstanceConnectEndpointArn", "ResourceArn", "NetworkInsightsPathArn", "NetworkInsightsAnalysisArn", "IpamPoolArn",
	}
	arnLists = []string{"NetworkLoadBalancerArns", "GatewayLoadBalancerArns"} // of an endpoint service, whose owner has them
)

// originReader finds out whose an element is and where it lies.
type originReader struct{ owners, zones, regions, arns, lists [][]int }

func originOf(t reflect.Type) originReader {
	text, list := reflect.TypeFor[string](), reflect.TypeFor[[]string]()
	return originReader{
		owners: indexes(t, ownerFields, text), zones: indexes(t, zoneFields, text), regions: indexes(t, regionFields, text), arns: indexes(t, arnFields, text),
		lists: indexes(t, arnLists, list),
	}
}

func indexes(t reflect.Type, names []string, kind reflect.Type) [][]int {
	var found [][]int
	for _, name := range names {
		if f, ok := t.FieldByName(name); ok && f.Type.Kind() == kind.Kind() {
			found = append(found, f.Index)
		}
	}
	return found
}

// read fills in m what the element itself says.
func (o originReader) read(element reflect.Value, m *topology.Meta) {
	for _, i := range o.owners {
		if s := element.FieldByIndex(i).String(); m.Account == "" && IsAccount(s) {
			m.Account = s
		}
	}
	for _, i := range o.arns {
		readARN(element.FieldByIndex(i).String(), m)
	}
	for _, i := range o.lists {
		for j := range element.FieldByIndex(i).Len() {
			readARN(element.FieldByIndex(i).Index(j).String(), m)
		}
	}
	for _, i := range o.regions {
		if s := element.FieldByIndex(i).String(); m.Region == "" && IsRegion(s) {
			m.Region = s
		}
	}
	for _, i := range o.zones {
		if m.Region == "" {
			m.Region = ofZone(element.FieldByIndex(i).String())
		}
	}
}

func readARN(arn string, m *topology.Meta) {
	account, region := ofARN(arn)
	if m.Account == "" {
		m.Account = account
	}
	if m.Region == "" {
		m.Region = region
	}
}

// ofARN splits arn:partition:service:region:account:resource.
func ofARN(arn string) (account, region string) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return "", ""
	}
	if IsAccount(parts[4]) {
		account = parts[4]
	}
	if IsRegion(parts[3]) {
		region = parts[3]
	}
	return account, region
}

// ofZone cuts the zone off: eu-west-1b, us-west-2-lax-1a.
func ofZone(zone string) string {
	n := regionLength(zone)
	if n == 0 || n == len(zone) || zone[n] != '-' && (zone[n] < 'a' || zone[n] > 'z') {
		return ""
	}
	return zone[:n]
}
