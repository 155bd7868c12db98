package awscli

// foreign are top-level keys that give other formats away.
var foreign = map[string]string{
	"planned_values":           "a Terraform plan",
	"resource_changes":         "a Terraform plan",
	"terraform_version":        "a Terraform plan or state",
	"AWSTemplateFormatVersion": "a CloudFormation template",
	"configurationItems":       "an AWS Config snapshot",
	"encrypted_data":           "an encrypted OpenTofu state",
}
