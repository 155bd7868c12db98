// Package report is the vocabulary of dryhop's output: plain records of what an answer says, in the words of
// the JSON that the command line prints. The records are built once, from an answer and the names in the
// network, and every renderer is a pure function of them:
//
//	sim.Answer ──Builder.Trace──▶ Trace ──▶ report/json    JSON, JSON lines
//	                                    ──▶ report/text    for people
//
// The JSON of a record is its canonical form: stable, versioned by its schema word, described by the JSON Schema
// beside the JSON renderer. Ports are a number if there is one, else ranges in a string: 443, "1024-65535",
// "80,443". Lists are never null.
package report
