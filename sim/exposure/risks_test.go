package exposure_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/exposure"
)

// TestReadmeShowsTheRisks holds the README's table to the one in the code.
func TestReadmeShowsTheRisks(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range exposure.Risks() {
		if row := riskRow(&r); !strings.Contains(string(readme), row) {
			t.Errorf("the README lacks this line of the table of risks:\n%s", row)
		}
	}
}

func riskRow(r *exposure.RiskRule) string {
	var services []string
	for _, of := range []struct {
		name  string
		ports []netmath.PortRange
	}{{"tcp", r.TCP}, {"udp", r.UDP}} {
		if len(of.ports) > 0 {
			services = append(services, of.name+"/"+netmath.PortsOf(of.ports...).String())
		}
	}
	return fmt.Sprintf("| %s | %s | %v | %v | %s |\n", r.Name, strings.Join(services, " "), r.Open, r.Few, r.Why)
}
