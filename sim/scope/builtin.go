package scope

// Builtin are the scopes that AWS brings along, by the names that it gives them.
func Builtin() []Scope {
	toVpc := []string{"AWS::EC2::InternetGateway", "AWS::EC2::VPCPeeringConnection", "AWS::EC2::VPCEndpointService", "AWS::EC2::VPNGateway", "AWS::EC2::TransitGatewayAttachment"}
	fromVpc := []string{"AWS::EC2::InternetGateway", "AWS::EC2::VPCPeeringConnection", "AWS::EC2::VPCEndpoint", "AWS::EC2::VPNGateway", "AWS::EC2::TransitGatewayAttachment"}
	return []Scope{
		{Name: "All-IGW-Ingress", Match: []Path{{Source: ofTypes("AWS::EC2::InternetGateway")}}},
		{Name: "AWS-IGW-Egress", Match: []Path{{Destination: ofTypes("AWS::EC2::InternetGateway")}}},
		{Name: "AWS-VPC-Ingress", Match: []Path{{Source: ofTypes(toVpc...)}}},
		{Name: "AWS-VPC-Egress", Match: []Path{{Destination: ofTypes(fromVpc...)}}},
	}
}

func ofTypes(types ...string) Statement {
	var s Statement
	for _, t := range types {
		s.Resources.Types = append(s.Resources.Types, Word{t, "builtin"})
	}
	return s
}
