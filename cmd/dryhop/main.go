// Command dryhop answers, offline, what an AWS network would do with traffic.
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/dryhop/dryhop/cmd/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(cli.Main(ctx, cli.System()))
}
