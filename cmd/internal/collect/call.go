package collect

import "strings"

// A Call is one read-only call of the AWS CLI, and what becomes of its answer.
type Call struct {
	Service   string // as the CLI calls it
	Operation string
	Options   []string // {Key} stands for that member of the parent
	Lists     []string // keys of the answer that hold lists; where AWS leaves one out, there is nothing
	Objects   []string // keys of the answer that hold objects
	Of        *Parent  // the call is made for each of these; nil: once
	Global    bool     // the account has it, not a Region
	Paged     bool     // answers come in pages that the CLI does not put together
	Halves    bool     // AWS cuts the answer short, so it is asked for by halves of the address space
	Strip     string   // jq that takes secrets out before anything is written; empty: there are none
	Action    string   // of IAM; empty: what the operation's name says
}

// A Parent is a kind of resource that calls are made for, one by one. Their answers do not all say whose they are, so
// the script puts the parent's keys beside them.
type Parent struct {
	Name string   // in the script's comments
	Keys []string // members that name one
	From []string // names of the calls that list them
	Rows string   // jq: an array of the keys' values for each; $account is the account that is collected
}

// Name is what files with answers of the call are called.
func (c *Call) Name() string { return c.Service + "-" + c.Operation }

// iamServices are services whose actions have another prefix than the CLI has.
var iamServices = map[string]string{"elb": "elasticloadbalancing", "elbv2": "elasticloadbalancing"}

// IAMAction is the permission that the call needs.
func (c *Call) IAMAction() string {
	service, action := c.Service, c.Action
	if other := iamServices[service]; other != "" {
		service = other
	}
	if action == "" {
		for word := range strings.SplitSeq(c.Operation, "-") {
			action += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return service + ":" + action
}

// step is how many calls have to come before: the parents' list, and the parents' parents'.
func (c *Call) step() int {
	if c.Of == nil {
		return 0
	}
	deepest := 0
	for _, from := range c.Of.From {
		for i := range calls {
			if calls[i].Name() == from {
				deepest = max(deepest, calls[i].step())
			}
		}
	}
	return deepest + 1
}
