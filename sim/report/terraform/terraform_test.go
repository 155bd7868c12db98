package terraform

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report"
)

// TestLooksAsTerraformFmtLeavesIt has what terraform fmt does: alignment ends at a value of several lines.
func TestLooksAsTerraformFmtLeavesIt(t *testing.T) {
	c := report.Config{Blocks: []report.ConfigBlock{
		{Comment: []string{"one\ntwo"}, Type: "locals", Items: []report.ConfigItem{
			{Name: "a", Value: 1}, {Name: "long_name", Value: true},
			{Name: "vpcs", Value: report.Object{
				{Name: "prod", Value: report.Object{{Name: "cidr_block", Value: "10.0.0.0/16"}, {Name: "zones", Value: []string{"a", "b"}}}},
				{Name: "none", Value: report.Object{}},
			}},
			{Name: "z", Value: report.Expression("var.z")},
		}},
		{Type: "resource", Labels: []string{"aws_route", "r"}, Items: []report.ConfigItem{{Name: "note", Value: "a \"${b}\" %{c}\\\n"}}},
		{Type: "locals"},
	}}
	const want = `# one two
locals {
  a         = 1
  long_name = true
  vpcs = {
    "prod" = {
      "cidr_block" = "10.0.0.0/16"
      "zones"      = ["a", "b"]
    }
    "none" = {}
  }
  z = var.z
}

resource "aws_route" "r" {
  note = "a \"$${b}\" %%{c}\\\n"
}

locals {}
`
	var b strings.Builder
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}
