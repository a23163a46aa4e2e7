import { attr, ConnectorError, type ConnectorObject, defineConnector, type Operations, objectClass, type Reference } from '../../../../src/index.ts';

/** No object of its own: a part of a person. */
export const Address = objectClass(
  'address',
  { __NAME__: attr.string({ required: true }), street: attr.string({ required: true }), zip: attr.integer() },
  { embedded: true },
);

export const Human = objectClass('human', {
  __NAME__: attr.string({ required: true }),
  teams: attr.reference({ objectClass: 'team', multiValued: true }),
  home: attr.reference({ objectClass: 'address', required: true }),
  others: attr.reference({ objectClass: 'address', multiValued: true }),
  key: attr.secretBytes(),
  serial: attr.long({ required: true, creatable: false, updateable: false }),
  created: attr.dateTime({ required: true, creatable: false, updateable: false }),
  counter: attr.long(),
  huge: attr.bigInteger(),
  salary: attr.bigDecimal(),
  born: attr.dateTime(),
  photo: attr.bytes({ returnedByDefault: false }),
});

export const Team = objectClass('team', {
  __NAME__: attr.string({ required: true }),
  members: attr.reference({ objectClass: 'human', multiValued: true }),
});

type Values = Readonly<Record<string, unknown>>;
interface Thing {
  readonly uid: string;
  readonly name: string;
  readonly values: Values;
}

/** Humans and teams, and who is in which: one relation, seen from both sides. */
export class Registry {
  readonly #things = { human: new Map<string, Thing>(), team: new Map<string, Thing>() };
  readonly #memberships = new Set<string>();
  #serial = 0;

  object(kind: 'human' | 'team', uid: string): ConnectorObject | undefined {
    const thing = this.#things[kind].get(uid);
    if (!thing) return undefined;
    const other = kind === 'human' ? 'team' : 'human';
    const related = [...this.#memberships]
      .map((pair) => JSON.parse(pair) as [human: string, team: string])
      .filter(([human, team]) => (kind === 'human' ? human : team) === uid)
      .map(([human, team]): Reference => ({ objectClass: other, uid: kind === 'human' ? team : human }));
    const { key: _, ...values } = thing.values;
    const attributes = { ...values, [kind === 'human' ? 'teams' : 'members']: related } as ConnectorObject['attributes'];
    return { uid, name: thing.name, attributes };
  }

  uids(kind: 'human' | 'team', after: string): readonly string[] {
    return [...this.#things[kind].keys()].filter((uid) => uid > after);
  }

  write(kind: 'human' | 'team', uid: string | undefined, attributes: Values): string {
    const before = uid === undefined ? undefined : this.#known(kind, uid);
    const { __NAME__: name = before?.name, teams, members, ...values } = attributes;
    for (const thing of this.#things[kind].values())
      if (thing.name === name && thing.uid !== uid) throw new ConnectorError('AlreadyExists', `there is ${name}`, { uid: thing.uid });
    const related = (kind === 'human' ? teams : members) as readonly Reference[] | null | undefined;
    for (const { uid: target } of related ?? []) this.#known(kind === 'human' ? 'team' : 'human', target ?? '');
    const serial = ++this.#serial;
    const made = uid ?? `${kind}-${String(serial).padStart(6, '0')}`;
    const system = kind === 'human' && !before ? { serial: BigInt(serial), created: new Date(1_700_000_000_000 + serial) } : {};
    this.#things[kind].set(made, { uid: made, name: name as string, values: { ...before?.values, ...system, ...values } });
    if (related !== undefined) {
      this.#forget(kind, made);
      for (const { uid: target } of related ?? []) this.#memberships.add(JSON.stringify(kind === 'human' ? [made, target] : [target, made]));
    }
    return made;
  }

  remove(kind: 'human' | 'team', uid: string): void {
    this.#known(kind, uid);
    this.#things[kind].delete(uid);
    this.#forget(kind, uid);
  }

  #known(kind: 'human' | 'team', uid: string): Thing {
    const thing = this.#things[kind].get(uid);
    if (!thing) throw new ConnectorError('UnknownUid', `there is no ${kind} ${uid}`, { uid });
    return thing;
  }

  #forget(kind: 'human' | 'team', uid: string): void {
    for (const pair of this.#memberships) if ((JSON.parse(pair) as string[])[kind === 'human' ? 0 : 1] === uid) this.#memberships.delete(pair);
  }
}

function operationsOf(kind: 'human' | 'team'): Operations<typeof Human, Registry> & Operations<typeof Team, Registry> {
  return {
    create: ({ session, attributes }: { session: Registry; attributes: object }) => session.write(kind, undefined, attributes as Values),
    update: ({ session, uid, attributes }: { session: Registry; uid: string; attributes: object }) => session.write(kind, uid, attributes as Values),
    delete: ({ session, uid }) => session.remove(kind, uid),
    get: ({ session, uid }) => session.object(kind, uid) as never,
    async *search({ session, pageSize, cursor }) {
      if (cursor !== undefined && !cursor.startsWith(`${kind}-`)) throw new ConnectorError('InvalidArgument', 'the cursor is none of this registry');
      const uids = session.uids(kind, cursor ?? '');
      const page = uids.slice(0, pageSize);
      const last = page.at(-1);
      yield {
        objects: page.map((uid) => session.object(kind, uid) as never),
        ...(uids.length > page.length && last !== undefined && { cursor: last }),
      };
    },
  };
}

/** A connector whose classes point to each other, and hold objects that are parts of them. */
export function relatedObjects(registry: Registry) {
  return defineConnector({
    name: 'related-objects',
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [Human, Team, Address],
    connect: () => registry,
    operations: { human: operationsOf('human'), team: operationsOf('team') },
  });
}
