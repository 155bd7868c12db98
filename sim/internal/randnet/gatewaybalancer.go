package randnet

import "github.com/dryhop/dryhop/topology"

// addBalancerEndpoint adds the endpoint of a Gateway Load Balancer, of which the documents often tell more than the endpoint.
func (d *draft) addBalancerEndpoint(v *vpcDraft, s *subnetDraft) string {
	ep := d.addMiddleboxEndpoint(v, s)
	ep.ServiceName = "com.amazonaws.vpce." + v.Region + "." + pick(d.dice, "vpce-svc-81", "vpce-svc-82")
	if d.chance(75) {
		d.addGatewayService(v, ep.ServiceName)
	}
	return ep.VpcEndpointId
}

// addMiddleboxEndpoint adds an endpoint that takes routed packets, at times one that does not work.
func (d *draft) addMiddleboxEndpoint(v *vpcDraft, s *subnetDraft) *topology.VpcEndpoint {
	ep := &topology.VpcEndpoint{
		Meta: v.Meta, VpcEndpointId: d.id("vpce"), VpcEndpointType: "GatewayLoadBalancer", VpcId: v.VpcId, OwnerId: v.OwnerId,
		SubnetIds: []string{s.SubnetId}, State: pick(d.dice, "available", "available", "Available"),
	}
	if d.chance(40) {
		if e := d.addInterface(v, s, "gateway_load_balancer_endpoint"); e != nil {
			serve(e, ep)
		}
	}
	switch {
	case d.chance(5):
		ep.State = pick(d.dice, "pendingAcceptance", "rejected", "deleting", "")
	case d.chance(4) && len(ep.NetworkInterfaceIds) > 0:
		ep.SubnetIds = nil
	case d.chance(3):
		ep.SubnetIds = []string{pick(d.dice, pick(d.dice, d.vpcs...).subnets...).SubnetId}
	case d.chance(3):
		ep.VpcEndpointType = pick(d.dice, "Interface", "Resource", "Gateway")
	}
	v.endpoints = append(v.endpoints, ep)
	return ep
}

// addGatewayService adds the service behind endpoints, once: a load balancer with appliances in some VPC.
func (d *draft) addGatewayService(v *vpcDraft, service string) {
	for _, x := range d.boxes.services {
		if x.ServiceName == service {
			return
		}
	}
	home := pick(d.dice, v, v, pick(d.dice, d.vpcs...))
	name := d.id("gwy")
	b := &topology.LoadBalancer{
		Meta: home.Meta, LoadBalancerName: name, Type: "gateway", VpcId: home.VpcId, AttributesKnown: d.chance(85),
		LoadBalancerArn: "arn:aws:elasticloadbalancing:" + home.Region + ":" + home.OwnerId + ":loadbalancer/gwy/" + name + "/50dc6c495c0c9188",
	}
	b.State.Code = "active"
	if d.chance(5) {
		b.State.Code = pick(d.dice, "provisioning", "failed", "")
	}
	if b.AttributesKnown {
		b.Attributes = []topology.Attribute{{Key: "load_balancing.cross_zone.enabled", Value: pick(d.dice, "true", "true", "false")}}
	}
	d.boxes.services = append(d.boxes.services, &topology.VpcEndpointServiceConfiguration{
		Meta: home.Meta, ServiceId: service, ServiceName: service, ServiceState: "Available", GatewayLoadBalancerArns: []string{b.LoadBalancerArn},
	})
	if !d.chance(90) {
		return // a load balancer that was not captured
	}
	d.boxes.balancers = append(d.boxes.balancers, b)
	g := d.addAppliances(home, name, b)
	if d.chance(93) {
		d.boxes.listeners = append(d.boxes.listeners, &topology.Listener{
			Meta: home.Meta, ListenerArn: b.LoadBalancerArn + "/listener", LoadBalancerArn: b.LoadBalancerArn,
			DefaultActions: []topology.ListenerAction{{Type: "forward", TargetGroupArn: g.TargetGroupArn}},
		})
	}
}

// addAppliances registers hosts with a group of their own, and tells perhaps of the load balancer's interfaces.
func (d *draft) addAppliances(v *vpcDraft, name string, b *topology.LoadBalancer) *topology.TargetGroup {
	g := &topology.TargetGroup{
		Meta: v.Meta, TargetGroupArn: "arn:aws:elasticloadbalancing:" + v.Region + ":" + v.OwnerId + ":targetgroup/" + name + "/1", TargetGroupName: name,
		TargetType: pick(d.dice, "instance", "ip"), Protocol: "GENEVE", Port: 6081, VpcId: v.VpcId, LoadBalancerArns: []string{b.LoadBalancerArn}, TargetHealthKnown: d.chance(90),
	}
	d.boxes.targetGroups = append(d.boxes.targetGroups, g)
	for range draw(d.dice, share[int]{8, 0}, share[int]{46, 1}, share[int]{46, 2}) {
		e := pick(d.dice, v.hosts()...)
		if e == nil || e.Attachment == nil || e.Attachment.InstanceId == "" || !e.PrivateIpAddress.IsValid() || !g.TargetHealthKnown {
			continue
		}
		t := topology.TargetHealthDescription{Target: topology.TargetDescription{Id: e.Attachment.InstanceId, Port: 6081}}
		if g.TargetType == "ip" {
			t.Target.Id = e.PrivateIpAddress.String()
		}
		g.TargetHealthDescriptions = append(g.TargetHealthDescriptions, t)
		if d.chance(75) {
			sg := d.addGroup(v, "geneve", v.OwnerId)
			sg.IpPermissions = []topology.IpPermission{permit(traffic{"udp", 6081, 6081}, pick(d.dice, "0.0.0.0/0", v.CidrBlock.String(), "100.64.0.0/10"))}
			join(e, sg)
		}
	}
	if d.chance(45) {
		s := pick(d.dice, v.subnets...)
		if e := d.addInterface(v, s, "gateway_load_balancer"); e != nil && s.CidrBlock.IsValid() {
			e.Description, e.RequesterManaged = "ELB gwy/"+name+"/50dc6c495c0c9188", true
			e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-elb", DeviceIndex: 1, Status: "attached"}
		}
	}
	return g
}
