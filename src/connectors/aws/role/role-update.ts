import type { Role as WireRole } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { tagDifference, tagsAfter, tagsOf, tooManyTags, type WireTag } from '../account/tags.ts';
import { checkUid } from '../names.ts';
import { decodedDocument, sameDocument } from '../policy/policy-document.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { policyUpdateSteps } from '../write/policy-update.ts';
import { type Step, takeAll } from '../write/steps.ts';
import { unlessCode } from '../write/unless-code.ts';
import { untilTrusted } from './new-principal.ts';
import type { Role } from './role-class.ts';
import { rolePaths } from './role-object.ts';
import { roleProblems } from './role-problems.ts';

type Update = Parameters<UpdateDeltaOp<typeof Role, AwsSession>['updateDelta']>[0];

/** What a role has when nobody said otherwise. AWS: UpdateRole, MaxSessionDuration. */
const DEFAULT_SESSION = 3600;

/**
 * Changes an IAM role: trust policy, description and longest session, boundary, tags, policies; only what differs is written.
 *
 * @throws ConnectorError `UnknownUid`; `InvalidAttributeValue`, also for a principal, a boundary or a policy that is not there;
 *   `PermissionDenied` for a role that only a service of AWS may change, and for a trust policy of the role that the connector runs as. With
 *   `outcome: 'partial'` and a problem for each step when some were done.
 */
export async function updateRole(call: Update): Promise<Written<(typeof Role)['attributes']>> {
  const { session, uid, changes, signal } = call;
  const { replace, add } = changes;
  checkUid(uid, 'role');
  const what = 'update Role';
  refuseInvalid([...roleProblems(replace, 'replace.'), ...roleProblems({ ...add }, 'add.')], `${what} of aws`);
  const takesAway = replace.AssumeRolePolicyDocument !== undefined;
  await guard(session, { kind: 'role', names: [uid], paths: () => rolePaths(session, uid, signal), takesAway }, what, signal);
  // UpdateRole writes description and longest session together: two updates at once would each put back what the other changed.
  return session.writes.run([`role/${uid}`], signal, () => writeRole(call, what));
}

async function writeRole(call: Update, what: string): Promise<Written<(typeof Role)['attributes']>> {
  const { session, uid, changes, signal } = call;
  const { replace, add, remove } = changes;
  const needsRole = [replace.AssumeRolePolicyDocument, replace.Description, replace.MaxSessionDuration, replace.Tags, add.Tags, remove.Tags];
  const read = async () => (await session.iam('GetRole', { RoleName: uid }, { signal, uid })).Role;
  const role = needsRole.some((each) => each !== undefined) ? await read() : undefined;
  const tags = role && tagSteps(call, role);
  const policies = await policyUpdateSteps(call.session, { kind: 'role', name: call.uid }, call.changes, call.signal);
  const steps = [...(role ? [...trustSteps(call, role), ...sessionSteps(call, role)] : []), ...boundarySteps(call), ...(tags ?? []), ...policies];
  const done = await takeAll(steps, what, uid, signal);
  // Nothing to write, or nothing there to remove, may mean that there is no role.
  const current = role ?? (done === 0 ? await read() : undefined);
  return { uid: current?.RoleName ?? uid };
}

function trustSteps({ session, uid, changes, signal }: Update, role: WireRole): Step[] {
  const { AssumeRolePolicyDocument: PolicyDocument } = changes.replace;
  if (PolicyDocument === undefined) return [];
  const current = decodedDocument(role.AssumeRolePolicyDocument ?? '', `the trust policy of role ${uid}`);
  if (sameDocument(current, PolicyDocument)) return [];
  const send = () => session.iam('UpdateAssumeRolePolicy', { RoleName: uid, PolicyDocument }, { signal, uid });
  return [{ path: 'AssumeRolePolicyDocument', what: 'UpdateAssumeRolePolicy', run: () => untilTrusted(session, signal, send) }];
}

/** Both go in every UpdateRole: AWS takes a missing MaxSessionDuration for an hour. */
function sessionSteps({ session, uid, changes, signal }: Update, role: WireRole): Step[] {
  const { replace } = changes;
  const before = { Description: role.Description ?? '', MaxSessionDuration: role.MaxSessionDuration ?? DEFAULT_SESSION };
  const after = {
    Description: replace.Description === undefined ? before.Description : (replace.Description ?? ''),
    MaxSessionDuration: replace.MaxSessionDuration === undefined ? before.MaxSessionDuration : (replace.MaxSessionDuration ?? DEFAULT_SESSION),
  };
  const path = after.Description !== before.Description ? 'Description' : 'MaxSessionDuration';
  if (after[path] === before[path]) return [];
  return [{ path, what: 'UpdateRole', run: () => session.iam('UpdateRole', { RoleName: uid, ...after }, { signal, uid }) }];
}

function boundarySteps({ session, uid, changes, signal }: Update): Step[] {
  const value = changes.replace.PermissionsBoundary;
  if (value === undefined) return [];
  const path = 'PermissionsBoundary';
  if (value !== null) {
    const context = { signal, uid, about: { path, value } };
    const put = () => session.iam('PutRolePermissionsBoundary', { RoleName: uid, PermissionsBoundary: value }, context);
    return [{ path, what: `PutRolePermissionsBoundary ${value}`, run: put }];
  }
  const remove = () => session.iam('DeleteRolePermissionsBoundary', { RoleName: uid }, { signal, uid });
  return [{ path, what: 'DeleteRolePermissionsBoundary', run: () => unlessCode('NoSuchEntity', remove) }];
}

function tagSteps({ session, uid, changes: { replace, add, remove }, signal }: Update, role: WireRole): Step[] {
  if (replace.Tags === undefined && add.Tags === undefined && remove.Tags === undefined) return [];
  const current = tagsOf(role.Tags);
  const wanted = tagsAfter(current, replace.Tags, add.Tags ?? [], remove.Tags ?? []);
  refuseInvalid(tooManyTags(wanted, 'Tags', 'role'), 'update Role of aws');
  const { untag, tag } = tagDifference(current, wanted);
  const named = (tags: readonly WireTag[]) => tags.map(({ Key }) => Key).join(', ');
  const takeOff = () => session.iam('UntagRole', { RoleName: uid, TagKeys: [...untag] }, { signal, uid });
  const put = () => session.iam('TagRole', { RoleName: uid, Tags: [...tag] }, { signal, uid });
  return [
    ...(untag.length > 0 ? [{ path: 'Tags', what: `UntagRole ${untag.join(', ')}`, run: takeOff }] : []),
    ...(tag.length > 0 ? [{ path: 'Tags', what: `TagRole ${named(tag)}`, run: put }] : []),
  ];
}
