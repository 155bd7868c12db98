package cli

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/cmd/internal/collect"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/topology/load/awscli"
)

// collectFlags are the flags of "dryhop snapshot collect".
type collectFlags struct {
	plan      collect.Plan
	iamPolicy bool
}

func (a *app) snapshotCollectCommand() *cobra.Command {
	f := new(collectFlags)
	cmd := &cobra.Command{
		Use:   "collect",
		Short: "Print a script that takes a snapshot with the AWS CLI",
		Long: `The script makes read-only calls, which it lists at its top, and keeps the answers in a folder for each account and
Region. Secrets in them (pre-shared keys, environments of functions) are taken out before anything is written. What fails is listed at
the end and stops nothing; run again with the same folder, it fetches only what is not there yet. It needs bash, jq and the
AWS CLI. Read it, then run it: dryhop itself never talks to AWS.

Without --profile and --role it collects the account of the credentials at hand; run it once for each account, or name several.`,
		Example: `dryhop snapshot collect > collect.sh; less collect.sh; bash collect.sh prod
dryhop snapshot collect --regions eu-west-1,us-east-1 --profile prod,shared > collect.sh
dryhop snapshot collect --role arn:aws:iam::{account}:role/network-reader > collect.sh
dryhop snapshot collect --iam-policy > policy.json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return a.runSnapshotCollect(f) },
	}
	f.add(cmd)
	return cmd
}

func (f *collectFlags) add(cmd *cobra.Command) {
	flags, p := cmd.Flags(), &f.plan
	flags.BoolVar(&f.iamPolicy, "iam-policy", false, "print the IAM policy that the script needs, and no script")
	flags.StringSliceVar(&p.Regions, "regions", nil, "collect these `REGIONS`, by commas; without, all that are enabled")
	flags.StringSliceVar(&p.Services, "services", nil, "call only these `SERVICES` of the CLI, by commas: "+strings.Join(collect.Services(), ", "))
	flags.StringSliceVar(&p.Accounts, "account", nil, "collect these `ACCOUNTS`, and no others whatever the credentials; repeatable")
	flags.StringSliceVar(&p.Profiles, "profile", nil, "collect the account of each of these `PROFILES` of the CLI's configuration; repeatable")
	flags.StringVar(&p.Role, "role", "", "assume the role of this `ARN` in each --account, or without any in each of the organization; {account} stands for the id")
	flags.IntVar(&p.Parallel, "parallel", 4, "make up to `N` calls at a time")
	_ = cmd.RegisterFlagCompletionFunc("services", completeWords(collect.Services()...))
	for _, name := range []string{"regions", "account", "profile", "role", "parallel"} {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
	}
}

func (a *app) runSnapshotCollect(f *collectFlags) error {
	if a.options.format != "text" {
		return usagef("--format %q: a script is text, and a policy JSON whatever the format", a.options.format)
	}
	if err := f.check(); err != nil {
		return err
	}
	f.plan.Version = currentVersion().Version
	if f.iamPolicy {
		return a.write(func(w io.Writer) error { return json.Write(w, collect.IAMPolicy(&f.plan)) })
	}
	return a.write(func(w io.Writer) error { return collect.Script(w, &f.plan) })
}

var (
	profileName = regexp.MustCompile(`^[A-Za-z0-9_.@+/-]+$`)
	roleName    = regexp.MustCompile(`^arn:aws[a-z-]*:iam::({account}|[0-9]{12}):role/[A-Za-z0-9_+=,.@/{}-]+$`)
)

// check refuses what the script could not work with; it also keeps the shell's own characters out of it.
func (f *collectFlags) check() error {
	p := &f.plan
	for _, word := range p.Regions {
		if !awscli.IsRegion(word) {
			return usagef("--regions %q: that is no Region, such as eu-west-1", word)
		}
	}
	for _, word := range p.Services {
		if !slices.Contains(collect.Services(), word) {
			return usagef("--services %q%s", word, didYouMean(word, collect.Services()))
		}
	}
	for _, word := range p.Accounts {
		if !awscli.IsAccount(word) {
			return usagef("--account %q: an account is 12 digits", word)
		}
	}
	for _, word := range p.Profiles {
		if !profileName.MatchString(word) {
			return usagef("--profile %q: give the name of a profile of the AWS CLI", word)
		}
	}
	switch {
	case p.Role != "" && !roleName.MatchString(p.Role):
		return usagef("--role %q: give an ARN such as arn:aws:iam::{account}:role/network-reader", p.Role)
	case p.Role != "" && len(p.Profiles) > 0:
		return usagef("--role and --profile exclude each other: a profile may name a role itself")
	case p.Role != "" && len(p.Accounts) != 1 && !strings.Contains(p.Role, "{account}"):
		return usagef("--role %q is of one account: write {account} in place of its id, or give that --account", p.Role)
	case p.Parallel < 1 || p.Parallel > 64:
		return usagef("--parallel %d: give a number from 1 to 64", p.Parallel)
	}
	return nil
}
