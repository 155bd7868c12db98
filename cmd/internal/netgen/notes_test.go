package netgen

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// TestPlantedMistakesAreThere looks up what .netgen.json says about each kind of mistake.
func TestPlantedMistakesAreThere(t *testing.T) {
	dir := generateInto(t, options(func(o *Options) { o.TGW, o.VPCs, o.ENIs = true, 60, 6000 }))
	text, err := os.ReadFile(filepath.Join(dir, NoteName))
	if err != nil {
		t.Fatal(err)
	}
	var note Note
	if err := json.Unmarshal(text, &note); err != nil {
		t.Fatal(err)
	}
	s, err := load.Load([]string{dir}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, p := range note.Planted {
		found[p.Mistake]++
		if check := plantedChecks[p.Mistake]; check == nil || !check(s, p.Ids) {
			t.Errorf("%s in %s: not as noted: %v", p.Mistake, p.Vpc, p.Ids)
		}
	}
	if len(found) != len(mistakes)-1 || found["open-ssh"] != 2 {
		t.Errorf("planted: %v", found)
	}
}

var plantedChecks = map[string]func(*topology.Snapshot, map[string]string) bool{
	"open-ssh": func(s *topology.Snapshot, ids map[string]string) bool {
		n := find(s.NetworkInterfaces, func(n *topology.NetworkInterface) bool { return n.NetworkInterfaceId == ids["network_interface"] })
		return opens(s, ids["security_group"], 22) && n != nil && n.Association != nil && has(n, ids["security_group"])
	},
	"open-database": func(s *topology.Snapshot, ids map[string]string) bool {
		n := find(s.NetworkInterfaces, func(n *topology.NetworkInterface) bool { return n.NetworkInterfaceId == ids["network_interface"] })
		return opens(s, ids["security_group"], 5432) && n != nil && has(n, ids["security_group"])
	},
	"blackhole-route": func(s *topology.Snapshot, ids map[string]string) bool {
		t := find(s.RouteTables, func(t *topology.RouteTable) bool { return t.RouteTableId == ids["route_table"] })
		gone := find(s.NatGateways, func(n *topology.NatGateway) bool { return n.NatGatewayId == ids["nat_gateway"] }) == nil
		return gone && t != nil && slices.ContainsFunc(t.Routes, func(r topology.Route) bool {
			return r.NatGatewayId == ids["nat_gateway"] && r.State == "blackhole"
		})
	},
	"no-return-route": func(s *topology.Snapshot, ids map[string]string) bool {
		t := find(s.RouteTables, func(t *topology.RouteTable) bool { return t.RouteTableId == ids["route_table"] })
		return t != nil && !slices.ContainsFunc(t.Routes, func(r topology.Route) bool { return r.TransitGatewayId != "" })
	},
	"overlapping-vpc": func(s *topology.Snapshot, ids map[string]string) bool {
		a := find(s.Vpcs, func(v *topology.Vpc) bool { return v.VpcId == ids["vpc"] })
		b := find(s.Vpcs, func(v *topology.Vpc) bool { return v.VpcId == ids["other_vpc"] })
		return a != nil && b != nil && a != b && a.CidrBlock.Overlaps(b.CidrBlock)
	},
}

func find[T any](rows []T, is func(*T) bool) *T {
	for i := range rows {
		if is(&rows[i]) {
			return &rows[i]
		}
	}
	return nil
}

func has(n *topology.NetworkInterface, group string) bool {
	return slices.ContainsFunc(n.Groups, func(g topology.GroupIdentifier) bool { return g.GroupId == group })
}

// opens reports whether a group lets everybody in on a port.
func opens(s *topology.Snapshot, id string, port int32) bool {
	g := find(s.SecurityGroups, func(g *topology.SecurityGroup) bool { return g.GroupId == id })
	return g != nil && slices.ContainsFunc(g.IpPermissions, func(p topology.IpPermission) bool {
		return p.FromPort != nil && *p.FromPort == port && slices.ContainsFunc(p.IpRanges, func(r topology.IpRange) bool { return r.CidrIp.Bits() == 0 })
	})
}

// TestOnlyPlantedVpcsOverlap compares all blocks.
func TestOnlyPlantedVpcsOverlap(t *testing.T) {
	w, err := newWorld(options(func(o *Options) { o.VPCs, o.ENIs = 300, 60_000 }))
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range w.vpcs {
		if a.cidr != a.cidr.Masked() || !a.env.cidr().Contains(a.cidr.Addr()) && a.mistake != overlapping {
			t.Errorf("%v is no block of %v", a.cidr, a.env)
		}
		for _, b := range w.vpcs[:i] {
			if a.cidr.Overlaps(b.cidr) && a.mistake != overlapping && b.mistake != overlapping {
				t.Fatalf("%s %v and %s %v overlap", a.name(), a.cidr, b.name(), b.cidr)
			}
		}
	}
}

// TestInterrupted: what was asked to stop stops, and says so.
func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var out, errs bytes.Buffer
	code := Main(ctx, Env{Args: []string{"--out", filepath.Join(t.TempDir(), "w")}, Stdout: &out, Stderr: &errs})
	if code != exitSignal || !strings.HasPrefix(errs.String(), "netgen: interrupted; ") || out.Len() > 0 {
		t.Errorf("%d: %q %q", code, out.String(), errs.String())
	}
}

// TestProgressIsForTerminals: the line is wiped before anything else is said.
func TestProgressIsForTerminals(t *testing.T) {
	var errs bytes.Buffer
	code := Main(context.Background(), Env{Args: []string{"--out", filepath.Join(t.TempDir(), "w")}, Stderr: &errs, StderrTerminal: true})
	if before, _, _ := strings.Cut(errs.String(), "netgen: 1000 interfaces"); code != exitDone || !strings.HasSuffix(before, "\x1b[K") {
		t.Errorf("%d: %q", code, errs.String())
	}
}
