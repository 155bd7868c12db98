package ipam

import "net/netip"

// A Range is addresses with a meaning that a planner should know.
type Range struct {
	Prefix   netip.Prefix
	Code     Code
	Severity Severity // of giving it to a VPC
	Name     string
	Reason   string
	Source   string
	Larger   bool // also of blocks that contain it
}

// The codes of ranges.
const (
	RangeForbidden     Code = "RANGE_FORBIDDEN"
	RangeLinkLocal     Code = "RANGE_LINK_LOCAL"
	RangeDocker        Code = "RANGE_DOCKER"
	RangeEks           Code = "RANGE_EKS_SERVICES"
	RangeClassic       Code = "RANGE_EC2_CLASSIC"
	RangeShared        Code = "RANGE_CGNAT"
	RangeBenchmark     Code = "RANGE_BENCHMARK"
	RangeHome          Code = "RANGE_HOME"
	RangeDefaultVpc    Code = "RANGE_DEFAULT_VPC"
	RangeCommon        Code = "RANGE_COMMON"
	RangeDocumentation Code = "RANGE_DOCUMENTATION"
	RangePublic        Code = "RANGE_PUBLIC"
	RangeUla           Code = "RANGE_ULA"
	RangeServices      Code = "RANGE_AWS_SERVICES"
)

// Sources of ranges and rules.
const (
	vpcBlocksPage = "VPC user guide, VPC CIDR blocks"
	dockerPage    = "Docker, daemon address pools"
)

// Ranges are all ranges with a meaning, IPv4 first, wider ones before those in them.
var Ranges = []Range{
	{r("0.0.0.0/8"), RangeForbidden, Breaks, "this network", "AWS has no VPC there", vpcBlocksPage, false},
	{r("10.0.0.0/8"), RangeClassic, Harmless, "EC2-Classic", "instances of EC2-Classic and what ClassicLink led to had addresses of 10.0.0.0/8; both were retired in 2022", "EC2 user guide, EC2-Classic", false},
	{r("10.0.0.0/16"), RangeCommon, Notice, "everybody's first VPC", "many wizards and examples use it, so partners are likely to have it, too", "VPC wizard", true},
	{r("10.100.0.0/16"), RangeEks, Notice, "EKS services", "an EKS cluster in a VPC outside 10.0.0.0/8 takes it for its services by default", "EKS user guide, Kubernetes service CIDR", true},
	{r("100.64.0.0/10"), RangeShared, Notice, "shared address space", "carriers use it for NAT, and EKS setups for pods; it is not RFC 1918, so AWS adds it to any VPC", "RFC 6598", false},
	{r("127.0.0.0/8"), RangeForbidden, Breaks, "loopback", "AWS has no VPC there", vpcBlocksPage, false},
	{r("169.254.0.0/16"), RangeLinkLocal, Breaks, "link-local", "instance metadata, DNS and time are there; AWS has no VPC there and forwards nothing to 169.254.168.0/22", vpcBlocksPage, false},
	{r("172.17.0.0/16"), RangeDocker, Limits, "Docker's bridge", "hosts with Docker, Cloud9 and SageMaker keep it to themselves and cannot reach it elsewhere", dockerPage, true},
	{r("172.18.0.0/15"), RangeDocker, Notice, "Docker's networks", "Docker takes its further networks from 172.18.0.0/16 on", dockerPage, true},
	{r("172.20.0.0/16"), RangeEks, Notice, "EKS services", "an EKS cluster in a VPC of 10.0.0.0/8 takes it for its services by default", "EKS user guide, Kubernetes service CIDR", true},
	{r("172.31.0.0/16"), RangeDefaultVpc, Limits, "default VPCs", "every default VPC has it, so a VPC with it can be peered with none of them", "VPC user guide, default VPCs", true},
	{r("192.0.2.0/24"), RangeDocumentation, Limits, "documentation", "it stands for examples (TEST-NET-1), and filters drop it", "RFC 5737", true},
	{r("192.168.0.0/16"), RangeHome, Notice, "homes and VPN clients", "home routers and the hosts of VPN clients use it, which then reach their own network instead", "RFC 1918", false},
	{r("198.18.0.0/15"), RangeBenchmark, Notice, "benchmarks", "it is for measuring devices; 198.19.0.0/16 AWS gives to no VPC with private addresses", "RFC 2544", true},
	{r("198.51.100.0/24"), RangeDocumentation, Limits, "documentation", "it stands for examples (TEST-NET-2), and filters drop it", "RFC 5737", true},
	{r("203.0.113.0/24"), RangeDocumentation, Limits, "documentation", "it stands for examples (TEST-NET-3), and filters drop it", "RFC 5737", true},
	{r("224.0.0.0/4"), RangeForbidden, Breaks, "multicast", "AWS has no VPC there", vpcBlocksPage, true},
	{r("240.0.0.0/4"), RangeForbidden, Limits, "reserved", "most systems send nothing to it", "RFC 1112", true},
	{r("::/8"), RangeForbidden, Breaks, "reserved", "loopback, mapped and unspecified addresses are there", "RFC 4291", true},
	{r("2001:db8::/32"), RangeDocumentation, Limits, "documentation", "it stands for examples, and filters drop it", "RFC 3849", false},
	{r("64:ff9b::/96"), RangeServices, Breaks, "NAT64", "NAT gateways translate it to IPv4", "RFC 6052", true},
	{r("fc00::/7"), RangeUla, Notice, "unique local addresses", "private IPv6: it does not leave by internet gateways, and AWS takes it from an IPAM private scope only", "RFC 4193", false},
	{r("fd00:ec2::/32"), RangeServices, Breaks, "AWS services", "instance metadata, DNS and time are there; nothing is forwarded to it", "EC2 user guide", true},
	{r("fe80::/10"), RangeLinkLocal, Breaks, "link-local", "it stays on its link", "RFC 4291", true},
	{r("ff00::/8"), RangeForbidden, Breaks, "multicast", "it is no unicast space", "RFC 4291", true},
}

func r(cidr string) netip.Prefix { return netip.MustParsePrefix(cidr) }

// RangesOver are the ranges that a block lies in, and of those that lie in it the ones that matter for larger blocks, too.
func RangesOver(p netip.Prefix) []Range {
	var found []Range
	for _, x := range Ranges {
		if x.Prefix.Overlaps(p) && (x.Prefix.Bits() <= p.Bits() || x.Larger) {
			found = append(found, x)
		}
	}
	return found
}
