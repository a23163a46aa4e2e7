import { ConnectorError } from '../../../model/errors.ts';
import type { Secret } from '../../../model/secret.ts';
import type { AwsSession } from '../session.ts';
import { untilVisible } from '../write/consistency.ts';
import { asConnectorError, type Step } from '../write/steps.ts';
import { unlessCode } from '../write/unless-code.ts';

const path = '__PASSWORD__';

/** How often a password is set anew when somebody else makes and deletes the login profile at the same time. */
const ROUNDS = 3;

/** A password to be set. */
export interface NewPassword {
  readonly password: Secret;
  /** Whether the user must set another one at the next sign-in. */
  readonly resetRequired: boolean;
  /** Called instead of making a login profile where there is none; without it one is made. */
  readonly unset?: () => void;
}

/** The step that gives a user who was just made a console password. */
export function newLoginProfileStep(session: AwsSession, user: string, { password, resetRequired }: NewPassword, signal: AbortSignal): Step {
  const create = () =>
    session.iam('CreateLoginProfile', { UserName: user, Password: password.reveal(), PasswordResetRequired: resetRequired }, { signal, uid: user });
  return {
    path,
    what: 'CreateLoginProfile',
    async run() {
      try {
        await untilVisible(session, signal, create);
      } catch (thrown) {
        // Nobody else gives a password to a user that is seconds old: if there is one, the call whose answer was lost made it.
        if (!isLost(thrown, signal) || !(await hasLoginProfile(session, user, signal))) throw thrown;
      }
    },
    undo: () => deleteLoginProfile(session, user, undefined),
  };
}

/**
 * The step that sets the console password of a user: UpdateLoginProfile, or CreateLoginProfile for a user without one.
 *
 * It begins again when somebody else makes or deletes the login profile between the two, and when the answer of CreateLoginProfile is lost.
 */
export function passwordStep(session: AwsSession, user: string, { password, resetRequired, unset }: NewPassword, signal: AbortSignal): Step {
  const set = async (action: 'UpdateLoginProfile' | 'CreateLoginProfile') =>
    session.iam(action, { UserName: user, Password: password.reveal(), PasswordResetRequired: resetRequired }, { signal, uid: user });
  return {
    path,
    what: 'set the console password',
    async run() {
      for (let round = 1; round < ROUNDS; round++) {
        if (await unlessCode('NoSuchEntity', () => set('UpdateLoginProfile'))) return true;
        if (unset) {
          unset();
          return false;
        }
        try {
          if (await unlessCode('EntityAlreadyExists', () => set('CreateLoginProfile'))) return true;
        } catch (thrown) {
          if (!isLost(thrown, signal)) throw thrown;
        }
      }
      await set('UpdateLoginProfile');
      return true;
    },
  };
}

/** The step that says whether a user must set another password at the next sign-in, without setting one. */
export function forceChangeStep(session: AwsSession, user: string, resetRequired: boolean, signal: AbortSignal): Step {
  const force = '__FORCE_PASSWORD_CHANGE__';
  const update = () => session.iam('UpdateLoginProfile', { UserName: user, PasswordResetRequired: resetRequired }, { signal, uid: user });
  return {
    path: force,
    what: resetRequired ? 'force a change of the console password' : 'ask for no change of the console password',
    async run() {
      if (await unlessCode('NoSuchEntity', update)) return true;
      if (!resetRequired) return false;
      await session.iam('GetUser', { UserName: user }, { signal, uid: user });
      const message = `cannot be true: ${user} has no console password that could be changed`;
      throw new ConnectorError('InvalidAttributeValue', `update __ACCOUNT__ of aws: ${force} ${message}`, {
        uid: user,
        problems: [{ path: force, message }],
      });
    },
  };
}

/** The step that takes away the console password. */
export function noPasswordStep(session: AwsSession, user: string, signal: AbortSignal): Step {
  return { path, what: 'DeleteLoginProfile', run: () => deleteLoginProfile(session, user, signal) };
}

/** Whether a user has a console password. A user who is not there has none. */
export async function hasLoginProfile(session: AwsSession, user: string, signal: AbortSignal | undefined): Promise<boolean> {
  return unlessCode('NoSuchEntity', () => session.iam('GetLoginProfile', { UserName: user }, { signal, uid: user }));
}

/** Takes away the console password; false when there was none, or no user. */
export async function deleteLoginProfile(session: AwsSession, user: string, signal: AbortSignal | undefined): Promise<boolean> {
  return unlessCode('NoSuchEntity', () => session.iam('DeleteLoginProfile', { UserName: user }, { signal, uid: user }));
}

function isLost(thrown: unknown, signal: AbortSignal): boolean {
  return !signal.aborted && asConnectorError(thrown, signal).outcome === 'unknown';
}
