// Package template reads the language of CloudFormation's templates, in JSON and YAML, and evaluates what is written in it.
//
//	text ──Parse──▶ Node ──Read──▶ Template ──NewStack──▶ Stack ──Eval──▶ Value
//	                with lines      parameters,            parameters, pseudo parameters,
//	                short tags      conditions,            exports, and what resources
//	                spelled out     resources              are called (Resources)
//
// A Value is known, or unknown with the reason and what to do about it: the parameter that has no value, the attribute that AWS
// decides. What a resource will be called is not known before it exists; a stand-in then serves (Value.Made), which is good for
// telling which resource is meant and for nothing else.
//
// The package knows the language only: what properties mean is package cloudformation's.
//
// Sources: the CloudFormation User Guide, "Template anatomy", "Intrinsic function reference", "Fn::ForEach", "Dynamic references".
package template
