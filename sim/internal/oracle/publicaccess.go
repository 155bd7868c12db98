package oracle

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// use is what a packet wants of an internet or egress-only gateway.
type use uint8

const (
	inbound use = iota
	outboundHost
	outboundGateway // of a NAT gateway or by an egress-only gateway: what block-ingress lets live
)

func outboundOf(source holder) use {
	if source.nat != nil {
		return outboundGateway
	}
	return outboundHost
}

// publicAccess is VPC Block Public Access at the subnet that touches the gateway (R3.17, R3.19).
func (r *run) publicAccess(at hop, u use) truth {
	switch r.blockModeAt(at) {
	case "", "off":
		return yes
	case "block-bidirectional":
		return no
	case "block-ingress":
		return truthOf(u == outboundGateway)
	}
	return maybe
}

// blockModeAt is the mode after exclusions: allow-bidirectional opens, allow-egress leaves what block-ingress leaves. None helps
// where a Network Firewall touches the gateway (R3.18).
func (r *run) blockModeAt(at hop) string {
	mode := r.blockMode(at.vpc)
	if mode == "" || mode == "off" || at.firewall {
		return mode
	}
	for i := range r.s.VpcBlockPublicAccessExclusions {
		x := &r.s.VpcBlockPublicAccessExclusions[i]
		if !excludes(x, at) {
			continue
		}
		switch x.InternetGatewayExclusionMode {
		case "allow-bidirectional":
			return "off"
		case "allow-egress":
			if mode == "block-bidirectional" {
				mode = "block-ingress"
			}
		}
	}
	return mode
}

// blockMode is that of the VPC's owner in the VPC's Region (R3.17).
func (r *run) blockMode(v *topology.Vpc) string {
	owner := v.OwnerId
	if owner == "" {
		owner = v.Account
	}
	for i := range r.s.VpcBlockPublicAccessOptions {
		o := &r.s.VpcBlockPublicAccessOptions[i]
		account, region := o.AwsAccountId, o.AwsRegion
		if account == "" {
			account = o.Account
		}
		if region == "" {
			region = o.Region
		}
		if account == owner && region == v.Region {
			return o.InternetGatewayBlockMode
		}
	}
	return ""
}

// excludes tells whether an exclusion is in force for the subnet or its VPC.
func excludes(x *topology.VpcBlockPublicAccessExclusion, at hop) bool {
	if x.State != "create-complete" && x.State != "update-complete" {
		return false
	}
	_, resource, _ := strings.Cut(x.ResourceArn, "/")
	return resource == at.vpc.VpcId || at.subnet != nil && resource == at.subnet.SubnetId
}
