// Package awscli reads the JSON that the AWS CLI prints for describe, get, list and search calls.
//
// A file goes in as a stream of bytes; a Part comes out: the resources found, the documents they came from,
// and what was wrong.
//
//	bytes ──text──▶ UTF-8 without log lines ──values──▶ JSON values ──object──▶ answers
//	                                                                   │ key, element shape
//	                                              registry ◀───────────┘
//	                                                 │ form
//	                                                 ▼
//	                                      element by element ──▶ Part
//
// An answer is a member of an object: its key and the shape of its elements choose a form from the registry.
// Some answers do not name the resource they belong to; then the members beside them (the envelope) do, or
// an id in the file's name.
//
// Long lists are taken over by a bulkReader: blocks of bytes, read by scanners with tables of fields, by as many
// goroutines as a Crew has to spare. What is out of the ordinary is left to the way above, so both give the same.
//
// Nothing is held but the element being read, and what the Snapshot keeps of it. Keys that carry secrets
// have no field, so their values are never kept and never quoted.
package awscli
