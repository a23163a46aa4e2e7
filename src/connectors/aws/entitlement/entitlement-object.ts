import type { Policy, Group as WireGroup, Role as WireRole } from '@aws-sdk/client-iam';
import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { unlessGone } from '../account/unless-gone.ts';
import { type IamArn, iamArnOf } from '../arn.ts';
import { findGroup, groupWithMembers } from '../group/group-object.ts';
import { asksHolders, entitiesOf } from '../policy/policy-entities.ts';
import { findPolicy } from '../policy/policy-object.ts';
import { findRole } from '../role/role-object.ts';
import type { AwsSession } from '../session.ts';
import type { Entitlement, EntitlementType, EntitlementUse } from './entitlement-class.ts';

/** An entitlement as the connector hands it out. */
export type EntitlementObject = ConnectorObject<typeof Entitlement>;

/** A group, a policy or a role as IAM tells of it. */
export type Found =
  | { readonly kind: 'group'; readonly group: WireGroup }
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'role'; readonly role: WireRole };

type Names = NamesToGet<typeof Entitlement>;

/** Whether a text is the ARN of a group, a managed policy or a role. */
export function isEntitlementArn(text: string): boolean {
  return text.length <= 2048 && ['group', 'policy', 'role'].includes(iamArnOf(text)?.kind ?? '');
}

/** Whether AWS may be asked for what has this ARN: it refuses a lookup of a role with too long a name. */
export function isFindable({ kind, name }: IamArn): boolean {
  return kind !== 'role' || name.length <= 64;
}

/**
 * Takes the uid of an entitlement apart.
 *
 * @throws ConnectorError `InvalidArgument` for what is not the ARN of a group, a managed policy or a role.
 */
export function entitlementArnOf(uid: string, path = 'uid'): IamArn {
  const arn = iamArnOf(uid);
  if (arn && isEntitlementArn(uid)) return arn;
  const message = `${printable(uid)} is not the ARN of a group, a managed policy or a role, such as arn:aws:iam::aws:policy/ReadOnlyAccess`;
  throw new ConnectorError('InvalidArgument', `${path} ${message}`, { problems: [{ path, message }] });
}

/** A group, a policy or a role as an entitlement: its ARN is the uid. */
export function entitlementOf(found: Found, extras: Partial<EntitlementObject['attributes']>): EntitlementObject {
  const [uid, name, type, usedAs] = identityOf(found);
  if (!uid || !name) throw new ConnectorError('ConnectorIO', `AWS answered with a ${found.kind} without a name or an ARN`);
  return { uid, name, attributes: { entitlementArn: uid, type, usedAs, AccountId: iamArnOf(uid)?.accountId, ...extras } };
}

function identityOf(found: Found): [string | undefined, string | undefined, EntitlementType, readonly EntitlementUse[]] {
  if (found.kind === 'group') return [found.group.Arn, found.group.GroupName, 'Group', ['membership']];
  if (found.kind === 'role') return [found.role.Arn, found.role.RoleName, 'Role', ['assumed role']];
  const { Arn: arn, PolicyName, AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 } = found.policy;
  const uses: EntitlementUse[] = [];
  if (AttachmentCount > 0) uses.push('permissions policy');
  if (PermissionsBoundaryUsageCount > 0) uses.push('permissions boundary');
  return [arn, PolicyName, iamArnOf(arn)?.accountId === undefined ? 'AWS managed policy' : 'Customer managed policy', uses];
}

/** The group, policy or role with this very ARN as it is now; undefined when there is none, as after a group was moved. */
export async function findEntitlement(session: AwsSession, uid: string, signal: AbortSignal): Promise<Found | undefined> {
  const arn = entitlementArnOf(uid);
  const { kind, name } = arn;
  if (!isFindable(arn)) return undefined;
  if (kind === 'group') {
    const group = await findGroup(session, name, signal);
    return group?.Arn === uid ? { kind, group } : undefined;
  }
  if (kind === 'role') {
    const role = await findRole(session, name, signal);
    return role?.Arn === uid ? { kind, role } : undefined;
  }
  const policy = await findPolicy(session, uid, signal);
  return policy && { kind: 'policy', policy };
}

/** An entitlement with what else is to get, read live; undefined when it is gone. */
export async function withExtras(session: AwsSession, found: Found, names: Names, signal: AbortSignal): Promise<EntitlementObject | undefined> {
  return unlessGone(async () => {
    const [description, holders] = await Promise.all([
      names.has('description') ? descriptionOf(session, found, signal) : undefined,
      asksHolders(names) ? holdersOf(session, found, signal) : undefined,
    ]);
    return entitlementOf(found, { description: description || undefined, Users: holders?.users, Groups: holders?.groups, Roles: holders?.roles });
  });
}

async function descriptionOf(session: AwsSession, found: Found, signal: AbortSignal): Promise<string | undefined> {
  if (found.kind === 'group') return undefined;
  if (found.kind === 'role') return found.role.Description;
  // ListPolicies leaves it out, GetPolicy does not.
  return found.policy.Description ?? (await findPolicy(session, found.policy.Arn ?? '', signal))?.Description;
}

/** Who has an entitlement, by name; nobody has a role: it is assumed. */
export async function holdersOf(session: AwsSession, found: Found, signal: AbortSignal) {
  if (found.kind === 'policy') return entitiesOf(session, found.policy.Arn ?? '', 'PermissionsPolicy', signal);
  const users = found.kind === 'group' ? (await groupWithMembers(session, found.group.GroupName ?? '', signal)).members : [];
  return { users, groups: [], roles: [] };
}
