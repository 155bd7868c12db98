#!/usr/bin/env bash
# Takes a snapshot of AWS networks, for dryhop to read. Made by dryhop test; nothing of it runs on AWS's side.
#
#   bash collect.sh FOLDER
#
# It calls describe-, get-, list- and search- operations and nothing else: the next section lists all of them, and
# `dryhop snapshot collect --iam-policy` prints the permissions. Each answer becomes a file in FOLDER/ACCOUNT/REGION, what is not of
# a Region in FOLDER/ACCOUNT/global. Secrets are taken out of an answer on its way, before anything is written.
#
# A call that fails is listed at the end and does not stop the others. To try again, run the script again with the same
# FOLDER: answers that are there are kept. For a fresh snapshot, take a new FOLDER.
#
# Needs bash, jq (1.6 or later) and the AWS CLI (version 2, or a late 1) with credentials, as for any call of it.
# Exit code: 0 everything was collected, 1 something is missing, 2 it could not begin.

set -uo pipefail
umask 077

# ---------------------------------------------------------------------------------------------------- what to collect

REGIONS=''           # by blanks; empty: all Regions that are enabled
ACCOUNTS=''          # by blanks; empty: any, and with a role all of the organization
PROFILES=''          # of the CLI's configuration, by blanks; empty: the credentials at hand
ROLE=''              # to assume in each of ACCOUNTS; {account} stands for its id
PARALLEL=4           # calls at a time
MADE_BY='dryhop test'

# ------------------------------------------------------------------------------------------------------- calls to AWS
# list makes a call once; each makes it for every resource that the line "of" above it finds in answers collected before,
# and puts the resource's id beside an answer, which may not say whose it is. What follows: service, operation, the lists that the
# answer holds, jq that removes secrets (. for none), options.

