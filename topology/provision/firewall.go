package provision

import (
	"cmp"

	"github.com/dryhop/dryhop/topology"
)

// FirewallEndpoint is the id of the endpoint that a firewall has in a subnet, as long as nobody knows better.
func FirewallEndpoint(firewall, subnet string) string { return firewall + "#" + subnet }

// AddFirewall adds a firewall that works, with an endpoint in each of its subnets, or the attachment to its transit gateway.
func (d *Draft) AddFirewall(f topology.NetworkFirewall) {
	f.StatusKnown, f.FirewallStatus.Status = true, cmp.Or(f.FirewallStatus.Status, "READY")
	if f.TransitGatewayId != "" {
		f.TransitGatewayAttachmentId = cmp.Or(f.TransitGatewayAttachmentId, f.FirewallArn+"#attachment")
		f.FirewallStatus.TransitGatewayAttachmentSyncState.AttachmentId = f.TransitGatewayAttachmentId
		f.FirewallStatus.TransitGatewayAttachmentSyncState.TransitGatewayAttachmentStatus = "READY"
		d.AddTransitAttachment(topology.TransitGatewayAttachment{
			Meta: f.Meta, TransitGatewayAttachmentId: f.TransitGatewayAttachmentId, TransitGatewayId: f.TransitGatewayId, ResourceType: "network-function", ResourceId: f.FirewallArn,
		}, Joins{Association: true})
	}
	Put(d, &d.Snapshot.NetworkFirewalls, f)
	d.later(placing, func() {
		row := Get(d, &d.Snapshot.NetworkFirewalls, f.FirewallArn)
		row.FirewallStatus.SyncStates = d.firewallEndpoints(row.Meta, f.FirewallArn, row.VpcId, f.SubnetMappings, row.FirewallStatus.SyncStates)
	})
}

// AddFirewallAssociation adds an endpoint of a firewall in another VPC.
func (d *Draft) AddFirewallAssociation(a topology.FirewallEndpointAssociation) {
	a.StatusKnown = true
	Put(d, &d.Snapshot.FirewallEndpointAssociations, a)
	d.later(placing, func() {
		row := Get(d, &d.Snapshot.FirewallEndpointAssociations, a.VpcEndpointAssociationId)
		row.AssociationSyncState = d.firewallEndpoints(row.Meta, a.VpcEndpointAssociationId, row.VpcId, []topology.FirewallSubnetMapping{a.SubnetMapping}, row.AssociationSyncState)
	})
}

// firewallEndpoints makes the endpoints in some subnets, by zone. States that are known are taken over.
func (d *Draft) firewallEndpoints(m topology.Meta, owner, vpc string, subnets []topology.FirewallSubnetMapping, known map[string]topology.FirewallSyncState) map[string]topology.FirewallSyncState {
	ids := map[string]string{}
	for _, state := range known {
		ids[state.Attachment.SubnetId] = state.Attachment.EndpointId
	}
	states := map[string]topology.FirewallSyncState{}
	for _, mapping := range subnets {
		s := d.Subnet(mapping.SubnetId)
		if s == nil {
			continue
		}
		id := cmp.Or(ids[mapping.SubnetId], FirewallEndpoint(owner, mapping.SubnetId))
		states[cmp.Or(s.AvailabilityZone, mapping.SubnetId)] = topology.FirewallSyncState{Attachment: topology.FirewallAttachment{SubnetId: mapping.SubnetId, EndpointId: id, Status: "READY"}}
		d.AddEndpoint(topology.VpcEndpoint{
			Meta: m, VpcEndpointId: id, VpcEndpointType: "GatewayLoadBalancer", VpcId: cmp.Or(vpc, s.VpcId), SubnetIds: []string{mapping.SubnetId}, RequesterManaged: true,
		}, "")
	}
	return states
}
