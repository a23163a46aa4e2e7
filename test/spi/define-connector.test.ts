import { expect, test } from 'vitest';
import { attr, ConnectorError, defineConnector, isConnector, objectClass } from '../../src/index.ts';

const base = { name: 'x', version: '1', configuration: { type: 'object', properties: {} }, connect: () => 1, operations: {} } as const;
const problemsOf = (define: () => unknown): readonly { path: string; message: string }[] => {
  try {
    define();
  } catch (error) {
    if (ConnectorError.is(error) && error.code === 'Configuration') return error.problems;
    throw error;
  }
  return [];
};

test('the definition is the connector', () => {
  const definition = { ...base, objectClasses: [] } as const;

  expect(defineConnector(definition)).toBe(definition);
  expect(isConnector(definition)).toBe(true);
});

test('two object classes whose names differ in nothing but case are refused', () => {
  const objectClasses = [objectClass('user', { __NAME__: attr.string() }), objectClass('User', { __NAME__: attr.string() })];

  expect(problemsOf(() => defineConnector({ ...base, objectClasses }))).toEqual([
    { path: 'objectClasses', message: '"user" and "User" differ in nothing but case' },
  ]);
});

test('operations of a class that is not declared are refused, which no compiler does in plain JavaScript', () => {
  const operations = { user: {}, __ALL__: {} } as never;

  expect(problemsOf(() => defineConnector({ ...base, objectClasses: [], operations }))).toEqual([
    { path: 'operations.user', message: 'is no declared object class' },
  ]);
});

test('attributes and aliases that cannot be told apart are refused, all at once', () => {
  const objectClasses = [
    objectClass('user', { __NAME__: attr.string(), mail: attr.string({ aliases: ['email'] }), Mail: attr.string(), eMail: attr.string() }),
    objectClass('group', { __NAME__: attr.string({ aliases: ['__name__'] }) }),
  ];

  expect(problemsOf(() => defineConnector({ ...base, objectClasses })).map(({ path }) => path)).toEqual([
    'objectClasses.user.attributes',
    'objectClasses.user.attributes',
    'objectClasses.group.attributes',
  ]);
});

test.each([undefined, null, 5, 'x', {}, [], { ...base, connect: 1 }, { ...base, operations: undefined }])(
  'what is no connector is not taken for one: %j',
  (value) => {
    expect(isConnector(value)).toBe(false);
  },
);
