package edit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Exclusion lifts VPC Block Public Access from a VPC or subnet.
type Exclusion struct {
	Of   string // vpc- or subnet-
	Mode string // allow-bidirectional or allow-egress; to remove one it need not be said
}

// Ref names the VPC or subnet.
func (e Exclusion) Ref() ref.Ref { return ref.Ref{Kind: kindOf(e.Of), ID: e.Of} }

func (e Exclusion) says(func(ref.Ref) string) string {
	return strings.TrimSuffix("exempt "+e.Mode, " ")
}

func (e Exclusion) do(d *draft, op Op) error {
	of := func(x topology.VpcBlockPublicAccessExclusion) bool {
		return x.ResourceArn == e.Of || strings.HasSuffix(x.ResourceArn, "/"+e.Of)
	}
	at := slices.IndexFunc(d.s.VpcBlockPublicAccessExclusions, of)
	switch {
	case op == Set:
		return cannot(op, "an exclusion")
	case op == Remove && at < 0:
		return fmt.Errorf("%s is not exempt from VPC Block Public Access", e.Of)
	case op == Remove:
		d.s.VpcBlockPublicAccessExclusions = slices.DeleteFunc(rows(d, &d.s.VpcBlockPublicAccessExclusions), of)
		return nil
	case e.Mode != "allow-bidirectional" && e.Mode != "allow-egress":
		return fmt.Errorf("an exclusion says allow-bidirectional or allow-egress, and not %q", e.Mode)
	case at >= 0:
		x := &rows(d, &d.s.VpcBlockPublicAccessExclusions)[at]
		x.InternetGatewayExclusionMode, x.State = e.Mode, "update-complete"
		return nil
	}
	arn, meta, err := e.arn(d)
	if err == nil {
		insert(d, &d.s.VpcBlockPublicAccessExclusions, topology.VpcBlockPublicAccessExclusion{
			Meta: meta, ExclusionId: "vpcbpa-exclude-" + e.Of, InternetGatewayExclusionMode: e.Mode, ResourceArn: arn, State: "create-complete",
		})
	}
	return err
}

// arn names the VPC or subnet to AWS.
func (e Exclusion) arn(d *draft) (string, topology.Meta, error) {
	var meta topology.Meta
	kind := d.kind(e.Of)
	vi, si := index(d.s.Vpcs, e.Of), index(d.s.Subnets, e.Of)
	switch {
	case kind == ref.Vpc && vi >= 0:
		meta = d.s.Vpcs[vi].Meta
	case kind == ref.Subnet && si >= 0:
		meta = d.s.Subnets[si].Meta
	default:
		return "", meta, missing(kind, e.Of)
	}
	meta.Source = topology.Source{}
	return "arn:aws:ec2:" + meta.Region + ":" + meta.Account + ":" + kind.String() + "/" + e.Of, meta, nil
}
