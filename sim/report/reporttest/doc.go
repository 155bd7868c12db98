// Package reporttest makes the records that renderers are tested with: answers written down by hand, so that a
// change of the solver does not change how they look.
package reporttest
