package randnet

import (
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// kinds are those that a whole snapshot has a document of.
var kinds = []ref.Kind{
	ref.Vpc, ref.Subnet, ref.RouteTable, ref.NetworkAcl, ref.SecurityGroup, ref.NetworkInterface, ref.Instance,
	ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.NatGateway, ref.CarrierGateway, ref.Address,
	ref.VpcPeeringConnection, ref.VpcEndpoint, ref.ManagedPrefixList, ref.VpnGateway, ref.VpnConnection, ref.CustomerGateway,
	ref.VpcBlockPublicAccess, ref.AvailabilityZone, ref.DhcpOptions, ref.TransitGateway, ref.TransitGatewayAttachment,
	ref.TransitGatewayRouteTable, ref.TransitGatewayPolicyTable, ref.LoadBalancer, ref.Listener, ref.TargetGroup, ref.VpcEndpointService, ref.DBInstance,
	ref.ClientVpnEndpoint, ref.DirectConnectGateway, ref.VirtualInterface, ref.CoreNetwork, ref.CoreNetworkAttachment, ref.InstanceConnectEndpoint,
	ref.NetworkFirewall, ref.FirewallPolicy, ref.FirewallRuleGroup,
}

// keys are the answers that list no kind of their own.
var keys = []string{"TransitGatewayVpcAttachments", "TransitGatewayPeeringAttachments"}

// losable are the kinds whose documents may be missing: what is left still makes a network.
var losable = []ref.Kind{
	ref.NetworkInterface, ref.NetworkInterface, ref.Instance, ref.VpnConnection, ref.NatGateway, ref.InternetGateway,
	ref.EgressOnlyInternetGateway, ref.Address,
	ref.VpcPeeringConnection, ref.VpcEndpoint, ref.ManagedPrefixList, ref.SecurityGroup, ref.NetworkAcl, ref.RouteTable, ref.VpnGateway,
}

// addDocuments lists what was captured: one document of a kind, or one for each account and Region.
func (d *draft) addDocuments(s *topology.Snapshot) {
	places := []place{{}}
	if all := d.places(); len(all) > 1 && d.chance(35) {
		places = all
	}
	var lost topology.Document
	if d.chance(12) {
		at := pick(d.dice, places...)
		lost = topology.Document{Kind: pick(d.dice, losable...), Account: at.account, Region: at.region}
		removeRows(s, lost)
	}
	lostKey := ""
	switch {
	case d.noRows:
		lostKey = ref.TransitGatewayAttachment.String()
	case d.transit && d.chance(8):
		lostKey = d.loseTransit(s)
	}
	if d.missing != ref.None {
		removeRows(s, topology.Document{Kind: d.missing})
	}
	for _, at := range places {
		for _, k := range kinds {
			doc := topology.Document{Path: documentPath(at, k), Key: keyOf(k), Kind: k, Account: at.account, Region: at.region}
			if k == lost.Kind && doc.Account == lost.Account && doc.Region == lost.Region {
				continue
			}
			if lostKey != doc.Key && k != d.missing {
				s.Documents = append(s.Documents, doc)
			}
		}
		for _, key := range keys {
			if key != lostKey {
				s.Documents = append(s.Documents, topology.Document{Path: key + ".json", Key: key, Account: at.account, Region: at.region})
			}
		}
	}
	if d.chance(4) {
		d.truncate(s)
	}
}

func documentPath(at place, k ref.Kind) string {
	if at == (place{}) {
		return k.String() + ".json"
	}
	return at.account + "/" + at.region + "/" + k.String() + ".json"
}

// keyOf is the key of a kind's answer, as far as it matters.
func keyOf(k ref.Kind) string {
	if k == ref.Listener {
		return "Listeners"
	}
	return k.String()
}

// truncate makes one document a partial one.
func (d *draft) truncate(s *topology.Snapshot) {
	if d.transit && d.chance(30) {
		key := pick(d.dice, keys[0], ref.TransitGatewayRouteTable.String())
		for i := range s.Documents {
			s.Documents[i].Partial = s.Documents[i].Key == key
		}
		return
	}
	kind := pick(d.dice, losable...)
	for i := range s.Documents {
		s.Documents[i].Partial = s.Documents[i].Kind == kind
	}
}

// removeRows takes out what a document would have told of.
func removeRows(s *topology.Snapshot, lost topology.Document) {
	for _, t := range s.Tables() {
		if t.Len() == 0 || t.Ref(0).Kind != lost.Kind {
			continue
		}
		keep := make([]bool, t.Len())
		for i := range keep {
			m := t.Meta(i)
			keep[i] = lost.Account != "" && (m.Account != lost.Account || m.Region != lost.Region)
		}
		retain(t, keep)
	}
}

// retain keeps some of a table's rows, in their order.
func retain(t topology.Table, keep []bool) {
	kept := 0
	for i, k := range keep {
		if k {
			reflect.ValueOf(t.Row(kept)).Elem().Set(reflect.ValueOf(t.Row(i)).Elem())
			kept++
		}
	}
	t.Truncate(kept)
}

// countElements tells in each document how many resources it holds.
func countElements(s *topology.Snapshot) {
	for i := range s.Documents {
		doc := &s.Documents[i]
		doc.Elements = 0
		for _, t := range s.Tables() {
			for r := range t.Len() {
				m := t.Meta(r)
				if t.Ref(r).Kind == doc.Kind && (doc.Account == "" || (m.Account == doc.Account && m.Region == doc.Region)) {
					doc.Elements++
				}
			}
		}
	}
}

// values copies what pointers point to.
func values[T any](pointers []*T) []T {
	return slices.Collect(func(yield func(T) bool) {
		for _, p := range pointers {
			if p != nil && !yield(*p) {
				return
			}
		}
	})
}
