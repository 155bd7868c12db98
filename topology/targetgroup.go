package topology

// TargetGroup is an element of ELBv2 describe-target-groups, completed by describe-target-health and
// describe-target-group-attributes.
type TargetGroup struct {
	Meta
	TargetGroupArn      string
	TargetGroupName     string
	TargetType          string // instance, ip, lambda, alb
	Protocol            string
	ProtocolVersion     string
	Port                int32
	VpcId               string
	IpAddressType       string
	LoadBalancerArns    []string
	HealthCheckEnabled  *bool
	HealthCheckProtocol string
	HealthCheckPort     string // a number, or "traffic-port"
	HealthCheckPath     string

	TargetHealthDescriptions []TargetHealthDescription
	TargetHealthKnown        bool `json:"-"`
	Attributes               []Attribute
	AttributesKnown          bool `json:"-"`
}

// TargetHealthDescription is one registered target.
type TargetHealthDescription struct {
	Target          TargetDescription
	HealthCheckPort string
	TargetHealth    struct{ State, Reason, Description string }
}

// TargetDescription names a target: an instance id, an address, a function or load balancer ARN.
type TargetDescription struct {
	Id               string
	Port             int32 // 0: the group's port
	AvailabilityZone string
}
