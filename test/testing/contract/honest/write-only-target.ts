import { attr, ConnectorError, defineConnector, type Operations, objectClass } from '../../../../src/index.ts';

export const Mailbox = objectClass('mailbox', {
  __NAME__: attr.string({ required: true, pattern: '[a-z0-9.@-]+' }),
  __PASSWORD__: attr.secret({ required: true }),
  quota: attr.integer(),
  aliases: attr.string({ multiValued: true }),
});

/** A system that takes orders and answers no questions. */
export class Spool {
  readonly mailboxes = new Map<string, Readonly<Record<string, unknown>>>();

  known(uid: string): Readonly<Record<string, unknown>> {
    const found = this.mailboxes.get(uid);
    if (!found) throw new ConnectorError('UnknownUid', `there is no mailbox ${uid}`, { uid });
    return found;
  }
}

const mailboxes: Operations<typeof Mailbox, Spool> = {
  async create({ session, attributes }) {
    const uid = attributes.__NAME__;
    if (session.mailboxes.has(uid)) throw new ConnectorError('AlreadyExists', `there is a mailbox ${uid}`, { uid });
    session.mailboxes.set(uid, attributes);
    return uid;
  },
  async update({ session, uid, attributes }) {
    const before = session.known(uid);
    const now = attributes.__NAME__ ?? uid;
    if (now !== uid && session.mailboxes.has(now)) throw new ConnectorError('AlreadyExists', `there is a mailbox ${now}`, { uid: now });
    session.mailboxes.delete(uid);
    session.mailboxes.set(now, { ...before, ...attributes });
    return now;
  },
  async delete({ session, uid }) {
    session.known(uid);
    session.mailboxes.delete(uid);
  },
};

/** A connector that only writes. */
export function writeOnlyTarget(spool: Spool) {
  return defineConnector({
    name: 'write-only-target',
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [Mailbox],
    connect: () => spool,
    operations: { mailbox: mailboxes },
  });
}
