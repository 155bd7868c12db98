// Package record writes scenario files: what holds of a network today, as tests.
//
//	World ──All──▶ every flow that there is, and that there are no others
//	      ──Starter──▶ what faces the internet, which VPCs are apart, overlaps and room: a beginning to edit
//
// Places are called by names where a name stands for just these places, and by ids where none does. What is written was tried: each
// test passes on the network that it was written for.
package record
