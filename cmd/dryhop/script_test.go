package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/dryhop/dryhop/cmd/internal/cli"
	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

var update = flag.Bool("update", false, "write the golden files in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dryhop": func() { os.Exit(cli.Main(context.Background(), cli.System())) },
	})
}

// TestScripts runs testdata/script/*.txtar: each is a story about one command.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "tables": tables, "step": step},
	})
}

// condition knows [all-calls]: the environment wants the slow part of collect_moto.txtar, too.
func condition(name string) (bool, error) {
	if name != "all-calls" {
		return false, errors.New("there is no condition " + name)
	}
	return os.Getenv("DRYHOP_TEST_ALL_CALLS") != "", nil
}

// exits CODE COMMAND ARGS... runs a command that has to end with that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit interface{ ExitCode() int }
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// tables FOLDER loads a snapshot, which has to hold something of everything that there is.
func tables(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tables FOLDER")
	}
	s, err := load.Load([]string{ts.MkAbs(args[0])}, load.Options{})
	ts.Check(err)
	for i, field := range slices.Collect(reflect.TypeFor[topology.Snapshot]().Fields()) {
		if table := reflect.ValueOf(s).Elem().Field(i); table.Len() == 0 && field.Name != "Diagnostics" && field.Name != "Failures" {
			ts.Fatalf("the snapshot has no %s", field.Name)
		}
	}
	for _, d := range s.Diagnostics {
		if d.Code == "UNKNOWN_DOCUMENT" {
			ts.Fatalf("%s", d)
		}
	}
}

// step ID writes what a step of the GitHub Action runs into the file ID.sh, run as GitHub does: ending at the first error.
func step(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: step ID")
	}
	action, err := os.ReadFile(actionFile)
	ts.Check(err)
	_, from, found := strings.Cut(string(action), "    - id: "+args[0]+"\n")
	_, from, runs := strings.Cut(from, "      run: |\n")
	if !found || !runs {
		ts.Fatalf("the action has no step %s that runs something", args[0])
	}
	script := "set -eo pipefail\n"
	for line := range strings.Lines(from) {
		code, within := strings.CutPrefix(line, "        ")
		if !within {
			break
		}
		script += code
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".sh"), []byte(script), 0o644))
}

// actionFile is where the action is, from wherever scripts run.
var actionFile = func() string {
	path, _ := filepath.Abs("../../.github/actions/impact/action.yml")
	return path
}()

var pageCommand = regexp.MustCompile(`(?m)^    (dryhop .*)$`)

// TestEveryClaimIsTried holds the pages of the designs to their scripts: what a page tells to run, its script runs.
func TestEveryClaimIsTried(t *testing.T) {
	for _, d := range scenarios.Designs() {
		script, err := os.ReadFile("testdata/script/design_" + d.Name + ".txtar")
		if err != nil {
			t.Error(err)
			continue
		}
		for _, c := range pageCommand.FindAllStringSubmatch(d.Prose, -1) {
			if !strings.Contains(string(script), " "+c[1]+"\n") {
				t.Errorf("%s: nothing tries %q", d.Name, c[1])
			}
		}
	}
}
