import { ConnectorError, type Problem } from '../../../model/errors.ts';
import { problemsError } from '../../../model/problems-error.ts';
import type { HookCall } from '../../../spi/operations.ts';
import { splitUid } from '../accounts/account-uid.ts';
import { type Assignment, assignmentStep, guardAssignment, whyNotAssignable } from '../entitlement/assignment.ts';
import { entitlementArnOf, findEntitlement } from '../entitlement/entitlement-object.ts';
import { isPossibleName } from '../names.ts';
import type { AwsSession } from '../session.ts';
import type { HolderKind } from '../write/policy-holder.ts';
import { takeAll } from '../write/steps.ts';

/** An entitlement, and the one user, group or role that gets or loses it. */
export interface AssignmentArguments {
  /** ARN of a group or a managed policy. */
  readonly entitlement: string;
  readonly user?: string;
  readonly group?: string;
  readonly role?: string;
}

/** Hooks that give rights and take them away. */
export interface EntitlementHooks {
  /**
   * Puts a user into a group, or attaches a managed policy to a user, a group or a role; that it is so already is as good.
   *
   * Errors: `InvalidArgument`; `UnknownUid` when there is no such entitlement; `InvalidAttributeValue` when there is no such holder or it has no
   * room for more; `PermissionDenied`.
   */
  assignEntitlement(call: HookCall<unknown, AssignmentArguments>): Promise<void>;
  /** Takes it away again; that nobody had it is as good. Errors: as `assignEntitlement`. */
  unassignEntitlement(call: HookCall<unknown, AssignmentArguments>): Promise<void>;
}

type EntitlementCall = HookCall<AwsSession, AssignmentArguments>;

/**
 * What an application can have done about entitlements, by name.
 *
 * @example
 * await facade.hook('assignEntitlement', { entitlement: 'arn:aws:iam::aws:policy/ReadOnlyAccess', group: 'auditors' });
 * await facade.hook('unassignEntitlement', { entitlement: 'arn:aws:iam::123456789012:group/ops', user: 'ada' });
 */
export const entitlementHooks = {
  /** Gives an entitlement to a user, a group or a role. */
  assignEntitlement: (call: EntitlementCall): Promise<void> => change(call, 'add'),

  /** Takes an entitlement from a user, a group or a role. */
  unassignEntitlement: (call: EntitlementCall): Promise<void> => change(call, 'remove'),
};

async function change({ session, args, signal }: EntitlementCall, how: 'add' | 'remove'): Promise<void> {
  const what = `hook ${how === 'add' ? 'assignEntitlement' : 'unassignEntitlement'}`;
  const assignment = readArguments(args, what);
  await guardAssignment(session, assignment, how, what, signal);
  const { arn } = assignment;
  const done = await takeAll([assignmentStep(session, assignment, how, signal)], what, arn, signal);
  if (done > 0 || (await findEntitlement(session, arn, signal))) return;
  throw new ConnectorError('UnknownUid', `${what} of aws: there is no group or policy ${arn}`, { uid: arn, outcome: 'none' });
}

/** A hook's arguments may come from a script or over the wire, where no compiler looks at them. */
function readArguments(args: Readonly<Record<string, unknown>> | AssignmentArguments, what: string): Assignment {
  const given = { ...args } as Readonly<Record<string, unknown>>;
  const problems: Problem[] = [];
  const { entitlement } = given;
  if (typeof entitlement !== 'string') problems.push({ path: 'args.entitlement', message: 'must be the ARN of a group or a managed policy' });
  // In a session of several accounts uids have the account in front.
  const arn = typeof entitlement === 'string' ? (splitUid(entitlement)?.uid ?? entitlement) : '';
  const holders = (['user', 'group', 'role'] as const satisfies readonly HolderKind[]).filter((kind) => given[kind] !== undefined);
  const [kind = 'user'] = holders;
  if (holders.length !== 1) problems.push({ path: 'args', message: 'must have exactly one of user, group and role' });
  for (const each of holders) {
    const name = given[each];
    if (typeof name !== 'string' || !isPossibleName(name, each))
      problems.push({ path: `args.${each}`, message: `must be the name of an IAM ${each}` });
  }
  if (problems.length > 0) throw problemsError('InvalidArgument', `${what} of aws`, problems);
  entitlementArnOf(arn, 'args.entitlement');
  const why = whyNotAssignable(arn, kind);
  if (why !== undefined) throw problemsError('InvalidArgument', `${what} of aws`, [{ path: `args.${kind}`, message: `is not possible: ${why}` }]);
  return { arn, kind, name: String(given[kind]), path: `args.${kind}` };
}
