// Package github prints alerts as workflow commands of GitHub Actions, which become annotations of a pull request.
package github
