import { ApiError, deleteConflict, noSuchEntity } from './api-error.ts';
import type { AwsClock } from './clock.ts';
import { nameKey } from './name-table.ts';
import type { Parameters } from './parameter-set.ts';
import type { XmlObject } from './xml.ts';

/**
 * How long IAM lags behind: for a time on the clock of Embedded AWS, or for a number of calls, so that a test need not wait.
 *
 * @example
 * aws.faults.eventualConsistency({ calls: 2 }); // the first two calls that name a new user do not find it
 */
export type ConsistencyDelay = { readonly ms: number } | { readonly calls: number };

interface Lag {
  callsLeft: number;
  readonly until: number;
  readonly error: ApiError;
}

/** Which parameter names an object of which kind. */
const REFERENCES: readonly [parameter: string, kind: string][] = [
  ['UserName', 'user'],
  ['GroupName', 'group'],
  ['RoleName', 'role'],
  ['PolicyArn', 'policy'],
  ['PermissionsBoundary', 'policy'],
  ['AccessKeyId', 'key'],
];

const MESSAGES: Readonly<Record<string, (name: string) => string>> = {
  user: (name) => `The user with name ${name} cannot be found.`,
  group: (name) => `The group with name ${name} cannot be found.`,
  role: (name) => `The role with name ${name} cannot be found.`,
  policy: (name) => `Policy ${name} was not found.`,
  key: (name) => `The Access Key with id ${name} cannot be found.`,
  login: (name) => `Login Profile for User ${name} cannot be found.`,
};

/** What a successful action makes, by kind and where its name stands. */
const CREATIONS: Readonly<Record<string, readonly [kind: string, name: (parameters: Parameters, result: XmlObject) => unknown]>> = {
  CreateUser: ['user', (parameters) => parameters.text('UserName')],
  UpdateUser: ['user', (parameters) => parameters.text('NewUserName')],
  CreateGroup: ['group', (parameters) => parameters.text('GroupName')],
  UpdateGroup: ['group', (parameters) => parameters.text('NewGroupName')],
  CreateRole: ['role', (parameters) => parameters.text('RoleName')],
  CreateLoginProfile: ['login', (parameters) => parameters.text('UserName')],
  CreatePolicy: ['policy', (_parameters, result) => member(result, 'Policy', 'Arn')],
  CreateAccessKey: ['key', (_parameters, result) => member(result, 'AccessKey', 'AccessKeyId')],
};

/** What still stands in the way of a deletion after an action took it away. */
const REMOVALS: readonly [action: RegExp, message: string][] = [
  [/^RemoveUserFromGroup$/, 'must remove users from group first.'],
  [/^Detach(User|Group|Role)Policy$/, 'must detach all policies first.'],
  [/^Delete(User|Group|Role)Policy$/, 'must delete policies first.'],
  [/^DeleteAccessKey$/, 'must delete access keys first.'],
  [/^DeleteLoginProfile$/, 'must delete login profile first.'],
  [/^DeactivateMFADevice$/, 'must delete MFA device first.'],
  [/^DeleteSigningCertificate$/, 'must delete certificates first.'],
  [/^Delete(SSHPublicKey|ServiceSpecificCredential)$/, 'must remove referenced objects first.'],
];

const DELETIONS: Readonly<Record<string, string>> = { DeleteUser: 'user', DeleteGroup: 'group', DeleteRole: 'role' };

/**
 * Makes IAM lag behind its own answers: what was just made is not found by calls that name it, what was just removed still blocks a deletion.
 *
 * Lists and bulk reads are not delayed.
 */
export class Consistency {
  readonly #lags = new Map<string, Lag>();
  readonly #clock: AwsClock;
  #delay: ConsistencyDelay | null = null;

  constructor(clock: AwsClock) {
    this.#clock = clock;
  }

  set(delay: ConsistencyDelay | null): void {
    this.#delay = delay;
    if (delay === null) this.#lags.clear();
  }

  /** @throws NoSuchEntity or DeleteConflict while one of the objects that a call names lags behind. */
  check(action: string, parameters: Parameters): void {
    if (this.#lags.size === 0) return;
    const keys = [...this.#namedBy(action, parameters), ...this.#blocking(action, parameters)];
    const lagging = keys.map((key) => this.#take(key)).find((lag) => lag !== undefined);
    if (lagging) throw lagging.error;
  }

  /** @throws InvalidClientTokenId while an access key lags behind. */
  checkKey(accessKeyId: string): void {
    if (this.#take(`key ${nameKey(accessKeyId)}`)) {
      throw new ApiError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');
    }
  }

  /** Notes what an action has just made or taken away. */
  note(action: string, parameters: Parameters, result: XmlObject | undefined): void {
    const deleted = DELETIONS[action];
    if (deleted) for (const [, , key] of references(parameters)) this.#lags.delete(`blocked ${key}`);
    const creation = CREATIONS[action];
    const name = creation?.[1](parameters, result ?? {});
    if (creation && typeof name === 'string') {
      const [kind] = creation;
      this.#lags.delete(`blocked ${kind} ${nameKey(name)}`);
      this.#add(`${kind} ${nameKey(name)}`, noSuchEntity(MESSAGES[kind]?.(name) ?? `${name} cannot be found.`));
    }
    const removal = REMOVALS.find(([pattern]) => pattern.test(action));
    if (removal) {
      for (const [kind, , key] of references(parameters)) {
        if (kind !== 'policy' && kind !== 'key') this.#add(`blocked ${key}`, deleteConflict(`Cannot delete entity, ${removal[1]}`));
      }
    }
  }

  *#namedBy(action: string, parameters: Parameters): Generator<string> {
    const [created] = CREATIONS[action] ?? [];
    for (const [kind, name, key] of references(parameters)) {
      if (kind !== created || action.startsWith('Update')) yield key;
      if (kind === 'user' && action.endsWith('LoginProfile') && created !== 'login') yield `login ${nameKey(name)}`;
    }
  }

  *#blocking(action: string, parameters: Parameters): Generator<string> {
    const kind = DELETIONS[action];
    for (const reference of references(parameters)) if (reference[0] === kind) yield `blocked ${reference[2]}`;
  }

  #add(key: string, error: ApiError): void {
    if (this.#delay === null) return;
    const byTime = 'ms' in this.#delay;
    this.#lags.set(key, {
      callsLeft: 'calls' in this.#delay ? this.#delay.calls : Number.POSITIVE_INFINITY,
      until: byTime && 'ms' in this.#delay ? this.#clock.now() + this.#delay.ms : Number.POSITIVE_INFINITY,
      error,
    });
  }

  /** The lag of a key, one call shorter, or `undefined` when it is over. */
  #take(key: string): Lag | undefined {
    const lag = this.#lags.get(key);
    if (!lag) return undefined;
    lag.callsLeft -= 1;
    if (lag.callsLeft >= 0 && this.#clock.now() < lag.until) return lag;
    this.#lags.delete(key);
    return undefined;
  }
}

function* references(parameters: Parameters): Generator<[kind: string, name: string, key: string]> {
  for (const [parameter, kind] of REFERENCES) {
    const name = parameters.text(parameter);
    if (name !== undefined) yield [kind, name, `${kind} ${nameKey(name)}`];
  }
}

function member(result: XmlObject, outer: string, inner: string): unknown {
  const value = result[outer];
  return typeof value === 'object' && inner in value ? (value as XmlObject)[inner] : undefined;
}
