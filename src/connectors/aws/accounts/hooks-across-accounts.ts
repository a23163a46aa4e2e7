import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import { derive } from '../../../spi/call.ts';
import type { HookCall } from '../../../spi/operations.ts';
import type { AwsSession, ManagedAccounts } from '../session.ts';
import { accountOfUid } from './account-of-call.ts';
import { inAccount, splitUid } from './account-uid.ts';

type Arguments = Readonly<Record<string, unknown>>;
type Hook = (call: HookCall<AwsSession, Arguments>) => unknown;

/** Arguments that name an object of an account. */
const objects = ['user', 'group', 'role'] as const;

/**
 * Makes hooks that work in one account work in the account that their arguments name, where a session has several: by a uid such as
 * `123456789012/ada`, or by the argument `account`. Without either a hook asks the account of the credentials.
 *
 * @returns The same hooks; in a session of one account they are called as they are.
 *
 * @example
 * await facade.hook('rotateAccessKey', { user: '123456789012/ada' });
 */
export function hooksAcrossAccounts<T extends object>(hooks: T): T {
  const entries = Object.entries(hooks as Readonly<Record<string, Hook>>).map(([name, hook]) => {
    const across: Hook = (call) => (call.session.accounts ? inItsAccount(call, call.session.accounts, hook) : hook(call));
    return [name, across] as const;
  });
  return Object.fromEntries(entries) as unknown as T;
}

async function inItsAccount(call: HookCall<AwsSession, Arguments>, accounts: ManagedAccounts, hook: Hook): Promise<unknown> {
  const { account, ...args } = call.args;
  const names = objects.filter((name) => typeof args[name] === 'string');
  const uids = await Promise.all(names.map((name) => accountOfUid(String(args[name]), accounts, call.signal)));
  const [first] = uids;
  const id = first?.accountId ?? (account === undefined ? undefined : String(account));
  if (id === undefined) return hook(call);
  const other = uids.find(({ accountId }) => accountId !== id)?.accountId ?? (account !== undefined && account !== id ? String(account) : undefined);
  if (other !== undefined) throw twoAccounts(id, other);
  const local = Object.fromEntries(names.map((name) => [name, splitUid(String(args[name]))?.uid]));
  try {
    return await hook(derive(call, { session: await accounts.session(id, call.signal), args: { ...args, ...local } }));
  } catch (thrown) {
    throw inAccount(id, thrown);
  }
}

function twoAccounts(one: string, other: string): ConnectorError {
  const message = `names two accounts, ${one} and ${printable(other)}; a hook works in one`;
  return new ConnectorError('InvalidArgument', `the arguments of the hook: ${message}`, { problems: [{ path: 'account', message }] });
}
