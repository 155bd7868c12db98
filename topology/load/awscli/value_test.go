package awscli

import (
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
)

func TestOrigins(t *testing.T) {
	for zone, want := range map[string]string{
		"eu-west-1a": "eu-west-1", "us-west-2-lax-1a": "us-west-2", "us-east-1-wl1-bos-wlz-1": "us-east-1", "us-gov-west-1b": "us-gov-west-1",
		"ap-southeast-10c": "ap-southeast-10", "": "", "use1-az2": "", "eu-west-1": "", "nonsense": "",
	} {
		if got := ofZone(zone); got != want {
			t.Errorf("ofZone(%q) = %q, want %q", zone, got, want)
		}
	}
	for arn, want := range map[string][2]string{
		"arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1":  {"111122223333", "eu-west-1"},
		"arn:aws-cn:ec2:cn-north-1:111122223333:vpc/vpc-1":    {"111122223333", "cn-north-1"},
		"arn:aws:networkmanager::111122223333:core-network/c": {"111122223333", ""},
		"arn:aws:ec2:eu-west-1:aws:prefix-list/pl-1":          {"", "eu-west-1"},
		"arn:aws:ec2": {"", ""},
		"":            {"", ""},
	} {
		if account, region := ofARN(arn); account != want[0] || region != want[1] {
			t.Errorf("ofARN(%q) = %q, %q, want %q", arn, account, region, want)
		}
	}
}

// TestServicesAreTheirBalancersOwners settles whose Availability Zones an endpoint service names: its document has no owner.
func TestServicesAreTheirBalancersOwners(t *testing.T) {
	service := topology.VpcEndpointServiceConfiguration{NetworkLoadBalancerArns: []string{"arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/a/1"}}
	var m topology.Meta
	if originOf(reflect.TypeOf(service)).read(reflect.ValueOf(service), &m); m.Account != "111122223333" || m.Region != "eu-west-1" {
		t.Errorf("read %+v", m)
	}
}

func TestLocate(t *testing.T) {
	const raw = `{"a": [1, {"b/c": "x"}, 3], "d": {"a": true}}`
	for pointer, want := range map[jsontext.Pointer]string{
		"/a/0": "1", "/a/1/b~1c": `"x"`, "/a/2": "3", "/d": `{"a": true}`, "/d/a": "true", "/gone": "", "/a/9": "", "": raw,
	} {
		start, end, found := locate(jsontext.Value(raw), pointer)
		if found != (want != "") || found && raw[start:end] != want {
			t.Errorf("locate(%q) = %d, %d, %v; want %s", pointer, start, end, found, want)
		}
	}
}

func TestQuotable(t *testing.T) {
	for _, c := range []struct {
		pointer jsontext.Pointer
		raw     jsontext.Value
		want    string
	}{
		{"/CidrBlock", jsontext.Value(`"10.0.0.0/33"`), "10.0.0.0/33"},
		{"/Port", jsontext.Value("1e9"), "1e9"},
		{"/Options", jsontext.Value(`{"PreSharedKey": "x"}`), "{...}"},
		{"/Options/TunnelOptions/0/PreSharedKey", jsontext.Value(`"x"`), ""},
		{"/Environment/Variables/A", jsontext.Value(`"x"`), ""},
		{"/authKey", jsontext.Value(`"x"`), ""},
		{"/Description", jsontext.Value(`"` + strings.Repeat("a", 100) + `"`), strings.Repeat("a", 60) + "..."},
	} {
		if got := quotable(c.pointer, c.raw); got != c.want {
			t.Errorf("quotable(%q, %s) = %q, want %q", c.pointer, c.raw, got, c.want)
		}
	}
}

func TestDepth(t *testing.T) {
	for raw, want := range map[string]int{`{"a": [[]]}`: 3, `"[[[["`: 0, `["[[[[", "\"[", {}]`: 2, `1`: 0} {
		if got := depthOf(jsontext.Value(raw), 0); got != want {
			t.Errorf("depthOf(%s) = %d, want %d", raw, got, want)
		}
	}
}

func TestShape(t *testing.T) {
	s := parseShape("Id A|B !C")
	for members, want := range map[string]bool{"Id A": true, "Id B X": true, "Id": false, "A B": false, "Id A C": false} {
		set := map[string]bool{}
		for name := range strings.FieldsSeq(members) {
			set[name] = true
		}
		if got := s.fits(set); got != want {
			t.Errorf("%q fits: %v, want %v", members, got, want)
		}
	}
}
