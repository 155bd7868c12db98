package topology

import "net/netip"

// RouteServer is an element of describe-route-servers.
type RouteServer struct {
	Meta
	RouteServerId      string
	AmazonSideAsn      int64
	State              string
	PersistRoutesState string
	Tags               Tags
}

// RouteServerEndpoint is an element of describe-route-server-endpoints.
type RouteServerEndpoint struct {
	Meta
	RouteServerEndpointId string
	RouteServerId         string
	VpcId                 string
	SubnetId              string
	EniId                 string
	EniAddress            netip.Addr
	State                 string
	Tags                  Tags
}

// RouteServerPeer is an element of describe-route-server-peers.
type RouteServerPeer struct {
	Meta
	RouteServerPeerId     string
	RouteServerEndpointId string
	RouteServerId         string
	VpcId                 string
	SubnetId              string
	State                 string
	EndpointEniId         string
	EndpointEniAddress    netip.Addr
	PeerAddress           netip.Addr
	BgpStatus             struct{ Status string }
	Tags                  Tags
}

// RouteServerPropagation is an element of get-route-server-propagations: the server writes into the table.
type RouteServerPropagation struct {
	Meta
	RouteServerId string
	RouteTableId  string
	State         string
}

// RouteServerAssociation is an element of get-route-server-associations.
type RouteServerAssociation struct {
	Meta
	RouteServerId string
	VpcId         string
	State         string
}
