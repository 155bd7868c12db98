package cli

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/report/json"
)

// schemas are the JSON Schemas that the program brings along.
var schemas = map[string][]byte{
	"scenario": language.Schema, "test": json.TestSchema, "trace": json.TraceSchema, "reach": json.ReachSchema, "exposure": json.ExposureSchema,
	"scope": json.ScopeSchema, "examples": json.ExamplesSchema, "impact": json.ImpactSchema,
}

func schemaWords() []string { return slices.Sorted(maps.Keys(schemas)) }

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema NAME",
		Short: "Print the JSON Schema of scenario files, or of what --format json prints",
		Long: `NAME is scenario, for the files of "dryhop test", or a command whose JSON is meant: ` + strings.Join(schemaWords(), ", ") + `.

An editor with a YAML language server completes scenario files that begin with
# yaml-language-server: $schema=./scenario.schema.json`,
		Example: "dryhop schema scenario > scenario.schema.json\ndryhop schema trace",
		ValidArgsFunction: func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return startingWith(schemaWords(), typed), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.runSchema(args) },
	}
}

func (a *app) runSchema(args []string) error {
	if len(args) != 1 {
		return usagef("schema takes one name: %s", strings.Join(schemaWords(), ", "))
	}
	text, known := schemas[args[0]]
	if !known {
		return usagef("schema: there is none of %q%s", args[0], didYouMean(args[0], schemaWords()))
	}
	return a.write(func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
