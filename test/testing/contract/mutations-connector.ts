import { ConnectorError } from '../../../src/model/errors.ts';
import type { JsonSchema } from '../../../src/model/json-schema.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import { replacing } from '../../../src/testing/contract/cases/changed-connector.ts';
import { replace } from './broken-writes.ts';
import type { Mutation } from './mutation.ts';

type Properties = Readonly<Record<string, JsonSchema>>;

/** Changes the settings of a connector. */
const settings = (change: (properties: Properties) => Properties, more: object = {}) =>
  replace(({ configuration }) => {
    const schema = configuration as { readonly properties: Properties };
    return { configuration: { ...schema, ...more, properties: change(schema.properties) } };
  });
const setting = (name: string, schema: JsonSchema) => settings((properties) => ({ ...properties, [name]: { ...properties[name], ...schema } }));
const catalogues = (messages: object) => replace(() => ({ messages }));
const complete = { en: { 'pageSize.display': 'Page size' }, de: { 'pageSize.display': 'Seitengröße' } };
const speaking = (language: string, answer: (args: Readonly<Record<string, unknown>>) => unknown, any = false) => {
  const run = (script: { readonly language: string; readonly args: Readonly<Record<string, unknown>> }) => {
    if (script.language !== language && !any) throw new ConnectorError('InvalidArgument', 'that language is not spoken');
    return answer(script.args);
  };
  return replace(() => ({ scriptOnConnector: run, scriptOnResource: run }));
};
const sum = ({ a, b }: Readonly<Record<string, unknown>>) => Number(a) + Number(b);

/** What the settings of the suite are for these mutations. */
export const scripts = (['connector', 'resource'] as const).map((on) => ({ on, language: 'sum', text: 'a + b', args: { a: 1, b: 2 }, result: 3 }));

