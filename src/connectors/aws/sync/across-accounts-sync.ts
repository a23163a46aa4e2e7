import { ConnectorError } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { derive } from '../../../spi/call.ts';
import type { Change, ChangeBatch } from '../../../spi/operations.ts';
import { inParallel } from '../read/parallel.ts';
import type { ManagedAccounts } from '../session.ts';
import { asConnectorError } from '../write/steps.ts';
import { accountsError, qualifiedChange } from './account-changes.ts';
import { asTheyCome } from './as-they-come.ts';
import type { ChangeSource, SyncScope } from './change-source.ts';
import { loadObjects } from './load-objects.ts';
import { readToken, writeToken, wrongToken } from './sync-token.ts';
import type { SyncRequest } from './synced-class.ts';

type Batch = ChangeBatch<ObjectClass>;

const scopeOf = ({ name }: SyncScope) => ({ source: 'accounts', objectClass: name }) as const;

/**
 * Changes in all accounts of a session, out of a source that works in one.
 *
 * The token holds the one of every account. An account that has none yet is loaded from the beginning; one that fails keeps its token while
 * the others move on, and is named in the error that ends the sync. The token of an account that is not among them at present is kept, so
 * that what happens meanwhile is told when it comes back.
 *
 * @param source  Asked with the session of each account.
 */
export function acrossAccountsSource(source: ChangeSource): ChangeSource {
  return {
    async *changes(request, scope, token) {
      const accounts = accountsOf(request);
      const tokens = new Map(tokensOf(token, scope));
      yield* merged(request, scope, accounts, tokens, source);
    },
    async latest(request, scope) {
      const accounts = accountsOf(request);
      const tokens = new Map<string, string>();
      await inParallel(await accounts.list(request.signal), async ({ id }) => {
        try {
          tokens.set(id, await source.latest(await within(request, accounts, id), scope));
        } catch (error) {
          // It has not been loaded by anyone either: the next sync begins with it, or names it.
          noteFailure(request, accounts, scope, id, asConnectorError(error, request.signal));
        }
      });
      return tokenOf(tokens, scope);
    },
    loaded: (token) => token,
    async *live(request, scope) {
      const accounts = accountsOf(request);
      const { session, signal } = request;
      const feeds = (await accounts.list(signal)).map(({ id }) => ({ id, open: () => liveIn(request, accounts, id, source, scope) }));
      for await (const { id, error, value } of asTheyCome<Change<ObjectClass>>(feeds, feeds.length)) {
        if (error !== undefined && signal.aborted) return;
        if (error !== undefined) noteFailure(request, accounts, scope, id, asConnectorError(error, signal));
        if (value) yield qualifiedChange(value, scope.classes, id);
      }
      if (!signal.aborted)
        throw new ConnectorError(
          'ConnectorIO',
          `liveSync ${scope.name} of aws: no account can be listened to any more; ${session.settings.sync.source} failed in each`,
        );
    },
  };
}

/** A load of all accounts: a sync that has the token of none. */
export function loadAccounts(request: SyncRequest, scope: SyncScope, source: ChangeSource): AsyncIterable<Batch> {
  return merged(request, scope, accountsOf(request), new Map(), source);
}

/** Accounts that are asked at a time. */
const AT_A_TIME = 8;

async function* merged(
  request: SyncRequest,
  scope: SyncScope,
  accounts: ManagedAccounts,
  tokens: Map<string, string>,
  source: ChangeSource,
): AsyncGenerator<Batch, void, undefined> {
  const { signal } = request;
  const listed = await accounts.list(signal);
  const failures = new Map<string, ConnectorError>();
  const feeds = listed.map(({ id }) => ({ id, open: () => changesIn(request, accounts, id, scope, tokens.get(id), source) }));
  let isEmpty = true;
  for await (const { id, error, value } of asTheyCome(feeds, AT_A_TIME)) {
    if (error !== undefined) failures.set(id, noteFailure(request, accounts, scope, id, asConnectorError(error, signal)));
    signal.throwIfAborted();
    if (!value) continue;
    tokens.set(id, value.token);
    isEmpty = false;
    yield { changes: value.changes.map((change) => qualifiedChange(change, scope.classes, id)), token: tokenOf(tokens, scope) };
  }
  if (failures.size > 0) throw accountsError(`sync ${scope.name} of aws`, failures, listed.length);
  if (isEmpty) yield { changes: [], token: tokenOf(tokens, scope) };
}

async function* changesIn(
  request: SyncRequest,
  accounts: ManagedAccounts,
  id: string,
  scope: SyncScope,
  token: string | undefined,
  source: ChangeSource,
): AsyncGenerator<Batch, void, undefined> {
  const inner = await within(request, accounts, id);
  if (token !== undefined) {
    yield* source.changes(inner, scope, token);
  } else {
    // All at once: the common token must not say that an account was loaded while it is half told.
    const changes: Change<ObjectClass>[] = [];
    let last = '';
    for await (const batch of loadObjects(inner, scope, source)) {
      changes.push(...batch.changes);
      last = batch.token;
    }
    yield { changes, token: last };
  }
  accounts.journal.worked(id);
}

async function* liveIn(request: SyncRequest, accounts: ManagedAccounts, id: string, source: ChangeSource, scope: SyncScope) {
  yield* source.live(await within(request, accounts, id), scope);
}

/** The same request in one of the accounts. */
async function within(request: SyncRequest, accounts: ManagedAccounts, id: string): Promise<SyncRequest> {
  return derive(request, { session: await accounts.session(id, request.signal) });
}

function noteFailure(
  { session, signal }: SyncRequest,
  accounts: ManagedAccounts,
  { name }: SyncScope,
  id: string,
  error: ConnectorError,
): ConnectorError {
  // When the caller gives up every account fails, and none of them is to blame.
  signal.throwIfAborted();
  accounts.journal.failed(id, error);
  const { code } = error;
  session.log('warn', `sync ${name} of aws: account ${id} could not be asked for changes`, { account: id, code, error: error.message });
  return error;
}

function accountsOf({ session }: SyncRequest): ManagedAccounts {
  const { accounts } = session;
  if (!accounts) throw new ConnectorError('Internal', 'a sync across accounts in a session of one account');
  return accounts;
}

function tokenOf(tokens: ReadonlyMap<string, string>, scope: SyncScope): string {
  return writeToken(scopeOf(scope), Object.fromEntries(tokens));
}

function tokensOf(token: string, scope: SyncScope): readonly [string, string][] {
  const content = readToken(token, scopeOf(scope));
  const entries = typeof content === 'object' && content !== null ? Object.entries(content) : undefined;
  if (!entries?.every((entry): entry is [string, string] => /^\d{12}$/.test(entry[0]) && typeof entry[1] === 'string'))
    throw wrongToken('is damaged');
  return entries;
}
