package cli

import (
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a scenario file to begin with, for a network of one's own",
		Long: `What faces the internet, which VPCs are apart, whether networks overlap and subnets have room: as tests that hold today. It is printed, or
written with -o. Edit it, and run it with "dryhop test". For every flow that there is: dryhop test --record.`,
		Example: "dryhop init -s ./prod -o prod.test.yaml\ndryhop init -s example:three-tier",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sources, err := a.sources()
			if err != nil {
				return err
			}
			text, err := cancellable(cmd.Context(), func() ([]byte, error) { return scenarios.Starter(cmd.Context(), sources, a.outputFolder()) })
			if err != nil {
				return err
			}
			return a.write(func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
		},
	}
}

// outputFolder is where --output writes; empty where it prints.
func (a *app) outputFolder() string {
	if a.options.output == "" {
		return ""
	}
	return filepath.Dir(a.options.output)
}
