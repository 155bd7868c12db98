package awscli

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

var (
	accountPattern = regexp.MustCompile(`^\d{12}$`)
	regionPattern  = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-\d+$`)
	zonePattern    = regexp.MustCompile(`^([a-z]{2,3}(?:-[a-z]+)+-\d+)[a-z-]`)
)

// IsAccount reports whether s has the form of an account id.
func IsAccount(s string) bool { return len(s) == 12 && accountPattern.MatchString(s) }

// IsRegion reports whether s has the form of a Region's name, such as us-gov-west-1.
func IsRegion(s string) bool { return regionPattern.MatchString(s) }

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
)

// originReader finds out whose an element is and where it lies.
type originReader struct{ owners, zones, regions, arns [][]int }

func originOf(t reflect.Type) originReader {
	return originReader{owners: indexes(t, ownerFields), zones: indexes(t, zoneFields), regions: indexes(t, regionFields), arns: indexes(t, arnFields)}
}

func indexes(t reflect.Type, names []string) [][]int {
	var found [][]int
	for _, name := range names {
		if f, ok := t.FieldByName(name); ok && f.Type.Kind() == reflect.String {
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
		account, region := ofARN(element.FieldByIndex(i).String())
		if m.Account == "" {
			m.Account = account
		}
		if m.Region == "" {
			m.Region = region
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
	n := len(zone)
	if n > 2 && zone[n-1] >= 'a' && zone[n-1] <= 'z' && IsRegion(zone[:n-1]) && strings.Count(zone, "-") == 2 {
		return zone[:n-1]
	}
	if m := zonePattern.FindStringSubmatch(zone); m != nil {
		return m[1]
	}
	return ""
}
