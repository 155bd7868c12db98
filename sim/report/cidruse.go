package report

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ipam"
)

// A CIDRUse is how full VPCs and subnets are.
type CIDRUse struct {
	Schema   string          `json:"schema"`
	Snapshot string          `json:"snapshot"`
	Growth   string          `json:"growth"` // a month, as it was asked; empty if it was not
	Vpcs     []CIDRVpcUse    `json:"vpcs"`
	Subnets  []CIDRSubnetUse `json:"subnets"`
}

// A CIDRVpcUse is how much of a block of a VPC its subnets take.
type CIDRVpcUse struct {
	CIDR      string    `json:"cidr"`
	Vpc       string    `json:"vpc"`
	Name      string    `json:"name"`
	Account   string    `json:"account"`
	Region    string    `json:"region"`
	Subnets   int       `json:"subnets"`
	Total     *big.Int  `json:"total"`
	Allocated *big.Int  `json:"allocated"`
	Filled    int       `json:"filled_permille"`
	Largest   string    `json:"largest"` // the largest block that no subnet has
	Fits      *CIDRFits `json:"fits,omitempty"`
}

// A CIDRSubnetUse is how full the IPv4 block of a subnet is.
type CIDRSubnetUse struct {
	CIDR       string `json:"cidr"`
	Subnet     string `json:"subnet"`
	Name       string `json:"name"`
	Vpc        string `json:"vpc"`
	Account    string `json:"account"`
	Region     string `json:"region"`
	Zone       string `json:"zone"`
	Usable     int    `json:"usable"`
	Interfaces int    `json:"interfaces"` // addresses that interfaces have
	Prefixes   int    `json:"prefixes"`   // addresses in delegated prefixes
	Reserved   int    `json:"reserved"`   // addresses in reservations that nobody has
	Unseen     int    `json:"unseen"`     // taken by AWS's count, and not shown by the snapshot
	Free       int    `json:"free"`       // -1: not known
	Filled     int    `json:"filled_permille"`
	Whole28    int    `json:"whole_28"` // free blocks of 16 addresses, for prefix delegation; -1: not known
	Lasts      int    `json:"lasts_months"`
	Ends       bool   `json:"ends"` // it is full after so many months
}

// NewCIDRUse makes the record; bits is the length of blocks whose number is asked for, or 0.
func NewCIDRUse(vpcs []ipam.VpcUse, subnets []ipam.SubnetUse, snapshot string, bits int, growth *ipam.Growth, asked string) *CIDRUse {
	r := &CIDRUse{Schema: CIDRUseSchema, Snapshot: snapshot, Growth: asked, Vpcs: []CIDRVpcUse{}, Subnets: []CIDRSubnetUse{}}
	for i := range vpcs {
		u := &vpcs[i]
		x := CIDRVpcUse{
			CIDR: u.Prefix.String(), Vpc: u.Vpc.ID, Name: u.Name, Account: u.Account, Region: u.Region, Subnets: u.Subnets,
			Total: u.Total, Allocated: u.Allocated, Filled: int(1000*u.Filled() + 0.5), Largest: prefixText(u.Largest),
		}
		if f := netmath.FamilyOf(u.Prefix.Addr()); bits > 0 && meant(f, bits) {
			x.Fits = &CIDRFits{bits, u.Space.Fits(f, bits)}
		}
		r.Vpcs = append(r.Vpcs, x)
	}
	for i := range subnets {
		r.Subnets = append(r.Subnets, cidrSubnetUse(&subnets[i], growth))
	}
	return r
}

func cidrSubnetUse(u *ipam.SubnetUse, growth *ipam.Growth) CIDRSubnetUse {
	x := CIDRSubnetUse{
		CIDR: u.Prefix.String(), Subnet: u.Subnet.ID, Name: u.Name, Vpc: u.Vpc, Account: u.Account, Region: u.Region, Zone: u.Zone, Usable: u.Usable,
		Interfaces: u.Interfaces, Prefixes: u.Prefixes, Reserved: u.Reserved, Unseen: u.Unseen, Free: u.Free, Filled: -1, Whole28: u.Whole28,
	}
	if !u.Known {
		x.Free = -1
		return x
	}
	x.Filled = int(1000*u.Filled() + 0.5)
	if growth != nil {
		x.Lasts, x.Ends = growth.Lasts(u)
	}
	return x
}

// Sheets are the blocks of VPCs, each with its subnets under it.
func (r *CIDRUse) Sheets() []Sheet {
	s := Sheet{Table: Table{Header: []string{"cidr", "filled", "holder", "zone", "taken", "free", "largest free", "/28 left"}}}
	if r.Growth != "" {
		s.Header = append(s.Header, "lasts")
		s.Foot = append(s.Foot, "lasts: whole months at a growth of "+r.Growth+" a month")
	}
	for i := range r.Vpcs {
		u := &r.Vpcs[i]
		s.Rows, s.Depth = append(s.Rows, u.row(r.Growth != "")), append(s.Depth, 0)
		for j := range r.Subnets {
			if x := &r.Subnets[j]; x.Vpc == u.Vpc && inside(x.CIDR, u.CIDR) {
				s.Rows, s.Depth = append(s.Rows, x.row(r.Growth != "")), append(s.Depth, 1)
			}
		}
		if u.Fits != nil {
			s.Foot = append(s.Foot, fmt.Sprintf("%s %s: fits %s more of /%d", u.called(), u.CIDR, grouped(u.Fits.Count), u.Fits.Bits))
		}
	}
	if len(r.Vpcs) == 0 {
		s.Title = "No VPC of " + r.Snapshot + " is meant."
	}
	return []Sheet{s}
}

func (u *CIDRVpcUse) called() string {
	if u.Name != "" {
		return u.Name
	}
	return u.Vpc
}

func (u *CIDRVpcUse) row(lasts bool) []string {
	free := new(big.Int).Sub(u.Total, u.Allocated)
	row := []string{u.CIDR, percent(float64(u.Filled) / 1000), u.called(), u.Region, counted(u.Subnets, "subnet"), free.String(), u.Largest, ""}
	if lasts {
		row = append(row, "")
	}
	return row
}

func (u *CIDRSubnetUse) row(lasts bool) []string {
	row := []string{u.CIDR, "?", u.Name, u.Zone, "?", "?", "", ""}
	if u.Name == "" {
		row[2] = u.Subnet
	}
	if u.Free >= 0 {
		row[1], row[4], row[5] = percent(float64(u.Filled)/1000), u.taken(), strconv.Itoa(u.Free)
	}
	if u.Whole28 >= 0 {
		row[7] = strconv.Itoa(u.Whole28)
	}
	if lasts {
		row = append(row, u.lasts())
	}
	return row
}

// taken is what takes the addresses of a subnet: "12: 8 of interfaces, 4 unseen".
func (u *CIDRSubnetUse) taken() string {
	text := strconv.Itoa(u.Usable - u.Free)
	for _, part := range []struct {
		n    int
		what string
	}{{u.Prefixes, "in prefixes"}, {u.Unseen, "not in the snapshot"}, {u.Reserved, "more reserved"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %s %s", number(part.n), part.what)
		}
	}
	return text
}

func (u *CIDRSubnetUse) lasts() string {
	switch {
	case u.Free < 0:
		return "?"
	case !u.Ends:
		return "does not end"
	}
	return counted(u.Lasts, "month")
}
