package report

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/ref"
)

func TestOpenRemedy(t *testing.T) {
	for id, open := range map[string]bool{
		`aws_route.a.vpc_endpoint_id`:                                 true,
		`aws_route.a["b.c"].vpc_endpoint_id`:                          true,
		`module.net["a.b"].module.x.aws_lb.web.subnet_mapping.subnet`: true,
		`awscc_ec2_route_table.a.vpc_id`:                              true,
		`stack/Subnet.Ipv6CidrBlock`:                                  true,
		`module.net["a.b"].aws_vpc.main`:                              false,
		`aws_vpc.main`:                                                false,
		`aws_instance.all["aws_x.y.z"]`:                               false,
		`aws_vpc.main#default-network-acl`:                            false,
		`stack/Subnet`:                                                false,
		`vpc-0123456789abcdef0`:                                       false,
		`arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/a.b/c`: false,
		`com.amazonaws.eu-west-1.s3`:                                  false,
		``:                                                            false,
	} {
		remedy := openRemedy(ref.Ref{Kind: ref.Other, ID: id})
		if got := remedy != ""; got != open {
			t.Errorf("%s: %q", id, remedy)
		}
		if open && !strings.Contains(remedy, Quoted(id+"=ADDRESS")) {
			t.Errorf("%s: %q", id, remedy)
		}
	}
}
