import { ConnectorError } from '../../../model/errors.ts';
import type { DeleteOp } from '../../../spi/operations.ts';
import type { AwsSession } from '../session.ts';
import { detachStep } from '../write/attached-policies.ts';
import { untilDeletable } from '../write/consistency.ts';
import { guard } from '../write/guard-rails.ts';
import type { HolderKind } from '../write/policy-holder.ts';
import { type Step, takeAll } from '../write/steps.ts';
import { unlessCode } from '../write/unless-code.ts';
import type { ManagedPolicy } from './policy-class.ts';
import { entitiesInWords, entitiesOf, type PolicyEntities } from './policy-entities.ts';
import { guardPolicy } from './policy-guard.ts';
import { checkPolicyUid } from './policy-object.ts';
import { versionsOf } from './policy-versions.ts';

type Delete = Parameters<DeleteOp<typeof ManagedPolicy, AwsSession>['delete']>[0];

/**
 * Deletes a customer managed policy and its versions.
 *
 * Who has the policy would lose rights without being asked for: unless the option `detach` says so, a policy that is attached is not deleted.
 * One that bounds somebody never is, because without its boundary a user or a role may do more.
 *
 * @throws ConnectorError `UnknownUid`; `PreconditionFailed`, naming who has it; `PermissionDenied` for one of AWS's policies. With
 *   `outcome: 'partial'` and a problem for each step when some were done.
 */
export async function deletePolicy({ session, uid, options, signal }: Delete): Promise<void> {
  checkPolicyUid(uid);
  const what = 'delete ManagedPolicy';
  await guardPolicy(session, uid, what, signal);
  const versions = await versionsOf(session, uid, signal);
  const [holders, bounded] = await Promise.all([
    entitiesOf(session, uid, 'PermissionsPolicy', signal),
    entitiesOf(session, uid, 'PermissionsBoundary', signal),
  ]);
  refuseIfUsed(uid, bounded, 'is the permissions boundary of', 'give them another boundary first');
  if (options.detach !== true) refuseIfUsed(uid, holders, 'is attached to', 'detach it first, or delete with the option detach');

  const listed = listOf(holders);
  for (const { kind, name } of listed) await guard(session, { kind, names: [name], takesAway: true }, what, signal);
  const detachments = listed.map((holder) => detachStep(session, holder, uid, 'DetachPolicy', signal));
  const prunings = versions
    .filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .map(({ VersionId }): Step => {
      const remove = () => session.iam('DeletePolicyVersion', { PolicyArn: uid, VersionId }, { signal, uid });
      return { path: 'DeletePolicyVersion', what: `DeletePolicyVersion ${VersionId}`, run: () => unlessCode('NoSuchEntity', remove) };
    });
  const remove = () => session.iam('DeletePolicy', { PolicyArn: uid }, { signal, uid });
  const last: Step = {
    path: 'DeletePolicy',
    what: 'DeletePolicy',
    run: () => untilDeletable(session, signal, () => unlessCode('NoSuchEntity', remove)),
  };
  await takeAll([...detachments, ...prunings, last], what, uid, signal);
}

function listOf({ users, groups, roles }: PolicyEntities): { readonly kind: HolderKind; readonly name: string }[] {
  const of = (kind: HolderKind, names: readonly string[]) => names.map((name) => ({ kind, name }));
  return [...of('user', users), ...of('group', groups), ...of('role', roles)];
}

function refuseIfUsed(uid: string, entities: PolicyEntities, how: string, instead: string): void {
  const words = entitiesInWords(entities);
  if (words === '') return;
  const message = `${how} ${words}; ${instead}`;
  const problems = [{ path: 'uid', message }];
  throw new ConnectorError('PreconditionFailed', `delete ManagedPolicy of aws: ${uid} ${message}`, {
    uid,
    problems,
    outcome: 'none',
    retryable: false,
  });
}
