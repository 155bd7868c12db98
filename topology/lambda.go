package topology

// LambdaFunction is an element of lambda list-functions, without its environment.
type LambdaFunction struct {
	Meta
	FunctionName string
	FunctionArn  string
	VpcConfig    *struct {
		SubnetIds               []string
		SecurityGroupIds        []string
		VpcId                   string
		Ipv6AllowedForDualStack bool
	}
}
