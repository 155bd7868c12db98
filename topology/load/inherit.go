package load

import (
	"reflect"

	"github.com/dryhop/dryhop/topology"
)

// parentFields name the resource whose account and Region an element shares if nothing else tells them.
var parentFields = []string{"VpcId", "VPCId", "SubnetId", "TransitGatewayId", "RouteServerId", "ClientVpnEndpointId", "VpnGatewayId", "TransitGatewayAttachmentId"}

// inherit fills in accounts and Regions from parents: a NAT gateway lies where its VPC does. It runs last, since
// a folder's name knows better: in a shared subnet a participant has gateways of its own.
func inherit(s *topology.Snapshot) {
	homes := map[string]*topology.Meta{}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			if m := t.Meta(i); m.Account != "" || m.Region != "" {
				homes[t.Ref(i).ID] = m
			}
		}
	}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			if m := t.Meta(i); m.Account == "" || m.Region == "" {
				inheritFrom(homes, t.Row(i), m)
			}
		}
	}
}

func inheritFrom(homes map[string]*topology.Meta, row any, m *topology.Meta) {
	for _, id := range parentsOf(row) {
		home, ok := homes[id]
		if !ok {
			continue
		}
		if m.Account == "" {
			m.Account = home.Account
		}
		if m.Region == "" {
			m.Region = home.Region
		}
	}
}

func parentsOf(row any) []string {
	var ids []string
	v := reflect.ValueOf(row).Elem()
	for _, name := range parentFields {
		if f := v.FieldByName(name); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
			ids = append(ids, f.String())
		}
	}
	switch r := row.(type) {
	case *topology.InternetGateway:
		ids = append(ids, vpcsOf(r.Attachments)...)
	case *topology.EgressOnlyInternetGateway:
		ids = append(ids, vpcsOf(r.Attachments)...)
	case *topology.VpnGateway:
		ids = append(ids, vpcsOf(r.VpcAttachments)...)
	}
	return ids
}

func vpcsOf(attachments []topology.GatewayAttachment) []string {
	var ids []string
	for _, a := range attachments {
		ids = append(ids, a.VpcId)
	}
	return ids
}
