// Package collect writes the shell script that takes a snapshot with the AWS CLI, and the IAM policy that it needs.
//
//	table of calls ──▶ script    one line a call, around machinery that is the same for all (script.sh)
//	               └─▶ policy    the actions of those calls, no more
//
// Nothing here talks to AWS: the script is printed for somebody to read and to run.
package collect
