// Package sarif prints alerts as SARIF 2.1.0, which GitHub's code scanning and editors read.
package sarif
