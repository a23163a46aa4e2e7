const kinds = [
  ['attr.string()', `'x'`],
  [`attr.string({ subtype: 'caseIgnore', sortable: true })`, `'x'`],
  ['attr.string({ multiValued: true })', `['x']`],
  ['attr.integer({ returnedByDefault: false })', '1'],
  ['attr.boolean()', 'true'],
  ['attr.dateTime({ creatable: false, updateable: false })', undefined],
  [`attr.string({ allowedValues: ['a', 'b', 'c'] })`, `'a'`],
  ['attr.long()', '1n'],
  [`attr.object({ Key: { type: 'string' }, Value: { type: 'string' } }, { multiValued: true, requiredProperties: ['Key'] })`, `[{ Key: 'k' }]`],
  [`attr.reference({ objectClass: '__ACCOUNT__' })`, `{ uid: '1' }`],
] as const;

/**
 * A connector of many large object classes with seven operations each, and an application that uses all of them: what a compiler has to bear.
 *
 * @param from        Where the generated module imports the library from.
 * @param classes     How many object classes.
 * @param attributes  How many attributes each, `__NAME__` included.
 *
 * @example
 * writeFileSync('classes.ts', manyClasses('identity-connector', 10, 60));
 */
export function manyClasses(from: string, classes: number, attributes: number): string {
  const numbers = Array.from({ length: classes }, (_, index) => index);
  const columns = Array.from({ length: attributes - 1 }, (_, index) => ({
    name: `attribute${index}`,
    kind: kinds[index % kinds.length] ?? kinds[0],
  }));
  const declared = columns.map(({ name, kind }) => `  ${name}: ${kind[0]},`).join('\n');
  const given = columns.flatMap(({ name, kind }) => (kind[1] === undefined ? [] : [`${name}: ${kind[1]}`])).join(', ');
  return `import { attr, defineConnector, objectClass, openConnector } from '${from}';

class Session { rows = new Map<string, string>(); }

${numbers.map((number) => `const Class${number} = objectClass('Class${number}', {\n  __NAME__: attr.string({ required: true }),\n${declared}\n});`).join('\n')}

const large = defineConnector({
  name: 'large',
  version: '1.0.0',
  configuration: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
  objectClasses: [${numbers.map((number) => `Class${number}`).join(', ')}],
  connect: () => new Session(),
  operations: {
${numbers.map((number) => operations(number)).join('\n')}
  },
});

export async function application() {
  const facade = await openConnector(large, { url: 'x' });
${numbers.map((number) => uses(number, given)).join('\n')}
}
`;
}

function operations(number: number): string {
  return `    Class${number}: {
      create: ({ session, attributes }) => { session.rows.set(attributes.__NAME__, attributes.attribute0 ?? ''); return attributes.__NAME__; },
      updateDelta: ({ session, uid, changes }) => { session.rows.set(uid, changes.replace.attribute0 ?? ''); return uid; },
      delete: ({ session, uid }) => { session.rows.delete(uid); },
      get: ({ session, uid }) => ({ uid, name: uid, attributes: { attribute0: session.rows.get(uid) } }),
      async *search({ session }) { yield { objects: [...session.rows].map(([uid, attribute0]) => ({ uid, name: uid, attributes: { attribute0 } })) }; },
      async *sync({ token = '' }) { yield { changes: [], token }; },
      latestSyncToken: () => '',
    },`;
}

function uses(number: number, given: string): string {
  return `  const class${number} = facade.objectClass('Class${number}');
  await class${number}.create({ __NAME__: 'x', ${given} });
  await class${number}.update('x', { replace: { attribute0: 'y', attribute3: null }, add: { attribute2: ['z'] } });
  for await (const row of class${number}.search({ filter: (f) => f.startsWith('attribute1', 'x'), attributes: ['attribute0', 'attribute2'] })) row.attributes.attribute2?.length;`;
}
