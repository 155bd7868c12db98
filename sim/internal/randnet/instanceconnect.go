package randnet

import "github.com/dryhop/dryhop/topology"

// addInstanceConnect gives VPCs an EC2 Instance Connect Endpoint.
func (d *draft) addInstanceConnect() {
	for _, v := range d.vpcs {
		if !d.chance(55) {
			continue
		}
		s := pick(d.dice, v.subnets...)
		e := d.addServiceInterface(v, s, "ec2_instance_connect_endpoint", "EC2 Instance Connect Endpoint")
		if e == nil {
			continue
		}
		x := &topology.InstanceConnectEndpoint{
			Meta: v.Meta, InstanceConnectEndpointId: d.id("eice"), OwnerId: v.OwnerId, State: d.good(92, "create-complete", "create-in-progress", "delete-failed", ""),
			VpcId: v.VpcId, SubnetId: s.SubnetId, NetworkInterfaceIds: []string{e.NetworkInterfaceId}, SecurityGroupIds: []string{e.Groups[0].GroupId},
		}
		if d.chance(70) {
			preserve := d.chance(65)
			x.PreserveClientIp = &preserve
		}
		d.hybrid.connects = append(d.hybrid.connects, x)
	}
}

// addFunctions puts interfaces of Lambda functions into some subnets (R13.5).
func (d *draft) addFunctions() {
	for _, v := range d.vpcs {
		if d.chance(55) {
			d.addServiceInterface(v, pick(d.dice, v.subnets...), "lambda", "AWS Lambda VPC ENI-function")
		}
	}
}

// addLatticeEndpoints adds endpoints of resources and service networks.
func (d *draft) addLatticeEndpoints() {
	for range pick(d.dice, 1, 1, 2) {
		v := pick(d.dice, d.vpcs...)
		ep := d.addEndpoint(v, pick(d.dice, "Resource", "ServiceNetwork"), "lattice")
		if e := d.addServiceInterface(v, pick(d.dice, v.subnets...), "vpc_endpoint", ""); e != nil {
			serve(e, ep)
			ep.SubnetIds = []string{e.SubnetId}
		}
	}
}
