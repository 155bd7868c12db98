package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// s3Blocks and s3Blocks6 are the prefixes of S3 in these networks, dynamoBlocks those of DynamoDB.
var (
	s3Blocks     = []string{"52.218.0.0/17", "3.5.64.0/21"}
	s3Blocks6    = []string{"2a05:d07a:a000::/40"}
	dynamoBlocks = []string{"52.94.24.0/23"}
)

// The ids of the lists that AWS owns.
const (
	s3List     = "pl-aws-s3"
	s3List6    = "pl-aws-s3v6"
	dynamoList = "pl-aws-ddb"
)

// addPrefixLists adds AWS's lists, and the customer's: readable, unreadable, and two that overlap.
func (d *draft) addPrefixLists() {
	d.addAwsList(s3List, "s3", "IPv4", s3Blocks)
	d.addAwsList(s3List6, "ipv6.s3", "IPv6", s3Blocks6)
	if d.chance(50) {
		d.addAwsList(dynamoList, "dynamodb", "IPv4", dynamoBlocks)
	}
	for range d.between(1, 3) {
		d.addList(d.someBlocks(false))
	}
	if d.chance(50) {
		d.addList(d.someBlocks(true))
	}
	if d.chance(20) {
		d.addUnreadableList()
	}
}

// someBlocks are the entries of a list of one family.
func (d *draft) someBlocks(six bool) []string {
	pool := []string{"10.0.0.0/8", "10.0.0.0/24", "10.1.0.0/24", "10.200.0.0/16", "198.51.100.0/24", "203.0.113.0/25", "172.16.0.0/12", "8.8.8.8/32"}
	if six {
		pool = []string{"2600:1f16::/32", "2600:1f16:2::/56", "2001:db8::/32", "2600:1f16:1::/56", "64:ff9b::/96"}
	}
	d.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	for _, v := range d.vpcs {
		if !six && d.chance(30) {
			pool[0] = v.CidrBlock.String()
		}
	}
	return unique(pool[:d.between(1, 3)])
}

func unique(texts []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, t := range texts {
		if !seen[t] {
			all = append(all, t)
		}
		seen[t] = true
	}
	return all
}

func (d *draft) addList(blocks []string) *topology.PrefixList {
	id := d.id("pl")
	l := &topology.PrefixList{
		Meta: topology.Meta{Account: homeAccount, Region: homeRegion}, PrefixListId: id, PrefixListName: "list " + id,
		PrefixListArn: "arn:aws:ec2:" + homeRegion + ":" + homeAccount + ":prefix-list/" + id,
		State:         "create-complete", MaxEntries: 10, Version: 1, OwnerId: homeAccount, EntriesKnown: true,
	}
	fill(l, blocks)
	d.lists = append(d.lists, l)
	return l
}

func (d *draft) addAwsList(id, service, family string, blocks []string) {
	l := &topology.PrefixList{
		Meta: topology.Meta{Account: homeAccount, Region: homeRegion}, PrefixListId: id, PrefixListName: "com.amazonaws." + homeRegion + "." + service,
		PrefixListArn: "arn:aws:ec2:" + homeRegion + ":aws:prefix-list/" + id, State: "create-complete", OwnerId: "AWS", AddressFamily: family,
	}
	if d.chance(85) {
		fill(l, blocks)
		l.EntriesKnown = true
	}
	d.lists = append(d.lists, l)
}

// addUnreadableList is another account's list: its entries, and at times its family, are unknown.
func (d *draft) addUnreadableList() {
	l := d.addList(nil)
	l.OwnerId, l.EntriesKnown, l.Entries = peerAccount, false, nil
	l.AddressFamily = pick(d.dice, "IPv4", "IPv4", "IPv6", "")
}

func fill(l *topology.PrefixList, blocks []string) {
	l.AddressFamily = "IPv4"
	for _, b := range blocks {
		p := netip.MustParsePrefix(b)
		if p.Addr().Is6() {
			l.AddressFamily = "IPv6"
		}
		l.Entries = append(l.Entries, topology.PrefixListEntry{Cidr: p})
	}
}

// list is one of the lists, AWS's included.
func (d *draft) list() *topology.PrefixList { return pick(d.dice, d.lists...) }
