import type { Scenario } from '../scenario.ts';
import { account } from './account.ts';
import { credentials } from './credentials.ts';
import { groups } from './groups.ts';
import { instances } from './instances.ts';
import { organization } from './organization.ts';
import { policies } from './policies.ts';
import { policyDocuments } from './policy-documents.ts';
import { queues } from './queues.ts';
import { roles } from './roles.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/** Every scenario that is compared. */
export const scenarios: readonly Scenario[] = [
  ...users,
  ...groups,
  ...roles,
  ...policies,
  ...policyDocuments,
  ...credentials,
  ...account,
  ...sessions,
  ...organization,
  ...queues,
  ...instances,
];
