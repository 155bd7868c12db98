package edit_test

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
)

// TestNames: resources may be called by their names, where these are clear.
func TestNames(t *testing.T) {
	s := network()
	s.SecurityGroups[0].GroupName, s.SecurityGroups[1].GroupName = "data", "front"
	for i := range s.RouteTables {
		s.RouteTables[i].Tags = topology.Tags{{Key: "Name", Value: "private"}}
	}
	s.RouteTables[0].Tags = topology.Tags{{Key: "Name", Value: "public"}}
	s.RouteTables[0].Address = "aws_route_table.public"
	for i := range s.Subnets {
		s.Subnets[i].Tags = topology.Tags{{Key: "Name", Value: "app"}}
	}
	s.Subnets[1].Tags = topology.Tags{{Key: "Name", Value: "front"}}
	names := edit.NamesOf(s)
	for text, want := range map[string]string{
		"add front ingress tcp/443 from data":     "add sg-web ingress tcp/443 from sg-db",
		"add sg-web ingress tcp/443 from front":   "add sg-web ingress tcp/443 from sg-web",
		"add public for front":                    "add rtb-a for subnet-b",
		"remove aws_route_table.public 0.0.0.0/0": "remove rtb-a 0.0.0.0/0",
		"remove private 0.0.0.0/0":                "edit \"remove private 0.0.0.0/0\": private is the name of rtb-b, rtb-main-vpc-a, rtb-main-vpc-b; write the id of the one that is meant",
		"remove pubic 0.0.0.0/0":                  "did you mean public?",
		"add sg-web ingress tcp/443 from sg-dc":   "did you mean sg-db?",
		"add eni-a in sg-what":                    "nothing in the snapshot is called sg-what",
		"add sg-web ingress all from 0.0.0.0/33":  `"33" is not a prefix length`,
		"remove sg-web ingress sctp/1 from data":  "write sctp alone",
	} {
		e, err := names.Parse(text)
		got := e.String()
		if err != nil {
			got = err.Error()
		}
		if got != want && (err == nil || !strings.Contains(got, want)) {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}
