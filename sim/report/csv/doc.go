// Package csv prints tables as comma-separated values (RFC 4180): a header, and nothing but rows.
package csv
