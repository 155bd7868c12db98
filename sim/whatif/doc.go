// Package whatif asks a question again of a network with edits done: the snapshot edited, compiled as far as the edits
// reach, and traced.
//
// Large networks are cut down to the VPCs that a flow has to do with, so that many edits can be tried; what was found there can be
// confirmed on the whole.
package whatif
