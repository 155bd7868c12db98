package netgen

// A balancer is a load balancer of an application: an application one before the web servers, or a network one before the others.
type balancer struct {
	app     *application
	role    role // of its nodes
	kind    string
	path    string
	targets *crew
	group   *group
	port    int // of targets
}

// maxTargets is how many servers are registered, at most.
const maxTargets = 20

// balancerPath is what ARNs and descriptions call a load balancer: app/prod-0-orders/0123456789abcdef.
func (s *site) balancerPath(nodes role, a *application) string {
	name := s.name() + "-" + a.name
	if nodes == networkBalancerNode {
		return "net/" + name + "-nlb/" + s.id("nlb", a.number).hex()
	}
	return "app/" + name + "/" + s.id("alb", a.number).hex()
}

func (s *site) printBalancers() error {
	for _, c := range s.crews {
		if c.role == balancerNode || c.role == networkBalancerNode {
			if err := s.printBalancer(s.balancer(c), c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *site) balancer(nodes *crew) *balancer {
	b := &balancer{app: nodes.app, role: nodes.role, path: s.balancerPath(nodes.role, nodes.app), group: nodes.group}
	if nodes.role == networkBalancerNode {
		b.kind, b.port, b.targets = "network", 8443, s.crewOf(appServer, nodes.app)
	} else {
		b.kind, b.port, b.targets = "application", 8080, s.crewOf(webServer, nodes.app)
	}
	return b
}

// name is that of the load balancer, and of its target group.
func (s *site) balancerName(b *balancer) string {
	if b.kind == "network" {
		return s.name() + "-" + b.app.name + "-nlb"
	}
	return s.name() + "-" + b.app.name
}

func (s *site) balancerArn(b *balancer) string { return s.elbArn("loadbalancer/" + b.path) }

func (s *site) targetGroupArn(b *balancer) string {
	return s.elbArn("targetgroup/" + s.balancerName(b) + "/" + s.id("tg-"+b.kind, b.app.number).hex())
}

// listenerPath is the end of a listener's ARN; listeners are numbered.
func (s *site) listenerPath(b *balancer, n int) string {
	return b.path + "/" + s.id("lst-"+b.kind, b.app.number*2+n).hex()
}

func (s *site) elbArn(resource string) string { return s.place.arn("elasticloadbalancing", resource) }

// public reports that clients are on the internet.
func (b *balancer) public() bool { return b.kind == "application" && !b.app.internal }

func (s *site) printBalancer(b *balancer, nodes *crew) error {
	d := s.out.list("elbv2-describe-load-balancers")
	d.element()
	d.text("LoadBalancerArn", s.balancerArn(b))
	scheme, host := "internal", "internal-"+s.balancerName(b)
	if b.public() {
		scheme, host = "internet-facing", s.balancerName(b)
	}
	d.text("DNSName", host+"-"+count(1_000_000_000+b.app.number)+"."+s.place.region+".elb.amazonaws.com")
	d.text("CanonicalHostedZoneId", "Z32O12XQLNTSW2")
	d.text("CreatedTime", created.Format("2006-01-02T15:04:05.000000-07:00"))
	d.text("LoadBalancerName", s.balancerName(b))
	d.text("Scheme", scheme)
	d.id("VpcId", s.vpcID())
	d.object("State")
	d.text("Code", "active")
	d.end()
	d.text("Type", b.kind)
	d.list("AvailabilityZones")
	for n := range nodes.count {
		d.object("")
		d.text("ZoneName", s.place.zone(nodes.zoneOf(n)))
		d.id("SubnetId", s.subnet(nodes.tier, nodes.zoneOf(n)).id)
		d.list("LoadBalancerAddresses")
		d.end()
		d.end()
	}
	d.end()
	d.list("SecurityGroups")
	d.id("", b.group.id)
	d.end()
	d.text("IpAddressType", s.addressType())
	if b.kind == "network" {
		d.text("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on")
		d.text("EnablePrefixForIpv6SourceNat", "off")
	}
	if err := d.done(); err != nil {
		return err
	}
	return s.printBehind(b)
}

func (s *site) addressType() string {
	if s.IPv6 {
		return "dualstack"
	}
	return "ipv4"
}

func (s *site) printBehind(b *balancer) error {
	for _, part := range []func(*balancer) error{s.printListeners, s.printListenerRules, s.printTargetGroup, s.printTargetHealth, s.printAttributes} {
		if err := part(b); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) printListeners(b *balancer) error {
	d := s.out.answers("elbv2-describe-listeners")
	d.element()
	d.list("Listeners")
	if b.kind == "network" {
		s.printListener(d, b, 0, 8443, "TCP")
	} else {
		s.printListener(d, b, 0, 443, "HTTPS")
	}
	if b.public() {
		s.printListener(d, b, 1, 80, "HTTP")
	}
	d.end()
	return d.done()
}

// printListener prints one: the first forwards, the second redirects to it.
func (s *site) printListener(d *document, b *balancer, n, port int, protocol string) {
	d.object("")
	d.text("ListenerArn", s.elbArn("listener/"+s.listenerPath(b, n)))
	d.text("LoadBalancerArn", s.balancerArn(b))
	d.number("Port", port)
	d.text("Protocol", protocol)
	d.list("DefaultActions")
	s.printAction(d, b, n)
	d.end()
	d.end()
}

func (s *site) printAction(d *document, b *balancer, n int) {
	d.object("")
	if n == 1 {
		d.text("Type", "redirect")
		d.number("Order", 1)
		d.object("RedirectConfig")
		for _, t := range []tag{{"Protocol", "HTTPS"}, {"Port", "443"}, {"Host", "#{host}"}, {"Path", "/#{path}"}, {"Query", "#{query}"}, {"StatusCode", "HTTP_301"}} {
			d.text(t.key, t.value)
		}
		d.end()
		d.end()
		return
	}
	d.text("Type", "forward")
	d.text("TargetGroupArn", s.targetGroupArn(b))
	d.number("Order", 1)
	d.object("ForwardConfig")
	d.list("TargetGroups")
	d.object("")
	d.text("TargetGroupArn", s.targetGroupArn(b))
	d.number("Weight", 1)
	d.end()
	d.end()
	d.object("TargetGroupStickinessConfig")
	d.flag("Enabled", false)
	d.end()
	d.end()
	d.end()
}

// printListenerRules prints the answers of describe-rules for each listener: the default rule alone.
func (s *site) printListenerRules(b *balancer) error {
	listeners := 1
	if b.public() {
		listeners = 2
	}
	for n := range listeners {
		d := s.out.answers("elbv2-describe-rules")
		d.element()
		d.list("Rules")
		d.object("")
		d.text("RuleArn", s.elbArn("listener-rule/"+s.listenerPath(b, n)+"/"+s.id("lr-"+b.kind, b.app.number*2+n).hex()))
		d.text("Priority", "default")
		d.list("Conditions")
		d.end()
		d.list("Actions")
		s.printAction(d, b, n)
		d.end()
		d.flag("IsDefault", true)
		d.end()
		d.end()
		if err := d.done(); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) printTargetGroup(b *balancer) error {
	protocol := "HTTP"
	if b.kind == "network" {
		protocol = "TCP"
	}
	d := s.out.list("elbv2-describe-target-groups")
	d.element()
	d.text("TargetGroupArn", s.targetGroupArn(b))
	d.text("TargetGroupName", s.balancerName(b))
	d.text("Protocol", protocol)
	d.number("Port", b.port)
	d.id("VpcId", s.vpcID())
	d.text("HealthCheckProtocol", protocol)
	d.text("HealthCheckPort", "traffic-port")
	d.flag("HealthCheckEnabled", true)
	d.number("HealthCheckIntervalSeconds", 30)
	d.number("HealthCheckTimeoutSeconds", 5)
	d.number("HealthyThresholdCount", 5)
	d.number("UnhealthyThresholdCount", 2)
	if protocol == "HTTP" {
		d.text("HealthCheckPath", "/health")
		d.object("Matcher")
		d.text("HttpCode", "200")
		d.end()
	}
	d.list("LoadBalancerArns")
	d.text("", s.balancerArn(b))
	d.end()
	d.text("TargetType", "instance")
	if protocol == "HTTP" {
		d.text("ProtocolVersion", "HTTP1")
	}
	d.text("IpAddressType", "ipv4")
	return d.done()
}

func (s *site) printTargetHealth(b *balancer) error {
	d := s.out.answers("elbv2-describe-target-health")
	d.element()
	d.text("TargetGroupArn", s.targetGroupArn(b))
	d.list("TargetHealthDescriptions")
	for n := range min(b.targets.count, maxTargets) {
		d.object("")
		d.object("Target")
		d.id("Id", s.instanceID(b.targets, n))
		d.number("Port", b.port)
		d.end()
		d.text("HealthCheckPort", count(b.port))
		d.object("TargetHealth")
		d.text("State", "healthy")
		d.end()
		d.end()
	}
	d.end()
	return d.done()
}

func (s *site) printAttributes(b *balancer) error {
	d := s.out.answers("elbv2-describe-load-balancer-attributes")
	d.element()
	d.text("LoadBalancerArn", s.balancerArn(b))
	printSettings(d, tag{"load_balancing.cross_zone.enabled", "true"}, tag{"deletion_protection.enabled", "true"})
	if err := d.done(); err != nil {
		return err
	}
	d = s.out.answers("elbv2-describe-target-group-attributes")
	d.element()
	d.text("TargetGroupArn", s.targetGroupArn(b))
	settings := []tag{{"stickiness.enabled", "false"}, {"load_balancing.cross_zone.enabled", "use_load_balancer_configuration"}}
	if b.kind == "network" {
		settings = append(settings, tag{"preserve_client_ip.enabled", "true"}, tag{"proxy_protocol_v2.enabled", "false"})
	}
	printSettings(d, settings...)
	return d.done()
}

func printSettings(d *document, settings ...tag) { d.tags("Attributes", settings...) }
