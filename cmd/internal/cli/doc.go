// Package cli is the command line as a function: arguments and streams in, an exit code out.
//
//	Env{Args, Stdin, ...} ──Main──▶ stdout: the answer   stderr: everything else   exit code
//
// A command is a file. It reads its flags, loads and compiles the snapshot, asks sim, and hands the answer to
// a renderer; it decides nothing about networks itself. Main never calls os.Exit, and reads the
// environment only through Env, so that tests run it in their own process.
package cli