regional_calls() {
	list ec2 describe-vpcs Vpcs .
	list ec2 describe-subnets Subnets .
	list ec2 describe-route-tables RouteTables .
	list ec2 describe-network-acls NetworkAcls .
	list ec2 describe-security-groups SecurityGroups .
	list ec2 describe-security-group-rules SecurityGroupRules .
	list ec2 describe-security-group-vpc-associations SecurityGroupVpcAssociations .
	list ec2 describe-network-interfaces NetworkInterfaces .
	list ec2 describe-instances Reservations .
	list ec2 describe-addresses Addresses .
	list ec2 describe-availability-zones AvailabilityZones .
	list ec2 describe-dhcp-options DhcpOptions .
	list ec2 describe-prefix-lists PrefixLists .
	list ec2 describe-managed-prefix-lists PrefixLists .
	list ec2 describe-internet-gateways InternetGateways .
	list ec2 describe-egress-only-internet-gateways EgressOnlyInternetGateways .
	list ec2 describe-nat-gateways NatGateways .
	list ec2 describe-carrier-gateways CarrierGateways .
	list ec2 describe-vpc-peering-connections VpcPeeringConnections .
	list ec2 describe-vpc-endpoints VpcEndpoints .
	list ec2 describe-vpc-endpoint-services ServiceDetails .
	list ec2 describe-vpc-endpoint-service-configurations ServiceConfigurations .
	list ec2 describe-vpc-endpoint-connections VpcEndpointConnections .
	list ec2 describe-instance-connect-endpoints InstanceConnectEndpoints .
	list ec2 describe-route-servers RouteServers .
	list ec2 describe-route-server-endpoints RouteServerEndpoints .
	list ec2 describe-route-server-peers RouteServerPeers .
	list_paged ec2 describe-vpc-block-public-access-exclusions VpcBlockPublicAccessExclusions .
	list_paged ec2 describe-vpc-encryption-controls VpcEncryptionControls .
	list ec2 describe-vpc-block-public-access-options '' .
	list ec2 describe-transit-gateways TransitGateways .
	list ec2 describe-transit-gateway-attachments TransitGatewayAttachments .
	list ec2 describe-transit-gateway-vpc-attachments TransitGatewayVpcAttachments .
	list ec2 describe-transit-gateway-peering-attachments TransitGatewayPeeringAttachments .
	list ec2 describe-transit-gateway-connects TransitGatewayConnects .
	list ec2 describe-transit-gateway-connect-peers TransitGatewayConnectPeers .
	list ec2 describe-transit-gateway-route-tables TransitGatewayRouteTables .
	list ec2 describe-transit-gateway-policy-tables TransitGatewayPolicyTables .
	list ec2 describe-vpn-gateways VpnGateways .
	list ec2 describe-customer-gateways CustomerGateways .
	list ec2 describe-client-vpn-endpoints ClientVpnEndpoints .
	list ec2 describe-vpn-connections VpnConnections 'del(.VpnConnections[]? | .CustomerGatewayConfiguration, .PreSharedKeyArn, (.Options.TunnelOptions[]? | .PreSharedKey))'
	list ec2 describe-ipam-pools IpamPools .
	list ec2 describe-network-insights-paths NetworkInsightsPaths .
	list ec2 describe-network-insights-analyses NetworkInsightsAnalyses .
	list elbv2 describe-load-balancers LoadBalancers .
	list elbv2 describe-target-groups TargetGroups .
	list elb describe-load-balancers LoadBalancerDescriptions .
	list rds describe-db-instances DBInstances 'del(.DBInstances[]? | .MasterUsername, .MasterUserSecret, .PendingModifiedValues)'
	list rds describe-db-subnet-groups DBSubnetGroups .
	list lambda list-functions Functions '.Functions |= [.[]? | {FunctionName, FunctionArn, VpcConfig}]'
	list network-firewall list-firewalls Firewalls .
	list network-firewall list-firewall-policies FirewallPolicies .
	list network-firewall list-rule-groups RuleGroups .
	list network-firewall list-vpc-endpoint-associations VpcEndpointAssociations .
	list_paged directconnect describe-virtual-interfaces virtualInterfaces 'del(.virtualInterfaces[]? | .authKey, .customerRouterConfig, (.bgpPeers[]? | .authKey))'
	wait

	# of every prefix list
	of PrefixListId ec2-describe-managed-prefix-lists '.PrefixLists[] | [.PrefixListId]'
	each ec2 get-managed-prefix-list-entries Entries . --prefix-list-id '{PrefixListId}'

	# of every endpoint service
	of ServiceId ec2-describe-vpc-endpoint-service-configurations '.ServiceConfigurations[] | select(.ServiceState != "Deleted") | [.ServiceId]'
	each ec2 describe-vpc-endpoint-service-permissions AllowedPrincipals . --service-id '{ServiceId}'

	# of every route server
	of RouteServerId ec2-describe-route-servers '.RouteServers[] | select(.State != "deleted") | [.RouteServerId]'
	each ec2 get-route-server-propagations RouteServerPropagations . --route-server-id '{RouteServerId}'
	each ec2 get-route-server-associations RouteServerAssociations . --route-server-id '{RouteServerId}'

	# of every transit gateway route table
	of TransitGatewayRouteTableId ec2-describe-transit-gateway-route-tables '.TransitGatewayRouteTables[] | select(.State != "deleted" and .State != "deleting") | [.TransitGatewayRouteTableId]'
	each ec2 get-transit-gateway-route-table-associations Associations . --transit-gateway-route-table-id '{TransitGatewayRouteTableId}'
	each ec2 get-transit-gateway-route-table-propagations TransitGatewayRouteTablePropagations . --transit-gateway-route-table-id '{TransitGatewayRouteTableId}'
	each ec2 get-transit-gateway-prefix-list-references TransitGatewayPrefixListReferences . --transit-gateway-route-table-id '{TransitGatewayRouteTableId}'
	each_in_parts ec2 search-transit-gateway-routes Routes . --transit-gateway-route-table-id '{TransitGatewayRouteTableId}' --filters 'Name=state,Values=active,blackhole'

	# of every transit gateway policy table
	of TransitGatewayPolicyTableId ec2-describe-transit-gateway-policy-tables '.TransitGatewayPolicyTables[] | select(.State != "deleted" and .State != "deleting") | [.TransitGatewayPolicyTableId]'
	each ec2 get-transit-gateway-policy-table-associations Associations . --transit-gateway-policy-table-id '{TransitGatewayPolicyTableId}'
	each ec2 get-transit-gateway-policy-table-entries TransitGatewayPolicyTableEntries . --transit-gateway-policy-table-id '{TransitGatewayPolicyTableId}'

	# of every client VPN endpoint
	of ClientVpnEndpointId ec2-describe-client-vpn-endpoints '.ClientVpnEndpoints[] | select(.Status.Code != "deleted") | [.ClientVpnEndpointId]'
	each ec2 describe-client-vpn-routes Routes . --client-vpn-endpoint-id '{ClientVpnEndpointId}'
	each ec2 describe-client-vpn-authorization-rules AuthorizationRules . --client-vpn-endpoint-id '{ClientVpnEndpointId}'
	each ec2 describe-client-vpn-target-networks ClientVpnTargetNetworks . --client-vpn-endpoint-id '{ClientVpnEndpointId}'

	# of every IPAM pool
	of IpamPoolId ec2-describe-ipam-pools '.IpamPools[] | [.IpamPoolId]'
	each ec2 get-ipam-pool-cidrs IpamPoolCidrs . --ipam-pool-id '{IpamPoolId}'
	each ec2 get-ipam-pool-allocations IpamPoolAllocations . --ipam-pool-id '{IpamPoolId}'

	# of every subnet of this account
	of SubnetId ec2-describe-subnets '.Subnets[] | select(.OwnerId == $account) | [.SubnetId]'
	each_paged ec2 get-subnet-cidr-reservations 'SubnetIpv4CidrReservations SubnetIpv6CidrReservations' . --subnet-id '{SubnetId}'

	# of every load balancer
	of LoadBalancerArn elbv2-describe-load-balancers '.LoadBalancers[] | [.LoadBalancerArn]'
	each elbv2 describe-listeners Listeners 'del(.Listeners[]? | .. | objects | .AuthenticateOidcConfig, .AuthenticateCognitoConfig)' --load-balancer-arn '{LoadBalancerArn}'
	each elbv2 describe-load-balancer-attributes Attributes . --load-balancer-arn '{LoadBalancerArn}'

	# of every target group
	of TargetGroupArn elbv2-describe-target-groups '.TargetGroups[] | [.TargetGroupArn]'
	each elbv2 describe-target-health TargetHealthDescriptions . --target-group-arn '{TargetGroupArn}'
	each elbv2 describe-target-group-attributes Attributes . --target-group-arn '{TargetGroupArn}'

	# of every firewall
	of FirewallArn network-firewall-list-firewalls '.Firewalls[] | [.FirewallArn]'
	each network-firewall describe-firewall '' . --firewall-arn '{FirewallArn}'

	# of every further endpoint of a firewall
	of VpcEndpointAssociationArn network-firewall-list-vpc-endpoint-associations '.VpcEndpointAssociations[] | [.VpcEndpointAssociationArn]'
	each network-firewall describe-vpc-endpoint-association '' . --vpc-endpoint-association-arn '{VpcEndpointAssociationArn}'
	wait

	# of every listener of an application load balancer
	of ListenerArn elbv2-describe-listeners '.Listeners[] | select(.ListenerArn | contains(":listener/app/")) | [.ListenerArn]'
	each elbv2 describe-rules Rules 'del(.Rules[]? | .. | objects | .AuthenticateOidcConfig, .AuthenticateCognitoConfig)' --listener-arn '{ListenerArn}'

	# of every firewall policy
	of FirewallPolicyArn 'network-firewall-list-firewall-policies network-firewall-describe-firewall' '[.FirewallPolicies[]?.Arn, .Firewall.FirewallPolicyArn] | .[] | select(.) | [.]'
	each network-firewall describe-firewall-policy '' . --firewall-policy-arn '{FirewallPolicyArn}'
	wait

	# of every rule group
	of RuleGroupArn 'network-firewall-list-rule-groups network-firewall-describe-firewall-policy' '[.RuleGroups[]?.Arn, (.FirewallPolicy | .StatelessRuleGroupReferences[]?, .StatefulRuleGroupReferences[]? | .ResourceArn)] | .[] | select(.) | [.]'
	each network-firewall describe-rule-group '' . --rule-group-arn '{RuleGroupArn}'
}

