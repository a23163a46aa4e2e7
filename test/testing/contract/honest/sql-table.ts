import {
  attr,
  ConnectorError,
  type ConnectorObject,
  defineConnector,
  type FilterLeaf,
  type Operations,
  objectClass,
  pushdown,
  type SortKey,
} from '../../../../src/index.ts';

/** A table whose names are not unique: the key is a number that the database gives. */
export const Person = objectClass('person', {
  __NAME__: attr.string({ required: true, sortable: true, maxLength: 80 }),
  mail: attr.string({ maxLength: 120, sortable: true }),
  level: attr.integer({ sortable: true }),
  hired: attr.dateTime({ sortable: true }),
  active: attr.boolean({ required: true, default: true }),
  tags: attr.string({ multiValued: true }),
  changed: attr.dateTime({ required: true, creatable: false, updateable: false }),
});

/** A row as the driver hands it out: null for no value, times in whole seconds, lists as text. */
interface PersonRow {
  readonly id: number;
  readonly name: string;
  readonly mail: string | null;
  readonly level: number | null;
  readonly hired: number | null;
  readonly active: boolean;
  readonly tags: string | null;
  readonly changed: number;
}

type Columns = Omit<PersonRow, 'id'>;
type Values = { readonly [K in keyof Columns]?: unknown };

/** The database: rows by number, and a statement for each thing that the connector asks. Every statement takes a turn of the event loop. */
export class Database {
  readonly #rows = new Map<number, PersonRow>();
  #last = 0;
  #clock = 1_700_000_000;

  async insert(values: Values): Promise<number> {
    await turn();
    const id = ++this.#last;
    const empty = { name: '', mail: null, level: null, hired: null, active: true, tags: null };
    this.#rows.set(id, { ...empty, ...values, changed: this.#clock++, id } as PersonRow);
    return id;
  }

  async update(id: number, values: Values): Promise<number> {
    await turn();
    const row = this.#rows.get(id);
    if (!row) return 0;
    this.#rows.set(id, { ...row, ...values, changed: this.#clock++ } as PersonRow);
    return 1;
  }

  async delete(id: number): Promise<boolean> {
    await turn();
    return this.#rows.delete(id);
  }

  async count(where: (row: PersonRow) => boolean): Promise<number> {
    await turn();
    return [...this.#rows.values()].filter(where).length;
  }

  /** `ORDER BY … NULLS LAST, id LIMIT … OFFSET …` */
  async select(
    where: (row: PersonRow) => boolean,
    order: readonly { readonly column: keyof PersonRow; readonly descending: boolean }[],
    limit: number,
    offset: number,
  ): Promise<readonly PersonRow[]> {
    await turn();
    const found = [...this.#rows.values()].filter(where).sort((a, b) => {
      for (const { column, descending } of order) {
        const [left, right] = [a[column], b[column]];
        if (left === right) continue;
        if (left === null) return 1;
        if (right === null) return -1;
        return left < right === descending ? 1 : -1;
      }
      return a.id - b.id;
    });
    return found.slice(offset, offset + limit);
  }
}

const columns = { __UID__: 'id', __NAME__: 'name', mail: 'mail', level: 'level', hired: 'hired' } as const;
const ordering = ['equals', 'greaterThan', 'greaterThanOrEqual', 'lessThan', 'lessThanOrEqual'] as const;

/** What a leaf means in the `WHERE` clause. Null is neither less nor greater than anything. */
function condition({ op, attribute, value }: FilterLeaf): (row: PersonRow) => boolean {
  const column = columns[attribute as keyof typeof columns];
  if (op === 'present') return (row) => row[column] !== null;
  if (column === 'id') return (row) => String(row.id) === value;
  // The parameter keeps its milliseconds: cut off, "later than half past" would find what was at half past.
  const wanted = value instanceof Date ? value.getTime() / 1000 : (value as string | number);
  return (row) => {
    const held = row[column];
    if (held === null) return false;
    if (op === 'startsWith') return (held as string).startsWith(wanted as string);
    if (op === 'equals') return held === wanted;
    if (op === 'greaterThan') return held > wanted;
    if (op === 'greaterThanOrEqual') return held >= wanted;
    return op === 'lessThan' ? held < wanted : held <= wanted;
  };
}

function columnsOf(attributes: Readonly<Record<string, unknown>>): Values {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (name === '__NAME__') values.name = value;
    else if (value instanceof Date) values[name] = Math.floor(value.getTime() / 1000);
    else if (name === 'tags') values.tags = Array.isArray(value) && value.length > 0 ? JSON.stringify([...new Set(value)]) : null;
    else values[name] = value;
  }
  return values;
}

function objectOf({ id, name, hired, changed, tags, ...rest }: PersonRow): ConnectorObject<typeof Person> {
  const attributes = {
    ...rest,
    hired: hired === null ? null : new Date(hired * 1000),
    changed: new Date(changed * 1000),
    tags: tags === null ? null : (JSON.parse(tags) as string[]),
  };
  return { uid: String(id), name, attributes };
}

const keyOf = (uid: string) => (/^[1-9]\d{0,14}$/.test(uid) ? Number(uid) : -1);

const people: Operations<typeof Person, Database> = {
  create: async ({ session, attributes }) => String(await session.insert(columnsOf(attributes))),
  async update({ session, uid, attributes }) {
    if ((await session.update(keyOf(uid), columnsOf(attributes))) === 0) throw new ConnectorError('UnknownUid', `there is no row ${uid}`, { uid });
  },
  async delete({ session, uid }) {
    if (!(await session.delete(keyOf(uid)))) throw new ConnectorError('UnknownUid', `there is no row ${uid}`, { uid });
  },
  async *search({ session, filter, sort, pageSize, cursor, total }) {
    const { pushed, rest } = pushdown<(typeof Person)['attributes']>(filter, {
      __UID__: ['equals'],
      __NAME__: ['equals', 'startsWith'],
      mail: ['equals', 'startsWith', 'present'],
      level: [...ordering],
      hired: [...ordering, 'present'],
    });
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new ConnectorError('InvalidArgument', 'the cursor is no offset of this table');
    const conditions = pushed.map(condition);
    const where = (row: PersonRow) => conditions.every((each) => each(row));
    const order = sort.map(({ attribute, ascending = true }: SortKey) => ({
      column: columns[attribute as keyof typeof columns],
      descending: !ascending,
    }));
    const exact = rest === undefined;
    const count = total === 'exact' && exact ? { total: await session.count(where) } : {};
    for (let offset = Number(cursor ?? 0); ; offset += pageSize) {
      // One row more tells whether there is another page.
      const rows = await session.select(where, order, pageSize + 1, offset);
      const more = rows.length > pageSize;
      yield { objects: rows.slice(0, pageSize).map(objectOf), exact, ...count, ...(more && { cursor: String(offset + pageSize) }) };
      if (!more) return;
    }
  },
};

/** A connector of a SQL table: offsets as cursors, whole rows replaced, no revisions, no unique names, seconds as the smallest unit of time. */
export function sqlTable(database: Database) {
  return defineConnector({
    name: 'sql-table',
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [Person],
    connect: () => database,
    operations: { person: people },
  });
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
