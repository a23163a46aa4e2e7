import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumerProject, root, run, temporaryDirectory } from './packed-package.ts';

/** A connector as somebody else writes and publishes it: everything that TypeScript infers must have a name that can be imported. */
const connector = `
import { attr, defineConnector, type HookCall, objectClass } from 'identity-connector';
import { memoryConnector } from 'identity-connector/memory';
import aws from 'identity-connector/aws';

export const Account = objectClass('__ACCOUNT__', {
  __NAME__: attr.string({ required: true }),
  __PASSWORD__: attr.secret(),
  mail: attr.string({ title: 'Primary mail address', subtype: 'caseIgnore' }),
  groups: attr.string({ multiValued: true }),
  kind: attr.string({ allowedValues: ['person', 'robot'] }),
  logins: attr.long(),
  created: attr.dateTime({ creatable: false, updateable: false, required: true }),
  tags: attr.object({ Key: { type: 'string' }, Value: { type: 'string' } }, { multiValued: true, requiredProperties: ['Key'] }),
  manager: attr.reference({ objectClass: '__ACCOUNT__' }),
});

export class HrClient {
  readonly rows = new Map<string, string>();
}

export const hr = defineConnector({
  name: 'my-hr',
  version: '1.0.0',
  configuration: {
    type: 'object',
    required: ['url'],
    properties: { url: { type: 'string', format: 'uri' }, apiKey: { type: 'string', writeOnly: true }, pageSize: { type: 'integer', default: 100 } },
  },
  objectClasses: [Account],
  connect: () => new HrClient(),
  operations: {
    __ACCOUNT__: {
      create: ({ session, attributes }) => {
        session.rows.set(attributes.__NAME__, attributes.mail ?? '');
        return attributes.__NAME__;
      },
      updateDelta: ({ uid }) => uid,
      delete: ({ session, uid }) => {
        session.rows.delete(uid);
      },
      async *search({ session }) {
        yield { objects: [...session.rows].map(([uid, mail]) => ({ uid, name: uid, attributes: { mail, created: new Date(0) } })) };
      },
    },
  },
  hooks: { invite: ({ session, args }: HookCall<HrClient, { readonly mail: string }>) => session.rows.size + args.mail.length },
});

export const mock = memoryConnector(aws.objectClasses);
export default hr;
`;

/** An application that has only the declarations of that connector. */
const application = `
import { openConnector, type ObjectClassOf, type RowOf } from 'identity-connector';
import published, { Account, hr, mock } from './connector.EXT';

export type Person = ObjectClassOf<typeof hr, '__ACCOUNT__'>;

export async function run(): Promise<string[]> {
  const directory = await openConnector(published, { url: 'https://hr.example.org', apiKey: 'k' });
  const accounts = directory.objectClass('__ACCOUNT__');
  const { uid } = await accounts.create({ __NAME__: 'ada', mail: 'ada@example.org', tags: [{ Key: 'a' }], kind: 'robot' });
  // @ts-expect-error misspelt
  await accounts.create({ __NAME__: 'ada', mial: 'x' });
  // @ts-expect-error not implemented
  accounts.sync;
  // @ts-expect-error not one of the allowed values
  await accounts.create({ __NAME__: 'ada', kind: 'dog' });
  const mails: string[] = [uid, Account.name];
  for await (const row of accounts.search({ filter: (f) => f.startsWith('mail', 'ada'), attributes: ['mail', 'created'] })) {
    mails.push(row.attributes.mail ?? row.attributes.created.toISOString());
  }
  mails.push(String(await directory.hook('invite', { mail: 'x' })));
  const aws = await openConnector(mock, {});
  await aws.objectClass('__ACCOUNT__').create({ __NAME__: 'ada', Path: '/x/' });
  return mails;
}
`;

const compilers = { '5.9': 'node_modules/typescript/bin/tsc', '7': 'node_modules/typescript-7/bin/tsc' };
const modes = {
  node16: { module: 'node16', kinds: ['mts', 'cts'] },
  nodenext: { module: 'nodenext', kinds: ['mts', 'cts'] },
  bundler: { module: 'esnext', moduleResolution: 'bundler', kinds: ['ts'] },
} as const;

const directory = temporaryDirectory();
let project: string;
beforeAll(() => {
  project = consumerProject(directory.path, { 'package.json': '{ "type": "module", "private": true }' }, ['@types/node']);
});
afterAll(() => directory[Symbol.dispose]());

function compile(compiler: string, folder: string, options: object, include: readonly string[]): void {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    ...options,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: include }));
  run(folder, process.execPath, [join(root, compiler), '-p', 'tsconfig.json', '--pretty', 'false']);
}

describe.each(Object.entries(compilers))(
  'TypeScript %s',
  (version, compiler) => {
    test.each(Object.entries(modes))('a connector’s declarations are emitted and consumed with module resolution %s', (name, { kinds, ...mode }) => {
      const folder = join(project, `${version}-${name}`);
      const types = join(folder, 'types');
      mkdirSync(types, { recursive: true });
      const extension = { mts: 'mjs', cts: 'cjs', ts: 'js' };
      for (const kind of kinds) {
        writeFileSync(join(folder, `connector.${kind}`), connector);
        writeFileSync(join(types, `application.${kind}`), application.replace('EXT', extension[kind]));
      }

      compile(
        compiler,
        folder,
        { ...mode, declaration: true, emitDeclarationOnly: true, outDir: 'types' },
        kinds.map((kind) => `connector.${kind}`),
      );
      // Here the package's own declarations are checked too, as for those who do not skip them.
      compile(
        compiler,
        types,
        { ...mode, noEmit: true, skipLibCheck: false },
        kinds.map((kind) => `application.${kind}`),
      );

      for (const kind of kinds) {
        const declaration = join(types, kind === 'ts' ? 'connector.d.ts' : `connector.d.${kind}`);
        expect(existsSync(declaration)).toBe(true);
        const text = readFileSync(declaration, 'utf8');
        expect(text.match(/.*(\bany\b|import\("\.\.\/).*/g)).toBeNull();
        // A connector's type names its operations; handlers in it make unreadable hovers and large declarations.
        expect(text.match(/.*\b(ObjectClassCall|SearchCall)\b.*/g)).toBeNull();
      }
    });
  },
  120_000,
);
