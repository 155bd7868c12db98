// Package coverage tells which rules, routes and places of a network the tests of a scenario file look at.
//
// A rule or route is looked at if it has a say on the way of a flow that stands for those of a test, there or back: if it lets it pass,
// takes it, or drops it. A place is if a test names it. What nobody looks at may be broken without a test failing; whether what is
// looked at would be noticed is for package mutation to say.
package coverage
