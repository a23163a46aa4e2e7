import type { Problem } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';
import type { Step } from '../write/steps.ts';
import type { AccessChange } from './access-change.ts';
import { statusStep } from './credential-changes.ts';
import { accessKeys, type CredentialKind, otherCredentials } from './credential-kinds.ts';
import type { LiveUser } from './live-user.ts';
import { forceChangeStep, noPasswordStep, passwordStep } from './login-profile.ts';
import { admitSessionsSteps, revokeSessionsStep } from './session-revocation.ts';

/** What opens and closes a user's ways in, and what is in the way of it. */
export interface AccessPlan {
  /** Taken first, each even when another failed: what is closed stays closed. */
  readonly closing: readonly Step[];
  /** Taken last, so that nobody gets in before the rest is as it shall be. */
  readonly opening: readonly Step[];
  readonly problems: readonly Problem[];
  /** Whether a password was asked for that was not set, because it would have opened the console; known once the steps are taken. */
  readonly passwordLeft: () => boolean;
}

/**
 * Plans what a call asks of a user's ways in. Reads only what it must: closing the console needs no look, keys have to be listed.
 *
 * @throws ConnectorError `UnknownUid` when a list says that the user is not there.
 */
export async function planAccess(session: AwsSession, user: LiveUser, change: AccessChange, signal: AbortSignal): Promise<AccessPlan> {
  const { name } = user;
  const { revokeOnDisable, passwordEnablesConsole, changePasswordNextSignIn } = session.settings.user;
  const closing: Step[] = [];
  const opening: Step[] = [];
  const problems: Problem[] = [];
  let left = false;

  if (change.keys === 'deactivate') closing.push(...(await deactivateSteps(session, user, accessKeys, signal)));
  if (change.console === 'close') closing.push({ ...noPasswordStep(session, name, signal), evenAfterFailure: true });
  if (change.disable && revokeOnDisable) {
    for (const kind of otherCredentials) closing.push(...(await deactivateSteps(session, user, kind, signal)));
    closing.push(revokeSessionsStep(session, name, signal));
  }

  if (change.enable && revokeOnDisable) opening.push(...(await admitSessionsSteps(session, name, signal)));
  if (change.password) {
    const resetRequired = change.forceChange ?? changePasswordNextSignIn;
    const makes = change.console === 'open' || passwordEnablesConsole;
    opening.push(passwordStep(session, name, { password: change.password, resetRequired, ...(!makes && { unset: () => (left = true) }) }, signal));
  } else if (change.console === 'open') problems.push(...(await consoleProblems(user, change)));
  if (change.forceChange !== undefined && !change.password && change.console !== 'close') {
    opening.push(forceChangeStep(session, name, change.forceChange, signal));
  }
  if (change.keys === 'activate') {
    const keys = await accessKeys.list(user);
    if (keys.length === 0 && change.keysNamed) {
      problems.push({ path: 'replace.ProgrammaticAccess', message: `cannot be true: ${name} has no access key; ${accessKeys.origin}` });
    }
    opening.push(...keys.flatMap((key) => statusStep(session, name, accessKeys, key, 'Active', pathOf(change), signal) ?? []));
  }
  return { closing, opening, problems, passwordLeft: () => left };
}

/** What is missing for the console to open without a password in the call. */
async function consoleProblems(user: LiveUser, { enable, consoleNamed, keys: activates }: AccessChange): Promise<Problem[]> {
  if (await user.loginProfile()) return [];
  const keys = await user.accessKeys();
  if (enable && !consoleNamed) {
    // Access keys let the user in as well: those that are active do already.
    if (activates !== 'deactivate' && keys.some(({ Status }) => Status === 'Active')) return [];
    if (activates === 'activate' && keys.length > 0) return [];
  }
  const why =
    keys.length === 0
      ? `${user.name} has no console password and no access key`
      : `${user.name} has no console password${consoleNamed ? '' : ', and its access keys stay inactive (enableProgrammaticAccess, ProgrammaticAccess)'}`;
  return [{ path: consoleNamed ? 'replace.ConsoleAccess' : 'replace.__ENABLE__', message: `needs __PASSWORD__ in the same call: ${why}` }];
}

/**
 * The steps that deactivate all credentials of a kind. That the list cannot be read is the failure of one step and not of the disable: the
 * other ways in are closed all the same.
 */
async function deactivateSteps(session: AwsSession, user: LiveUser, kind: CredentialKind, signal: AbortSignal): Promise<Step[]> {
  const path = '__ENABLE__';
  try {
    const held = await kind.list(user);
    return held.flatMap((credential) => {
      const step = statusStep(session, user.name, kind, credential, 'Inactive', path, signal);
      return step ? [{ ...step, evenAfterFailure: true }] : [];
    });
  } catch (error) {
    if (awsCode(error) === 'NoSuchEntity') throw error;
    return [{ path, what: `deactivate every ${kind.word} of ${user.name}`, evenAfterFailure: true, run: () => Promise.reject(error) }];
  }
}

function pathOf({ keysNamed }: AccessChange): string {
  return keysNamed ? 'ProgrammaticAccess' : '__ENABLE__';
}
