// Package junit prints checks as JUnit's XML, which continuous integration shows as test reports.
package junit
