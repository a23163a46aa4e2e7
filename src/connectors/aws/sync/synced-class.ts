import { ConnectorError } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { type Call, derive } from '../../../spi/call.ts';
import type { ConnectorObject, GetOp, SearchOp } from '../../../spi/operations.ts';
import type { AccountClass } from '../accounts/account-class-traits.ts';
import type { AwsSession } from '../session.ts';

/** An object class that can be synced: how one object of it is read, and how all are. Both work in the account of their session. */
export interface SyncedClass extends AccountClass {
  readonly objectClass: ObjectClass;
  readonly operations: GetOp<ObjectClass, AwsSession> & SearchOp<ObjectClass, AwsSession>;
}

/** A request to sync or to listen, as far as reading for it goes. */
export interface SyncRequest extends Call<AwsSession> {
  readonly attributesToGet: ReadonlySet<string>;
}

type GetCall = Parameters<SyncedClass['operations']['get']>[0];
type SearchCall = Parameters<SyncedClass['operations']['search']>[0];

/** Objects to ask for at a time in a load. */
const PAGE_SIZE = 1000;

/** One object as it is now; undefined when there is none. */
export async function readObject(request: SyncRequest, { objectClass, operations }: SyncedClass, uid: string): Promise<ConnectorObject | undefined> {
  const fields = { objectClass, uid, attributesToGet: wanted(request, objectClass), options: defaultOptions(objectClass, 'get') };
  return operations.get(derive(request as unknown as GetCall, fields));
}

/** All objects of a class, page by page. */
export async function* readAll(request: SyncRequest, { objectClass, operations }: SyncedClass): AsyncGenerator<readonly ConnectorObject[]> {
  const options = defaultOptions(objectClass, 'search');
  const fields = {
    objectClass,
    filter: undefined,
    attributesToGet: wanted(request, objectClass),
    sort: [],
    pageSize: PAGE_SIZE,
    total: 'none',
    options,
  } as const;
  let cursor: string | undefined;
  do {
    const call: SearchCall = derive(request as unknown as SearchCall, { ...fields, cursor });
    cursor = undefined;
    for await (const page of operations.search(call)) {
      // What is missing would pass for deleted.
      if (page.incomplete) throw new ConnectorError('Internal', `search ${objectClass.name} of aws gave an incomplete page, which nobody allowed`);
      yield page.objects;
      cursor = page.cursor;
    }
  } while (cursor !== undefined);
}

/** Of the names that a sync of several classes is asked for, those that a class has. */
function wanted({ attributesToGet }: SyncRequest, { attributes }: ObjectClass): ReadonlySet<never> {
  return new Set([...attributesToGet].filter((name) => Object.hasOwn(attributes, name))) as ReadonlySet<string> as ReadonlySet<never>;
}

/** The options that a call without any would have. */
function defaultOptions({ options }: ObjectClass, operation: 'get' | 'search'): Readonly<Record<string, never>> {
  const declared = Object.entries(options?.[operation] ?? {}) as [string, { readonly default?: unknown }][];
  return Object.fromEntries(declared.flatMap(([name, schema]) => ('default' in schema ? [[name, schema.default]] : []))) as Record<string, never>;
}
