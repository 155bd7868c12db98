package planfile

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/ipam"
)

const whole = `name: acme
growth: 30%
policy: best-fit
zones: {eu-west-1: [a, b]}
tiers:
  - {name: app, hosts: 200}
  - {name: db, size: /26}
reserved:
  - 10.255.0.0/16
  - {cidr: 10.0.0.0/16, why: on premises}
pools:
  - {name: prod, environment: prod, region: eu-west-1, cidrs: [10.0.0.0/8, "2001:db8::/40"], reserved: [10.1.0.0/16]}
accounts:
  - name: shop
    id: 012345678901
    environment: prod
    regions: [eu-west-1, us-east-1]
    vpcs:
      - {name: main, size: /20, zones: [c]}
      - {name: lab, tiers: [{name: all, size: /24}]}
  - {name: blog, regions: [eu-west-1]}
`

func TestReadAWholePlan(t *testing.T) {
	p, err := Read("plan.yaml", strings.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	shop, blog := p.Accounts[0], p.Accounts[1]
	for what, ok := range map[string]bool{
		"plan":     p.Name == "acme" && p.Growth == 0.3 && p.Policy == ipam.BestFit && len(p.Zones["eu-west-1"]) == 2 && len(p.AnyZones) == 3,
		"tiers":    len(p.Tiers) == 2 && p.Tiers[0].Hosts == 200 && p.Tiers[1].Bits == 26,
		"reserved": len(p.Reserved) == 2 && p.Reserved[1].Why == "on premises",
		"pool":     p.Pools[0].Region == "eu-west-1" && len(p.Pools[0].Blocks) == 2 && len(p.Pools[0].Reserved) == 1,
		"shop":     shop.ID == "012345678901" && len(shop.Regions) == 2 && shop.Vpcs[0].Bits == 20 && shop.Vpcs[0].Zones[0] == "c" && shop.Vpcs[1].Tiers[0].Name == "all" && shop.Line == 14,
		"blog":     len(blog.Vpcs) == 1 && blog.Vpcs[0].Name == "main",
	} {
		if !ok {
			t.Errorf("%s: %+v", what, p)
		}
	}
}

func TestErrorsTellFileLineAndRemedy(t *testing.T) {
	for change, want := range map[string]string{
		"growth: 30%>growth: 30":                    `plan.yaml:2:9: growth: "30" is no share: write it like 30%`,
		"policy: best-fit>policy: besst-fit":        `plan.yaml:3:9: policy: there is no "besst-fit"; did you mean "best-fit"?`,
		"hosts: 200>hosts: many":                    `plan.yaml:6:24: hosts: "many" is no number above 0`,
		"size: /26>size: /26, hosts: 3":             `plan.yaml:7:5: a tier has a name, and either a size or hosts`,
		"10.255.0.0/16>10.255.0.1/16":               `plan.yaml:9:5: reserved: "10.255.0.1/16" has bits beyond its prefix length; write 10.255.0.0/16`,
		"why: on>wyh: on":                           `plan.yaml:10:25: the key "wyh" means nothing in a reserved block; did you mean "why"?`,
		"cidrs: [10.0.0.0/8,>cidrs: [10.0.0.0,":     `plan.yaml:12:64: cidrs: "10.0.0.0" is not a usable CIDR block`,
		"name: blog>name: shop":                     `plan.yaml:21:1: the account "shop" is there already, in line 14`,
		"regions: [eu-west-1]}>regions: eu-west-1}": `plan.yaml:21:27: regions is not a list`,
		whole + ">":        "plan.yaml:1:1: there is nothing in it",
		whole + ">[1]":     "plan.yaml:1:1: a plan is not an object with name",
		whole + ">name: x": "plan.yaml:1:1: a plan has pools and accounts",
		whole + ">{{":      "plan.yaml: ",
	} {
		old, fresh, _ := strings.Cut(change, ">")
		_, err := Read("plan.yaml", strings.NewReader(strings.Replace(whole, old, fresh, 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v\nwant %s", change, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add("accounts: [{name: a, regions: [x], vpcs: []}]\npools: [{name: p, cidrs: [::/0]}]")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Read("f", strings.NewReader(text))
		if err == nil && (len(p.Accounts) == 0 || len(p.Pools) == 0) {
			t.Error("a plan without pools or accounts")
		}
	})
}
