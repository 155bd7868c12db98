package netgen

import (
	"net/netip"
	"time"
)

// created is when everything was.
var created = time.Date(2026, 2, 11, 8, 30, 0, 0, time.UTC)

// A role is what an interface serves as.
type role int

const (
	natNode role = iota
	transitNode
	endpointNode
	balancerNode        // of an application load balancer
	networkBalancerNode // of a network load balancer
	bastion
	monitor
	edge
	webServer
	appServer
	cacheNode
	database
	function
)

// roles say in which tier an interface lies, of what type it is, whose it is, and whether it is an instance's.
var roles = [...]struct {
	name      string
	tier      tier
	kind      string
	requester string
	instance  bool
}{
	natNode:             {"nat", tierPublic, "nat_gateway", "amazon-nat", false},
	transitNode:         {"transit", tierTransit, "transit_gateway", "amazon-transit-gateway", false},
	endpointNode:        {"endpoint", tierApp, "vpc_endpoint", "amazon-vpce", false},
	balancerNode:        {"lb", tierPublic, "interface", "amazon-elb", false},
	networkBalancerNode: {"nlb", tierApp, "network_load_balancer", "amazon-elb", false},
	bastion:             {"bastion", tierPublic, "interface", "", true},
	monitor:             {"monitor", tierApp, "interface", "", true},
	edge:                {"edge", tierPublic, "interface", "", true},
	webServer:           {"web", tierApp, "interface", "", true},
	appServer:           {"app", tierApp, "interface", "", true},
	cacheNode:           {"cache", tierData, "interface", "amazon-elasticache", false},
	database:            {"db", tierData, "interface", "amazon-rds", false},
	function:            {"fn", tierApp, "lambda", "amazon-lambda", false},
}

func (r role) String() string { return roles[r].name }

// A crew are the interfaces of one role, in one application if it has any.
type crew struct {
	role  role
	app   *application // nil for those that serve all of the VPC
	tier  tier
	first int // number of its first interface in the VPC
	count int
	group *group // nil for gateways
}

// An application has a load balancer, servers and data.
type application struct {
	number     int
	name       string
	restricted bool // its servers may not connect to everywhere
	internal   bool // its load balancer does not face the internet
	network    bool // its servers have a network load balancer, too
}

var applicationNames = [...]string{
	"orders", "billing", "search", "catalog", "payments", "users", "media", "reports", "shipping", "pricing", "chat", "ledger",
}

// How many interfaces a VPC needs to have some things.
const (
	enoughForNat       = 8
	enoughToAttach     = 16
	enoughForS3        = 16
	enoughForBalancers = 30
	enoughForThreeNats = 40
	enoughForEndpoints = 60
	perApplication     = 250
)

func (s *site) addApplications() {
	for n := range max(1, s.interfaces/perApplication) {
		name := applicationNames[n%len(applicationNames)]
		if round := n / len(applicationNames); round > 0 {
			name += count(round)
		}
		s.apps = append(s.apps, &application{
			number: n, name: name, restricted: n%4 == 2, internal: n%2 == 1, network: n%4 == 1 || n == 0 && s.env == shared,
		})
	}
}

// addCrews divides the interfaces of the VPC: first what carries the network, then the applications' own.
func (s *site) addCrews() {
	n := s.interfaces
	switch {
	case n >= enoughForThreeNats:
		s.zonesUp = zones
	case n >= enoughForNat:
		s.zonesUp = 1
	}
	nats := s.zonesUp
	if s.gone(zones - 1) {
		nats--
	}
	s.addCrew(natNode, nil, nats)
	if s.vpc.attached {
		s.addCrew(transitNode, nil, zones)
	}
	if n >= enoughForEndpoints {
		s.addCrew(endpointNode, nil, zones)
	}
	if n >= enoughForBalancers {
		s.addBalancerNodes()
		s.addCrew(bastion, nil, 1)
		s.addCrew(monitor, nil, 1)
	}
	rest := n - s.members
	for i, a := range s.apps {
		s.addServers(a, rest*(i+1)/len(s.apps)-rest*i/len(s.apps))
	}
}

func (s *site) addBalancerNodes() {
	for _, a := range s.apps {
		s.addCrew(balancerNode, a, zones)
		if a.internal {
			s.crews[len(s.crews)-1].tier = tierApp
		}
		if a.network {
			s.addCrew(networkBalancerNode, a, zones)
		}
	}
}

