package randnet

import "github.com/dryhop/dryhop/topology"

// addEndpoints gives VPCs gateway endpoints (their routes come with the tables) and interface endpoints.
func (d *draft) addEndpoints() {
	for _, v := range d.vpcs {
		if d.chance(45) {
			d.addEndpoint(v, "Gateway", "s3")
		}
		if d.chance(15) {
			d.addEndpoint(v, "Gateway", "dynamodb")
		}
		if d.chance(30) {
			d.addInterfaceEndpoint(v)
		}
	}
}

func (d *draft) addEndpoint(v *vpcDraft, kind, service string) *topology.VpcEndpoint {
	e := &topology.VpcEndpoint{
		Meta: v.Meta, VpcEndpointId: d.id("vpce"), VpcEndpointType: kind, VpcId: v.VpcId, OwnerId: v.OwnerId, IpAddressType: "ipv4",
		ServiceName: "com.amazonaws." + v.Region + "." + service, ServiceRegion: v.Region, State: "available",
	}
	if d.chance(10) {
		e.State = pick(d.dice, "Available", "Available", "pending", "deleting", "rejected")
	}
	v.endpoints = append(v.endpoints, e)
	return e
}

// addInterfaceEndpoint puts an endpoint's interfaces into one or two subnets. They get their groups with the others.
func (d *draft) addInterfaceEndpoint(v *vpcDraft) {
	ep := d.addEndpoint(v, "Interface", "ssm")
	ep.PrivateDnsEnabled = true
	if d.chance(8) {
		ep.State = pick(d.dice, "pendingAcceptance", "rejected", "failed")
	}
	for i, s := range v.subnets {
		if i == 2 {
			break
		}
		e := d.addInterface(v, s, "vpc_endpoint")
		if e == nil {
			continue
		}
		serve(e, ep)
		e.DenyAllIgwTraffic = true
		ep.SubnetIds = append(ep.SubnetIds, s.SubnetId)
	}
}

// addFirewallEndpoint adds an endpoint of a Gateway Load Balancer, and gives its id for a route to lead there.
func (d *draft) addFirewallEndpoint(v *vpcDraft) string {
	ep := d.addEndpoint(v, "GatewayLoadBalancer", "vpce-svc-01")
	s := pick(d.dice, v.subnets...)
	ep.SubnetIds = []string{s.SubnetId}
	if e := d.addInterface(v, s, "gateway_load_balancer_endpoint"); e != nil {
		serve(e, ep)
	}
	return ep.VpcEndpointId
}

// serve makes an interface that of an endpoint.
func serve(e *topology.NetworkInterface, ep *topology.VpcEndpoint) {
	e.RequesterManaged, e.RequesterId = true, "727180483921"
	e.Description = "VPC Endpoint Interface " + ep.VpcEndpointId
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", DeviceIndex: 1, Status: "attached"}
	ep.NetworkInterfaceIds = append(ep.NetworkInterfaceIds, e.NetworkInterfaceId)
}

// describeEndpoints copies the groups of their interfaces into the endpoints.
func (d *draft) describeEndpoints() {
	for _, v := range d.vpcs {
		for _, ep := range v.endpoints {
			for _, e := range v.interfaces {
				if len(ep.NetworkInterfaceIds) > 0 && e.NetworkInterfaceId == ep.NetworkInterfaceIds[0] {
					ep.Groups = e.Groups
				}
			}
		}
	}
}

// listsOf are the prefix lists of a gateway endpoint's service.
func listsOf(e *topology.VpcEndpoint) []string {
	if e.ServiceName == "com.amazonaws."+e.Region+".s3" {
		return []string{s3List, s3List6}
	}
	return []string{dynamoList}
}
