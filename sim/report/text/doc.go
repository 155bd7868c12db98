// Package text prints records for people: aligned, coloured if asked, and never by colour alone.
//
//	web-1 → orders-db   tcp/5432                              ✓ REACHABLE
//
//	   1    web-1      eni-0a1  10.0.11.23       subnet app-a, eu-west-1a
//	   2  ✓ web        sg-0a1   egress sgr-07a   allow all to 0.0.0.0/0
//
// Every line stands in a table: cells of one column start at the same place, the last one runs on. Nothing is cut
// or wrapped, so that the output can be searched.
package text
