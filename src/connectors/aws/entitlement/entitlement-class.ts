import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws } from '../attribute-patterns.ts';
import { nameHint, namePattern } from '../names.ts';

/**
 * What can give rights.
 *
 * @example
 * entitlementTypes.includes('Role');  // true
 */
export const entitlementTypes = ['Group', 'AWS managed policy', 'Customer managed policy', 'Role'] as const;

/** What gives rights. */
export type EntitlementType = (typeof entitlementTypes)[number];

/**
 * How an entitlement is held: a user is a member of a group, a policy is attached to somebody, it bounds somebody, a role is assumed.
 *
 * @example
 * entitlementUses.includes('membership');  // true
 */
export const entitlementUses = ['membership', 'permissions policy', 'permissions boundary', 'assumed role'] as const;

/** How an entitlement is held. */
export type EntitlementUse = (typeof entitlementUses)[number];

const holders = {
  creatable: false,
  multiValued: true,
  returnedByDefault: false,
  subtype: 'caseIgnore',
  minLength: 1,
  pattern: namePattern,
  patternHint: nameHint,
} as const;

/**
 * All that gives rights in one list, as IDHub shows it: groups, managed policies and roles. They are made and changed by their own classes;
 * here they are given to somebody and taken away.
 *
 * A row's uid is the ARN. IDHub: AWS connector, entitlement schema.
 *
 * @example
 * await facade.objectClass('Entitlement').update('arn:aws:iam::aws:policy/ReadOnlyAccess', { add: { Users: ['grace'] } });
 */
export const Entitlement = objectClass(
  'Entitlement',
  {
    __NAME__: attr.string({
      ...fromAws,
      required: true,
      subtype: 'caseIgnore',
      aliases: ['displayName'],
      title: 'Name',
      description: 'The name of the group, the policy or the role; a group and a policy may share one.',
    }),
    description: attr.string({
      ...fromAws,
      returnedByDefault: false,
      title: 'Description',
      description: 'Of a policy or a role; groups have none. Costs a call for each policy.',
    }),
    entitlementArn: attr.string({ ...fromAws, required: true, title: 'ARN', description: 'The uid.' }),
    type: attr.string({ ...fromAws, required: true, allowedValues: entitlementTypes, title: 'Type', description: 'What it is.' }),
    usedAs: attr.string({
      ...fromAws,
      multiValued: true,
      aliases: ['used as'],
      allowedValues: entitlementUses,
      title: 'Used as',
      description:
        'How it is held: `membership` for a group, `assumed role` for a role, `permissions policy` for a policy that is attached to somebody, `permissions boundary` for one that bounds somebody. A policy that nobody has, has none.',
    }),
    AccountId: attr.string({ ...fromAws, title: 'Account', description: 'The AWS account that it is in; AWS’s own policies are in none.' }),
    Users: attr.string({
      ...holders,
      maxLength: 64,
      title: 'Users',
      description: 'Names of the users in the group, or to whom the policy is attached.',
    }),
    Groups: attr.string({ ...holders, maxLength: 128, title: 'Groups', description: 'Names of the groups to which the policy is attached.' }),
    Roles: attr.string({ ...holders, maxLength: 64, title: 'Roles', description: 'Names of the roles to which the policy is attached.' }),
  },
  { title: 'Entitlement', options: { search: { ALLOW_PARTIAL_RESULTS: standardOptions.ALLOW_PARTIAL_RESULTS } } },
);
