import { answersForEach, type Bound, type Costs } from './call-cost.ts';

/** Managed policies of one user or role, as far as AWS raises the quota. AWS: IAM and STS quotas. */
const MOST_ATTACHED = 25;

/** Who can have a managed policy. */
export interface Holders {
  readonly users: number;
  readonly groups: number;
  readonly roles: number;
}

/** To whom each of so many policies is attached. */
export function addAttachments(costs: Costs, policies: Bound, { users, groups, roles }: Holders): void {
  const holders = users + groups + roles;
  costs.add('ListEntitiesForPolicy', answersForEach(policies, holders, holders * MOST_ATTACHED), 'who has each policy');
}

/** Whom each of so many policies bounds; a user or a role has one boundary at most. */
export function addBoundaries(costs: Costs, policies: Bound, { users, roles }: Holders): void {
  costs.add('ListEntitiesForPolicy', answersForEach(policies, users + roles, users + roles), 'whom each policy bounds');
}
