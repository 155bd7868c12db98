package report_test

import (
	"context"
	"flag"
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
)

var networks = flag.Int("networks", 20, "how many random networks to ask about")

// TestCommandsAskForTheirGroups reads the commands of the groups of random networks back, which have to be answered with the
// verdicts of the groups.
func TestCommandsAskForTheirGroups(t *testing.T) {
	for seed := range *networks {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		solver, q := reach.New(g), reach.Query{From: reach.Ends{All: true}, To: reach.Ends{All: true}, Service: sim.AnyService()}
		groups := solver.Grouping(q)
		if _, err := solver.Each(context.Background(), q, groups.Add); err != nil {
			t.Fatal(err)
		}
		commands := &report.Commands{Index: selector.NewIndex(g), Graph: g, Arguments: " -s random"}
		tracer := sim.NewTracer(g)
		for _, group := range groups.Groups() {
			for _, s := range group.Shares {
				command := commands.Trace(&s.Witness)
				read, err := readCommand(commands.Index, command)
				if err != nil {
					t.Errorf("seed %d: %s: %v", seed, command, err)
					continue
				}
				if got, err := tracer.Verdict(read); err != nil || got != group.Verdict {
					t.Errorf("seed %d: %s: %v (%v), the group says %v", seed, command, got, err, group.Verdict)
				}
			}
		}
	}
}

// readCommand reads a command as "dryhop trace" does.
func readCommand(x *selector.Index, command string) (q sim.Question, err error) {
	words := shellWords(strings.TrimPrefix(command, "dryhop trace -s random "))
	from, err := x.One(words[0], selector.From)
	if err != nil {
		return q, err
	}
	to, err := x.One(words[1], selector.To)
	if err != nil {
		return q, err
	}
	q.From, q.To, q.SourceIP = from.Location, to.Location, from.Address
	if q.Service, err = sim.ParseService(words[2]); err != nil {
		return q, err
	}
	for i := 3; i < len(words) && err == nil; i++ {
		switch words[i] {
		case "-6":
			q.Family = sim.OnlyIPv6
			continue
		case "--source-ip":
			q.SourceIP, err = netip.ParseAddr(words[i+1])
		case "--destination-ip":
			q.DestinationIP, err = netip.ParseAddr(words[i+1])
		case "--source-port":
			q.SourcePorts, err = sim.ParsePorts(words[i+1])
		}
		i++
	}
	return q, err
}

// shellWords divides a line at spaces outside of quotes.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	quoted := false
	for _, c := range line {
		switch {
		case c == '\'':
			quoted = !quoted
		case c == ' ' && !quoted:
			words = append(words, word.String())
			word.Reset()
		default:
			word.WriteRune(c)
		}
	}
	return append(words, word.String())
}
