import type { Written } from '../../../model/changes.ts';
import { ConnectorError, type Problem } from '../../../model/errors.ts';
import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { namesWithout, placeOf } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import type { HolderKind } from '../write/policy-holder.ts';
import { takeAll } from '../write/steps.ts';
import { type Assignment, assignmentStep, guardAssignment, whyNotAssignable } from './assignment.ts';
import type { Entitlement } from './entitlement-class.ts';
import { entitlementArnOf, type Found, findEntitlement, holdersOf } from './entitlement-object.ts';

type Update = Parameters<UpdateDeltaOp<typeof Entitlement, AwsSession>['updateDelta']>[0];

/** The attributes that say who has an entitlement. */
const attributes = [
  ['Users', 'user', 'users'],
  ['Groups', 'group', 'groups'],
  ['Roles', 'role', 'roles'],
] as const satisfies readonly (readonly [string, HolderKind, string])[];

type Change = readonly ['add' | 'remove', Assignment];

/**
 * Gives an entitlement to users, groups and roles, and takes it away; what differs only. Taking away comes first.
 *
 * @throws ConnectorError `UnknownUid`; `InvalidAttributeValue` for a holder that is not there or that cannot have it; `PermissionDenied`. With
 *   `outcome: 'partial'` and a problem for each step when some were done.
 */
export async function updateEntitlement(call: Update): Promise<Written<(typeof Entitlement)['attributes']>> {
  const { session, uid, changes, signal } = call;
  entitlementArnOf(uid);
  const what = 'update Entitlement';
  refuseInvalid(problemsOf(call), `${what} of aws`);
  const replaces = attributes.some(([attribute]) => changes.replace[attribute] !== undefined);
  const found = replaces ? await existing(call) : undefined;
  const wanted = await changesOf(call, found);
  for (const [change, assignment] of wanted) await guardAssignment(session, assignment, change, what, signal);
  const steps = wanted.map(([change, assignment]) => assignmentStep(session, assignment, change, signal));
  const done = await takeAll(steps, what, uid, signal);
  // Nothing to write, or nothing there to take away, may mean that there is no such entitlement.
  if (done === 0 && !found) await existing(call);
  return { uid };
}

async function existing({ session, uid, signal }: Update): Promise<Found> {
  const found = await findEntitlement(session, uid, signal);
  if (found) return found;
  throw new ConnectorError('UnknownUid', `there is no group, policy or role ${uid}`, { uid, outcome: 'none' });
}

function problemsOf({ uid, changes }: Update): Problem[] {
  return attributes.flatMap(([attribute, kind]) => {
    const why = whyNotAssignable(uid, kind);
    const parts = (['replace', 'add', 'remove'] as const).filter((part) => (changes[part][attribute] ?? []).length > 0);
    return why === undefined ? [] : parts.map((part) => ({ path: `${part}.${attribute}`, message: `is not possible: ${why}` }));
  });
}

async function changesOf({ session, uid, changes, signal }: Update, found: Found | undefined): Promise<Change[]> {
  const holders = found && (await holdersOf(session, found, signal));
  const removals: Change[] = [];
  const additions: Change[] = [];
  for (const [attribute, kind, key] of attributes) {
    const replace = changes.replace[attribute];
    const current = replace === undefined ? undefined : (holders?.[key] ?? []);
    const wanted = (current ? replace : changes.add[attribute]) ?? [];
    const unwanted = changes.remove[attribute] ?? [];
    const leave = current ? namesWithout(current, wanted) : namesWithout(unwanted, []);
    const join = current ? namesWithout(wanted, current) : namesWithout(wanted, leave);
    for (const name of leave) {
      const path = current ? `replace.${attribute}` : `remove.${attribute}[${placeOf(name, unwanted)}]`;
      removals.push(['remove', { arn: uid, kind, name, path }]);
    }
    for (const name of join) {
      additions.push(['add', { arn: uid, kind, name, path: `${current ? 'replace' : 'add'}.${attribute}[${placeOf(name, wanted)}]` }]);
    }
  }
  return [...removals, ...additions];
}
