import type { Filter, FilterLeaf } from '../../../model/filter.ts';
import { pushdown } from '../../../spi/pushdown.ts';
import type { Account } from '../account/account-class.ts';
import { policyArnPattern } from '../attribute-patterns.ts';
import { isPossibleName } from '../names.ts';

/** A policy that everything matching a filter has, and as what. AWS: ListEntitiesForPolicy, PolicyUsageFilter. */
export interface PolicyReach {
  readonly arn: string;
  readonly usage: 'PermissionsPolicy' | 'PermissionsBoundary';
}

/** What narrows a search of users before any is listed. Each alone holds everything that can match. */
export interface EntityReach {
  /** A group that everybody who can match is a member of. */
  readonly group?: string;
  readonly policy?: PolicyReach;
  /** The id of the only user who can match. */
  readonly userId?: string;
  /** Nobody can match: no group or policy has such a name. */
  readonly nobody?: true;
}

const wholeArn = new RegExp(`^${policyArnPattern}$`);

/** AWS: API reference, groupNameType and arnType. */
const LONGEST = { group: 128, arn: 2048 } as const;

/**
 * What a filter says of groups, policies and ids of users: of leaves that must all hold, the first of each kind.
 *
 * @example
 * entityReach({ op: 'equals', attribute: '__GROUPS__', value: 'ops' });  // { group: 'ops' }
 */
export function entityReach(filter: Filter | undefined): EntityReach {
  const { pushed } = pushdown<(typeof Account)['attributes']>(filter, {
    __GROUPS__: ['equals', 'equalsIgnoreCase', 'containsAllValues'],
    AttachedPolicies: ['equals', 'containsAllValues'],
    PermissionsBoundary: ['equals'],
    UserId: ['equals'],
  });
  const values = (name: string) => pushed.filter(({ attribute }) => attribute === name).flatMap(textsOf);
  const groups = values('__GROUPS__');
  const attached = values('AttachedPolicies');
  const boundaries = values('PermissionsBoundary');
  const [userId] = values('UserId');
  const possible = groups.every(isGroupName) && [...attached, ...boundaries].every(isPolicyArn);
  if (!possible) return { nobody: true };
  const [group] = groups;
  const policy: PolicyReach | undefined =
    attached[0] !== undefined
      ? { arn: attached[0], usage: 'PermissionsPolicy' }
      : boundaries[0] !== undefined
        ? { arn: boundaries[0], usage: 'PermissionsBoundary' }
        : undefined;
  return { ...(group !== undefined && { group }), ...(policy && { policy }), ...(userId !== undefined && { userId }) };
}

function textsOf({ value }: FilterLeaf): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((each) => typeof each === 'string');
}

function isGroupName(text: string): boolean {
  return isPossibleName(text) && text.length <= LONGEST.group;
}

function isPolicyArn(text: string): boolean {
  return wholeArn.test(text) && text.length <= LONGEST.arn;
}
