import { iamActions } from './iam-actions.ts';
import { type AwsService, serviceActions } from './service-actions.ts';

/** What the connector calls of each service. AWS: STS API reference. */
const actions: Readonly<Record<AwsService, Readonly<Record<string, 'read' | 'repeatable' | 'once'>>>> = {
  iam: iamActions,
  sts: { AssumeRole: 'read', AssumeRoleWithWebIdentity: 'read', GetCallerIdentity: 'read' },
  ...serviceActions,
};

const kindOf = (service: AwsService, action: string) => (Object.hasOwn(actions[service], action) ? actions[service][action] : undefined);

/**
 * Whether an action may be sent again after its answer was lost: a read, or a write that ends in the same state when it runs twice.
 *
 * A rename is not: the second one finds nobody under the old name and answers NoSuchEntity.
 *
 * @param action  The action; one that is not in the table counts as not repeatable.
 * @param input   What it was sent with.
 *
 * @example
 * isRepeatable('iam', 'UpdateUser', { UserName: 'ada', NewPath: '/x/' });       // true
 * isRepeatable('iam', 'UpdateUser', { UserName: 'ada', NewUserName: 'ada.l' }); // false
 */
export function isRepeatable(service: AwsService, action: string, input: object): boolean {
  const { NewUserName, NewGroupName } = input as { readonly NewUserName?: unknown; readonly NewGroupName?: unknown };
  if (NewUserName !== undefined || NewGroupName !== undefined) return false;
  const kind = kindOf(service, action);
  return kind !== undefined && kind !== 'once';
}

/**
 * Whether an action changes nothing.
 *
 * @example
 * isRead('iam', 'ListUsers');  // true
 */
export function isRead(service: AwsService, action: string): boolean {
  return kindOf(service, action) === 'read';
}
