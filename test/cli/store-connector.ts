/**
 * A connector whose objects are in a file, so that what one command writes another one reads. Names need not be unique in it: what is created
 * twice is there twice. Every create is on the disk when it answers.
 */
export const storeConnector = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

class Failure extends Error {
  problems = []; outcome = 'none'; retryable = false;
  constructor(code, message) { super(message); this.code = code; }
  get [Symbol.for('identity-connector.ConnectorError')]() { return true; }
}
const read = ({ file }) => (existsSync(file) ? readFileSync(file, 'utf8').split('\\n').filter((line) => line !== '').map((line) => JSON.parse(line)) : []);
const save = ({ file }, objects) => writeFileSync(file, objects.map((each) => JSON.stringify(each) + '\\n').join(''));
const plain = ({ __PASSWORD__, quota, ...others }) => ({ ...others, ...(quota !== undefined && quota !== null && { quota: String(quota) }), ...(__PASSWORD__ && { password: __PASSWORD__.reveal() }) });
let created = 0;

export default {
  name: 'store',
  version: '1.0.0',
  configuration: {
    type: 'object',
    required: ['file'],
    properties: {
      file: { type: 'string' },
      apiKey: { type: 'string', writeOnly: true },
      retries: { type: 'integer', minimum: 0 },
      strict: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      proxy: { type: 'object', properties: { host: { type: 'string' }, password: { type: 'string', writeOnly: true } } },
      killAfter: { type: 'integer' },
      refuse: { type: 'string' },
    },
  },
  objectClasses: [
    {
      name: '__ACCOUNT__',
      attributes: {
        __NAME__: { type: 'string', required: true },
        __PASSWORD__: { type: 'secret', readable: false, returnedByDefault: false },
        mail: { type: 'string' },
        groups: { type: 'string', multiValued: true },
        quota: { type: 'long' },
        settings: { type: 'map', returnedByDefault: false },
        arn: { type: 'string', creatable: false, updateable: false },
      },
    },
  ],
  connect: (settings) => settings,
  hooks: {
    settings: ({ session, args }) => ({ ...session, args }),
    newKey: ({ args }) => ({ key: { reveal: () => 'hunter2hunter2', toString: () => '[secret]', toJSON: () => '[secret]', [Symbol.for('identity-connector.Secret')]: true }, for: args.name }),
  },
  operations: {
    __ACCOUNT__: {
      create({ session, attributes }) {
        if (attributes.__NAME__ === session.refuse) throw new Failure('PermissionDenied', 'not ' + attributes.__NAME__);
        const uid = 'u' + (read(session).length + 1);
        appendFileSync(session.file, JSON.stringify({ uid, ...plain(attributes), arn: 'arn:' + uid }) + '\\n');
        // At the worst moment: it is done, and nobody has heard of it.
        if (++created === session.killAfter) process.kill(process.pid, 'SIGKILL');
        return uid;
      },
      update({ session, uid, attributes }) {
        const objects = read(session);
        const found = objects.find((each) => each.uid === uid);
        if (!found) throw new Failure('UnknownUid', 'there is no ' + uid);
        for (const [name, value] of Object.entries(plain(attributes))) if (value === null) delete found[name]; else found[name] = value;
        save(session, objects);
      },
      delete({ session, uid }) {
        const objects = read(session);
        if (!objects.some((each) => each.uid === uid)) throw new Failure('UnknownUid', 'there is no ' + uid);
        save(session, objects.filter((each) => each.uid !== uid));
      },
      async *search({ session, pageSize, cursor }) {
        const objects = read(session);
        for (let at = Number(cursor ?? 0); ; at += pageSize) {
          const page = objects.slice(at, at + pageSize).map(({ uid, password, quota, ...attributes }) => ({ uid, name: attributes.__NAME__, attributes: { ...attributes, ...(quota !== undefined && { quota: BigInt(quota) }) } }));
          const more = at + pageSize < objects.length;
          yield { objects: page, ...(more && { cursor: String(at + pageSize) }) };
          if (!more) return;
        }
      },
      authenticate({ session, username, password }) {
        const found = read(session).find((each) => each.__NAME__ === username);
        if (!found || found.password !== password.reveal()) throw new Failure('InvalidPassword', 'the password of ' + username + ' is wrong');
        return found.uid;
      },
    },
  },
};
`;
