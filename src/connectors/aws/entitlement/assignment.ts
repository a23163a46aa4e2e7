import { ConnectorError } from '../../../model/errors.ts';
import { findUser } from '../account/user.ts';
import { iamArnOf } from '../arn.ts';
import { groupPaths } from '../group/group-object.ts';
import { sameName } from '../names.ts';
import { rolePaths } from '../role/role-object.ts';
import type { AwsSession } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';
import { attachStep, detachStep } from '../write/attached-policies.ts';
import { guard } from '../write/guard-rails.ts';
import { membershipSteps } from '../write/memberships.ts';
import type { HolderKind } from '../write/policy-holder.ts';
import type { Step } from '../write/steps.ts';

/** An entitlement and who gets or loses it. */
export interface Assignment {
  /** Of a group or a managed policy. */
  readonly arn: string;
  readonly kind: HolderKind;
  readonly name: string;
  /** Where they were named: `add.Users[0]`. */
  readonly path: string;
}

/**
 * Says why an entitlement cannot be given to such a holder; undefined when it can.
 *
 * A group has users only. Nobody is given a role: its trust policy says who may assume it.
 */
export function whyNotAssignable(arn: string, kind: HolderKind): string | undefined {
  const what = iamArnOf(arn)?.kind;
  if (what === 'role') return 'a role is assumed by whom its trust policy names: change AssumeRolePolicyDocument of the role';
  if (what === 'group' && kind !== 'user') return `only users can be in a group, no ${kind}`;
  return undefined;
}

/**
 * The step that gives an entitlement to somebody, or takes it away; that it was so already is as good.
 *
 * A holder who is not there is a wrong value where it was named; an entitlement that is not there, an unknown uid.
 */
export function assignmentStep(session: AwsSession, assignment: Assignment, change: 'add' | 'remove', signal: AbortSignal): Step {
  const { arn, kind, name, path } = assignment;
  const { kind: what, name: own = '' } = iamArnOf(arn) ?? {};
  const holder = { kind, name };
  const [membership] = membershipSteps(
    session,
    { of: 'group', uid: own, attribute: 'Users', current: undefined, replace: undefined, add: undefined, remove: undefined, [change]: [name] },
    signal,
  );
  const attachment = change === 'add' ? attachStep(session, holder, arn, path, signal) : detachStep(session, holder, arn, path, signal);
  const step = what === 'group' && membership ? membership : attachment;
  return {
    ...step,
    path,
    async run() {
      try {
        return await step.run();
      } catch (error) {
        throw translated(error, assignment, own);
      }
    },
  };
}

/** Refuses an assignment that the configuration forbids: both sides are written. */
export async function guardAssignment(
  session: AwsSession,
  { arn, kind, name }: Assignment,
  change: 'add' | 'remove',
  what: string,
  signal: AbortSignal,
): Promise<void> {
  const { kind: of, name: own = '', path } = iamArnOf(arn) ?? {};
  const paths = () => pathsOf(session, kind, name, signal);
  await guard(session, { kind, names: [name], paths, takesAway: change === 'remove' }, what, signal);
  if (of === 'group') await guard(session, { kind: 'group', names: [own], paths: async () => [path ?? '/'] }, what, signal);
}

async function pathsOf(session: AwsSession, kind: HolderKind, name: string, signal: AbortSignal): Promise<readonly string[]> {
  if (kind === 'group') return groupPaths(session, name, signal);
  if (kind === 'role') return rolePaths(session, name, signal);
  const path = (await findUser(session, name, signal))?.Path;
  return path === undefined ? [] : [path];
}

function translated(error: unknown, { arn, kind, name, path }: Assignment, own: string): unknown {
  if (!ConnectorError.is(error) || awsCode(error) !== 'NoSuchEntity') return error;
  const message = error.cause instanceof Error ? error.cause.message : error.message;
  // Of a group and its member AWS names the one that it does not find; of a policy and its holder too.
  const missing = /\b(user|group|role) with name (\S+)/i.exec(message);
  const isHolder = missing?.[1]?.toLowerCase() === kind && sameName(missing[2] ?? '', name);
  if (isHolder && !(kind === 'group' && own === name)) {
    return new ConnectorError('InvalidAttributeValue', error.message, { cause: error.cause, problems: [{ path, message }], uid: arn });
  }
  return new ConnectorError('UnknownUid', error.message, { cause: error.cause, uid: arn });
}
