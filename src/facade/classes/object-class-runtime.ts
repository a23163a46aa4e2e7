import type { AttributeValue } from '../../model/attribute-value.ts';
import { type Awaitable, isLater } from '../../model/awaitable.ts';
import type { Written } from '../../model/changes.ts';
import { ConnectorError, type Problem } from '../../model/errors.ts';
import type { Row } from '../../model/row.ts';
import { Secret } from '../../model/secret.ts';
import { printable } from '../../model/wording.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import { Budget } from '../calls/budget.ts';
import type { CallOptions, Precondition } from '../calls/call-options.ts';
import { translateError } from '../calls/translate-error.ts';
import { AttributeChecks } from './checked-attributes.ts';
import { badArguments, type ConnectorClass, callProblems, textProblems } from './connector-class.ts';
import { mergeChanges } from './merge-changes.ts';
import { ownValue } from './own-value.ts';
import { defaultNames, projectedNames } from './projection.ts';
import { readObject } from './read-object.ts';
import { rowMaker } from './row-maker.ts';

/** What any operation may be given, when the types of its object class are not known. */
export type AnyOptions = CallOptions & Precondition & { readonly options?: unknown; readonly attributes?: readonly string[] };

type Projection = { readonly names: ReadonlySet<string>; readonly row: (object: ConnectorObject) => Row };
type Single = 'create' | 'update' | 'delete' | 'get' | 'latestSyncToken' | 'authenticate' | 'resolveUsername';

/** The operations of one object class that answer once: checks what goes down, turns what comes up into rows. */
export class ObjectClassRuntime {
  readonly #cls: ConnectorClass;
  readonly #checks: AttributeChecks;
  readonly #defaults: Projection;
  readonly #known = new WeakMap<readonly string[], Projection>();

  constructor(cls: ConnectorClass) {
    this.#cls = cls;
    this.#checks = new AttributeChecks(cls.objectClass);
    this.#defaults = this.#projectionOf(defaultNames(cls.objectClass));
  }

