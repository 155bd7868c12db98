// Command netgen writes synthetic AWS networks of any size, as the documents that the AWS CLI would print about them.
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/dryhop/dryhop/cmd/internal/netgen"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(netgen.Main(ctx, netgen.System()))
}
