// Package markdown prints tables as GitHub's Markdown has them, for pull requests and pages.
package markdown
