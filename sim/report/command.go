package report

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
)

// Commands prints questions as commands that ask them.
type Commands struct {
	Index     *selector.Index // none in a network so large that making it takes its time: places are called by their ids
	Graph     *graph.Graph    // what is asked about
	Arguments string          // the flags that name the snapshot, each with a space before it
}

// Trace is the command that asks a question about one service. Without Commands there is none.
func (c *Commands) Trace(q *sim.Question) string {
	if c == nil {
		return ""
	}
	var flags strings.Builder
	from := c.end(q.From, q.SourceIP, selector.From, " --source-ip ", &flags)
	to := c.end(q.To, q.DestinationIP, selector.To, " --destination-ip ", &flags)
	if q.Family == sim.OnlyIPv6 {
		flags.WriteString(" -6")
	}
	if !q.SourcePorts.Empty() {
		fmt.Fprintf(&flags, " --source-port %v", q.SourcePorts)
	}
	return fmt.Sprintf("dryhop trace%s %s %s %s%s", c.Arguments, Quoted(from), Quoted(to), serviceWord(&q.Service), flags.String())
}

// Exposure is the command that tells all of the findings of a risk or worse about some places. Without Commands there is none.
func (c *Commands) Exposure(to string, from []string, service, risk string) string {
	if c == nil {
		return ""
	}
	text := "dryhop exposure" + c.Arguments + " " + Quoted(to)
	for _, word := range from {
		text += " --from " + Quoted(word)
	}
	if service != "all" {
		text += " --service " + Quoted(service)
	}
	return text + " --risk " + risk + " -v"
}

// end is the word for a place. A host of the internet is named by its address, one of a network outside by a flag.
func (c *Commands) end(l graph.Location, host netip.Addr, side selector.Side, flag string, flags *strings.Builder) string {
	switch {
	case !host.IsValid():
	case l.Kind == graph.AtInternet && (c.Graph == nil || !c.Graph.IsExternal(host)): // by itself it would be a host of a network outside
		return host.String()
	default:
		flags.WriteString(flag + host.String())
	}
	return c.Word(l, side)
}

// Word is what the command line knows a place by.
func (c *Commands) Word(l graph.Location, side selector.Side) string {
	if c.Index == nil {
		return c.Graph.RefOf(l).ID
	}
	return c.Index.Word(l, side)
}

// serviceWord is a service as sim.ParseService reads it.
func serviceWord(s *sim.Service) string {
	switch {
	case s.All:
		return "all"
	case s.Protocol.IsICMP():
		return icmpWords(s.Protocol, s.Ports)[0]
	case s.Protocol.HasPorts() && !s.Ports.Full():
		return fmt.Sprintf("%v/%v", s.Protocol, s.Ports)
	}
	return protocolWord(s.Protocol)
}

// protocolWord is a protocol's name; a bare number could be taken for a port.
func protocolWord(p netmath.Protocol) string {
	name := p.String()
	if '0' <= name[0] && name[0] <= '9' {
		return "protocol/" + name
	}
	return name
}

// Quoted is a word as a shell takes it.
func Quoted(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n'\"\\$*?;&|<>()[]{}!#~`") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
