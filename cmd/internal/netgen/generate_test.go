package netgen

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// world makes options of a small world.
func options(change func(*Options)) Options {
	o := Defaults()
	o.ENIs, o.VPCs = 600, 10
	change(&o)
	return o
}

// generateInto writes a world into a new folder.
func generateInto(t testing.TB, o Options) string {
	t.Helper()
	o.Out = filepath.Join(t.TempDir(), "world")
	if err := Generate(context.Background(), o, nil); err != nil {
		t.Fatal(err)
	}
	return o.Out
}

var smallWorlds = map[string]Options{
	"default":       options(func(*Options) {}),
	"compact":       options(func(o *Options) { o.Compact = true }),
	"transit":       options(func(o *Options) { o.TGW = true }),
	"both families": options(func(o *Options) { o.TGW, o.IPv6 = true, true }),
	"regions": options(func(o *Options) {
		o.TGW, o.Accounts, o.Regions, o.VPCs = true, 7, []string{"eu-west-1", "us-east-1"}, 40
	}),
	"one account":  options(func(o *Options) { o.TGW, o.Accounts = true, 1 }),
	"one VPC":      options(func(o *Options) { o.VPCs, o.ENIs = 1, 5000 }),
	"tiny VPCs":    options(func(o *Options) { o.TGW, o.IPv6, o.VPCs, o.ENIs = true, true, 60, 60 }),
	"many rules":   options(func(o *Options) { o.SGRules = 60 }),
	"small files":  options(func(o *Options) { o.FileSize, o.ENIs = 1, 3000 }),
	"no instances": options(func(o *Options) { o.Instances = "none" }),
	"rule ids":     options(func(o *Options) { o.RuleIDs, o.IPv6 = true, true }),
	"no mistakes":  options(func(o *Options) { o.Mistakes = false }),
}

// TestWorldsAreWhole loads worlds: nothing is wrong with them, and everything that was asked for is there.
func TestWorldsAreWhole(t *testing.T) {
	for name, o := range smallWorlds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := load.Load([]string{generateInto(t, o)}, load.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range s.Diagnostics {
				t.Errorf("%s %s:%d %s: %s", d.Code, d.Path, d.Line, d.Value, d.Message)
			}
			if len(s.NetworkInterfaces) != o.ENIs || len(s.Vpcs) != o.VPCs {
				t.Errorf("%d interfaces in %d VPCs, want %d in %d", len(s.NetworkInterfaces), len(s.Vpcs), o.ENIs, o.VPCs)
			}
			if (len(s.SecurityGroupRules) > 0) != o.RuleIDs {
				t.Errorf("%d rules with an id", len(s.SecurityGroupRules))
			}
			checkRules(t, s, o)
			checkAddresses(t, s)
		})
	}
}

// checkRules counts the rules of every group but the default ones.
func checkRules(t *testing.T, s *topology.Snapshot, o Options) {
	for i := range s.SecurityGroups {
		g, rules := &s.SecurityGroups[i], 0
		for _, p := range append(g.IpPermissions, g.IpPermissionsEgress...) {
			rules += len(p.IpRanges) + len(p.Ipv6Ranges) + len(p.PrefixListIds) + len(p.UserIdGroupPairs)
		}
		if g.GroupName != "default" && rules != o.SGRules {
			t.Fatalf("%s (%s) has %d rules, want %d", g.GroupId, g.GroupName, rules, o.SGRules)
		}
	}
}

// checkAddresses holds that interfaces lie in their subnets, and that no two have one address in a VPC, nor one public one.
func checkAddresses(t *testing.T, s *topology.Snapshot) {
	subnets := map[string]*topology.Subnet{}
	for i := range s.Subnets {
		subnets[s.Subnets[i].SubnetId] = &s.Subnets[i]
	}
	held := map[string]bool{}
	take := func(key string) {
		if held[key] {
			t.Fatalf("%s is held twice", key)
		}
		held[key] = true
	}
	for i := range s.NetworkInterfaces {
		n := &s.NetworkInterfaces[i]
		in := subnets[n.SubnetId]
		if in == nil || !in.CidrBlock.Contains(n.PrivateIpAddress) || in.AvailabilityZone != n.AvailabilityZone {
			t.Fatalf("%s: %v is not in %s", n.NetworkInterfaceId, n.PrivateIpAddress, n.SubnetId)
		}
		take(n.NetworkInterfaceId)
		for _, a := range n.PrivateIpAddresses {
			take(n.VpcId + a.PrivateIpAddress.String())
		}
		if n.Association != nil {
			take(n.Association.PublicIp.String())
		}
		for _, a := range n.Ipv6Addresses {
			take(a.Ipv6Address.String())
		}
	}
}

