package collect

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/awscli"
)

// notCollected are answers that can be read and that no call of the table gives, with why not.
var notCollected = map[awscli.Answer]string{
	{Key: "Instances"}:                                                        "stand inside Reservations",
	{Key: "LoadBalancerAttributes"}:                                           "how Batfish keeps Attributes of load balancers",
	{Key: "LoadBalancerListeners"}:                                            "how Batfish keeps Listeners",
	{Key: "LoadBalancerTargetHealth"}:                                         "how Batfish keeps TargetHealthDescriptions",
	{Key: "TransitGatewayStaticRoutes"}:                                       "how Batfish keeps Routes that are static",
	{Key: "TransitGatewayPropagations"}:                                       "how Batfish keeps TransitGatewayRouteTablePropagations",
	{Key: "Attributes", Parent: "ListenerArn"}:                                "HTTP headers and the like: recognised, and nothing is read from them",
	{Key: "VpcEndpointAssociationStatus", Parent: "VpcEndpointAssociationId"}: "comes with VpcEndpointAssociation, which names itself",
}

// notRead are keys of answers that dryhop does not read, with why they are collected.
var notRead = map[string]string{
	"VpcEndpointAssociations": "names what to describe",
	"VpcEndpointConnections":  "tells who uses an endpoint service, and whether that was accepted",
	"AllowedPrincipals":       "tells who may use an endpoint service",
}

func TestEverythingReadIsCollected(t *testing.T) {
	known := awscli.Answers()
	if len(known) < 80 {
		t.Fatalf("the loader tells of %d answers only", len(known))
	}
	for _, a := range known {
		if _, excused := notCollected[a]; excused == collects(a) {
			t.Errorf("%+v: collected %v, excused %v", a, collects(a), excused)
		}
	}
	for a := range notCollected {
		if !slices.Contains(known, a) {
			t.Errorf("%+v is excused, and nobody reads it", a)
		}
	}
}

func collects(a awscli.Answer) bool {
	return slices.ContainsFunc(calls, func(c Call) bool {
		return slices.Contains(c.keys(), a.Key) && (a.Parent == "" || c.Of != nil && slices.Contains(c.Of.Keys, a.Parent))
	})
}

func (c *Call) keys() []string { return slices.Concat(c.Lists, c.Objects) }

func TestEverythingCollectedIsRead(t *testing.T) {
	var read []string
	for _, a := range awscli.Answers() {
		read = append(read, a.Key)
	}
	for _, c := range calls {
		for _, key := range c.keys() {
			if _, excused := notRead[key]; excused == slices.Contains(read, key) {
				t.Errorf("%s %s: %s: excused %v", c.Service, c.Operation, key, excused)
			}
		}
	}
}

var readOnly = regexp.MustCompile(`^(describe|get|list|search)-[a-z0-9-]+$`)

func TestCallsAreSound(t *testing.T) {
	seen := map[string]*Call{}
	for i := range calls {
		c := &calls[i]
		if !readOnly.MatchString(c.Operation) {
			t.Errorf("%s may change something", c.Operation)
		}
		if seen[c.Name()] != nil {
			t.Errorf("%s is there twice", c.Name())
		}
		seen[c.Name()] = c
		if len(c.keys()) == 0 {
			t.Errorf("%s has no answer", c.Name())
		}
	}
	for i := range calls {
		if calls[i].Of != nil {
			parentIsSound(t, &calls[i], seen)
		}
	}
}

// parentIsSound wants the parent's lists in the table, of the same service and scope, and its keys among the options.
func parentIsSound(t *testing.T, c *Call, seen map[string]*Call) {
	for _, from := range c.Of.From {
		if list := seen[from]; list == nil || list.Service != c.Service || list.Global != c.Global {
			t.Errorf("%s: its parents come from %s, which is not there or elsewhere", c.Name(), from)
		}
	}
	for _, key := range c.Of.Keys {
		if !strings.Contains(strings.Join(c.Options, " "), "{"+key+"}") {
			t.Errorf("%s: no option names %s", c.Name(), key)
		}
	}
}

// What is kept of a function is a choice, so it has to follow what is read.
func TestKeptOfFunctionsIsWhatIsRead(t *testing.T) {
	i := slices.IndexFunc(calls, func(c Call) bool { return c.Operation == "list-functions" })
	kept := regexp.MustCompile(`\{(.*)\}`).FindStringSubmatch(calls[i].Strip)[1]
	for field := range reflect.TypeFor[topology.LambdaFunction]().Fields() {
		if field.Name != "Meta" && !slices.Contains(strings.Split(kept, ", "), field.Name) {
			t.Errorf("%s of functions is read and not kept", field.Name)
		}
	}
}