global_calls() {
	list directconnect describe-direct-connect-gateways directConnectGateways .
	list networkmanager list-core-networks CoreNetworks .
	list networkmanager list-attachments Attachments .
	wait

	# of every Direct Connect gateway
	of directConnectGatewayId directconnect-describe-direct-connect-gateways '.directConnectGateways[] | select(.directConnectGatewayState != "deleted") | [.directConnectGatewayId]'
	each directconnect describe-direct-connect-gateway-associations directConnectGatewayAssociations . --direct-connect-gateway-id '{directConnectGatewayId}'
	each directconnect describe-direct-connect-gateway-attachments directConnectGatewayAttachments . --direct-connect-gateway-id '{directConnectGatewayId}'

	# of every core network
	of CoreNetworkId networkmanager-list-core-networks '.CoreNetworks[] | select(.State != "DELETING") | [.CoreNetworkId]'
	each networkmanager get-core-network '' . --core-network-id '{CoreNetworkId}'
	each networkmanager get-core-network-policy '' . --core-network-id '{CoreNetworkId}'

	# of every attachment of a core network to a VPC
	of CoreNetworkAttachmentId networkmanager-list-attachments '.Attachments[] | select(.AttachmentType == "VPC") | [.AttachmentId]'
	each networkmanager get-vpc-attachment '' . --attachment-id '{CoreNetworkAttachmentId}'
	wait

	# of every segment of a core network, at each edge
	of 'GlobalNetworkId CoreNetworkId SegmentName EdgeLocation' networkmanager-get-core-network '.CoreNetwork | select(.) | . as $core | .Segments[]? | .Name as $segment | .EdgeLocations[]? | [$core.GlobalNetworkId, $core.CoreNetworkId, $segment, .]'
	each networkmanager get-network-routes NetworkRoutes . --global-network-id '{GlobalNetworkId}' --route-table-identifier 'CoreNetworkSegmentEdge={CoreNetworkId={CoreNetworkId},SegmentName={SegmentName},EdgeLocation={EdgeLocation}}'
}

