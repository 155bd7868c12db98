package topology

// DhcpOptions is an element of describe-dhcp-options.
type DhcpOptions struct {
	Meta
	DhcpOptionsId      string
	OwnerId            string
	DhcpConfigurations []struct {
		Key    string
		Values []struct{ Value string }
	}
	Tags Tags
}
