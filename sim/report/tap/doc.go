// Package tap prints checks in the Test Anything Protocol, version 13: a line for each, with details in YAML below those that failed.
package tap
