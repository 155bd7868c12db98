package graph

import "github.com/dryhop/dryhop/netmath"

// icmpReplies pairs each request type with the type that answers it.
var icmpReplies = map[netmath.Protocol][][2]uint8{
	netmath.ICMP:   {{8, 0}, {13, 14}, {15, 16}, {17, 18}},
	netmath.ICMPv6: {{128, 129}},
}

// ICMPReplies are the messages that answer a set of requests: an echo reply for an echo, nothing for messages
// that ask nothing. A request is answered with code 0, whatever its own code.
func ICMPReplies(p netmath.Protocol, requests netmath.Ports) netmath.Ports {
	var replies netmath.Ports
	for _, pair := range icmpReplies[p] {
		if requests.Overlaps(netmath.ICMPType(pair[0])) {
			replies = replies.Union(netmath.OnePort(netmath.ICMPMessage(pair[1], 0)))
		}
	}
	return replies
}

// ICMPRequests are the messages among asked that replies answer, and those that need no answer.
func ICMPRequests(p netmath.Protocol, asked, replies netmath.Ports) (answered netmath.Ports) {
	answered = asked
	for _, pair := range icmpReplies[p] {
		if !replies.Contains(netmath.ICMPMessage(pair[1], 0)) {
			answered = answered.Subtract(netmath.ICMPType(pair[0]))
		}
	}
	return answered
}

// echoTypes are the types of an echo request and its reply.
var echoTypes = map[netmath.Protocol][2]uint8{netmath.ICMP: {8, 0}, netmath.ICMPv6: {128, 129}}

// translateICMP renames echo messages between the families, as NAT64 does (R3.12).
func translateICMP(messages netmath.Ports, from, to netmath.Protocol) netmath.Ports {
	var out netmath.Ports
	for i, typ := range echoTypes[from] {
		shift := netmath.ICMPMessage(echoTypes[to][i], 0) - netmath.ICMPMessage(typ, 0) // modulo 2^16
		for r := range messages.Intersect(netmath.ICMPType(typ)).Ranges() {
			out = out.Union(netmath.PortSpan(r.Lo+shift, r.Hi+shift))
		}
	}
	return out
}
