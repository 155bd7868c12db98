package netgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// Options say what to make. All of them but Out and Workers are part of what the bytes depend on.
type Options struct {
	Out       string
	Seed      uint64
	ENIs      int // network interfaces in all, those of services included
	VPCs      int
	SGRules   int // rules in each security group, both directions
	Accounts  int
	Regions   []string
	TGW       bool
	IPv6      bool
	Instances string // lean or none
	Compact   bool
	FileSize  int  // megabytes after which a document goes on in another file; 0: never
	RuleIDs   bool // describe-security-group-rules beside the groups
	Mistakes  bool
	Workers   int // places written side by side; 0: as many as there are processors
}

// Defaults are the options of a small world.
func Defaults() Options {
	return Options{
		Seed: 1, ENIs: 1000, VPCs: 10, SGRules: 10, Accounts: len(environments), Regions: []string{"eu-west-1"},
		Instances: "lean", FileSize: 128, Mistakes: true,
	}
}

// Bounds of options.
const (
	maxENIs     = 20_000_000
	maxVPCs     = 40_000
	minRules    = 8
	maxRules    = 1000
	maxAccounts = 1000
)

// Check says what is wrong with options.
func (o *Options) Check() error {
	switch {
	case o.Out == "":
		return fmt.Errorf("--out is needed: the folder to write")
	case o.VPCs < 1 || o.VPCs > maxVPCs:
		return fmt.Errorf("--vpcs %d: from 1 to %d can be made", o.VPCs, maxVPCs)
	case o.ENIs < o.VPCs || o.ENIs > maxENIs:
		return fmt.Errorf("--enis %d: from one a VPC, here %d, to %d can be made", o.ENIs, o.VPCs, maxENIs)
	case o.SGRules < minRules || o.SGRules > maxRules:
		return fmt.Errorf("--sg-rules %d: a security group needs %d for its role and can have %d", o.SGRules, minRules, maxRules)
	case o.Accounts < 1 || o.Accounts > maxAccounts:
		return fmt.Errorf("--accounts %d: from 1 to %d can be made", o.Accounts, maxAccounts)
	case o.Instances != "lean" && o.Instances != "none":
		return fmt.Errorf("--instances %s: lean or none", o.Instances)
	case o.FileSize < 0:
		return fmt.Errorf("--file-size %d: megabytes, 0 for one file a call", o.FileSize)
	}
	return o.checkRegions()
}

func (o *Options) checkRegions() error {
	if len(o.Regions) == 0 {
		return fmt.Errorf("--regions: at least one is needed")
	}
	for i, r := range o.Regions {
		if regionCodes[r] == "" {
			return fmt.Errorf("--regions %s: not among the Regions it knows: %s", r, strings.Join(knownRegions(), ", "))
		}
		if slices.Contains(o.Regions[:i], r) {
			return fmt.Errorf("--regions %s: named twice", r)
		}
	}
	return nil
}

// flags binds options to a command line. Defaults are what the options hold.
func (o *Options) flags() *pflag.FlagSet {
	f := pflag.NewFlagSet("netgen", pflag.ContinueOnError)
	f.SortFlags = false
	f.StringVarP(&o.Out, "out", "o", o.Out, "folder to write; it must be empty or new")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "the same seed and options make the same bytes")
	f.IntVar(&o.ENIs, "enis", o.ENIs, "network interfaces in all")
	f.IntVar(&o.VPCs, "vpcs", o.VPCs, "VPCs")
	f.IntVar(&o.SGRules, "sg-rules", o.SGRules, "rules in each security group, both directions")
	f.IntVar(&o.Accounts, "accounts", o.Accounts, "accounts; they take turns at prod, shared, dev and stage")
	f.StringSliceVar(&o.Regions, "regions", o.Regions, "Regions, with commas between them")
	f.BoolVar(&o.TGW, "tgw", o.TGW, "a transit gateway in each Region, with segments and a VPN to an office")
	f.BoolVar(&o.IPv6, "ipv6", o.IPv6, "IPv6 beside IPv4")
	f.StringVar(&o.Instances, "instances", o.Instances, "describe-instances: lean (id, state, address, name) or none, which leaves the state of instances unknown")
	f.BoolVar(&o.RuleIDs, "rule-ids", o.RuleIDs, "describe-security-group-rules as well, which names each rule")
	f.BoolVar(&o.Mistakes, "mistakes", o.Mistakes, "plant mistakes; netgen.json says where")
	f.BoolVar(&o.Compact, "compact", o.Compact, "JSON without blanks, as jq -c writes it")
	pretty := f.Bool("pretty", false, "JSON indented as the AWS CLI prints it (the default)")
	_ = pretty
	f.IntVar(&o.FileSize, "file-size", o.FileSize, "megabytes after which a document goes on in another file; 0: never")
	return f
}
