import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import type { HookCall } from '../../../spi/operations.ts';
import { accountOfUid } from '../accounts/account-of-call.ts';
import { checkUid } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';

/** The user that a hook is about, by its uid: `ada`, or `123456789012/ada` in a session of several accounts. */
export interface UserArgument {
  readonly user: string;
}

/** A user and the session of its account. */
export interface UserOfHook {
  readonly session: AwsSession;
  readonly user: string;
}

/**
 * The user that a hook's arguments name.
 *
 * @throws ConnectorError `InvalidArgument` when they name none; `UnknownUid` for an account that the session does not work in.
 */
export async function userOfHook({ session, args, signal }: HookCall<AwsSession, UserArgument>): Promise<UserOfHook> {
  const given = textArgument(args, 'user', 'the name of an IAM user');
  if (!session.accounts) {
    checkUid(given, 'user');
    return { session, user: given };
  }
  const { accountId, uid: user } = await accountOfUid(given, session.accounts, signal);
  checkUid(user, 'user');
  return { session: await session.accounts.session(accountId, signal), user };
}

/**
 * Writes to the user that a hook is about: after the guard rails, and in order with all other writes to it.
 *
 * @param takesAway  Whether it takes access away, which the connector's own user is spared.
 */
export async function writeUser<T>(
  call: HookCall<AwsSession, UserArgument>,
  what: string,
  takesAway: boolean,
  write: (user: UserOfHook) => Promise<T>,
): Promise<T> {
  const { signal } = call;
  const of = await userOfHook(call);
  const { session, user } = of;
  return session.writes.run([user], signal, async () => {
    const paths = async () => [(await session.iam('GetUser', { UserName: user }, { signal, uid: user })).User?.Path ?? '/'];
    await guard(session, { kind: 'user', names: [user], paths, takesAway }, `hook ${what}`, signal);
    return write(of);
  });
}

/** A text among the arguments, which may come from a script or over the wire, where no compiler looks at them. */
export function textArgument(args: object, name: string, what: string): string {
  const value = (args as Readonly<Record<string, unknown>>)[name];
  if (typeof value === 'string' && value !== '') return value;
  throw wrongArgument(name, `must be ${what} (got ${value === undefined ? 'none' : printable(value)})`);
}

/** One of some texts among the arguments, or undefined. */
export function choiceArgument<T extends string>(args: object, name: string, choices: readonly T[]): T | undefined {
  const value = (args as Readonly<Record<string, unknown>>)[name];
  if (value === undefined || choices.includes(value as T)) return value as T | undefined;
  throw wrongArgument(name, `must be ${choices.map((each) => `"${each}"`).join(' or ')} (got ${printable(value)})`);
}

/** A whole number among the arguments, or undefined. */
export function numberArgument(args: object, name: string, least: number, most: number): number | undefined {
  const value = (args as Readonly<Record<string, unknown>>)[name];
  if (value === undefined || (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)) return value as number | undefined;
  throw wrongArgument(name, `must be a whole number from ${least} to ${most} (got ${printable(value)})`);
}

/** The error for an argument of a hook. */
export function wrongArgument(name: string, message: string): ConnectorError {
  return new ConnectorError('InvalidArgument', `args.${name} ${message}`, { problems: [{ path: `args.${name}`, message }] });
}
