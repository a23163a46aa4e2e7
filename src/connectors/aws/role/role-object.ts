import type { RoleDetail, Role as WireRole } from '@aws-sdk/client-iam';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { tagsOf } from '../account/tags.ts';
import { unlessGone } from '../account/unless-gone.ts';
import { accountIdOf } from '../arn.ts';
import { decodedDocument } from '../policy/policy-document.ts';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { attachedPoliciesOf } from '../write/attached-policies.ts';
import { type InlinePolicy, inlinePoliciesOf } from '../write/inline-policies.ts';
import type { Role } from './role-class.ts';

/** A role as the connector hands it out. */
export type RoleObject = ConnectorObject<typeof Role>;

/** A role as any of IAM's calls tells of it; each tells another part. */
export type AnyRole = Partial<WireRole> & Pick<RoleDetail, 'RoleLastUsed'>;

/** What is not in the role itself; undefined where it was not asked for. */
export interface RoleExtras {
  readonly attached?: readonly string[] | undefined;
  readonly inline?: readonly InlinePolicy[] | undefined;
  readonly profiles?: readonly string[] | undefined;
}

/** A role as an object of the class: its name as AWS spells it is uid and name. */
export function roleOf(role: AnyRole, { attached, inline, profiles }: RoleExtras): RoleObject {
  const { RoleName: name, RoleId, AssumeRolePolicyDocument: trust, RoleLastUsed, PermissionsBoundary } = role;
  if (!name) throw new ConnectorError('ConnectorIO', `AWS answered with a role without a name${RoleId ? ` (id ${RoleId})` : ''}`);
  const tags = tagsOf(role.Tags);
  return {
    uid: name,
    name,
    attributes: {
      RoleId,
      Path: role.Path,
      Arn: role.Arn,
      AccountId: accountIdOf(role.Arn),
      CreatedDate: role.CreateDate,
      AssumeRolePolicyDocument: trust === undefined ? undefined : decodedDocument(trust, `the trust policy of role ${name}`),
      Description: role.Description === '' ? undefined : role.Description,
      MaxSessionDuration: role.MaxSessionDuration,
      PermissionsBoundary: PermissionsBoundary?.PermissionsBoundaryArn,
      Tags: tags.length > 0 ? tags : undefined,
      LastUsedDate: RoleLastUsed?.LastUsedDate,
      LastUsedRegion: RoleLastUsed?.Region,
      AttachedPolicies: attached,
      InlinePolicies: inline,
      InstanceProfiles: profiles,
    },
  };
}

/** One role as it is now, with one GetRole; undefined when there is none. */
export async function findRole(session: AwsSession, name: string, signal: AbortSignal | undefined): Promise<WireRole | undefined> {
  return unlessGone(async () => (await session.iam('GetRole', { RoleName: name }, { signal, uid: name })).Role);
}

/** The path of a role, to be guarded; of one that is not there, none. */
export async function rolePaths(session: AwsSession, name: string, signal: AbortSignal): Promise<readonly string[]> {
  const path = (await findRole(session, name, signal))?.Path;
  return path === undefined ? [] : [path];
}

/** One role as it is now, with the calls that the names to get need and no others; undefined when there is none. */
export async function readRole(
  session: AwsSession,
  name: string,
  names: NamesToGet<typeof Role>,
  signal: AbortSignal,
): Promise<RoleObject | undefined> {
  return unlessGone(async () => {
    const { Role: role = {} } = await session.iam('GetRole', { RoleName: name }, { signal, uid: name });
    const holder = { kind: 'role', name } as const;
    const [attached, inline, profiles] = await Promise.all([
      names.has('AttachedPolicies') ? attachedPoliciesOf(session, holder, signal) : undefined,
      names.has('InlinePolicies') ? inlinePoliciesOf(session, holder, signal) : undefined,
      names.has('InstanceProfiles') ? profilesOf(session, name, signal) : undefined,
    ]);
    return roleOf(role, { attached, inline, profiles });
  });
}

async function profilesOf(session: AwsSession, RoleName: string, signal: AbortSignal): Promise<string[]> {
  const profiles = await allOf(
    (Marker) => session.iam('ListInstanceProfilesForRole', { RoleName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: RoleName }),
    (answer) => answer.InstanceProfiles,
  );
  return profiles.flatMap(({ InstanceProfileName }) => InstanceProfileName ?? []);
}
