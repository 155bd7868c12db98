package report

// An IPAMCIDRs is what "aws ec2 get-ipam-resource-cidrs" answers.
type IPAMCIDRs struct {
	IpamResourceCidrs []IPAMCIDR
}

// An IPAMCIDR is a block of a resource, in AWS's words.
type IPAMCIDR struct {
	ResourceCidr    string
	ResourceId      string
	ResourceName    string
	ResourceOwnerId string
	ResourceRegion  string
	ResourceType    string
	VpcId           string
}

// ipamTypes are AWS's words for kinds of holdings; it has none for others.
var ipamTypes = map[string]string{"vpc": "vpc", "subnet": "subnet", "peer-vpc": "vpc"}

// IPAM are the VPCs and subnets of a tree in the shape of AWS's IPAM.
func (r *CIDRTree) IPAM() IPAMCIDRs {
	all := IPAMCIDRs{IpamResourceCidrs: []IPAMCIDR{}}
	eachHolding(r.Nodes, func(h *CIDRHolding, _ bool) {
		if word := ipamTypes[h.Kind]; word != "" {
			all.IpamResourceCidrs = append(all.IpamResourceCidrs, IPAMCIDR{h.CIDR, h.ID, h.Name, h.Account, h.Region, word, h.Vpc})
		}
	})
	return all
}

// NetBox is a tree as NetBox imports prefixes: what holds others is a container.
func (r *CIDRTree) NetBox() Table {
	t := Table{Header: []string{"prefix", "status", "role", "description", "tenant", "comments"}}
	eachHolding(r.Nodes, func(h *CIDRHolding, holds bool) {
		status := "active"
		switch {
		case holds:
			status = "container"
		case h.Kind == "reservation":
			status = "reserved"
		}
		t.Rows = append(t.Rows, []string{h.CIDR, status, h.Kind, h.Called(), h.Account, h.ID})
	})
	return t
}

// eachHolding visits the holdings of a tree, outer before inner, and tells whether others lie in them.
func eachHolding(nodes []CIDRNode, visit func(h *CIDRHolding, holds bool)) {
	for i := range nodes {
		n := &nodes[i]
		for k := range n.Holdings {
			visit(&n.Holdings[k], len(n.Children) > 0)
		}
		eachHolding(n.Children, visit)
	}
}
