// Package json prints records as JSON: indented for one, a line each for many.
package json
