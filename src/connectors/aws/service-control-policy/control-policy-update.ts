import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { checkId } from '../organisation/organization-ids.ts';
import { organizations } from '../organisation/organizations.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';
import { type Step, takeAll } from '../write/steps.ts';
import { unlessCode } from '../write/unless-code.ts';
import { describePolicy, targetsOf } from './control-policy-read.ts';
import { controlPolicyId, type ServiceControlPolicy } from './service-control-policy-class.ts';

type Update = Parameters<UpdateDeltaOp<typeof ServiceControlPolicy, AwsSession>['updateDelta']>[0];

/**
 * Attaches a service control policy to roots, organisational units and accounts, and detaches it, by difference. What is attached comes
 * first: AWS refuses to take the last policy from a target.
 *
 * @throws ConnectorError `UnknownUid`; `InvalidAttributeValue` for a target that is not there. With `outcome: 'partial'` and a problem for
 *   each step when some were done.
 */
export async function updateControlPolicy({ session, uid, changes, signal }: Update): Promise<string> {
  checkId(uid, controlPolicyId);
  const { Policy } = await describePolicy(session, uid, signal);
  await guard(session, { kind: 'policy', names: [Policy?.PolicySummary?.Name ?? uid, uid] }, 'update ServiceControlPolicy', signal);
  const { replace, add, remove } = changes;
  const current = replace.Targets === undefined ? [] : await targetsOf(session, uid, signal);
  const wanted = replace.Targets ?? [];
  const attach = new Set([...wanted.filter((id) => !current.includes(id)), ...(add.Targets ?? [])]);
  const detach = new Set([...current.filter((id) => !wanted.includes(id)), ...(remove.Targets ?? [])]);
  for (const id of detach) attach.delete(id);
  await takeAll(
    [...[...attach].map((id) => attachStep(session, uid, id, signal)), ...[...detach].map((id) => detachStep(session, uid, id, signal))],
    'update ServiceControlPolicy',
    uid,
    signal,
  );
  return uid;
}

function attachStep(session: AwsSession, uid: string, target: string, signal: AbortSignal): Step {
  const about = { path: 'Targets', value: target };
  const attach = () => organizations(session, 'AttachPolicy', { PolicyId: uid, TargetId: target }, { signal, uid, about });
  return { path: 'Targets', what: `attach to ${target}`, run: () => unlessCode('DuplicatePolicyAttachmentException', attach) };
}

function detachStep(session: AwsSession, uid: string, target: string, signal: AbortSignal): Step {
  const about = { path: 'Targets', value: target };
  const detach = () => organizations(session, 'DetachPolicy', { PolicyId: uid, TargetId: target }, { signal, uid, about });
  return { path: 'Targets', what: `detach from ${target}`, run: () => unlessCode('PolicyNotAttachedException', detach) };
}
