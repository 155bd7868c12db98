package randnet

import (
	"fmt"

	"github.com/dryhop/dryhop/topology"
)

// offerServices offers some network load balancers to endpoints in any VPC.
func (d *draft) offerServices() {
	var arns []string
	var first *topology.LoadBalancer
	for _, b := range d.balancers {
		if b.Type == "network" && d.chance(60) {
			arns = append(arns, b.LoadBalancerArn)
			if first == nil {
				first = b
			}
		}
	}
	if first == nil {
		return
	}
	if d.chance(70) {
		arns = arns[:1]
	}
	if d.chance(3) {
		arns = append(arns, arns[0]+"0")
	}
	c := &topology.VpcEndpointServiceConfiguration{
		Meta: first.Meta, ServiceId: "vpce-svc-01", ServiceName: "com.amazonaws.vpce." + first.Region + ".vpce-svc-01", ServiceState: "Available",
		AcceptanceRequired: d.chance(50), NetworkLoadBalancerArns: arns,
	}
	if d.chance(60) {
		for _, z := range first.AvailabilityZones {
			c.AvailabilityZones = append(c.AvailabilityZones, z.ZoneName)
		}
	}
	if d.chance(10) {
		c.AvailabilityZones = []string{fmt.Sprint(first.Region, pick(d.dice, "a", "b", "c"))}
	}
	if d.chance(12) {
		c.ServiceState = pick(d.dice, "Failed", "Deleting", "")
	}
	d.services = append(d.services, c)
	for range d.between(1, 2) {
		d.addServiceEndpoint(pick(d.dice, d.vpcs...), c)
	}
}

// addServiceEndpoint puts an endpoint of a service into one or two subnets.
func (d *draft) addServiceEndpoint(v *vpcDraft, c *topology.VpcEndpointServiceConfiguration) {
	ep := d.addEndpoint(v, "Interface", "service")
	ep.ServiceName, ep.ServiceRegion, ep.State = c.ServiceName, c.Region, "available"
	if d.chance(12) {
		ep.State = pick(d.dice, "pendingAcceptance", "pendingAcceptance", "rejected", "")
	}
	if d.chance(5) {
		ep.ServiceRegion = ""
	}
	group := pick(d.dice, v.groups...)
	if d.chance(60) {
		group = d.addGroup(v, "endpoint", v.OwnerId)
		group.IpPermissions = []topology.IpPermission{permit(traffic{"tcp", 22, 443}, "any"), permit(traffic{"udp", 53, 443}, "any")}
	}
	wanted := d.between(1, 2)
	for _, i := range d.Perm(len(v.subnets)) {
		if len(ep.SubnetIds) == wanted {
			break
		}
		if e := d.addInterface(v, v.subnets[i], "vpc_endpoint"); e != nil {
			serve(e, ep)
			join(e, group)
			e.DenyAllIgwTraffic = true
			ep.SubnetIds = append(ep.SubnetIds, v.subnets[i].SubnetId)
		}
	}
}
