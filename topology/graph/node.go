package graph

// NodeKind is a sort of place in the graph.
type NodeKind uint8

// The kinds of nodes. A packet moves from node to node; what happens at one is in the file of the feature.
const (
	NoNode        NodeKind = iota
	InterfaceNode          // a network interface, sending, receiving or forwarding
	RouterNode             // the VPC router as one subnet sees it: its route table
	VpcNode                // delivery inside a VPC, to whoever holds the address
	InternetGatewayNode
	EgressOnlyNode
	NatGatewayNode
	PeeringNode
	VpnGatewayNode
	GatewayEndpointNode
	InternetNode
	ExternalNode // the far side of a VPN, or a network that the user declared
	ServiceNode  // an AWS service
	TransitGatewayNode
	TransitAttachmentNode // leaving a transit gateway by an attachment
	CarrierGatewayNode
	InspectionNode // an endpoint of a Gateway Load Balancer or network firewall
	BalancerNode
	ListenerNode // of a load balancer
	TargetGroupNode
	LinkNode   // what an interface endpoint leads to
	OpaqueNode // a route target that is not in the snapshot, or not modelled
	numNodeKinds
)

// A Node is one place: an index into the table of its kind. The zero Node is no place.
type Node struct {
	Kind  NodeKind
	Index int32
}

// none marks an index that refers to nothing.
const none = int32(-1)
