package cidrfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// The columns of CSV files by what they tell; spelled as here but for case, spaces and underscores. NetBox's are among them.
var (
	blockColumns = []string{"cidr", "prefix", "cidrblock", "block", "network", "resourcecidr", "ipv6cidrblock"}
	columns      = map[string][]string{
		"cidr":    blockColumns,
		"name":    {"name", "description", "resourcename", "holder"},
		"kind":    {"kind", "status", "type"},
		"id":      {"id", "resourceid", "vpcid"},
		"account": {"account", "owner", "ownerid", "resourceownerid", "tenant", "accountid"},
		"region":  {"region", "resourceregion", "site", "scope"},
		"zone":    {"zone", "availabilityzone"},
		"vpc":     {"vpc"},
		"note":    {"note", "vrf", "role", "comments"},
	}
)

// columnOf is the column of a header that has one of some names, or -1.
func columnOf(header string, names []string) int {
	return columnIn(strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ';' }), names)
}

func columnIn(header, names []string) int {
	for _, name := range names {
		if i := slices.IndexFunc(header, func(s string) bool { return plain(s) == name }); i >= 0 {
			return i
		}
	}
	return -1
}

// plain is a column's name without what people write differently.
func plain(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(s)))
}

// csv reads a table with a header.
func (f *file) csv(text []byte) {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comment, r.FieldsPerRecord, r.TrimLeadingSpace = '#', -1, true
	header, err := r.Read()
	if err != nil {
		f.fail(1, "its header cannot be read: %v", err)
		return
	}
	at := map[string]int{}
	for word, names := range columns {
		at[word] = columnIn(header, names)
	}
	if at["cidr"] < 0 {
		f.fail(1, "no column is called cidr or prefix: there are %s", strings.Join(header, ", "))
		return
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			f.fail(1, "%v", err)
			return
		}
		line, _ := r.FieldPos(0)
		f.record(line, record, at)
	}
}

// record reads a row. Rows of free blocks, which dryhop prints, hold nothing.
func (f *file) record(line int, record []string, at map[string]int) {
	cells := row{}
	for word, i := range at {
		if i >= 0 && i < len(record) {
			cells[word] = strings.TrimPrefix(strings.TrimSpace(record[i]), "'")
		}
	}
	if cells["kind"] == "free" {
		return
	}
	f.add(line, cells)
}
