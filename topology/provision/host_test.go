package provision_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func supposedIDs(s *topology.Snapshot) []string {
	var ids []string
	for _, n := range s.NetworkInterfaces {
		if n.Supposed {
			ids = append(ids, n.NetworkInterfaceId)
		}
	}
	return ids
}

// village has a host, a gateway, a load balancer and nothing in a subnet each.
func village() *topologytest.Network {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-endpoint", "vpc-a", "10.0.1.0/28")
	n.Subnet("subnet-free", "vpc-a", "10.0.2.0/28")
	n.Subnet("subnet-gateway", "vpc-a", "10.0.3.0/28")
	n.Subnet("subnet-host", "vpc-a", "10.0.4.0/28")
	n.ENI("eni-endpoint", "subnet-endpoint", "10.0.1.14").InterfaceType = "vpc_endpoint"
	n.ENI("eni-gateway", "subnet-gateway", "10.0.3.14").InterfaceType = "nat_gateway"
	n.ENI("eni-host", "subnet-host", "10.0.4.14")
	return n
}

func TestHostsAreSupposedWhereThereAreNone(t *testing.T) {
	s := village().Snapshot()
	with := provision.SupposeHosts(s)[0]
	if got := supposedIDs(with); !slices.Equal(got, []string{"host-in:subnet-endpoint", "host-in:subnet-free"}) {
		t.Errorf("hosts %v", got)
	}
	if len(supposedIDs(s)) > 0 || !slices.IsSortedFunc(with.NetworkInterfaces, func(a, b topology.NetworkInterface) int {
		return slices.Compare([]byte(a.NetworkInterfaceId), []byte(b.NetworkInterfaceId))
	}) {
		t.Error("the snapshot itself was changed, or the rows are in no order")
	}
	if again := provision.SupposeHosts(with)[0]; again != with {
		t.Error("they are supposed twice")
	}
	for _, n := range with.NetworkInterfaces {
		if n.NetworkInterfaceId == "host-in:subnet-endpoint" && n.PrivateIpAddress.String() != "10.0.1.13" {
			t.Errorf("it holds %v, the last address but what the endpoint and AWS have", n.PrivateIpAddress)
		}
	}
	if got := supposedIDs(provision.SupposeHostsIn(s, []string{"subnet-host", "subnet-gateway"}, nil)); !slices.Equal(got, []string{"host-in:subnet-gateway"}) {
		t.Errorf("where there are none of those named: %v", got)
	}
	if got := supposedIDs(provision.SupposeHostsIn(with, nil, []string{"subnet-host", "subnet-free"})); !slices.Equal(got, []string{"host-in:subnet-endpoint", "host-in:subnet-free", "host-in:subnet-host"}) {
		t.Errorf("in any case: %v", got)
	}
}

// TestSupposedHostsAreTheSameInAllVersions: a host that comes with a change makes the supposed one superfluous, and other changes do not move it.
// TestNoHostIsSupposedWhereBlocksAreOpen: a plan that does not tell yet which block a subnet gets, or the one that replaces it, says nothing about hosts in it.
func TestNoHostIsSupposedWhereBlocksAreOpen(t *testing.T) {
	before, after := village(), village()
	before.Subnet("subnet-kept", "vpc-a", "10.0.5.0/28")
	after.Subnet("subnet-kept", "vpc-a", "10.0.5.0/28")
	before.Subnet("subnet-old", "vpc-a", "10.0.6.0/28").Address = "aws_subnet.moved"
	moved := after.Subnet("aws_subnet.moved", "vpc-a", "10.0.7.0/28")
	moved.Address, moved.CidrBlock = "aws_subnet.moved", netip.Prefix{}
	both := provision.SupposeHosts(before.Snapshot(), after.Snapshot())
	for i, s := range both {
		if ids := supposedIDs(s); !slices.Contains(ids, "host-in:subnet-kept") || slices.Contains(ids, "host-in:subnet-old") || slices.Contains(ids, "host-in:aws_subnet.moved") {
			t.Errorf("version %d: %v", i, ids)
		}
	}
}

func TestSupposedHostsAreTheSameInAllVersions(t *testing.T) {
	before, changed := village().Snapshot(), village()
	changed.ENI("eni-first", "subnet-free", "10.0.2.14")
	changed.ENI("eni-second", "subnet-endpoint", "10.0.1.13").InterfaceType = "vpc_endpoint"
	changed.Subnet("subnet-new", "vpc-a", "10.0.5.0/28").MapPublicIpOnLaunch = true
	both := provision.SupposeHosts(before, changed.Snapshot())
	if was, is := supposedIDs(both[0]), supposedIDs(both[1]); !slices.Equal(was, []string{"host-in:subnet-endpoint"}) || !slices.Equal(is, []string{"host-in:subnet-endpoint", "host-in:subnet-new"}) {
		t.Errorf("before %v, after %v", was, is)
	}
	for _, s := range both {
		for _, n := range s.NetworkInterfaces {
			if n.NetworkInterfaceId == "host-in:subnet-endpoint" && n.PrivateIpAddress.String() != "10.0.1.12" {
				t.Errorf("it holds %v, which somebody has in another version", n.PrivateIpAddress)
			}
			if n.NetworkInterfaceId == "host-in:subnet-new" && (n.Association == nil || !n.Association.PublicIp.IsValid()) {
				t.Error("the subnet gives public addresses, and it has none")
			}
		}
	}
}
