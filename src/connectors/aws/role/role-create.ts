import type { Role as WireRole } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { CreateOp } from '../../../spi/operations.ts';
import { sameTags, tagsOf, wireTags } from '../account/tags.ts';
import { decodedDocument, sameDocument } from '../policy/policy-document.ts';
import type { AwsSession } from '../session.ts';
import { attachSteps } from '../write/attached-policies.ts';
import { untilDeletable, untilVisible } from '../write/consistency.ts';
import { guard } from '../write/guard-rails.ts';
import { newInlineSteps } from '../write/inline-policies.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { createOnce } from '../write/lost-create.ts';
import { refuseOtherAccount } from '../write/own-account.ts';
import { type Step, takeAllOrUndo } from '../write/steps.ts';
import { untilTrusted } from './new-principal.ts';
import type { Role } from './role-class.ts';
import { findRole } from './role-object.ts';
import { roleProblems } from './role-problems.ts';

type Create = Parameters<CreateOp<typeof Role, AwsSession>['create']>[0];

/**
 * Makes an IAM role: CreateRole with trust policy, path, description, boundary and tags, then its policies.
 *
 * @returns The role's name as AWS spells it, and what AWS gave the role.
 * @throws ConnectorError `AlreadyExists`; `InvalidAttributeValue`, also for a principal, a boundary or a policy that is not there;
 *   `QuotaExceeded`. With `outcome: 'partial'` when a half-made role could not be removed again.
 */
export async function createRole(call: Create): Promise<Written<(typeof Role)['attributes']>> {
  const { session, attributes, signal } = call;
  const { __NAME__: name, Path = '/', AttachedPolicies = [], InlinePolicies = [], AccountId } = attributes;
  const what = 'create Role';
  refuseInvalid(roleProblems(attributes, ''), `${what} of aws`);
  await guard(session, { kind: 'role', names: [name], paths: async () => [Path] }, what, signal);
  await refuseOtherAccount(session, AccountId, `${what} of aws`, signal);

  let role: WireRole | undefined;
  const remove = () => session.iam('DeleteRole', { RoleName: name }, { signal: undefined, uid: name });
  const create: Step = {
    path: '__NAME__',
    what: 'CreateRole',
    async run() {
      role = await sendCreateRole(call);
    },
    // The role was there a moment ago: that IAM does not find it yet must not pass for "removed".
    undo: () => untilVisible(session, undefined, () => untilDeletable(session, undefined, remove)),
  };
  const holder = { kind: 'role', name, isNew: true } as const;
  const policies = [...attachSteps(session, holder, AttachedPolicies, signal), ...newInlineSteps(session, holder, InlinePolicies, signal)];
  await takeAllOrUndo([create, ...policies], what, name, signal);
  return { uid: role?.RoleName ?? name, sideEffects: madeByAws(role) };
}

/** What AWS gave the role that nobody may write. */
function madeByAws(role: WireRole | undefined): Written<(typeof Role)['attributes']>['sideEffects'] {
  if (role?.RoleId === undefined || role.Arn === undefined || role.CreateDate === undefined) return undefined;
  return { replace: { RoleId: role.RoleId, Arn: role.Arn, CreatedDate: role.CreateDate } };
}

/** CreateRole, which answers what it made; a role of the same name that is not ours ends it. */
async function sendCreateRole({ session, attributes, signal }: Create): Promise<WireRole | undefined> {
  const { __NAME__: RoleName, AssumeRolePolicyDocument, Path = '/', Description, MaxSessionDuration = 3600, PermissionsBoundary } = attributes;
  const Tags = wireTags(attributes.Tags ?? []);
  const input = {
    ...{ RoleName, AssumeRolePolicyDocument, Path, MaxSessionDuration },
    ...(Description !== undefined && { Description }),
    ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
    ...(Tags.length > 0 && { Tags }),
  };
  const about = PermissionsBoundary === undefined ? undefined : { path: 'PermissionsBoundary', value: PermissionsBoundary };
  return createOnce(session, signal, {
    name: RoleName,
    send: () => untilTrusted(session, signal, async () => (await session.iam('CreateRole', input, { signal, uid: RoleName, about })).Role),
    read: (readSignal) => findRole(session, RoleName, readSignal),
    madeAt: (role) => role?.CreateDate,
    asSent: (role) =>
      role?.RoleName === RoleName &&
      role.Path === Path &&
      (role.Description ?? '') === (Description ?? '') &&
      role.MaxSessionDuration === MaxSessionDuration &&
      role.PermissionsBoundary?.PermissionsBoundaryArn === PermissionsBoundary &&
      sameDocument(decodedDocument(role.AssumeRolePolicyDocument ?? '', `the trust policy of role ${RoleName}`), AssumeRolePolicyDocument) &&
      sameTags(tagsOf(role.Tags), Tags),
  });
}
