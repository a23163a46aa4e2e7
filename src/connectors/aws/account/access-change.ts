import type { Problem } from '../../../model/errors.ts';
import type { Secret } from '../../../model/secret.ts';
import type { UserSetting } from '../settings/user-setting.ts';

/** What a call says about how a user gets in; null of an update clears. */
export interface AccessWanted {
  readonly __ENABLE__?: boolean | null;
  readonly ConsoleAccess?: boolean | null;
  readonly ProgrammaticAccess?: boolean | null;
  readonly __PASSWORD__?: Secret | null;
  readonly __FORCE_PASSWORD_CHANGE__?: boolean | null;
}

/** What follows from it. */
export interface AccessChange {
  /** The whole user is to be kept out. */
  readonly disable: boolean;
  /** The user as such is enabled, which access keys may suffice for. */
  readonly enable: boolean;
  readonly console: 'open' | 'close' | undefined;
  /** Whether ConsoleAccess said so, so that access keys do not stand in for it. */
  readonly consoleNamed: boolean;
  readonly keys: 'activate' | 'deactivate' | undefined;
  /** Whether ProgrammaticAccess said so, so that there must be a key. */
  readonly keysNamed: boolean;
  readonly password: Secret | undefined;
  readonly forceChange: boolean | undefined;
}

/** Settings that it depends on. */
type AccessSetting = Pick<UserSetting, 'enableProgrammaticAccess'>;

/**
 * What a call does to a user's ways in. IDHub: Support for Enabling and Disabling Accounts.
 *
 * Enabling opens the console, and the keys when `enableProgrammaticAccess` says so; disabling closes both, whatever it says. The narrower
 * attribute goes before the wider one where both are given.
 */
export function accessChange(wanted: AccessWanted, { enableProgrammaticAccess }: AccessSetting): AccessChange {
  const { __ENABLE__: enabled, ConsoleAccess, ProgrammaticAccess, __PASSWORD__: password, __FORCE_PASSWORD_CHANGE__: forceChange } = wanted;
  const disable = enabled === false;
  const enable = enabled === true;
  const close = disable || ConsoleAccess === false || password === null;
  const activate = ProgrammaticAccess ?? (disable ? false : enable && enableProgrammaticAccess ? true : undefined);
  return {
    disable,
    enable,
    console: close ? 'close' : enable || ConsoleAccess === true ? 'open' : undefined,
    consoleNamed: typeof ConsoleAccess === 'boolean',
    keysNamed: typeof ProgrammaticAccess === 'boolean',
    keys: activate === undefined ? undefined : activate ? 'activate' : 'deactivate',
    password: password ?? undefined,
    forceChange: forceChange ?? undefined,
  };
}

/** Whether a call has anything to say about a user's ways in. */
export function changesAccess({ console, keys, password, forceChange }: AccessChange): boolean {
  return console !== undefined || keys !== undefined || password !== undefined || forceChange !== undefined;
}

/**
 * Finds what contradicts itself in what a call says about a user's ways in, and what only the stored state could mean: null.
 *
 * @param path  Where: `''` of a create, `replace.` of an update.
 */
export function accessProblems(wanted: AccessWanted, setting: AccessSetting, path: string): Problem[] {
  const problems: Problem[] = [];
  const refuse = (name: keyof AccessWanted, message: string) => problems.push({ path: path + name, message });
  for (const name of ['__ENABLE__', 'ConsoleAccess', 'ProgrammaticAccess', '__FORCE_PASSWORD_CHANGE__'] as const) {
    if (wanted[name] === null) refuse(name, 'must be true or false: null says neither');
  }
  const { __ENABLE__: enabled, ConsoleAccess, ProgrammaticAccess, __PASSWORD__: password } = wanted;
  const hasPassword = password !== undefined && password !== null;
  const force = wanted.__FORCE_PASSWORD_CHANGE__ === true;
  if (enabled === false) {
    const off = 'cannot be given with __ENABLE__ false, which closes console and access keys';
    if (ConsoleAccess === true) refuse('ConsoleAccess', off);
    if (ProgrammaticAccess === true) refuse('ProgrammaticAccess', off);
    if (hasPassword) refuse('__PASSWORD__', `${off}: a password would let the user in`);
    if (force) refuse('__FORCE_PASSWORD_CHANGE__', off);
  } else if (ConsoleAccess === false || password === null) {
    const closing = ConsoleAccess === false ? 'ConsoleAccess false' : '__PASSWORD__ null';
    if (hasPassword) refuse('__PASSWORD__', `cannot be given with ${closing}, which takes the password away`);
    if (ConsoleAccess === true) refuse('ConsoleAccess', `cannot be true with ${closing}, which closes the console`);
    if (force) refuse('__FORCE_PASSWORD_CHANGE__', `cannot be true with ${closing}: there is no password to change then`);
    if (enabled === true && (ProgrammaticAccess ?? setting.enableProgrammaticAccess) === false) {
      refuse('__ENABLE__', `cannot be true with ${closing} and no access keys: nothing would let the user in`);
    }
  }
  return problems;
}
