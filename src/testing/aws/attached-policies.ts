import { type ActionTable, action } from './action.ts';
import { ApiError, noSuchEntity, quotaExceeded } from './api-error.ts';
import { nameKey } from './name-table.ts';
import { namedPolicy } from './named-policy.ts';
import { page, sortedBy } from './paging.ts';
import { arn, pageFields, policyPathPrefix, required } from './parameters.ts';
import { type HolderKind, holderKinds } from './policy-holders.ts';

/** Policies for service-linked roles, which only services attach. AWS: PolicyNotAttachable */
const SERVICE_ROLE_PATH = '/aws-service-role/';

/** Attaching managed policies: the same three operations for users, groups and roles. */
export const attachedPolicyActions: ActionTable = Object.assign({}, ...holderKinds.map(actionsFor));

function actionsFor({ kind, field, find, change, quota }: HolderKind): ActionTable {
  return {
    [`Attach${kind}Policy`]: action({ holder: field, PolicyArn: required(arn) }, (input, { account }) => {
      const holder = change(account, input.holder);
      const missing = `Policy ${input.PolicyArn} does not exist or is not attachable.`;
      const policy = namedPolicy(account, input.PolicyArn, missing);
      if (policy.path.startsWith(SERVICE_ROLE_PATH)) {
        throw new ApiError('PolicyNotAttachable', 400, 'Cannot attach a Service Role Policy to a Customer Role.');
      }
      const limit = quota(account);
      if (!holder.attached.has(policy) && holder.attached.size >= limit) throw quotaExceeded(`PoliciesPer${kind}`, limit);
      holder.attached.add(policy);
      return undefined;
    }),

    [`Detach${kind}Policy`]: action({ holder: field, PolicyArn: required(arn) }, (input, { account }) => {
      const holder = change(account, input.holder);
      const policy = namedPolicy(account, input.PolicyArn);
      if (!holder.attached.delete(policy)) throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      return undefined;
    }),

    [`ListAttached${plural(kind)}`]: action({ holder: field, PathPrefix: policyPathPrefix, ...pageFields }, (input, call) => {
      const { PathPrefix: prefix = '/' } = input;
      const { attached } = find(call.account, input.holder);
      const key = (policy: { readonly name: string; readonly arn: string }): string => `${nameKey(policy.name)} ${policy.arn}`;
      const policies = sortedBy(attached, key).filter((policy) => policy.path.startsWith(prefix));
      const { items, end } = page(call, input, policies, key);
      return { AttachedPolicies: items.map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })), ...end };
    }),
  };
}

function plural(kind: HolderKind['kind']): string {
  return `${kind}Policies`;
}
