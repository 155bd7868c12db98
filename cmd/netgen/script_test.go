package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/dryhop/dryhop/cmd/internal/cli"
	"github.com/dryhop/dryhop/cmd/internal/netgen"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"netgen": func() { os.Exit(netgen.Main(context.Background(), netgen.System())) },
		"dryhop": func() { os.Exit(cli.Main(context.Background(), cli.System())) },
	})
}

// TestScripts runs testdata/script/*.txtar: the command line, and what dryhop says about the worlds.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true})
}