// addServers divides an application's own interfaces.
func (s *site) addServers(a *application, n int) {
	edges, databases := n*4/100, n*16/100
	if n >= 12 {
		edges = max(1, edges)
	}
	if n >= 3 {
		databases = max(1, databases)
	}
	caches, functions, webs := n*14/100, n*6/100, min(n, max(1, n*24/100))
	s.addCrew(edge, a, edges)
	s.addCrew(webServer, a, webs)
	s.addCrew(appServer, a, n-edges-webs-databases-caches-functions)
	s.addCrew(cacheNode, a, caches)
	s.addCrew(database, a, databases)
	s.addCrew(function, a, functions)
}

func (s *site) addCrew(r role, a *application, n int) {
	if n <= 0 {
		return
	}
	s.crews = append(s.crews, &crew{role: r, app: a, tier: roles[r].tier, first: s.members, count: n, group: s.groupOf(r, a)})
	s.members += n
}

// crewOf finds the crew of a role in an application.
func (s *site) crewOf(r role, a *application) *crew {
	for _, c := range s.crews {
		if c.role == r && c.app == a {
			return c
		}
	}
	return &crew{role: r, app: a}
}

// interfaceID and instanceID are those of a crew's n-th member.
func (s *site) interfaceID(c *crew, n int) id { return s.id("eni", c.first+n) }

func (s *site) instanceID(c *crew, n int) id { return s.id("i", c.first+n) }

// zoneOf is the zone of a crew's n-th member.
func (c *crew) zoneOf(n int) int {
	if c.app != nil && c.role != balancerNode && c.role != networkBalancerNode {
		n += c.app.number
	}
	return n % zones
}

// A member is one interface.
type member struct {
	crew       *crew
	number     int // in its crew
	id         id
	subnet     *subnet
	v4, v6     netip.Addr
	second     netip.Addr // another private address; invalid for most
	public     netip.Addr // invalid if it has none
	allocation id         // of an Elastic IP; zero if the public address is AWS's
	groups     []*group
}

// association is the one of its public address.
func (m *member) association() id {
	return id{prefix: "eipassoc", number: mix(m.allocation.number)}
}

func (s *site) member(c *crew, n int) *member {
	m := &member{crew: c, number: n, id: s.interfaceID(c, n), subnet: s.subnet(c.tier, c.zoneOf(n))}
	m.v4, m.v6 = m.subnet.take()
	switch {
	case c.role == natNode || c.role == bastion:
		m.allocation = s.id("eipalloc", c.first+n)
		m.public = s.takePublic()
	case c.role == edge || c.role == balancerNode && !c.app.internal:
		m.public = s.takePublic()
	}
	if c.role == appServer && s.dice("second", c.first+n).chance(2) {
		m.second, _ = m.subnet.take()
	}
	m.groups = s.groupsOf(c, n)
	return m
}

// stopped: one application server of a hundred is, but for the first ones, which people try things on.
func (s *site) stopped(c *crew, n int) bool {
	return c.role == appServer && n >= 5 && s.dice("stopped", c.first+n).chance(1)
}

// firstPublic is where public addresses begin.
const firstPublic = 52 << 24

func (s *site) takePublic() netip.Addr {
	s.publics++
	return addr4(firstPublic + uint32(s.vpc.publics+s.publics-1))
}

// memberName is what people call the n-th of a crew: prod-0-orders-web-1.
func (s *site) memberName(c *crew, n int) string {
	return s.crewName(c) + "-" + count(n+1)
}

func (s *site) crewName(c *crew) string {
	if c.app == nil {
		return s.name() + "-" + c.role.String()
	}
	return s.name() + "-" + c.app.name + "-" + c.role.String()
}

func (s *site) printCrews() error {
	for _, c := range s.crews {
		for n := range c.count {
			if err := s.printMember(s.member(c, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *site) printMember(m *member) error {
	if err := s.printInterface(m); err != nil {
		return err
	}
	if m.crew.role == natNode {
		if err := s.printNatGateway(m.number, m); err != nil {
			return err
		}
	}
	if !m.allocation.isZero() {
		if err := s.printAddress(m); err != nil {
			return err
		}
	}
	if roles[m.crew.role].instance && s.Instances != "none" {
		return s.printInstance(m)
	}
	return nil
}
