package cli

import (
	"errors"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/report"
)

// traceFlags are the flags of "dryhop trace".
type traceFlags struct {
	ipv4, ipv6    bool
	family        string
	sourceIP      string
	sourcePort    string
	destinationIP string
	flows         string
	noHops        bool
	why           bool
	verbose       bool
	components    componentFlags
	network       networkFlags
}

func (f *traceFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVarP(&f.ipv4, "ipv4", "4", false, "ask about IPv4")
	flags.BoolVarP(&f.ipv6, "ipv6", "6", false, "ask about IPv6")
	flags.StringVar(&f.family, "family", "", "address `FAMILY`, ipv4 or ipv6; else the addresses decide, IPv4 first")
	flags.StringVar(&f.sourceIP, "source-ip", "", "the sender's `ADDRESS`, if it has several")
	flags.StringVar(&f.sourcePort, "source-port", "", "the sender's `PORT` or range; else any of 1024-65535")
	flags.StringVar(&f.destinationIP, "destination-ip", "", "the receiver's `ADDRESS`, if it has several")
	flags.StringVar(&f.flows, "flows", "", "answer the questions of `FILE`, or - for stdin: JSON lines or CSV")
	flags.BoolVar(&f.noHops, "no-hops", false, "with --flows: verdicts only, which is faster")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "every hop of both legs")
	flags.BoolVar(&f.why, "why", false, "of a flow that passes: the rules that it needs, what no way gets round, and other ways")
	f.components.add(cmd)
	f.network.add(cmd)
	f.network.addHealth(cmd)
	f.network.change.add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("family", completeWords("ipv4", "ipv6"))
	_ = cmd.MarkFlagFilename("flows", "jsonl", "csv")
}

// question reads the arguments and flags of a single question. Its places are still to be found.
func (f *traceFlags) question(args []string) (sim.Question, report.Asked, error) {
	var q sim.Question
	if err := checkTraceArgs(args); err != nil {
		return q, report.Asked{}, err
	}
	asked := report.Asked{From: args[0], To: args[1]}
	q.Service = sim.AnyService()
	if f.noHops {
		return q, asked, usagef("--no-hops goes with --flows")
	}
	var err error
	if len(args) == 3 {
		q.Service, err = sim.ParseService(args[2])
	}
	return q, asked, errors.Join(err, f.refine(&q))
}

func checkTraceArgs(args []string) error {
	switch {
	case len(args) < 2:
		return usagef("trace needs FROM and TO, or --flows FILE")
	case len(args) > 3:
		return usagef("trace takes FROM, TO and SERVICE, and %q is one more", args[3])
	}
	return nil
}

// refine adds to a question what the flags say about it.
func (f *traceFlags) refine(q *sim.Question) (err error) {
	var errs []error
	if q.Family, err = f.familyAsked(); err != nil {
		errs = append(errs, err)
	}
	if q.SourceIP, err = addrFlag("--source-ip", f.sourceIP); err != nil {
		errs = append(errs, err)
	}
	if q.DestinationIP, err = addrFlag("--destination-ip", f.destinationIP); err != nil {
		errs = append(errs, err)
	}
	if f.sourcePort != "" {
		if q.SourcePorts, err = sim.ParsePorts(f.sourcePort); err != nil {
			errs = append(errs, usagef("--source-port: %v", err))
		}
	}
	return errors.Join(errs...)
}

func addrFlag(flag, value string) (netip.Addr, error) {
	if value == "" {
		return netip.Addr{}, nil
	}
	a, err := netmath.ParseAddr(value)
	if err != nil {
		return a, usagef("%s: %v", flag, err)
	}
	return a, nil
}

func (f *traceFlags) familyAsked() (sim.Family, error) {
	family, err := sim.ParseFamily(f.family)
	if err != nil {
		return family, usagef("--%v", err)
	}
	for _, short := range []struct {
		set    bool
		family sim.Family
	}{{f.ipv4, sim.OnlyIPv4}, {f.ipv6, sim.OnlyIPv6}} {
		switch {
		case !short.set:
		case family != sim.EitherFamily && family != short.family:
			return family, usagef("-4, -6 and --family contradict each other: keep one")
		default:
			family = short.family
		}
	}
	return family, nil
}
