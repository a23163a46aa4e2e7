import { ConnectorError } from '../../../model/errors.ts';
import { Secret } from '../../../model/secret.ts';
import { printable } from '../../../model/wording.ts';
import type { HookCall } from '../../../spi/operations.ts';
import { generatedPassword, LONGEST_PASSWORD, shortestPassword } from '../account/generated-password.ts';
import { passwordStep } from '../account/login-profile.ts';
import { unlessGone } from '../account/unless-gone.ts';
import type { AwsSession } from '../session.ts';
import { takeAll } from '../write/steps.ts';
import { numberArgument, type UserArgument, writeUser, wrongArgument } from './user-of-hook.ts';

/** Whose password is made up, and how. */
export interface ResetArgument extends UserArgument {
  /** Characters; 20 unless the password policy asks for more. */
  readonly length?: number;
  /** Whether the user must set another one at the next sign-in; what `changePasswordNextSignIn` says unless said here. */
  readonly force?: boolean;
}

/** A password that was made up and set. It is told here and never again. */
export interface ResetPassword {
  /** `reveal()` gives the text. */
  readonly password: Secret;
  /** Whether the user must set another one at the next sign-in. */
  readonly mustChange: boolean;
}

/** Hooks that set passwords. */
export interface PasswordHooks {
  /**
   * Makes up a console password that the account's password policy takes, sets it and answers it, once.
   *
   * Errors: `InvalidArgument`, `UnknownUid`, `PermissionDenied`; `PreconditionFailed` for a user without console password when
   * `passwordEnablesConsole` is off.
   */
  resetPassword(call: HookCall<unknown, ResetArgument>): Promise<ResetPassword>;
}

/**
 * What an application can have done with passwords, by name.
 *
 * @example
 * const { password } = await facade.hook('resetPassword', { user: 'ada', force: true });
 * tell('ada', password.reveal());
 */
export const passwordHooks = {
  /** Makes up a console password that the account's password policy takes, sets it and answers it, once. */
  resetPassword: (call: HookCall<AwsSession, ResetArgument>): Promise<ResetPassword> => {
    const { args, signal } = call;
    if (args.force !== undefined && typeof args.force !== 'boolean')
      throw wrongArgument('force', `must be true or false (got ${printable(args.force)})`);
    return writeUser(call, 'resetPassword', false, async ({ session, user }) => {
      const answer = await unlessGone(() => session.iam('GetAccountPasswordPolicy', {}, { signal }));
      const demands = { minimumLength: answer?.PasswordPolicy?.MinimumPasswordLength };
      const length = numberArgument(args, 'length', shortestPassword(demands), LONGEST_PASSWORD);
      const password = new Secret(generatedPassword(demands, length));
      const { changePasswordNextSignIn, passwordEnablesConsole } = session.settings.user;
      const mustChange = args.force ?? changePasswordNextSignIn;
      let left = false;
      const unset = passwordEnablesConsole ? {} : { unset: () => (left = true) };
      await takeAll([passwordStep(session, user, { password, resetRequired: mustChange, ...unset }, signal)], 'hook resetPassword', user, signal);
      if (left) await refuseUnset(session, user, signal);
      return { password, mustChange };
    });
  },
};

/** Nothing was set: there is no such user, or none that a password may let in. */
async function refuseUnset(session: AwsSession, user: string, signal: AbortSignal): Promise<never> {
  await session.iam('GetUser', { UserName: user }, { signal, uid: user });
  const message = `${user} has no console password, and passwordEnablesConsole is off: enable the user with a password instead`;
  throw new ConnectorError('PreconditionFailed', `hook resetPassword: ${message}`, { uid: user, problems: [{ path: 'args.user', message }] });
}
