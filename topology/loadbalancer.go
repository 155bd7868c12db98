package topology

import (
	"net/netip"
	"strings"
)

// LoadBalancer is an element of ELBv2 describe-load-balancers: application, network or gateway. Its attributes
// come from describe-load-balancer-attributes.
type LoadBalancer struct {
	Meta
	LoadBalancerArn                                      string
	LoadBalancerName                                     string
	DNSName                                              string
	Scheme                                               string // internet-facing, internal
	Type                                                 string // application, network, gateway
	VpcId                                                string
	State                                                struct{ Code, Reason string }
	AvailabilityZones                                    []LoadBalancerZone
	SecurityGroups                                       []string
	IpAddressType                                        string
	EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic string
	EnablePrefixForIpv6SourceNat                         string

	Attributes      []Attribute
	AttributesKnown bool `json:"-"`
}

// LoadBalancerZone is one Availability Zone of a load balancer, with its subnet and fixed addresses.
type LoadBalancerZone struct {
	ZoneName              string
	SubnetId              string
	OutpostId             string
	LoadBalancerAddresses []struct {
		IpAddress          netip.Addr
		AllocationId       string
		PrivateIPv4Address netip.Addr
		IPv6Address        netip.Addr
	}
	SourceNatIpv6Prefixes []netip.Prefix
}

// Attribute is one setting, such as load_balancing.cross_zone.enabled.
type Attribute struct{ Key, Value string }

// Listener is an element of ELBv2 describe-listeners.
type Listener struct {
	Meta
	ListenerArn     string
	LoadBalancerArn string
	Port            int32
	Protocol        string
	DefaultActions  []ListenerAction
}

// ListenerAction is what a listener or rule does with a request.
type ListenerAction struct {
	Type           string // forward, redirect, fixed-response, authenticate-oidc, ...
	Order          int
	TargetGroupArn string
	ForwardConfig  *struct {
		TargetGroups []struct {
			TargetGroupArn string
			Weight         *int
		}
	}
}

// ListenerRule is an element of ELBv2 describe-rules. AWS leaves its listener to be read from the ARN.
type ListenerRule struct {
	Meta
	RuleArn    string
	Priority   string // a number, or "default"
	IsDefault  bool
	Conditions []ListenerRuleCondition
	Actions    []ListenerAction
}

// ListenerArn is the listener that the rule is one of:
//
//	...:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee
//	...:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2
func (r *ListenerRule) ListenerArn() string {
	slash := strings.LastIndexByte(r.RuleArn, '/')
	if slash < 0 {
		return ""
	}
	return strings.Replace(r.RuleArn[:slash], ":listener-rule/", ":listener/", 1)
}

// ListenerRuleCondition restricts a rule; only what can be decided from a flow is kept in full.
type ListenerRuleCondition struct {
	Field          string
	Values         []string
	SourceIpConfig *struct{ Values []netip.Prefix }
}

// ClassicLoadBalancer is an element of ELB describe-load-balancers (LoadBalancerDescriptions).
type ClassicLoadBalancer struct {
	Meta
	LoadBalancerName     string
	DNSName              string
	Scheme               string
	VPCId                string
	Subnets              []string
	AvailabilityZones    []string
	SecurityGroups       []string
	Instances            []struct{ InstanceId string }
	ListenerDescriptions []struct{ Listener ClassicListener }
	HealthCheck          struct{ Target string }
}

// ClassicListener is a port of a classic load balancer and the instance port behind it.
type ClassicListener struct {
	Protocol         string
	LoadBalancerPort int32
	InstanceProtocol string
	InstancePort     int32
}