# ---------------------------------------------------------------------------------------------------------- machinery

export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off AWS_RETRY_MODE=${AWS_RETRY_MODE:-adaptive} AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-8}

say() { printf '%s\n' "$*" >&2; }

# ask SERVICE OPERATION [OPTION ...]: the only line that calls AWS for answers; the CLI turns all pages into one answer.
ask() { aws "$1" "$2" --region "$region" --output json "${@:3}"; }

# ask_paged is for the few operations whose pages the CLI does not put together.
ask_paged() {
	local answer token
	answer=$(ask "$@") || return
	while token=$(printf '%s\n' "$answer" | jq -er '.NextToken // .nextToken // empty'); do
		printf '%s\n' "$answer" | jq 'del(.NextToken, .nextToken)'
		answer=$(ask "$@" --next-token "$token") || return
	done
	printf '%s\n' "$answer"
}

# list SERVICE OPERATION LISTS STRIP [OPTION ...]
list() { list_by ask "$@"; }

list_paged() { list_by ask_paged "$@"; }

list_by() { collect "$2-$3" '{}' "$4" "$5" "$1" "$2" "$3" "${@:6}"; }

# of "KEY ..." "CALL ..." ROWS: sets what each works on, one line a resource: {"KEY": "VALUE", ...}, a tab, VALUE, ...
of() {
	local call file
	keys=$1
	rows=$(
		for call in $2; do
			for file in "$folder/$call.json" "$folder/$call"/*.json; do
				if [[ -e $file ]]; then cat "$file"; fi
			done
		done |
			jq -r --arg account "$account" --arg keys "$1" "$3 | . as \$row | [\$keys | split(\" \")[]] | to_entries
				| [map({(.value): \$row[.key]}) | add | tojson] + \$row | join(\"\\t\")" | sort -u
	) || say "$account $place: the answers of $2 could not be read"
}

# each SERVICE OPERATION LISTS STRIP [OPTION ...]; {KEY} in an option is the resource's
each() { each_by ask "$@"; }

each_paged() { each_by ask_paged "$@"; }

# each_in_parts is for answers that AWS cuts short.
each_in_parts() { each_by ask_in_parts "$@"; }

each_by() {
	local how=$1 service=$2 operation=$3 lists=$4 strip=$5 options row option key name i
	local -a values
	shift 5
	if [[ -n $rows ]]; then mkdir -p "$folder/$service-$operation"; fi
	while IFS=$'\t' read -r -a values; do
		if [[ ${#values[@]} -lt 2 ]]; then continue; fi
		options=()
		for option in "$@"; do
			i=0
			for key in $keys; do
				i=$((i + 1))
				option=${option//\{$key\}/${values[$i]}}
			done
			options[${#options[@]}]=$option
		done
		name=${values[*]:1}
		collect "$service-$operation/${name//[^A-Za-z0-9.-]/_}" "${values[0]}" "$lists" "$strip" "$how" "$service" "$operation" "${options[@]}"
	done <<<"$rows"
}

# collect NAME BESIDE LISTS STRIP COMMAND...: makes a call in the background, no more than PARALLEL at a time, unless its
# answer is there and whole.
collect() {
	if [[ -e $folder/$1.json ]] && ! { [[ $5 == ask_in_parts ]] && cut_short "$(cat "$folder/$1.json")"; }; then return; fi
	while true; do
		# shellcheck disable=SC2207
		running=($(jobs -pr))
		if [[ ${#running[@]} -lt $PARALLEL ]]; then break; fi
		sleep 0.05
	done
	fetch "$@" &
}

# fetch writes an answer, its pages joined, if it comes whole. AWS leaves out some lists that are empty: those are put in.
fetch() {
	local name=$1 beside=$2 lists=$3 strip=$4 part
	shift 4
	part=$scratch/$account+$place+${name//\//+}
	if "$@" 2>"$part.error" | jq -s --argjson beside "$beside" --arg lists "$lists" "
		reduce .[] as \$page ({}; . as \$before | \$before + (\$page | with_entries(
			if (.value | type) == \"array\" then .value = (\$before[.key] // []) + .value else . end)))
		| $strip | with_entries(select(.value != null)) | \$beside + ([\$lists | split(\" \")[] | {(.): []}] | add // {}) + ." \
		>"$part" 2>>"$part.error" && [[ -s $part ]]; then
		mv "$part" "$folder/$name.json"
	else
		failed "$part.error" "${@:2}"
	fi
	rm -f "$part" "$part.error"
}

# failed FILE CALL...: notes a call that failed, and what the CLI said.
failed() {
	local said code message
	said=$(tr -s '\n\t ' ' ' <"$1")
	message=$(cut -c1-300 <<<"$said")
	code=$(sed -n 's/.*An error occurred (\([A-Za-z0-9._]*\)).*/\1/p' <<<"$said")
	case $message in
	*[Ii]'nvalid choice'*) code=UnknownOperation message='this version of the AWS CLI does not know the call' ;;
	*'Could not connect to the endpoint'*) code=NoEndpoint ;;
	esac
	jq -cn --arg call "$2 $3" --arg options "${*:4}" --arg code "${code:-Failed}" --arg message "${message# }" \
		'{call: $call, options: $options, code: $code, message: $message}' >>"$folder/_failures.jsonl"
}

