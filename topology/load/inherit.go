package load

import (
	"iter"
	"reflect"

	"github.com/dryhop/dryhop/topology"
)

// parentFields name the resource whose account and Region an element shares if nothing else tells them.
var parentFields = []string{"VpcId", "VPCId", "SubnetId", "TransitGatewayId", "RouteServerId", "ClientVpnEndpointId", "VpnGatewayId", "TransitGatewayAttachmentId"}

// inherit fills in accounts and Regions from parents: a NAT gateway lies where its VPC does. It runs last, since
// a folder's name knows better: in a shared subnet a participant has gateways of its own.
func inherit(s *topology.Snapshot) {
	homes := map[string]*topology.Meta{} // of the parents that anything needs
	for row := range homeless(s) {
		for _, id := range parentsOf(row) {
			homes[id] = nil
		}
	}
	if len(homes) == 0 {
		return
	}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			m := t.Meta(i)
			if m.Account == "" && m.Region == "" {
				continue
			}
			if id := t.Ref(i).ID; needed(homes, id) {
				homes[id] = m
			}
		}
	}
	for row, m := range homeless(s) {
		inheritFrom(homes, row, m)
	}
}

func needed(homes map[string]*topology.Meta, id string) bool {
	_, ok := homes[id]
	return ok
}

// homeless are the rows whose account or Region nothing has told yet.
func homeless(s *topology.Snapshot) iter.Seq2[any, *topology.Meta] {
	return func(yield func(any, *topology.Meta) bool) {
		for _, t := range s.Tables() {
			for i := range t.Len() {
				if m := t.Meta(i); (m.Account == "" || m.Region == "") && !yield(t.Row(i), m) {
					return
				}
			}
		}
	}
}

func inheritFrom(homes map[string]*topology.Meta, row any, m *topology.Meta) {
	for _, id := range parentsOf(row) {
		home := homes[id]
		if home == nil {
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
