package topology

// DBInstance is an element of RDS describe-db-instances.
type DBInstance struct {
	Meta
	DBInstanceIdentifier string
	DBInstanceArn        string
	DBInstanceStatus     string
	Engine               string
	Endpoint             struct {
		Address string
		Port    int
	}
	AvailabilityZone          string
	SecondaryAvailabilityZone string
	MultiAZ                   bool
	PubliclyAccessible        bool
	NetworkType               string
	VpcSecurityGroups         []struct{ VpcSecurityGroupId, Status string }
	DBSubnetGroup             DBSubnetGroup
	TagList                   Tags
}

// DBSubnetGroup is an element of RDS describe-db-subnet-groups.
type DBSubnetGroup struct {
	Meta
	DBSubnetGroupName string
	DBSubnetGroupArn  string
	VpcId             string
	SubnetGroupStatus string
	Subnets           []DBSubnet
}

// DBSubnet is one subnet of a group.
type DBSubnet struct {
	SubnetIdentifier       string
	SubnetAvailabilityZone struct{ Name string }
	SubnetStatus           string
}
