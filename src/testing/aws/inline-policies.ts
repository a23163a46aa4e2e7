import { type ActionTable, action } from './action.ts';
import { ApiError, noSuchEntity } from './api-error.ts';
import { checkIdentityPolicy } from './identity-policy.ts';
import { page } from './paging.ts';
import { pageFields, policyDocument, policyName, required } from './parameters.ts';
import { countedLength, encodedDocument } from './policy-document.ts';
import { type HolderKind, holderKinds } from './policy-holders.ts';

/** All inline policies of one holder together, white space not counted. AWS: IAM quotas, character limits. */
const MOST_CHARACTERS: Readonly<Record<HolderKind['kind'], number>> = { User: 2048, Group: 5120, Role: 10_240 };

/** Inline policies: the same four operations for users, groups and roles. */
export const inlinePolicyActions: ActionTable = Object.assign({}, ...holderKinds.map(actionsFor));

function actionsFor({ kind, field, find, change }: HolderKind): ActionTable {
  const missing = (name: string): ApiError => noSuchEntity(`The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
  return {
    [`Put${kind}Policy`]: action(
      { holder: field, PolicyName: required(policyName), PolicyDocument: required(policyDocument) },
      (input, { account }) => {
        const holder = change(account, input.holder);
        checkIdentityPolicy(input.PolicyDocument);
        const after = new Map(holder.inline).set(input.PolicyName, input.PolicyDocument);
        const total = [...after.values()].reduce((sum, document) => sum + countedLength(document), 0);
        const limit = MOST_CHARACTERS[kind];
        if (total > limit) {
          const message = `Maximum policy size of ${limit} bytes exceeded for ${kind.toLowerCase()} ${holder.name}`;
          throw new ApiError('LimitExceeded', 409, message);
        }
        holder.inline.set(input.PolicyName, input.PolicyDocument);
        return undefined;
      },
    ),

    [`Get${kind}Policy`]: action({ holder: field, PolicyName: required(policyName) }, (input, { account }) => {
      const holder = find(account, input.holder);
      const document = holder.inline.get(input.PolicyName);
      if (document === undefined) throw missing(input.PolicyName);
      return { [`${kind}Name`]: holder.name, PolicyName: input.PolicyName, PolicyDocument: encodedDocument(document) };
    }),

    [`Delete${kind}Policy`]: action({ holder: field, PolicyName: required(policyName) }, (input, { account }) => {
      if (!change(account, input.holder).inline.delete(input.PolicyName)) throw missing(input.PolicyName);
      return undefined;
    }),

    [`List${kind}Policies`]: action({ holder: field, ...pageFields }, (input, call) => {
      const names = [...find(call.account, input.holder).inline.keys()].sort();
      const { items, end } = page(call, input, names, (name) => name);
      return { PolicyNames: items, ...end };
    }),
  };
}
