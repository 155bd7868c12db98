package planfile

import (
	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/load/yamlfile"
)

// defaultVpc is the VPC of an account that names none.
const defaultVpc = "main"

func (f *file) document(n *yaml.Node) {
	values := f.Object(n, "a plan", "name", "growth", "policy", "zones", "tiers", "reserved", "pools", "accounts")
	p := f.plan
	p.Name, p.Growth = f.text(values["name"], "name"), f.percent(values["growth"], "growth")
	p.Reserved, p.Tiers = f.reserved(values["reserved"]), f.tiers(values["tiers"])
	f.policy(values["policy"])
	f.zones(values["zones"])
	f.Each(values["pools"], "pools", f.pool)
	f.Each(values["accounts"], "accounts", f.account)
	f.check(n)
}

// check tells what is missing as a whole.
func (f *file) check(n *yaml.Node) {
	if f.Err() != nil {
		return
	}
	if len(f.plan.Pools) == 0 || len(f.plan.Accounts) == 0 {
		f.Fail(n, "a plan has pools and accounts; write  pools: [{name: all, cidrs: [10.0.0.0/8]}]  and  accounts: [{name: a, regions: [eu-west-1]}]")
	}
	names := map[string]int{}
	for i := range f.plan.Accounts {
		a := &f.plan.Accounts[i]
		if before, taken := names[a.Name]; taken {
			f.Fail(&yaml.Node{Line: a.Line}, "the account %q is there already, in line %d", a.Name, before)
		}
		names[a.Name] = a.Line
	}
}

func (f *file) policy(n *yaml.Node) {
	word := f.text(n, "policy")
	policy, known := ipam.ParsePolicy(word)
	if !known {
		f.Fail(n, "policy: there is no %q; %s", word, yamlfile.Suggest(word, ipam.Policies))
	}
	f.plan.Policy = policy
}

// zones reads a list for all Regions, or a list for each.
func (f *file) zones(n *yaml.Node) {
	switch {
	case n == nil:
		f.plan.AnyZones = []string{"a", "b", "c"}
	case n.Kind == yaml.SequenceNode:
		f.plan.AnyZones = f.texts(n, "zones")
	case n.Kind == yaml.MappingNode:
		f.plan.Zones, f.plan.AnyZones = map[string][]string{}, []string{"a", "b", "c"}
		for i := 0; i+1 < len(n.Content); i += 2 {
			f.plan.Zones[n.Content[i].Value] = f.texts(n.Content[i+1], "zones")
		}
	default:
		f.Fail(n, "zones is neither a list nor an object with a list for each Region")
	}
}

func (f *file) tiers(list *yaml.Node) []ipam.Tier {
	var all []ipam.Tier
	f.Each(list, "tiers", func(n *yaml.Node) {
		values := f.Object(n, "a tier", "name", "size", "hosts")
		t := ipam.Tier{Name: f.text(values["name"], "name"), Bits: f.length(values["size"], "size"), Hosts: f.number(values["hosts"], "hosts")}
		if t.Name == "" || (t.Bits == 0) == (t.Hosts == 0) {
			f.Fail(n, "a tier has a name, and either a size or hosts: {name: app, size: /24} or {name: app, hosts: 200}")
		}
		all = append(all, t)
	})
	return all
}

// reserved reads blocks, each alone or with why.
func (f *file) reserved(list *yaml.Node) []ipam.Reserved {
	var all []ipam.Reserved
	f.Each(list, "reserved", func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			all = append(all, ipam.Reserved{Prefix: f.block(n, "reserved")})
			return
		}
		values := f.Object(n, "a reserved block", "cidr", "why")
		if values["cidr"] == nil {
			f.Fail(n, "a reserved block has a cidr")
			return
		}
		all = append(all, ipam.Reserved{Prefix: f.block(values["cidr"], "cidr"), Why: f.text(values["why"], "why")})
	})
	return all
}

func (f *file) pool(n *yaml.Node) {
	values := f.Object(n, "a pool", "name", "cidrs", "environment", "region", "reserved")
	p := ipam.PlanPool{
		Name: f.text(values["name"], "name"), Blocks: f.blocks(values["cidrs"], "cidrs"), Environment: f.text(values["environment"], "environment"),
		Region: f.text(values["region"], "region"), Reserved: f.reserved(values["reserved"]),
	}
	if p.Name == "" || len(p.Blocks) == 0 {
		f.Fail(n, "a pool has a name and cidrs: {name: all, cidrs: [10.0.0.0/8]}")
	}
	f.plan.Pools = append(f.plan.Pools, p)
}

func (f *file) account(n *yaml.Node) {
	values := f.Object(n, "an account", "name", "id", "environment", "regions", "vpcs")
	a := ipam.PlanAccount{
		Name: f.text(values["name"], "name"), ID: f.text(values["id"], "id"), Environment: f.text(values["environment"], "environment"),
		Regions: f.texts(values["regions"], "regions"), Line: n.Line,
	}
	if a.Name == "" || len(a.Regions) == 0 {
		f.Fail(n, "an account has a name and regions: {name: shop, regions: [eu-west-1]}")
	}
	f.Each(values["vpcs"], "vpcs", func(n *yaml.Node) { a.Vpcs = append(a.Vpcs, f.vpc(n)) })
	if values["vpcs"] == nil {
		a.Vpcs = []ipam.PlanVpc{{Name: defaultVpc}}
	}
	for i := range a.Vpcs {
		if len(a.Vpcs[i].Tiers)+len(f.plan.Tiers) == 0 {
			f.Fail(n, "neither the plan nor the VPC %s says which tiers it has: tiers: [{name: app, hosts: 200}]", a.Vpcs[i].Name)
		}
	}
	f.plan.Accounts = append(f.plan.Accounts, a)
}

func (f *file) vpc(n *yaml.Node) ipam.PlanVpc {
	values := f.Object(n, "a VPC", "name", "size", "tiers", "zones")
	v := ipam.PlanVpc{
		Name: f.text(values["name"], "name"), Bits: f.length(values["size"], "size"), Tiers: f.tiers(values["tiers"]), Zones: f.texts(values["zones"], "zones"),
	}
	if v.Name == "" {
		f.Fail(n, "a VPC has a name")
	}
	return v
}
