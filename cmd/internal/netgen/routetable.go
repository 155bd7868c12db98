package netgen

import "net/netip"

// Numbers of a VPC's route tables; each zone's app subnet has one of its own.
const (
	mainTable = iota
	publicTable
	dataTable
	appTable  // of the first zone
	allTables = appTable + zones
)

func (s *site) table(n int) id { return s.id("rtb", n) }

// tableOf is the number of a subnet's table.
func tableOf(n *subnet) int {
	switch n.tier {
	case tierPublic:
		return publicTable
	case tierApp:
		return appTable + n.zone
	case tierData:
		return dataTable
	}
	return mainTable
}

func (s *site) printRouteTables() error {
	for n := range allTables {
		if err := s.printRouteTable(n); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) printRouteTable(number int) error {
	d := s.out.list("ec2-describe-route-tables")
	d.element()
	d.list("Associations")
	if number == mainTable {
		s.printTableAssociation(d, number, nil)
	}
	for _, n := range s.subnets {
		if tableOf(n) == number && number != mainTable {
			s.printTableAssociation(d, number, n)
		}
	}
	d.end()
	d.list("PropagatingVgws")
	if s.hasVpn() && number != mainTable {
		d.object("")
		d.id("GatewayId", s.vpnGateway())
		d.end()
	}
	d.end()
	d.id("RouteTableId", s.table(number))
	d.list("Routes")
	s.printRoutes(d, number)
	d.end()
	d.tags("Tags", tag{"Name", s.name() + "-" + s.tableName(number)})
	d.id("VpcId", s.vpcID())
	d.text("OwnerId", s.place.account)
	return d.done()
}

func (s *site) tableName(number int) string {
	switch number {
	case mainTable:
		return "main"
	case publicTable:
		return "public"
	case dataTable:
		return "data"
	}
	return "app-" + s.place.zone(number - appTable)[len(s.place.region):]
}

func (s *site) printTableAssociation(d *document, number int, n *subnet) {
	d.object("")
	d.flag("Main", n == nil)
	association := allTables
	if n != nil {
		association += 1 + int(n.tier)*zones + n.zone
	}
	d.id("RouteTableAssociationId", s.id("rtbassoc", association))
	d.id("RouteTableId", s.table(number))
	if n != nil {
		d.id("SubnetId", n.id)
	}
	d.object("AssociationState")
	d.text("State", "associated")
	d.end()
	d.end()
}

// A target is what a route names: the key, and the id under it.
type target struct {
	key string
	id  id
}

func (s *site) printRoutes(d *document, number int) {
	printLocal(d, s.cidr)
	printLocal(d, s.cidr6)
	if number == mainTable {
		return
	}
	s.printDefaultRoutes(d, number)
	s.printTransitRoutes(d, number)
	for _, p := range s.peers {
		pair := s.pairs[p]
		other := s.vpcs[pair.requester+pair.accepter-s.index]
		to := target{"VpcPeeringConnectionId", s.peeringID(p)}
		printRoute(d, other.cidr, to, "CreateRoute", "active")
		printRoute(d, other.cidr6, to, "CreateRoute", "active")
	}
	if s.hasVpn() && number != mainTable {
		printRoute(d, office, target{"GatewayId", s.vpnGateway()}, "EnableVgwRoutePropagation", "active")
	}
	if s.hasS3() && number != publicTable {
		d.object("")
		d.id("DestinationPrefixListId", s.managedList(listS3))
		d.id("GatewayId", s.endpoint(0))
		d.text("Origin", "CreateRoute")
		d.text("State", "active")
		d.end()
	}
}

func (s *site) printDefaultRoutes(d *document, number int) {
	if number == publicTable {
		to := target{"GatewayId", s.internetGateway()}
		printRoute(d, anywhere, to, "CreateRoute", "active")
		if s.IPv6 {
			printRoute(d, anywhere6, to, "CreateRoute", "active")
		}
	}
	if number < appTable {
		return
	}
	if zone, ok := s.natFor(number - appTable); ok {
		state := "active"
		if s.gone(zone) {
			state = "blackhole"
		}
		printRoute(d, anywhere, target{"NatGatewayId", s.natGateway(zone)}, "CreateRoute", state)
	}
	if s.IPv6 {
		printRoute(d, anywhere6, target{"EgressOnlyInternetGatewayId", s.egressOnlyGateway()}, "CreateRoute", "active")
	}
}

func (s *site) printTransitRoutes(d *document, number int) {
	if !s.vpc.attached || s.mistake == noReturn && number == appTable+1 {
		return
	}
	to := target{"TransitGatewayId", s.transitGateway(s.region())}
	printRoute(d, private, to, "CreateRoute", "active")
	printRoute(d, office, to, "CreateRoute", "active")
	for _, v := range s.partners6 {
		printRoute(d, v.cidr6, to, "CreateRoute", "active")
	}
}

func printLocal(d *document, block netip.Prefix) {
	if block.IsValid() {
		printDestination(d, block)
		d.text("GatewayId", "local")
		d.text("Origin", "CreateRouteTable")
		d.text("State", "active")
		d.end()
	}
}

// printRoute prints nothing for a block that there is not.
func printRoute(d *document, block netip.Prefix, to target, origin, state string) {
	if block.IsValid() {
		printDestination(d, block)
		d.id(to.key, to.id)
		d.text("Origin", origin)
		d.text("State", state)
		d.end()
	}
}

func printDestination(d *document, block netip.Prefix) {
	d.object("")
	if block.Addr().Is4() {
		d.prefix("DestinationCidrBlock", block)
	} else {
		d.prefix("DestinationIpv6CidrBlock", block)
	}
}