// TestBytesAreDeterministic writes worlds twice, with other numbers of workers: nothing differs. Another seed makes another world.
func TestBytesAreDeterministic(t *testing.T) {
	o := smallWorlds["regions"]
	o.Workers = 1
	a := files(t, generateInto(t, o))
	o.Workers = 5
	b := files(t, generateInto(t, o))
	if len(a) != len(b) || len(a) == 0 {
		t.Fatalf("%d and %d files", len(a), len(b))
	}
	for name, text := range a {
		if !bytes.Equal(text, b[name]) {
			t.Errorf("%s differs", name)
		}
	}
	o.Seed++
	for name := range files(t, generateInto(t, o)) {
		if _, same := a[name]; same && !strings.HasPrefix(name, ".") {
			t.Fatalf("another seed makes the same %s", name)
		}
	}
}

func files(t *testing.T, dir string) map[string][]byte {
	all := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSizeOfAnInterface: what the AWS CLI prints of one is about 2,180 bytes, indented by four, and 1,160 compact.
func TestSizeOfAnInterface(t *testing.T) {
	for compact, want := range map[bool][2]int{false: {2000, 2250}, true: {1050, 1250}} {
		o := options(func(o *Options) { o.ENIs, o.Compact = 4000, compact })
		size := 0
		for name, text := range files(t, generateInto(t, o)) {
			if strings.Contains(name, "network-interfaces") {
				size += len(text)
			}
		}
		each := size / o.ENIs
		t.Logf("compact %v: %d bytes an interface", compact, each)
		if each < want[0] || each > want[1] {
			t.Errorf("compact %v: %d bytes an interface, want %v", compact, each, want)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for want, change := range map[string]func(*Options){
		"--out is needed":          func(o *Options) { o.Out = "" },
		"--vpcs 0":                 func(o *Options) { o.VPCs = 0 },
		"--enis 3: from one a VPC": func(o *Options) { o.ENIs = 3 },
		"--sg-rules 2":             func(o *Options) { o.SGRules = 2 },
		"--accounts 0":             func(o *Options) { o.Accounts = 0 },
		"--regions mars":           func(o *Options) { o.Regions = []string{"mars"} },
		"named twice":              func(o *Options) { o.Regions = []string{"eu-west-1", "eu-west-1"} },
		"--instances all":          func(o *Options) { o.Instances = "all" },
		"--file-size -1":           func(o *Options) { o.FileSize = -1 },
		"take more VPCs":           func(o *Options) { o.VPCs, o.ENIs = 2, 200_000 },
		"VPCs of prod do not fit":  func(o *Options) { o.VPCs, o.ENIs = 2000, 19_000_000 },
		"the folder is not empty":  func(o *Options) { o.Out = "." },
	} {
		o := options(func(o *Options) { o.Out = filepath.Join(t.TempDir(), "w") })
		change(&o)
		if err := Generate(context.Background(), o, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestLargestSubnetsAreNotFull lays out VPCs of all sizes and counts what each subnet has to hold.
func TestLargestSubnetsAreNotFull(t *testing.T) {
	for n := 1; n <= capacity(16); n += 1 + n/40 {
		for _, tgw := range []bool{false, true} {
			o := options(func(o *Options) { o.VPCs, o.ENIs, o.TGW, o.IPv6 = 1, n, tgw, true })
			w, err := newWorld(o)
			if err != nil {
				t.Fatal(n, err)
			}
			s := newSite(w, w.vpcs[0], nil)
			for _, c := range s.crews {
				for i := range c.count {
					s.member(c, i)
				}
			}
			for _, in := range s.subnets {
				if in.free() < 0 {
					t.Fatalf("%d interfaces: %s is full by %d", n, fmt.Sprint(in.tier, in.zone), -in.free())
				}
			}
			if s.members != n || s.publics > publicsFor(n) {
				t.Fatalf("%d interfaces: %d made, %d public addresses of %d", n, s.members, s.publics, publicsFor(n))
			}
		}
	}
}
