package topology

import "net/netip"

// TransitGatewayAttachment is an element of describe-transit-gateway-attachments: what every kind of attachment has.
// A peering is shown once by each of its transit gateways, with the other as the resource: two rows with one id.
type TransitGatewayAttachment struct {
	Meta
	TransitGatewayAttachmentId string
	TransitGatewayId           string
	TransitGatewayOwnerId      string
	ResourceOwnerId            string
	ResourceType               string // vpc, vpn, direct-connect-gateway, connect, peering, network-function, client-vpn, ...
	ResourceId                 string
	State                      string
	Association                *TransitGatewayAttachmentAssociation
	Tags                       Tags
}

func (a *TransitGatewayAttachment) side() string { return a.TransitGatewayId }

// TransitGatewayAttachmentAssociation names the table that an attachment's packets go through.
type TransitGatewayAttachmentAssociation struct {
	TransitGatewayRouteTableId string
	State                      string
}

// TransitGatewayVpcAttachment is an element of describe-transit-gateway-vpc-attachments.
type TransitGatewayVpcAttachment struct {
	Meta
	TransitGatewayAttachmentId string
	TransitGatewayId           string
	VpcId                      string
	VpcOwnerId                 string
	State                      string
	SubnetIds                  []string
	Options                    TransitGatewayVpcAttachmentOptions
	Tags                       Tags
}

// TransitGatewayVpcAttachmentOptions are printed as "enable" and "disable".
type TransitGatewayVpcAttachmentOptions struct {
	DnsSupport                      string
	SecurityGroupReferencingSupport string
	Ipv6Support                     string
	ApplianceModeSupport            string
}

// TransitGatewayPeeringAttachment is an element of describe-transit-gateway-peering-attachments.
type TransitGatewayPeeringAttachment struct {
	Meta
	TransitGatewayAttachmentId         string
	AccepterTransitGatewayAttachmentId string
	RequesterTgwInfo                   PeeringTgwInfo
	AccepterTgwInfo                    PeeringTgwInfo
	Options                            struct{ DynamicRouting string }
	Status                             struct{ Code, Message string }
	State                              string
	Tags                               Tags
}

// PeeringTgwInfo is one side of a transit gateway peering.
type PeeringTgwInfo struct {
	TransitGatewayId string
	CoreNetworkId    string
	OwnerId          string
	Region           string
}

// TransitGatewayConnect is an element of describe-transit-gateway-connects.
type TransitGatewayConnect struct {
	Meta
	TransitGatewayAttachmentId          string
	TransportTransitGatewayAttachmentId string
	TransitGatewayId                    string
	State                               string
	Options                             struct{ Protocol string }
	Tags                                Tags
}

// TransitGatewayConnectPeer is an element of describe-transit-gateway-connect-peers.
type TransitGatewayConnectPeer struct {
	Meta
	TransitGatewayConnectPeerId string
	TransitGatewayAttachmentId  string
	State                       string
	ConnectPeerConfiguration    TransitGatewayConnectPeerConfiguration
	Tags                        Tags
}

// TransitGatewayConnectPeerConfiguration is a GRE tunnel with BGP inside.
type TransitGatewayConnectPeerConfiguration struct {
	TransitGatewayAddress netip.Addr
	PeerAddress           netip.Addr
	InsideCidrBlocks      []netip.Prefix
	Protocol              string
	BgpConfigurations     []struct {
		TransitGatewayAsn     int64
		PeerAsn               int64
		TransitGatewayAddress netip.Addr
		PeerAddress           netip.Addr
		BgpStatus             string
	}
}