/** Connectors that are wrong as a whole: their settings, their texts, their sessions. */
export const connectorMutations: readonly Mutation[] = [
  { kind: 'connector/identity', name: 'the version is a word', break: replace(() => ({ version: 'latest' })) },
  { kind: 'connector/identity', name: 'the name has spaces', break: replace(() => ({ name: 'my memory' })) },
  { kind: 'messages/texts', name: 'a message is empty', basis: catalogues(complete), break: catalogues({ en: { 'pageSize.display': ' ' } }) },
  { kind: 'messages/keys', name: 'a locale is none', basis: catalogues(complete), break: catalogues({ 'the English one': {} }) },
  { kind: 'messages/keys', name: 'a message is about nothing', basis: catalogues(complete), break: catalogues({ en: { 'pagesize.display': 'x' } }) },
  { kind: 'messages/complete', name: 'a locale lacks a key', basis: catalogues(complete), break: catalogues({ ...complete, fr: {} }) },
  {
    kind: 'configuration/valid',
    name: 'no configuration is right',
    break: replace(() => ({ checkConfiguration: () => [{ path: 'pageSize', message: 'is never right' }] })),
  },
  { kind: 'configuration/types', name: 'a setting has no type', break: settings((properties) => ({ ...properties, color: { title: 'Color' } })) },
  { kind: 'configuration/defaults', name: 'a default is not allowed', break: setting('pageSize', { default: 0 }) },
  { kind: 'configuration/secrets-guarded', name: 'a password is a text as any other', break: setting('adminPassword', { type: 'string' }) },
  {
    kind: 'configuration/unknown-setting',
    name: 'settings that are not there are accepted',
    break: settings((each) => each, { additionalProperties: true }),
  },
  { kind: 'configuration/wrong-refused', name: 'a page of nothing is accepted', break: setting('pageSize', { minimum: 0 }) },
  {
    kind: 'configuration/secrets-hidden',
    name: 'a problem quotes the secret',
    basis: setting('apiKey', { type: 'string', writeOnly: true }),
    break: replace(() => ({
      checkConfiguration: ({ apiKey }: { readonly apiKey?: Secret }) =>
        apiKey instanceof Secret ? [{ path: 'apiKey', message: `${apiKey.reveal()} is not the key` }] : [],
    })),
  },
  {
    kind: 'configuration/secrets-hidden',
    name: 'connect fails with the secret in its cause',
    basis: setting('apiKey', { type: 'string', writeOnly: true }),
    break: replace(() => ({
      connect: ({ apiKey }: { readonly apiKey?: Secret }) => {
        throw new Error(`cannot log in with ${apiKey?.reveal()}`);
      },
    })),
  },
  {
    kind: 'test/passes',
    name: 'the test fails',
    break: replace(() => ({
      test: () => {
        throw new ConnectorError('ConnectionFailed', 'nobody there');
      },
    })),
  },
  {
    kind: 'schema/stable',
    name: 'the schema is another one each time',
    break: replace(({ objectClasses: [first] }) => {
      let number = 0;
      return { dynamic: {}, schema: async () => [{ ...first, name: `class-${number++}` }] };
    }),
  },
  {
    kind: 'schema/has-classes',
    name: 'operations belong to a class that is not there',
    break: replace(({ operations }) => ({ operations: { ...(operations as object), Ghost: {} } })),
  },
  { kind: 'schema/has-classes', name: 'there is no class', break: replace(() => ({ objectClasses: [] })) },
  { kind: 'session/close', name: 'the session never ends', timeout: 200, break: replace(() => ({ disconnect: () => new Promise(() => {}) })) },
  { kind: 'session/independent', name: 'all sessions end with the first', break: sharedSession },
  {
    kind: 'session/ended',
    name: 'the end fails',
    basis: replace(() => ({ disconnect: () => {} })),
    break: replace(() => ({
      disconnect: () => {
        throw new Error('already gone');
      },
    })),
  },
  {
    kind: 'session/alive',
    name: 'no session is ever alive',
    basis: replace(() => ({ pool: { checkAlive: () => true } })),
    break: replace(() => ({ pool: { checkAlive: () => false } })),
  },
  {
    kind: 'discoverConfiguration/partial',
    name: 'the right configuration is refused',
    basis: replace(() => ({ testPartialConfiguration: () => {} })),
    break: replace(() => ({
      testPartialConfiguration: () => {
        throw new ConnectorError('Configuration', 'not enough');
      },
    })),
  },
  {
    kind: 'discoverConfiguration/suggestions',
    name: 'what is suggested is not allowed',
    basis: replace(() => ({ discoverConfiguration: () => ({ uid: { values: ['generated', 'name'], closed: true } }) })),
    break: replace(() => ({ discoverConfiguration: () => ({ uid: { values: ['guessed'] } }) })),
  },
  {
    kind: 'discoverConfiguration/suggestions',
    name: 'a setting that is not there is suggested',
    basis: replace(() => ({ discoverConfiguration: () => ({}) })),
    break: replace(() => ({ discoverConfiguration: () => ({ color: { values: ['red'] } }) })),
  },
  ...(['scriptOnConnector', 'scriptOnResource'] as const).flatMap((operation): Mutation[] => [
    { kind: `${operation}/result`, name: 'a script answers something else', basis: speaking('sum', sum), break: speaking('sum', () => 4) },
    { kind: `${operation}/unknown-language`, name: 'every language is spoken', basis: speaking('sum', sum), break: speaking('sum', sum, true) },
  ]),
];

/** One state for all sessions: whoever closes one closes all. */
function sharedSession(connector: AnyConnector): AnyConnector {
  let ended = false;
  const connect = (...args: Parameters<AnyConnector['connect']>) => {
    ended = false;
    return connector.connect(...args);
  };
  const disconnect = () => {
    ended = true;
  };
  const test = () => {
    if (ended) throw new ConnectorError('ConnectionBroken', 'the session is over');
  };
  return replacing(connector, { connect, disconnect, test });
}
