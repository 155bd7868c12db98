package randnet

import (
	"fmt"

	"github.com/dryhop/dryhop/topology"
)

// groupRules tells the rules of a group again, as describe-security-group-rules does: one for each remote.
func groupRules(g *topology.SecurityGroup) []topology.SecurityGroupRule {
	var all []topology.SecurityGroupRule
	for direction, permissions := range [][]topology.IpPermission{g.IpPermissions, g.IpPermissionsEgress} {
		for i := range permissions {
			p := &permissions[i]
			for _, r := range remoteRules(p) {
				r.Meta, r.GroupId, r.GroupOwnerId, r.IsEgress = g.Meta, g.GroupId, g.OwnerId, direction == 1
				r.SecurityGroupRuleId = fmt.Sprintf("sgr-%s-%02d", g.GroupId[3:], len(all))
				r.IpProtocol, r.FromPort, r.ToPort = p.IpProtocol, p.FromPort, p.ToPort
				all = append(all, r)
			}
		}
	}
	return all
}

// remoteRules are the rules of a permission with nothing but their remotes.
func remoteRules(p *topology.IpPermission) []topology.SecurityGroupRule {
	var all []topology.SecurityGroupRule
	for _, r := range p.IpRanges {
		all = append(all, topology.SecurityGroupRule{CidrIpv4: r.CidrIp, Description: r.Description})
	}
	for _, r := range p.Ipv6Ranges {
		all = append(all, topology.SecurityGroupRule{CidrIpv6: r.CidrIpv6, Description: r.Description})
	}
	for _, r := range p.PrefixListIds {
		all = append(all, topology.SecurityGroupRule{PrefixListId: r.PrefixListId, Description: r.Description})
	}
	for _, r := range p.UserIdGroupPairs {
		all = append(all, topology.SecurityGroupRule{Description: r.Description, ReferencedGroupInfo: &topology.ReferencedSecurityGroup{
			GroupId: r.GroupId, UserId: r.UserId, VpcId: r.VpcId, VpcPeeringConnectionId: r.VpcPeeringConnectionId, PeeringStatus: r.PeeringStatus,
		}})
	}
	return all
}