# ask_in_parts asks for transit gateway routes: where the table holds more than AWS prints, by halves of the address space.
ask_in_parts() {
	local answer
	answer=$(ask "$@") || return
	if ! cut_short "$answer"; then
		printf '%s\n' "$answer"
		return
	fi
	answer=$(printf '%s\n' "$answer" && routes_within 0.0.0.0/0 "$@" && routes_within ::/0 "$@") || return
	answer=$(jq -s '{Routes: (map(.Routes[]?) | unique),
		AdditionalRoutesAvailable: (any(.[1:][]; .AdditionalRoutesAvailable == true) or any(.[].Routes[]?; .DestinationCidrBlock == null))}' <<<"$answer") || return
	if cut_short "$answer"; then
		printf 'AWS does not print all routes of the table\n' | failed /dev/stdin "$@"
	fi
	printf '%s\n' "$answer"
}

cut_short() { jq -e '.AdditionalRoutesAvailable == true' <<<"$1" >/dev/null; }

# routes_within CIDR CALL...: the routes in a block, the call's last option being its filters.
routes_within() {
	local cidr=$1 answer half
	shift
	answer=$(ask "$@" "Name=route-search.subnet-of-match,Values=$cidr") || return
	if ! cut_short "$answer" || [[ $cidr == *.*/32 || $cidr == *:*/128 ]]; then
		printf '%s\n' "$answer"
		return
	fi
	ask "$@" "Name=route-search.exact-match,Values=$cidr" || return
	for half in $(halves "$cidr"); do
		routes_within "$half" "$@" || return
	done
}

