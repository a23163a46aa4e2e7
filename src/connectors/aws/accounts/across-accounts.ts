import type { Attributes } from '../../../model/attribute.ts';
import type { ReceivedChanges, Written } from '../../../model/changes.ts';
import type { Problem } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { derive } from '../../../spi/call.ts';
import type { CreateOp, DeleteOp, GetOp, Operations, Page, SearchCall, Target, UpdateDeltaOp } from '../../../spi/operations.ts';
import type { AwsSession, ManagedAccounts } from '../session.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import type { AccountClass } from './account-class-traits.ts';
import { accountOfCreate, accountOfUid } from './account-of-call.ts';
import { localReferences, qualifyReferences } from './account-references.ts';
import { inAccount, qualifiedUid } from './account-uid.ts';
import { qualifiedObject, searchAcross } from './search-across.ts';

type Handled = Operations<ObjectClass, AwsSession>;
type CreateCall = Parameters<CreateOp<ObjectClass, AwsSession>['create']>[0];
type UpdateCall = Parameters<UpdateDeltaOp<ObjectClass, AwsSession>['updateDelta']>[0];
type DeleteCall = Parameters<DeleteOp<ObjectClass, AwsSession>['delete']>[0];
type GetCall = Parameters<GetOp<ObjectClass, AwsSession>['get']>[0];

/**
 * Makes operations that work in one account work in all accounts of a session; in a session of one account they are called as they are.
 *
 * Uids become `ACCOUNTID/UID`, every object gets its `AccountId`, and what names other objects of the account (`references`) is a uid too;
 * in writes the uid within the account will do. A create says the account by `AccountId`, unless the session has one only. A search asks
 * all accounts that its filter allows for; those that fail are told of after the objects of all others.
 *
 * @param operations  create, updateDelta, delete, get and search of one class, each in the account of its session. Others stay as they are.
 * @param traits      What to know of the class.
 *
 * @example
 * operations: { __ACCOUNT__: acrossAccounts(account, { references: ['__GROUPS__'] }) }
 */
export function acrossAccounts<T extends object>(operations: T, traits: AccountClass): T {
  const own: Handled = operations as Handled;
  const { create, updateDelta, delete: remove, get, search } = own;
  const across: Handled = {
    ...own,
    ...(create && { create: (call) => createIn(call, create, traits) }),
    ...(updateDelta && { updateDelta: (call) => whereItIs(call, updateDelta, (inner, handler, id) => updateIn(inner, handler, id, traits)) }),
    ...(remove && { delete: (call) => whereItIs<DeleteCall, void>(call, remove, async (inner, handler) => handler(inner)) }),
    ...(get && { get: (call) => whereItIs(call, get, (inner, handler, id) => getIn(inner, handler, id, traits)) }),
    ...(search && { search: (call) => searchIn(call, search, traits) }),
  };
  return across as T;
}

async function createIn(call: CreateCall, create: NonNullable<Handled['create']>, traits: AccountClass): Promise<string | Written> {
  const { session, attributes, signal } = call;
  const { accounts } = session;
  const { AccountId, ...others } = attributes;
  if (!accounts) return create(call);
  const id = await accountOfCreate(call, accounts, AccountId);
  const problems: Problem[] = [];
  const local = localReferences(others, traits.references, id, '', problems);
  refuseInvalid(problems, `create ${call.objectClass.name} of aws`);
  return inside(accounts, id, signal, async (inner) =>
    qualifiedWrite(await create(derive(call, { session: inner, attributes: local as CreateCall['attributes'] })), id, traits),
  );
}

async function updateIn(
  call: UpdateCall,
  updateDelta: NonNullable<Handled['updateDelta']>,
  id: string,
  traits: AccountClass,
): Promise<string | Written | void> {
  const problems: Problem[] = [];
  const local = (part: keyof UpdateCall['changes']) => localReferences(call.changes[part], traits.references, id, `${part}.`, problems);
  const changes = { replace: local('replace'), add: local('add'), remove: local('remove') } as ReceivedChanges<Attributes>;
  refuseInvalid(problems, `update ${call.objectClass.name} of aws`);
  const written = await updateDelta(derive(call, { changes }));
  return written ? qualifiedWrite(written, id, traits) : written;
}

async function getIn(call: GetCall, get: NonNullable<Handled['get']>, id: string, traits: AccountClass) {
  const object = await get(call);
  return object ? qualifiedObject(object, id, traits) : undefined;
}

function searchIn(call: SearchCall<ObjectClass, AwsSession>, search: NonNullable<Handled['search']>, traits: AccountClass): AsyncIterable<Page> {
  const { accounts } = call.session;
  return accounts ? searchAcross(call, accounts, search, traits) : search(call);
}

/** Calls a handler in the account that the uid names, with the uid as that account has it. */
async function whereItIs<C extends Pick<Target, 'uid'> & { readonly session: AwsSession; readonly signal: AbortSignal }, R>(
  call: C,
  handler: (call: C) => R | PromiseLike<R>,
  run: (call: C, handler: (call: C) => R | PromiseLike<R>, accountId: string) => Promise<R>,
): Promise<R> {
  const { accounts } = call.session;
  if (!accounts) return handler(call);
  const { accountId, uid } = await accountOfUid(call.uid, accounts, call.signal);
  return inside(accounts, accountId, call.signal, (session) => run(derive(call, { session, uid } as Partial<Omit<C, 'signal'>>), handler, accountId));
}

async function inside<R>(accounts: ManagedAccounts, id: string, signal: AbortSignal, work: (session: AwsSession) => Promise<R>): Promise<R> {
  try {
    const result = await work(await accounts.session(id, signal));
    accounts.journal.worked(id);
    return result;
  } catch (thrown) {
    throw inAccount(id, thrown);
  }
}

function qualifiedWrite(written: string | Written, id: string, { references }: AccountClass): string | Written {
  if (typeof written === 'string') return qualifiedUid(id, written);
  const { sideEffects } = written;
  const qualified = Object.entries(sideEffects ?? {}).map(([part, attributes]) => [part, qualifyReferences(attributes, references, id)]);
  return { ...written, uid: qualifiedUid(id, written.uid), ...(sideEffects && { sideEffects: Object.fromEntries(qualified) }) };
}
