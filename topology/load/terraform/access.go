package terraform

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func accessTypes() map[string]maker {
	return map[string]maker{
		"aws_vpc_block_public_access_options":   adds(things, addPublicAccess),
		"aws_vpc_block_public_access_exclusion": adds(things, addExclusion),
	}
}

func addPublicAccess(b *builder, r *resource, v *struct {
	Account text `json:"aws_account_id"`
	Region  text `json:"aws_region"`
	Mode    text `json:"internet_gateway_block_mode"`
}) {
	provision.Put(b.d, &b.d.Snapshot.VpcBlockPublicAccessOptions, topology.VpcBlockPublicAccessOptions{
		Meta: b.meta(r), AwsAccountId: string(v.Account), AwsRegion: string(v.Region), State: "update-complete", InternetGatewayBlockMode: string(v.Mode),
	})
}

func addExclusion(b *builder, r *resource, v *struct {
	VpcID    text `json:"vpc_id"`
	SubnetID text `json:"subnet_id"`
	Mode     text `json:"internet_gateway_exclusion_mode"`
}) {
	row := topology.VpcBlockPublicAccessExclusion{Meta: b.meta(r), ExclusionId: b.id(r), InternetGatewayExclusionMode: string(v.Mode), State: "create-complete", Tags: r.tags()}
	if row.ResourceArn = arnOf("vpc", string(v.VpcID)); v.SubnetID != "" {
		row.ResourceArn = arnOf("subnet", string(v.SubnetID))
	}
	provision.Put(b.d, &b.d.Snapshot.VpcBlockPublicAccessExclusions, row)
}

// arnOf is the end of an ARN, which is all that is looked at.
func arnOf(kind, id string) string { return "arn:aws:ec2:::" + kind + "/" + id }
