package terraform

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func prefixListTypes() map[string]maker {
	return map[string]maker{
		"aws_ec2_managed_prefix_list":       adds(parts, addPrefixList),
		"aws_ec2_managed_prefix_list_entry": adds(ties, addPrefixListEntry),
		"data.aws_ec2_managed_prefix_list":  adds(parts, addExistingPrefixList),
		"data.aws_prefix_list":              adds(parts, addExistingPrefixList),
	}
}

type prefixListValues struct {
	Name          text                `json:"name"`
	AddressFamily text                `json:"address_family"`
	OwnerID       text                `json:"owner_id"`
	PrefixListID  text                `json:"prefix_list_id"` // of an entry, and of data.aws_prefix_list
	Cidr          text                `json:"cidr"`
	Description   text                `json:"description"`
	MaxEntries    number              `json:"max_entries"`
	CidrBlocks    list                `json:"cidr_blocks"` // of data.aws_prefix_list
	Entry         blocks[entryOfList] `json:"entry"`
	Entries       blocks[entryOfList] `json:"entries"` // of the data source
}

type entryOfList struct {
	Cidr        text `json:"cidr"`
	Description text `json:"description"`
}

func (v *prefixListValues) row(b *builder, r *resource, id string) topology.PrefixList {
	row := topology.PrefixList{
		Meta: b.meta(r), PrefixListId: id, PrefixListName: string(v.Name), AddressFamily: string(v.AddressFamily), State: "create-complete", MaxEntries: v.MaxEntries.or(0),
		OwnerId: string(v.OwnerID), EntriesKnown: true, Tags: r.tags(),
	}
	for _, e := range append(v.Entry, v.Entries...) {
		if p := e.Cidr.prefix(); p.IsValid() {
			row.Entries = append(row.Entries, topology.PrefixListEntry{Cidr: p, Description: string(e.Description)})
		} else {
			row.EntriesKnown = false
		}
	}
	for _, p := range v.CidrBlocks.prefixes() {
		row.Entries = append(row.Entries, topology.PrefixListEntry{Cidr: p})
	}
	return row
}

func addPrefixList(b *builder, r *resource, v *prefixListValues) {
	row := v.row(b, r, b.id(r))
	row.EntriesKnown = row.EntriesKnown && !(r.isUnknown("entry") && b.writes(r, "entry") && r.config != nil && len(v.Entry) == 0)
	provision.Put(b.d, &b.d.Snapshot.PrefixLists, row)
}

func addPrefixListEntry(b *builder, r *resource, v *prefixListValues) {
	id := string(v.PrefixListID)
	l := provision.Part(b.d, &b.d.Snapshot.PrefixLists, id, func(l *topology.PrefixList) { l.PrefixListId = id })
	p := v.Cidr.prefix()
	if !p.IsValid() {
		l.EntriesKnown = false
		return
	}
	for i := range l.Entries {
		if l.Entries[i].Cidr == p {
			l.Entries[i].DeclaredAs = r.address
			return
		}
	}
	l.Entries = append(l.Entries, topology.PrefixListEntry{Cidr: p, Description: string(v.Description), DeclaredAs: r.address})
}

// addExistingPrefixList takes what a data source says of a list: its entries, where it lists any.
func addExistingPrefixList(b *builder, r *resource, v *prefixListValues) {
	id := string(v.PrefixListID)
	if id == "" {
		id = b.id(r)
	}
	if id == r.address || provision.Get(b.d, &b.d.Snapshot.PrefixLists, id) != nil {
		return
	}
	row := v.row(b, r, id)
	row.EntriesKnown = len(row.Entries) > 0
	provision.Put(b.d, &b.d.Snapshot.PrefixLists, row)
}
