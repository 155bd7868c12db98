package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dryhop/dryhop/sim"
)

// help prints a command's help: examples first, since they are what one looks for.
func (a *app) help(cmd *cobra.Command, _ []string) {
	var b strings.Builder
	b.WriteString(cmd.Short + ".\n")
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\nExamples:\n%s", indented(cmd.Example))
	}
	fmt.Fprintf(&b, "\nUsage:\n  %s\n", useLine(cmd))
	if cmd.Long != "" {
		fmt.Fprintf(&b, "\n%s\n", cmd.Long)
	}
	helpCommands(&b, cmd)
	if flags := cmd.LocalNonPersistentFlags().FlagUsages(); flags != "" {
		fmt.Fprintf(&b, "\nFlags:\n%s", flags)
	}
	fmt.Fprintf(&b, "\nFlags of every command:\n%s", cmd.Root().PersistentFlags().FlagUsages())
	_, _ = io.WriteString(cmd.OutOrStdout(), b.String())
}

func useLine(cmd *cobra.Command) string {
	if cmd.HasAvailableSubCommands() {
		return cmd.CommandPath() + " COMMAND [flags]"
	}
	return cmd.UseLine()
}

func helpCommands(b *strings.Builder, cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	b.WriteString("\nCommands:\n")
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			fmt.Fprintf(b, "  %-12s%s\n", c.Name(), c.Short)
		}
	}
}

func indented(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("  " + strings.TrimSuffix(line, "\n") + "\n")
	}
	return b.String()
}

// helpCommand is "dryhop help COMMAND".
func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Print the help of a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usagef("unknown command %q%s", strings.Join(args, " "), didYouMean(strings.Join(args, " "), commandNames(root)))
			}
			return about.Help()
		},
	}
}

// didYouMean ends a sentence about an unknown word.
func didYouMean(typed string, known []string) string {
	if near, ok := sim.Nearest(typed, known); ok {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return ": there is " + strings.Join(known, ", ")
}

// flagError adds the flag that was likely meant.
func flagError(cmd *cobra.Command, err error) error {
	typed, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return usageError{problem: err.Error()}
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, ok := sim.Nearest(typed, names); ok {
		return usagef("%v: did you mean --%s?", err, near)
	}
	return usageError{problem: err.Error()}
}

func printString(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}
