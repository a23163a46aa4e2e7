import type { Secret } from '../../../model/secret.ts';
import type { AwsSession } from '../session.ts';
import { untilVisible } from '../write/consistency.ts';
import { asConnectorError, type Step } from '../write/steps.ts';
import { unlessCode } from '../write/unless-code.ts';

const path = '__PASSWORD__';

/** How often a password is set anew when somebody else makes and deletes the login profile at the same time. */
const ROUNDS = 3;

/** The step that gives a user who was just made a console password. */
export function newLoginProfileStep(session: AwsSession, user: string, password: Secret, signal: AbortSignal): Step {
  const create = () => session.iam('CreateLoginProfile', { UserName: user, Password: password.reveal() }, { signal, uid: user });
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
export function passwordStep(session: AwsSession, user: string, password: Secret, signal: AbortSignal): Step {
  const set = async (action: 'UpdateLoginProfile' | 'CreateLoginProfile') =>
    session.iam(action, { UserName: user, Password: password.reveal() }, { signal, uid: user });
  return {
    path,
    what: 'set the console password',
    async run() {
      for (let round = 1; round < ROUNDS; round++) {
        if (await unlessCode('NoSuchEntity', () => set('UpdateLoginProfile'))) return;
        try {
          if (await unlessCode('EntityAlreadyExists', () => set('CreateLoginProfile'))) return;
        } catch (thrown) {
          if (!isLost(thrown, signal)) throw thrown;
        }
      }
      await set('UpdateLoginProfile');
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