# halves CIDR: 10.0.0.0/8 gives 10.0.0.0/9 and 10.128.0.0/9, 2001::/16 gives 2001::/17 and 2001:8000::/17.
halves() {
	local base=${1%/*} length=$((${1#*/} + 1)) size=8 format=%d dot=. tail='' groups group last
	if [[ $base == *:* ]]; then
		size=16 format=%x dot=: base=${base%%::*}
	fi
	printf '%s/%d\n' "${1%/*}" "$length"
	IFS=$dot read -r -a groups <<<"$base"
	last=$(((length - 1) / size))
	for ((group = 0; group <= last; group++)); do
		case $dot in
		:) groups[group]=$((16#${groups[group]:-0})) ;;
		*) groups[group]=$((10#${groups[group]})) ;;
		esac
	done
	groups[last]=$((groups[last] | 1 << (size - 1 - (length - 1) % size)))
	for ((group = 0; group <= last; group++)); do
		# shellcheck disable=SC2059
		printf "$tail$format" "${groups[group]}"
		tail=$dot
	done
	if [[ $dot == : && $last -lt 7 ]]; then
		printf '::'
	elif [[ $dot == . ]]; then
		for (( ; group < 4; group++)); do printf '.%d' "${groups[group]}"; done
	fi
	printf '/%d\n' "$length"
}

# ------------------------------------------------------------------------------------- folders, accounts and Regions

# in_folder PLACE CALLS: makes the calls of a Region, or the global ones.
in_folder() {
	local before after
	place=$1
	folder=$out/$account/$place
	mkdir -p "$folder"
	printf '%s\n' "$folder" >>"$scratch/folders"
	rm -f "$folder/_failures.jsonl"
	before=$(answers)
	captured=$(jq -r '.captured_at // empty' "$folder/_manifest.json" 2>/dev/null) || captured=''
	captured=${captured:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
	manifest ''
	"$2"
	wait
	manifest "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
	after=$(answers)
	say "$account $place: $((after - before)) answers collected$([[ $before -eq 0 ]] || printf ', %d were there' "$before")$(failures "$folder")"
}

answers() { find "$folder" -name '*.json' ! -name '_*' | wc -l | tr -d ' '; }

failures() { if [[ -s $1/_failures.jsonl ]]; then printf ', %d calls failed' "$(wc -l <"$1/_failures.jsonl")"; fi; }

manifest() {
	jq -n --arg account "$account" --arg region "$place" --arg from "$captured" --arg until "$1" --arg by "$MADE_BY" --arg aws "$aws_version" \
		'{snapshot_format: 1, account: $account, region: (if $region == "global" then "" else $region end), captured_at: $from,
			finished_at: $until, collector: $by, aws_cli: $aws}' >"$scratch/manifest" && mv "$scratch/manifest" "$folder/_manifest.json"
}

# trouble CALL...: notes that a whole account, or its Regions, could not be collected.
trouble() {
	mkdir -p "$folder"
	printf '%s\n' "$folder" >>"$scratch/folders"
	failed "$scratch/error" "$@"
	say "$(cat "$scratch/error")"
}

# collect_account works with the credentials of the environment.
collect_account() {
	local found
	place=account folder=$out region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region 2>/dev/null)}}
	region=${region:-us-east-1}
	if ! account=$(ask sts get-caller-identity 2>"$scratch/error" | jq -er .Account); then
		trouble sts get-caller-identity
		return
	fi
	if [[ -n $ACCOUNTS && " $ACCOUNTS " != *" $account "* ]]; then
		printf 'these are credentials of account %s, which is not to be collected\n' "$account" >"$scratch/error"
		trouble sts get-caller-identity
		return
	fi
	folder=$out/$account
	mkdir -p "$folder"
	rm -f "$folder/_failures.jsonl"
	found=$REGIONS
	if [[ -z $found ]] && ! found=$(ask ec2 describe-regions 2>"$scratch/error" | jq -er '.Regions[].RegionName'); then
		trouble ec2 describe-regions
		return
	fi
	if [[ $(declare -f global_calls) == *list* ]]; then in_folder global global_calls; fi
	for region in $found; do
		in_folder "$region" regional_calls
	done
}

