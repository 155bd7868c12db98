package topology

// VpcEncryptionControl is an element of describe-vpc-encryption-controls.
type VpcEncryptionControl struct {
	Meta
	VpcEncryptionControlId string
	VpcId                  string
	Mode                   string // monitor, enforce
	State                  string
	Tags                   Tags
}
