import type { ActionTable, Call } from '../action.ts';
import { controlPolicyActions } from './control-policies.ts';
import { memberAccountActions } from './member-accounts.ts';
import { notInUse, notPermitted } from './organization-errors.ts';
import { organizationTagActions } from './organization-tags.ts';
import { unitActions } from './units.ts';

/** AWS Organizations. */
export const organizationActions: ActionTable = {
  ...memberAccountActions,
  ...unitActions,
  ...controlPolicyActions,
  ...organizationTagActions,
};

/** Lets the managing account do everything, delegated administrators read, and other members ask only what organisation they are in. AWS: Organizations API */
export function admitToOrganization({ cloud: { organization }, account, action }: Call): void {
  if (!organization.inUse || !organization.members.has(account.id)) throw notInUse();
  if (account.id === organization.managementId || action === 'DescribeOrganization') return;
  if (!organization.delegates.has(account.id) || !/^(List|Describe)/.test(action)) throw notPermitted();
}