  create(input: unknown, options?: AnyOptions): Promise<Written> {
    return this.#call('create', undefined, input, options, async (budget, what) => {
      this.#check('create', what, options);
      const attributes = this.#checks.create(input, what);
      return written(await this.#cls.call('create', budget, { attributes }, options?.options), undefined, what);
    });
  }

  update(uid: string, input: unknown, options?: AnyOptions): Promise<Written> {
    return this.#call('update', uid, input, options, async (budget, what) => {
      this.#check('update', what, options, 'uid', uid);
      const changes = this.#checks.update(input, what);
      const target = { uid, revision: options?.revision, nameHint: options?.nameHint };
      if (this.#cls.implements('updateDelta')) {
        return written(await this.#cls.call('updateDelta', budget, { ...target, changes }, options?.options), uid, what);
      }
      return this.#cls.merging(uid, changes, budget, async () => {
        const merged = await mergeChanges(this.#cls, budget, target, changes);
        return written(await this.#cls.call('update', budget, merged, options?.options), uid, what);
      });
    });
  }

  delete(uid: string, options?: AnyOptions): Promise<void> {
    return this.#call('delete', uid, undefined, options, async (budget, what) => {
      this.#check('delete', what, options, 'uid', uid);
      const target = { uid, revision: options?.revision, nameHint: options?.nameHint };
      await this.#cls.call('delete', budget, target, options?.options);
    });
  }

  get(uid: string, options?: AnyOptions): Promise<Row | undefined> {
    // Not async: an object that is there at once costs no more promises than the one that the caller gets.
    return this.#call('get', uid, undefined, options, (budget, what) => {
      const { names, row } = this.#check('get', what, options, 'uid', uid) ?? this.#defaults;
      const object = readObject(this.#cls, budget, uid, names, options?.options);
      return isLater(object) ? object.then((found) => found && row(found)) : object && row(object);
    });
  }

  latestSyncToken(options?: AnyOptions): Promise<string | undefined> {
    return this.#call('latestSyncToken', undefined, undefined, options, async (budget, what) => {
      this.#check('latestSyncToken', what, options);
      return await this.#cls.call('latestSyncToken', budget, {}, options?.options);
    });
  }

  authenticate(username: string, password: Secret | string, options?: AnyOptions): Promise<string> {
    return this.#call('authenticate', undefined, undefined, options, async (budget, what) => {
      this.#check('authenticate', what, options, 'username', username);
      if (typeof password !== 'string' && !(password instanceof Secret))
        throw badArguments(what, [{ path: 'password', message: 'must be a text or a Secret' }]);
      const fields = { username, password: typeof password === 'string' ? new Secret(password) : password };
      return uidOf(await this.#cls.call('authenticate', budget, fields, options?.options), what);
    });
  }

  resolveUsername(username: string, options?: AnyOptions): Promise<string> {
    return this.#call('resolveUsername', undefined, undefined, options, async (budget, what) => {
      this.#check('resolveUsername', what, options, 'username', username);
      return uidOf(await this.#cls.call('resolveUsername', budget, { username }, options?.options), what);
    });
  }

  /** What all of them have in common: the operation is there, the connector is open, the budget holds, the call is traced, failures are ConnectorErrors. */
  #call<T>(
    operation: Single,
    uid: string | undefined,
    input: unknown,
    options: AnyOptions | undefined,
    body: (budget: Budget, what: string) => Awaitable<T>,
  ): Promise<T> {
    const { tracing } = this.#cls.opened;
    if (!tracing.active) return this.#bounded(operation, options, body);
    return tracing.call(operation, this.#cls.objectClass.name, uid, attributeNames(operation, input), () => this.#bounded(operation, options, body));
  }

  async #bounded<T>(operation: Single, options: AnyOptions | undefined, body: (budget: Budget, what: string) => Awaitable<T>): Promise<T> {
    const what = this.#cls.title(operation);
    this.#cls.opened.assertOpen(what);
    this.#cls.demand(operation);
    const budget = new Budget(what, options, this.#cls.opened.timeout);
    try {
      return await body(budget, what);
    } catch (error) {
      throw translateError(error, what, budget.writing);
    } finally {
      budget.dispose();
    }
  }

  /**
   * Finds all that is wrong with the arguments of a call, attributes to write aside, before anything is asked.
   *
   * @param path  What the call takes as text: `uid` or `username`.
   * @returns The projection that was asked for; undefined for that of all reads.
   * @throws ConnectorError `InvalidArgument` naming every problem.
   */
  #check(operation: Single, what: string, options: AnyOptions | undefined, path?: 'uid' | 'username', text?: unknown): Projection | undefined {
    if (options === undefined && (path === undefined || (typeof text === 'string' && text !== ''))) return undefined;
    const problems: Problem[] = [];
    if (path !== undefined) textProblems(text, path, problems);
    callProblems(options, problems);
    const { revision, nameHint, attributes, options: declared } = options ?? {};
    hintProblems(revision, 'revision', problems);
    hintProblems(nameHint, 'nameHint', problems);
    this.#cls.readOptions(operation === 'update' && this.#cls.implements('updateDelta') ? 'updateDelta' : operation, declared, problems);
    const projection = operation === 'get' && attributes !== undefined ? this.#projected(attributes, problems) : undefined;
    if (problems.length > 0) throw badArguments(what, problems);
    return projection;
  }

  /** The projection of the names that a caller asked for: made once for a list that cannot change. */
  #projected(attributes: readonly string[], problems: Problem[]): Projection {
    const known = this.#known.get(attributes);
    if (known) return known;
    const projection = this.#projectionOf(projectedNames(this.#cls.objectClass, attributes, problems));
    if (problems.length === 0 && Object.isFrozen(attributes)) this.#known.set(attributes, projection);
    return projection;
  }

  #projectionOf(names: readonly string[]): Projection {
    return { names: new Set(names), row: rowMaker(this.#cls.objectClass, names) };
  }
}

/** Finds a hint that is no text. */
function hintProblems(hint: unknown, path: string, problems: Problem[]): void {
  if (hint !== undefined && typeof hint !== 'string') problems.push({ path, message: `must be a text (got ${printable(hint)})` });
}

/** The names of the attributes that a write mentions; for traces, which never show a value. */
function attributeNames(operation: Single, input: unknown): readonly string[] | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if (operation !== 'update') return Object.keys(input);
  const parts = Object.values(input).filter((part) => typeof part === 'object' && part !== null);
  return [...new Set(parts.flatMap((part) => Object.keys(part as object)))];
}

/** What a connector answered to a write; without an answer the uid is the one it had. */
function written(answer: unknown, uid: string | undefined, what: string): Written {
  if (answer === undefined && uid !== undefined) return { uid };
  if (typeof answer === 'string' && answer !== '') return { uid: answer };
  const { uid: given, revision, sideEffects } = (answer ?? {}) as Partial<Written>;
  if (typeof given !== 'string' || given === '') {
    throw new ConnectorError(
      'Internal',
      `${what}: the connector answered no uid, which is a text or { uid } (got ${printable(answer)}); whether the write took effect is not known`,
      {
        outcome: 'unknown',
      },
    );
  }
  return {
    uid: given,
    ...(revision !== undefined && { revision }),
    ...(sideEffects !== undefined && { sideEffects: ownValue(sideEffects as AttributeValue) as Written['sideEffects'] }),
  };
}

function uidOf(answer: unknown, what: string): string {
  if (typeof answer === 'string' && answer !== '') return answer;
  throw new ConnectorError('Internal', `${what}: the connector answered no uid, which is a text (got ${printable(answer)})`);
}
