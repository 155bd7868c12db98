// Package terraform prints records in Terraform's language, as "terraform fmt" would leave them: two spaces a level, and the equals signs of
// neighbouring lines under each other.
package terraform
