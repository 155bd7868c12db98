package graph

import (
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestEntrancesAreListed(t *testing.T) {
	judge(t, []judgement{
		{"R13.8 services that reach into a VPC", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
			n.Service("eni-1", "subnet-a", "10.0.1.5", "interface", "CloudFront VPC origin vo-1")
			n.Service("eni-2", "subnet-a", "10.0.1.6", "global_accelerator_managed", "")
			n.Service("eni-3", "subnet-a", "10.0.1.7", "api_gateway_managed", "")
			n.Service("eni-4", "subnet-a", "10.0.1.8", "interface", "Verified Access endpoint vae-0a")
			n.InstanceConnect("eice-0a", "subnet-a", "10.0.1.9")
			n.Service("eni-5", "subnet-a", "10.0.1.10", "interface", "EFS mount target for fs-0a (fsmt-0a)")
		}, []string{
			"info OTHER_ENTRY_POINTS vpc/vpc-a API Gateway VPC link (eni-3), CloudFront VPC origin (eni-1), EC2 Instance Connect Endpoint (eni-eice-0a), Global Accelerator (eni-2) and 1 more",
		}},
		{"R13.8 others reach in by routes alone", func(n *topologytest.Network) {
			n.Vpc("vpc-a", "10.0.0.0/16")
			n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
			n.Service("eni-5", "subnet-a", "10.0.1.10", "interface", "EFS mount target for fs-0a (fsmt-0a)")
		}, nil},
	})
}
