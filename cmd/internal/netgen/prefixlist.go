package netgen

import "net/netip"

// AWS's own lists; only the last is about who connects from outside.
const (
	listS3 = iota
	listDynamoDB
	listCloudFront
	managedLists
)

// Customers' lists.
const (
	listOffices = iota
	listShared
	listOfficeLan
	listPartners
	customerLists
)

var managedBlocks = [managedLists][]string{
	listS3:         {"52.218.0.0/17", "52.92.0.0/20", "3.5.64.0/21", "54.231.192.0/20"},
	listDynamoDB:   {"52.94.24.0/23", "52.119.240.0/21"},
	listCloudFront: {"13.32.0.0/15", "13.35.0.0/16", "18.64.0.0/14", "54.182.0.0/16", "54.192.0.0/16", "99.84.0.0/16", "205.251.192.0/19", "216.137.32.0/19"},
}

func (p place) managedName(n int) string {
	return [...]string{
		listS3: "com.amazonaws." + p.region + ".s3", listDynamoDB: "com.amazonaws." + p.region + ".dynamodb",
		listCloudFront: "com.amazonaws.global.cloudfront.origin-facing",
	}[n]
}

var customerNames = [...]string{"offices", "shared-services", "office-lan", "partners"}

// managedList is the id of a list of AWS's: the same in all accounts of a Region.
func (s *site) managedList(n int) id { return s.world.managedList(s.region(), n) }

func (w *world) managedList(region, n int) id { return w.shortID("pl", region*managedLists+n) }

// customerList is the id of a list of the place's.
func (s *site) customerList(n int) id { return s.world.customerList(s.vpc.place, n) }

func (w *world) customerList(place, n int) id { return w.id("pl", -1, place*customerLists+n) }

// region is the number of the VPC's Region.
func (s *site) region() int { return s.vpc.place % len(s.Regions) }

// customerBlocks are the entries of a customer's list.
func customerBlocks(n int) []netip.Prefix {
	var blocks []netip.Prefix
	switch n {
	case listOffices:
		for _, net := range []string{"203.0.113.0/26", "203.0.113.128/27", "198.51.100.16/28", "198.51.100.64/27", "192.0.2.0/25"} {
			blocks = append(blocks, netip.MustParsePrefix(net))
		}
	case listShared:
		blocks = append(blocks, shared.cidr())
	case listOfficeLan:
		for i := range 20 {
			blocks = append(blocks, netip.PrefixFrom(addr4(number4(office.Addr())|uint32(3*i)<<8), 24))
		}
	case listPartners:
		for i := range 30 {
			blocks = append(blocks, netip.PrefixFrom(addr4(198<<24|19<<16|uint32(7*i)<<8), 25))
		}
	}
	return blocks
}

func (w *world) printPrefixLists(f *folder, at int) error {
	p, region := w.places[at], at%len(w.Regions)
	for n := range managedLists {
		if err := w.printManagedList(f, p, w.managedList(region, n), n); err != nil {
			return err
		}
	}
	for n := range customerLists {
		list := w.customerList(at, n)
		if err := printList(f, list, customerNames[n], p.arn("ec2", "prefix-list/"+list.String()), p.account); err != nil {
			return err
		}
		if err := printEntries(f, list, customerBlocks(n)); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) printManagedList(f *folder, p place, list id, n int) error {
	if err := printList(f, list, p.managedName(n), "arn:aws:ec2:"+p.region+":aws:prefix-list/"+list.String(), "AWS"); err != nil {
		return err
	}
	var blocks []netip.Prefix
	for _, b := range managedBlocks[n] {
		blocks = append(blocks, netip.MustParsePrefix(b))
	}
	if err := printEntries(f, list, blocks); err != nil {
		return err
	}
	d := f.list("ec2-describe-prefix-lists")
	d.element()
	d.list("Cidrs")
	for _, b := range blocks {
		d.prefix("", b)
	}
	d.end()
	d.id("PrefixListId", list)
	d.text("PrefixListName", p.managedName(n))
	return d.done()
}

func printList(f *folder, list id, name, arn, owner string) error {
	d := f.list("ec2-describe-managed-prefix-lists")
	d.element()
	d.id("PrefixListId", list)
	d.text("AddressFamily", "IPv4")
	d.text("State", "create-complete")
	d.text("PrefixListArn", arn)
	d.text("PrefixListName", name)
	if owner != "AWS" {
		d.number("MaxEntries", 60)
		d.number("Version", 1)
	}
	d.tags("Tags")
	d.text("OwnerId", owner)
	return d.done()
}

func printEntries(f *folder, list id, blocks []netip.Prefix) error {
	d := f.answers("ec2-get-managed-prefix-list-entries")
	d.element()
	d.id("PrefixListId", list)
	d.list("Entries")
	for _, b := range blocks {
		d.object("")
		d.prefix("Cidr", b)
		d.end()
	}
	d.end()
	return d.done()
}