# assume ROLE: takes on a role, for the rest of this subshell.
assume() {
	local credentials
	unset AWS_PROFILE
	credentials=$(aws sts assume-role --role-arn "$1" --role-session-name dryhop-snapshot --output json 2>"$scratch/error") || return
	AWS_ACCESS_KEY_ID=$(printf '%s\n' "$credentials" | jq -r .Credentials.AccessKeyId)
	AWS_SECRET_ACCESS_KEY=$(printf '%s\n' "$credentials" | jq -r .Credentials.SecretAccessKey)
	AWS_SESSION_TOKEN=$(printf '%s\n' "$credentials" | jq -r .Credentials.SessionToken)
	export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
}

# with_role ACCOUNT, with_profile NAME: collects one account, with credentials that are not those at hand.
with_role() {
	if ! assume "${ROLE//\{account\}/$1}"; then
		account=$1 place=account folder=$out/$1
		trouble sts assume-role --role-arn "${ROLE//\{account\}/$1}"
		return
	fi
	collect_account
}

with_profile() {
	unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
	export AWS_PROFILE=$1
	collect_account
}

# each_account HOW NAME ...: one after the other, each in a subshell that keeps its credentials to itself.
each_account() {
	local name
	for name in "${@:2}"; do
		(
			trap 'kill $(jobs -pr) 2>/dev/null; exit 130' INT TERM
			"$1" "$name"
		)
	done
}

organization() {
	aws organizations list-accounts --output json 2>"$scratch/error" | jq -er '.Accounts[] | select((.State // .Status) == "ACTIVE") | .Id'
}

all_accounts() {
	local found=$ACCOUNTS
	if [[ -n $PROFILES ]]; then
		# shellcheck disable=SC2086
		each_account with_profile $PROFILES
	elif [[ -n $ROLE ]]; then
		if [[ -z $found ]] && ! found=$(organization); then
			folder=$out account='' place=account
			trouble organizations list-accounts
			return
		fi
		# shellcheck disable=SC2086
		each_account with_role $found
	else
		each_account collect_account ''
	fi
}

# summary lists what failed in the folders of this run.
summary() {
	local folder all
	all=$(sort -u "$scratch/folders" 2>/dev/null | while read -r folder; do
		if [[ -s $folder/_failures.jsonl ]]; then
			jq -r --arg folder "$folder" '"  \($folder)  aws \(.call)\(if .options == "" then "" else " " + .options end): \(.code): \(.message)"' "$folder/_failures.jsonl"
		fi
	done)
	if [[ -z $all ]]; then return 0; fi
	say "These calls failed; what they would have told is not in the snapshot:"
	say "$all"
	say "To try them again, run this again with the same folder."
	return 1
}

stop() {
	say "$1"
	exit 2
}

main() {
	local tool
	if [[ $# -ne 1 || -z $1 || $1 == -* ]]; then stop 'usage: bash collect.sh FOLDER'; fi
	for tool in aws jq; do
		if ! command -v "$tool" >/dev/null; then stop "$tool is needed and not installed"; fi
	done
	out=${1%/}
	aws_version=$(aws --version 2>&1 | head -n 1)
	mkdir -p "$out" && scratch=$(mktemp -d "$out/.collect.XXXXXX") || stop "cannot write to $out"
	trap 'rm -rf "$scratch"' EXIT
	trap 'say "interrupted: run this again with the same folder to go on"; exit 130' INT TERM
	rm -f "$out/_failures.jsonl"
	all_accounts
	summary || exit 1
	say "Everything was collected. Next: dryhop snapshot info -s $out"
}

main "$@"
