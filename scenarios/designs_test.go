package scenarios

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// designList is what there is.
var designList = []string{
	"bastion", "central-egress", "database", "default-vpc", "egress-only", "endpoints", "filtering-proxy", "forgotten-ipv6", "hub-and-spoke",
	"hybrid", "inspection", "load-balanced", "nat", "overlapping", "peered", "port-hygiene", "privatelink", "s3-endpoint", "security-groups",
	"software-vpn", "three-tier",
}

func TestDesigns(t *testing.T) {
	var names []string
	for _, d := range Designs() {
		names = append(names, d.Name)
		if d.Title == "" {
			t.Errorf("%s: its page has no heading", d.Name)
		}
		if len(strings.Fields(d.Prose)) < 200 {
			t.Errorf("%s: its page says next to nothing", d.Name)
		}
	}
	if !slices.Equal(names, designList) {
		t.Errorf("Designs() = %v, want %v", names, designList)
	}
}

func TestDesignFSHoldsDocumentsOnly(t *testing.T) {
	for _, d := range Designs() {
		fsys, err := DesignFS(d.Name)
		if err != nil {
			t.Fatal(err)
		}
		documents := 0
		err = fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				documents++
				if path.Ext(name) != ".json" {
					t.Errorf("%s: %s is no document", d.Name, name)
				}
			}
			return err
		})
		if err != nil || documents < 5 {
			t.Errorf("%s: %d documents (%v)", d.Name, documents, err)
		}
	}
}

func TestDesignFSOfAnUnknownName(t *testing.T) {
	list := strings.Join(designList, ", ")
	for name, want := range map[string]string{
		"three-teir": `no example design "three-teir": did you mean "three-tier"? (there are ` + list + `)`,
		"Peered":     `no example design "Peered": did you mean "peered"? (there are ` + list + `)`,
		"mainframe":  `no example design "mainframe": there are ` + list,
		"":           `no example design "": there are ` + list,
		"../designs": `no example design "../designs": there are ` + list,
	} {
		if _, err := DesignFS(name); err == nil || err.Error() != want {
			t.Errorf("DesignFS(%q): got %v, want %s", name, err, want)
		}
	}
}

func TestEveryDocumentParses(t *testing.T) {
	for _, s := range snapshots(t) { // a document that does not parse ends the test
		if len(s.documents) == 0 {
			t.Errorf("%s has no documents", s.design)
		}
		for _, d := range s.documents {
			if !strings.HasSuffix(d.path, ".json") || len(d.values) == 0 {
				t.Errorf("%s is not a document of a command", d.path)
			}
		}
	}
}

func TestDesignsAreSmall(t *testing.T) {
	const limit = 120_000
	for _, s := range snapshots(t) {
		size := len(s.prose)
		for _, d := range s.documents {
			size += len(d.text)
		}
		if size > limit {
			t.Errorf("%s: %d bytes, want at most %d", s.design, size, limit)
		}
	}
}

var command = regexp.MustCompile(`(?m)^    dryhop trace -s example:(\S+) (\S+) (\S+) (\S+)$`)

// The commands of a page ask about its own design, and about things in it.
func TestPagesNameWhatTheDesignHolds(t *testing.T) {
	for _, s := range snapshots(t) {
		commands := command.FindAllStringSubmatch(s.prose, -1)
		if len(commands) == 0 {
			t.Errorf("%s: the page has no command to try", s.design)
		}
		known := s.names()
		for _, c := range commands {
			if c[1] != s.design {
				t.Errorf("%s: the page asks about %s", s.design, c[1])
			}
			for _, location := range c[2:4] {
				if known[location] == 0 && location != "internet" && !isAddress(location) {
					t.Errorf("%s: the page names %s, which is not in the design", s.design, location)
				}
			}
		}
	}
}
