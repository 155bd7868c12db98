// Package load finds and opens what a Snapshot is read from, and merges it.
//
//	folder  ─┐
//	file    ─┤           ┌─ decode ─┐
//	archive ─┼─▶ entries ┼─ decode ─┼─▶ parts ─▶ merge ─▶ check ─▶ Snapshot
//	stdin   ─┤           └─ decode ─┘            by id    Diagnostics
//	fs.FS   ─┘           (in parallel)
//
// Nothing is ever written: archives are read where they are, names inside them are only names. Trouble is a
// Diagnostic beside a partial Snapshot; an error means that there was nothing to read.
//
// The result does not depend on the order of inputs, nor on how answers are spread over files, lines and lists.
package load
