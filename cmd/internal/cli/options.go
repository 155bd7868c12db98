package cli

import (
	"bufio"
	"cmp"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report/text"
)

// options are the flags that every command takes.
type options struct {
	snapshots []string
	format    string
	output    string
	noColor   bool
	ascii     bool
	quiet     bool
	maxMemory string
}

func (a *app) addOptions(root *cobra.Command) {
	f, o := root.PersistentFlags(), &a.options
	f.StringArrayVarP(&o.snapshots, "snapshot", "s", nil, "snapshot at `PATH`: folder, file, .zip, .tar.gz, - for stdin, or example:NAME; repeatable (also $DRYHOP_SNAPSHOT)")
	f.StringVar(&o.format, "format", "text", "output `FORMAT`: text, json, or what else the command says")
	f.StringVarP(&o.output, "output", "o", "", "write the answer to `FILE`")
	f.BoolVar(&o.noColor, "no-color", false, "no colour (also $NO_COLOR, or when stdout is no terminal)")
	f.BoolVar(&o.ascii, "ascii", false, "no letters beyond ASCII")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress, no summary of warnings")
	f.StringVar(&o.maxMemory, "max-memory", "", "give up rather than take more than `SIZE` of memory, such as 2GB")
	_ = root.MarkPersistentFlagFilename("output")
	_ = root.RegisterFlagCompletionFunc("snapshot", completeSnapshot)
	_ = root.RegisterFlagCompletionFunc("format", completeFormat)
}

// sources are the snapshots to read: those named, else those of the environment.
func (a *app) sources() ([]string, error) {
	if len(a.options.snapshots) > 0 {
		return eachOnce(a.options.snapshots), nil
	}
	if list := a.env.Getenv("DRYHOP_SNAPSHOT"); list != "" {
		return eachOnce(snapshotList(list)), nil
	}
	return nil, usagef("no snapshot is named: give -s PATH or set DRYHOP_SNAPSHOT; to try one, -s example:three-tier")
}

// eachOnce drops repetitions: there is nothing to merge, and completion reads the flags twice.
func eachOnce(words []string) []string {
	var once []string
	for _, word := range words {
		if !slices.Contains(once, word) {
			once = append(once, word)
		}
	}
	return once
}

// snapshotList splits a path list, where the colon of example:NAME is no separator.
func snapshotList(list string) []string {
	var all []string
	for _, item := range filepath.SplitList(list) {
		if n := len(all); n > 0 && all[n-1] == "example" {
			all[n-1] += ":" + item
			continue
		}
		if item != "" {
			all = append(all, item)
		}
	}
	return all
}

// The formats of commands; formatsKey is the annotation of those that have others than most.
const (
	formatsKey  = "formats"
	textOrJSON  = "text, json"
	flowFormats = "text, json, jsonl, aws"
)

// checkFormat refuses a format that a command does not have.
func (a *app) checkFormat(formats string) error {
	if slices.Contains(strings.Split(formats, ", "), a.options.format) {
		return nil
	}
	return usagef("--format %q: there is %s", a.options.format, formats)
}

func completeFormat(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	formats := cmp.Or(cmd.Annotations[formatsKey], textOrJSON)
	return startingWith(strings.Split(formats, ", "), typed), cobra.ShellCompDirectiveNoFileComp
}

// write prints an answer on stdout, or to the file of --output.
func (a *app) write(print func(io.Writer) error) (err error) {
	out := a.env.Stdout
	if a.options.output != "" {
		file, err := os.Create(a.options.output)
		if err != nil {
			return err
		}
		defer func() {
			if closed := file.Close(); err == nil {
				err = closed
			}
		}()
		out = file
	}
	b := bufio.NewWriterSize(out, 64<<10)
	if err := print(b); err != nil {
		return err
	}
	return b.Flush()
}

// style is how text is printed: what the terminal can show and the user wants.
func (a *app) style() text.Style {
	return text.Style{Color: a.color(), ASCII: a.options.ascii || !a.utf8()}
}

func (a *app) color() bool {
	force := a.env.Getenv("CLICOLOR_FORCE")
	switch {
	case a.options.noColor || a.env.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	}
	return a.env.StdoutTerminal && a.options.output == "" && a.env.Getenv("TERM") != "dumb"
}

// utf8 looks at the locale; where none is set, the world is taken to be modern.
func (a *app) utf8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(a.env.Getenv(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return true
}
