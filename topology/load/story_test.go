package load_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

var update = flag.Bool("update", false, "write what came out into the stories")

// Each story in testdata is a small folder, and what loading it must give.
func TestStories(t *testing.T) {
	stories, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys := fstest.MapFS{}
			var files []txtar.File
			var want []byte
			for _, f := range story.Files {
				if f.Name == "want" {
					want = f.Data
					continue
				}
				files = append(files, f)
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			s, err := load.FromFS("", fsys, load.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := []byte(summary(s))
			if *update {
				story.Files = append(files, txtar.File{Name: "want", Data: got})
				if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// summary prints what a snapshot holds: documents, resources with their origin, diagnostics.
func summary(s *topology.Snapshot) string {
	var b strings.Builder
	for _, d := range s.Documents {
		fmt.Fprintf(&b, "document %s %s kind=%s account=%s region=%s elements=%d", d.Path, d.Key, d.Kind, d.Account, d.Region, d.Elements)
		if d.Partial {
			b.WriteString(" partial")
		}
		b.WriteByte('\n')
	}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			m := t.Meta(i)
			fmt.Fprintf(&b, "resource %s account=%s region=%s at %s:%d%s\n", t.Ref(i), m.Account, m.Region, s.Documents[m.Source.Document].Path, m.Source.Line, details(t.Row(i)))
		}
	}
	for _, d := range s.Diagnostics {
		fmt.Fprintln(&b, d)
	}
	return b.String()
}

// details prints the part of a resource that its story is about.
func details(row any) string {
	switch r := row.(type) {
	case *topology.PrefixList:
		return fmt.Sprintf(" %q entries=%d known=%v", r.PrefixListName, len(r.Entries), r.EntriesKnown)
	case *topology.TransitGatewayRouteTable:
		s := fmt.Sprintf(" routes=%d static=%v propagated=%v associations=%d,%v propagations=%d,%v", len(r.Routes), r.StaticRoutesKnown, r.PropagatedRoutesKnown,
			len(r.Associations), r.AssociationsKnown, len(r.Propagations), r.PropagationsKnown)
		for _, route := range r.Routes {
			s += fmt.Sprintf(" %s@%d", route.DestinationCidrBlock, route.Source.Line)
		}
		return s
	case *topology.TransitGatewayAttachment:
		return " of " + r.TransitGatewayId
	case *topology.ClientVpnEndpoint:
		return fmt.Sprintf(" routes=%d,%v rules=%d,%v", len(r.Routes), r.RoutesKnown, len(r.AuthorizationRules), r.AuthorizationRulesKnown)
	case *topology.TargetGroup:
		return fmt.Sprintf(" health=%d,%v attributes=%d,%v", len(r.TargetHealthDescriptions), r.TargetHealthKnown, len(r.Attributes), r.AttributesKnown)
	case *topology.LoadBalancer:
		return fmt.Sprintf(" %q attributes=%d,%v", r.LoadBalancerName, len(r.Attributes), r.AttributesKnown)
	case *topology.Vpc:
		return fmt.Sprintf(" %s %s %s", r.CidrBlock, r.State, r.DhcpOptionsId)
	case *topology.VpcPeeringConnection:
		return fmt.Sprintf(" %s %v %s %v", r.Tags.Name(), r.RequesterVpcInfo.CidrBlockSet, r.AccepterVpcInfo.CidrBlock, r.AccepterVpcInfo.CidrBlockSet)
	case *topology.NetworkFirewall:
		return fmt.Sprintf(" vpc=%s known=%v %v", r.VpcId, r.StatusKnown, r.FirewallStatus.SyncStates)
	case *topology.FirewallPolicy:
		return fmt.Sprintf(" %s known=%v %v", r.FirewallPolicyName, r.PolicyKnown, r.FirewallPolicy.StatelessDefaultActions)
	case *topology.FirewallRuleGroup:
		return fmt.Sprintf(" %s %s known=%v %q", r.RuleGroupName, r.Type, r.RulesKnown, r.RuleGroup.RulesSource.RulesString)
	case *topology.CoreNetwork:
		return fmt.Sprintf(" policy=%d,%v tables=%v", r.PolicyVersionId, r.PolicyKnown, r.RouteTables)
	case *topology.CoreNetworkAttachment:
		return fmt.Sprintf(" %s %s at %s, subnets %v %+v", r.SegmentName, r.ResourceArn, r.EdgeLocation, r.SubnetArns, r.Options)
	case *topology.NetworkInterface:
		return fmt.Sprintf(" %s %v %v", r.PrivateIpAddress, r.PrivateIpAddresses, r.Ipv4Prefixes)
	}
	return ""
}
