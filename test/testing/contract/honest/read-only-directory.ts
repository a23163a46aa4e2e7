import { attr, ConnectorError, type ConnectorObject, defineConnector, type Operations, objectClass, type SortKey } from '../../../../src/index.ts';

export const Employee = objectClass('employee', {
  __NAME__: attr.string({ required: true, sortable: true, creatable: false, updateable: false }),
  mail: attr.string({ creatable: false, updateable: false }),
  room: attr.integer({ sortable: true, creatable: false, updateable: false }),
  phones: attr.string({ multiValued: true, creatable: false, updateable: false }),
});

/** Somebody else's directory of 5,000 people. */
export class PeopleFeed {
  /** How many pages were asked for. */
  pages = 0;
  readonly #people: readonly ConnectorObject<typeof Employee>[] = Array.from({ length: 5000 }, (_, i) => ({
    uid: `e${String(i).padStart(5, '0')}`,
    name: `employee ${(i * 7919) % 5000}`,
    attributes: {
      mail: i % 3 === 0 ? null : `employee.${i}@example.org`,
      room: i % 5 === 0 ? null : i % 400,
      phones: Array.from({ length: i % 3 }, (_, n) => `+49 30 ${i} ${n}`),
    },
  }));

  get(uid: string): ConnectorObject<typeof Employee> | undefined {
    return this.#people[/^e\d{5}$/.test(uid) ? Number(uid.slice(1)) : -1];
  }

  async page(sort: readonly SortKey[], start: number, count: number): Promise<readonly ConnectorObject<typeof Employee>[]> {
    this.pages++;
    const heldBy = ({ name, attributes }: ConnectorObject<typeof Employee>, by: string) => (by === '__NAME__' ? name : attributes.room);
    const sorted =
      sort.length === 0
        ? this.#people
        : this.#people.toSorted((a, b) => {
            for (const { attribute, ascending = true } of sort) {
              const [left, right] = [heldBy(a, attribute), heldBy(b, attribute)];
              if (left === right) continue;
              if (left === null || left === undefined) return 1;
              if (right === null || right === undefined) return -1;
              return left < right === ascending ? -1 : 1;
            }
            return 0;
          });
    return sorted.slice(start, start + count);
  }
}

const employees: Operations<typeof Employee, PeopleFeed> = {
  get: ({ session, uid }) => session.get(uid),
  async *search({ session, sort, pageSize, cursor }) {
    if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) throw new ConnectorError('InvalidArgument', 'the cursor is none of this feed');
    const start = Number(cursor ?? 0);
    const objects = await session.page(sort, start, Math.min(pageSize, 1000));
    const end = start + objects.length;
    yield { objects, ...(end < 5000 && { cursor: String(end) }) };
  },
};

/** A connector that only reads. */
export function readOnlyDirectory(feed: PeopleFeed) {
  return defineConnector({
    name: 'read-only-directory',
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [Employee],
    connect: () => feed,
    operations: { employee: employees },
  });
}
