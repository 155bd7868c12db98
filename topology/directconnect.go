package topology

import "net/netip"

// Direct Connect prints lowerCamel keys, hence the tags.

// DirectConnectGateway is an element of directconnect describe-direct-connect-gateways.
type DirectConnectGateway struct {
	Meta
	DirectConnectGatewayId    string `json:"directConnectGatewayId"`
	DirectConnectGatewayName  string `json:"directConnectGatewayName"`
	AmazonSideAsn             int64  `json:"amazonSideAsn"`
	OwnerAccount              string `json:"ownerAccount"`
	DirectConnectGatewayState string `json:"directConnectGatewayState"`
}

// DirectConnectGatewayAssociation is an element of describe-direct-connect-gateway-associations.
type DirectConnectGatewayAssociation struct {
	Meta
	AssociationId                    string `json:"associationId"`
	AssociationState                 string `json:"associationState"`
	DirectConnectGatewayId           string `json:"directConnectGatewayId"`
	DirectConnectGatewayOwnerAccount string `json:"directConnectGatewayOwnerAccount"`
	AssociatedGateway                struct {
		ID           string `json:"id"`
		Type         string `json:"type"` // virtualPrivateGateway, transitGateway
		OwnerAccount string `json:"ownerAccount"`
		Region       string `json:"region"`
	} `json:"associatedGateway"`
	AssociatedCoreNetwork struct {
		ID           string `json:"id"`
		AttachmentID string `json:"attachmentId"`
		OwnerAccount string `json:"ownerAccount"`
	} `json:"associatedCoreNetwork"`
	AllowedPrefixesToDirectConnectGateway []RouteFilterPrefix `json:"allowedPrefixesToDirectConnectGateway"`
	VirtualGatewayId                      string              `json:"virtualGatewayId"`
	VirtualGatewayRegion                  string              `json:"virtualGatewayRegion"`
	VirtualGatewayOwnerAccount            string              `json:"virtualGatewayOwnerAccount"`
}

// RouteFilterPrefix is a prefix announced over Direct Connect.
type RouteFilterPrefix struct {
	Cidr netip.Prefix `json:"cidr"`
}

// DirectConnectGatewayAttachment is an element of describe-direct-connect-gateway-attachments.
type DirectConnectGatewayAttachment struct {
	Meta
	DirectConnectGatewayId       string `json:"directConnectGatewayId"`
	VirtualInterfaceId           string `json:"virtualInterfaceId"`
	VirtualInterfaceRegion       string `json:"virtualInterfaceRegion"`
	VirtualInterfaceOwnerAccount string `json:"virtualInterfaceOwnerAccount"`
	AttachmentState              string `json:"attachmentState"`
	AttachmentType               string `json:"attachmentType"`
}

// VirtualInterface is an element of describe-virtual-interfaces, without its keys.
type VirtualInterface struct {
	Meta
	VirtualInterfaceId     string              `json:"virtualInterfaceId"`
	VirtualInterfaceName   string              `json:"virtualInterfaceName"`
	VirtualInterfaceType   string              `json:"virtualInterfaceType"` // private, public, transit
	VirtualInterfaceState  string              `json:"virtualInterfaceState"`
	OwnerAccount           string              `json:"ownerAccount"`
	InterfaceRegion        string              `json:"region"`
	VirtualGatewayId       string              `json:"virtualGatewayId"`
	DirectConnectGatewayId string              `json:"directConnectGatewayId"`
	RouteFilterPrefixes    []RouteFilterPrefix `json:"routeFilterPrefixes"`
	BgpPeers               []struct {
		BgpPeerId     string `json:"bgpPeerId"`
		AddressFamily string `json:"addressFamily"`
		BgpPeerState  string `json:"bgpPeerState"`
		BgpStatus     string `json:"bgpStatus"`
	} `json:"bgpPeers"`
}
