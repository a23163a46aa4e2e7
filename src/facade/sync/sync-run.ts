import { ConnectorError, type Problem } from '../../model/errors.ts';
import { ALL, type ObjectClass } from '../../model/object-class.ts';
import type { Row } from '../../model/row.ts';
import { printable } from '../../model/wording.ts';
import type { Change, ConnectorObject, NamesToGet } from '../../spi/operations.ts';
import { Budget } from '../calls/budget.ts';
import type { CallOptions } from '../calls/call-options.ts';
import { badArguments, type ConnectorClass, callProblems } from '../classes/connector-class.ts';
import { projectedNames } from '../classes/projection.ts';
import { rowMaker } from '../classes/row-maker.ts';
import { followChanges } from './follow-changes.ts';
import type { SyncDelta, SyncStream } from './sync-stream.ts';

/** What a sync may be given, when the types of its object class are not known. */
export interface SyncOptions extends CallOptions {
  readonly token?: string | undefined;
  readonly attributes?: readonly string[];
  readonly options?: unknown;
}

type Batch = { readonly changes: readonly SyncDelta[]; readonly token: string };

/** The stream of changes of one object class, or of all. Each use asks anew from the token it was given. */
export class DeltaStream implements SyncStream<SyncDelta> {
  readonly #find: () => ConnectorClass | PromiseLike<ConnectorClass>;
  readonly #options: SyncOptions;
  #token: string;

  constructor(find: () => ConnectorClass | PromiseLike<ConnectorClass>, options?: SyncOptions) {
    this.#find = find;
    this.#options = options ?? {};
    this.#token = options?.token ?? '';
  }

  get token(): string {
    return this.#token;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SyncDelta, void, undefined> {
    for await (const { changes, token } of this.#batches()) {
      for (const change of changes) {
        yield change;
        // The consumer has come back for more, so it has dealt with this one.
        this.#token = change.token;
      }
      this.#token = token;
    }
  }

  async toArray(): Promise<SyncDelta[]> {
    const all: SyncDelta[] = [];
    for await (const change of this) all.push(change);
    return all;
  }

  async *batches(): AsyncGenerator<Batch, void, undefined> {
    for await (const batch of this.#batches()) {
      yield batch;
      this.#token = batch.token;
    }
  }

  #batches(): AsyncGenerator<Batch, void, undefined> {
    const options = this.#options;
    const { token: start } = options;
    return followChanges(this.#find, 'sync', async (cls, what) => {
      const problems: Problem[] = [];
      callProblems(options, problems);
      if (start !== undefined && typeof start !== 'string') problems.push({ path: 'token', message: `must be a text (got ${printable(start)})` });
      cls.readOptions('sync', options.options, problems);
      const projection = new SyncProjection(cls, await classesOf(cls, options), options.attributes, what, problems);
      const budget = new Budget(what, options, cls.opened.timeout, 'page');
      const attributesToGet = projection.names as NamesToGet<never>;
      let previous = start ?? '';
      let told = false;
      return {
        budget,
        // Asked again after a failure, it goes on after the last batch. A load that has told something but has no token yet cannot: what was
        // told and has gone since would not be named again, and nobody would learn that it is gone.
        get resumable() {
          return previous !== '' || !told;
        },
        ask: (session) => cls.ask('sync', session, budget, { token: previous || undefined, attributesToGet }, options.options),
        give: ({ changes, token }) => {
          if (typeof token !== 'string') throw new ConnectorError('Internal', `${what}: the connector yielded a batch without a token`);
          told ||= changes.length > 0;
          const deltas = changes.map((change, index) => {
            // Within a batch only the token before it is safe, unless the system gives every change its own.
            previous = change.token ?? (index === changes.length - 1 ? token : previous);
            return projection.delta(change, previous);
          });
          previous = token;
          return { changes: deltas, token };
        },
        count: ({ changes }) => changes.length,
      };
    });
  }
}

/** The classes that a change may be of; waited for no longer than the stream may wait. */
async function classesOf(cls: ConnectorClass, { signal, timeout }: CallOptions): Promise<readonly ObjectClass[]> {
  return cls.objectClass.name === ALL ? cls.opened.classes({ signal, timeout }) : [cls.objectClass];
}

/** The rows of a sync: those of one class, or of whichever class a change names. */
class SyncProjection {
  readonly names: ReadonlySet<string>;
  readonly #what: string;
  readonly #sole: string | undefined;
  readonly #rows: ReadonlyMap<string, (object: ConnectorObject) => Row>;

  constructor(cls: ConnectorClass, classes: readonly ObjectClass[], asked: readonly string[] | undefined, what: string, known: readonly Problem[]) {
    const all = cls.objectClass.name === ALL;
    const problems: Problem[][] = [];
    const projected = classes.map((objectClass) => {
      const found: Problem[] = [];
      const names = projectedNames(objectClass, asked, found);
      problems.push(found);
      return { objectClass, names };
    });
    // Over all classes a name is right when one of them has it.
    const wrong = problems.reduce((left, right) => left.filter(({ path }) => right.some((problem) => problem.path === path)), problems[0] ?? []);
    if (known.length + wrong.length > 0) throw badArguments(what, [...known, ...wrong]);
    this.#what = what;
    this.#sole = all ? undefined : cls.objectClass.name;
    this.names = new Set(projected.flatMap(({ names }) => names));
    this.#rows = new Map(projected.map(({ objectClass, names }) => [objectClass.name, rowMaker(objectClass, names)]));
  }

  delta(change: Change, token: string): SyncDelta {
    const objectClass = change.objectClass ?? this.#sole;
    const row = objectClass === undefined ? undefined : this.#rows.get(objectClass);
    if (objectClass === undefined || !row) {
      throw new ConnectorError(
        'Internal',
        `${this.#what}: the connector yielded a change of the class ${printable(change.objectClass)}, which it does not declare`,
      );
    }
    if (change.type !== 'delete' && !change.object) {
      throw new ConnectorError('Internal', `${this.#what}: the connector yielded a change of type ${change.type} without the object`);
    }
    for (const text of change.object ? [change.uid, change.object.uid, change.object.name] : [change.uid]) {
      if (typeof text === 'string' && text !== '') continue;
      throw new ConnectorError('Internal', `${this.#what}: the connector yielded a change whose uid or name is not a text of at least one character`);
    }
    return {
      objectClass,
      type: change.type,
      uid: change.uid,
      ...(change.previousUid !== undefined && { previousUid: change.previousUid }),
      ...(change.object && { row: row(change.object) }),
      token,
    };
  }
}

/** Changes as they happen, until the signal ends it. */
export function liveChanges(
  find: () => ConnectorClass | PromiseLike<ConnectorClass>,
  options: SyncOptions = {},
): AsyncGenerator<Omit<SyncDelta, 'token'>, void, undefined> {
  return followChanges(find, 'liveSync', async (cls, what) => {
    const problems: Problem[] = [];
    callProblems(options, problems);
    cls.readOptions('liveSync', options.options, problems);
    const projection = new SyncProjection(cls, await classesOf(cls, options), undefined, what, problems);
    // Changes come when they come: only the caller's signal ends the wait.
    const budget = new Budget(what, { signal: options.signal }, undefined);
    const attributesToGet = projection.names as NamesToGet<never>;
    return {
      budget,
      // What happens between a failure and another try would be lost without a word.
      resumable: false,
      ask: (session) => cls.ask('liveSync', session, budget, { attributesToGet }, options.options),
      give: (change) => {
        const { token: _, ...delta } = projection.delta(change, '');
        return delta;
      },
      count: () => 1,
    };
  });
}
