package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/text"
	"github.com/dryhop/dryhop/topology"
)

func (a *app) snapshotCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "snapshot",
		Short:   "Take a snapshot, and look at it",
		Example: "dryhop snapshot collect > collect.sh\ndryhop snapshot info -s ./prod\ndryhop snapshot check -s ./prod",
		RunE:    a.requireSubcommand,
	}
	cmd.AddCommand(a.snapshotInfoCommand(), a.snapshotCheckCommand(), a.snapshotCollectCommand())
	return cmd
}

func (a *app) snapshotInfoCommand() *cobra.Command {
	f := new(networkFlags)
	cmd := &cobra.Command{
		Use:     "info",
		Short:   "Show what is in a snapshot, what is missing, and what that makes unknowable",
		Example: "dryhop snapshot info -s ./prod\ndryhop snapshot info -s ./prod --format json",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runSnapshotInfo(cmd, f) },
	}
	f.add(cmd)
	return cmd
}

func (a *app) runSnapshotInfo(cmd *cobra.Command, f *networkFlags) error {
	if err := a.checkFormat(textOrJSON); err != nil {
		return err
	}
	n, err := a.network(cmd.Context(), f)
	if err != nil {
		return err
	}
	a.warn(n)
	info := report.NewInventory(n.snapshot, n.name, assumablesByKind())
	return a.write(func(w io.Writer) error {
		if a.options.format == "json" {
			return json.Write(w, info)
		}
		return text.Inventory(w, info, a.style())
	})
}

func (a *app) snapshotCheckCommand() *cobra.Command {
	f := new(networkFlags)
	cmd := &cobra.Command{
		Use:   "check",
		Short: "List what is wrong with a snapshot",
		Long: `Errors mean that input was lost, warnings that some answers are unknown. What could be assumed in place of missing
documents is listed at the end.

Exit codes: 0 no errors, 1 errors, 2 the snapshot could not be read at all.`,
		Example: "dryhop snapshot check -s ./prod\ndryhop snapshot check -s ./prod --format json",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runSnapshotCheck(cmd, f) },
	}
	f.add(cmd)
	f.change.add(cmd)
	return cmd
}

func (a *app) runSnapshotCheck(cmd *cobra.Command, f *networkFlags) error {
	if err := a.checkFormat(textOrJSON); err != nil {
		return err
	}
	n, err := a.network(cmd.Context(), f)
	if err != nil {
		return err
	}
	p := a.startProgress("looking for routes that lead nowhere ...")
	holes, err := cancellable(cmd.Context(), func() ([]topology.Diagnostic, error) { return n.graph.BlackHoles(), nil })
	p.end()
	if err != nil {
		return err
	}
	n.diagnostics = append(n.diagnostics, holes...)
	check := report.NewCheck(n.snapshot, n.diagnostics, n.name, assumablesByKind())
	if countSeverities(n.diagnostics)[topology.Error] > 0 {
		a.exit = exitNo
	}
	return a.write(func(w io.Writer) error {
		if a.options.format == "json" {
			return json.Write(w, check)
		}
		return text.Check(w, check, a.style())
	})
}
