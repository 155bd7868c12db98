package edit

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Authorization lets all clients of a Client VPN endpoint reach a block.
type Authorization struct {
	Endpoint    string
	Destination Remote
}

// Ref names the endpoint.
func (a Authorization) Ref() ref.Ref { return ref.Ref{Kind: ref.ClientVpnEndpoint, ID: a.Endpoint} }

func (a Authorization) says(names func(ref.Ref) string) string {
	return "authorizes " + a.Destination.says(names)
}

func (a Authorization) do(d *draft, op Op) error {
	endpoint, err := row(d, &d.s.ClientVpnEndpoints, ref.ClientVpnEndpoint, a.Endpoint)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(endpoint.AuthorizationRules, func(x topology.ClientVpnAuthorizationRule) bool {
		return x.DestinationCidr == a.Destination.Prefix && x.AccessAll
	})
	switch {
	case op != Add && op != Remove:
		return cannot(op, "an authorization")
	case op == Add && at >= 0:
		return fmt.Errorf("%s authorizes all clients for %s already", a.Endpoint, a.Destination.Prefix)
	case op == Add:
		endpoint.AuthorizationRules = with(endpoint.AuthorizationRules, topology.ClientVpnAuthorizationRule{
			ClientVpnEndpointId: a.Endpoint, AccessAll: true, DestinationCidr: a.Destination.Prefix, Status: topology.ClientVpnStatus{Code: "active"},
		})
	case at < 0:
		return fmt.Errorf("%s does not authorize all clients for %s", a.Endpoint, a.Destination.Prefix)
	default:
		endpoint.AuthorizationRules = without(endpoint.AuthorizationRules, at)
	}
	return nil
}
