package cli

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report/json"
)

// A versionRecord is the answer of "dryhop version".
type versionRecord struct {
	Schema   string `json:"schema"`
	Version  string `json:"version"`
	Revision string `json:"revision"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of dryhop",
		Example: "dryhop version\ndryhop version --format json",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.checkFormat(textOrJSON); err != nil {
				return err
			}
			return a.write(func(w io.Writer) error { return a.printVersion(w, currentVersion()) })
		},
	}
}

func (a *app) printVersion(w io.Writer, v versionRecord) error {
	if a.options.format == "json" {
		return json.Write(w, v)
	}
	revision := ""
	if v.Revision != "" {
		revision = " " + v.Revision
	}
	_, err := fmt.Fprintf(w, "dryhop %s%s (%s, %s)\n", v.Version, revision, v.Go, v.Platform)
	return err
}

// currentVersion is what the build recorded.
func currentVersion() versionRecord {
	v := versionRecord{
		Schema: "dryhop/version/v1", Version: "devel", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v.Revision = s.Value[:min(12, len(s.Value))]
		}
	}
	return v
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments, and %q is one", cmd.CommandPath(), args[0])
	}
	return nil
}
