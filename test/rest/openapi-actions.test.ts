import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { ConnectorError } from '../../src/index.ts';
import type { SystemDefinition } from '../../src/rest/index.ts';
import { objectTypesOf } from '../../src/rest/page/static/object-types.js';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf, tokens } from './gateway-harness.ts';

const system = '/openidm/system';
const denied = { denied: true };
const ada = { name: 'ada', attributes: { __PASSWORD__: 'correct horse', displayName: 'Ada' } };
const hooks = connectorOf({ get: () => undefined }, { hooks: { hello: () => 'world' } });
const greet = { greet: [{ language: 'hook', text: 'hello' }] };

/** What the tests look at in a POST of the document. */
interface Post {
  readonly parameters: readonly { readonly schema: { readonly enum: readonly string[] } }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly examples: Readonly<Record<string, { readonly value: unknown }>> }>> };
  readonly 'x-actions': Readonly<Record<string, ToldAction>>;
}

interface ToldAction {
  readonly role: 'read' | 'full';
  readonly requestBody?: { readonly schema: object };
  readonly response: { readonly status: number; readonly schema: object };
}

/** The document of a gateway; `actions` has those of every path. */
async function documented(gateway: ReturnType<typeof gatewayOf>) {
  const { json } = await gateway.ask('GET', '/openapi.json');
  expect(await new Validator().validate(json)).toMatchObject({ valid: true });
  const posts = Object.entries<{ readonly post?: Post }>(json.paths).flatMap(([path, { post }]) => (post ? [{ path, post }] : []));
  const actions = Object.fromEntries(posts.map(({ path, post }) => [path, post.parameters[0]?.schema.enum]));
  return { ...gateway, json, posts, actions };
}

const directory = (definition: Partial<SystemDefinition> = {}) => documented(directoryOf([ada], definition));

describe('the document', () => {
  test('has the actions of every path', async () => {
    const { actions } = await directory();

    const ofType = ['create', 'authenticate', 'resolveUsername', 'liveSync'];
    expect(actions).toEqual({
      [system]: ['createCoreConfig', 'createFullConfig', 'createConfiguration', 'testConfig', 'liveSync', 'test', 'availableConnectors'],
      [`${system}/hr`]: ['liveSync', 'test'],
      [`${system}/hr/__ACCOUNT__`]: ofType,
      [`${system}/hr/__ACCOUNT__/{id}`]: ['patch'],
      [`${system}/hr/__GROUP__`]: ['create', 'liveSync'],
      [`${system}/hr/__GROUP__/{id}`]: ['patch'],
      [`${system}/hr/__ALL__`]: ['liveSync'],
    });
  });

  test.each([
    ['authenticate', { AUTHENTICATE: denied }],
    ['resolveUsername', { RESOLVEUSERNAME: denied }],
    ['liveSync', { SYNC: { objectFeatures: { __ACCOUNT__: denied } } }],
    ['liveSync', { SYNC: { supportedObjectTypes: ['__GROUP__'] } }],
  ])('leaves out %s where operationOptions refuse it, and so does the gateway', async (action, operationOptions) => {
    const { actions, ask } = await directory({ operationOptions });

    expect(actions[`${system}/hr/__ACCOUNT__`]).not.toContain(action);
    const body = { username: 'ada', password: 'correct horse' };
    expect([403, 501]).toContain((await ask('POST', `${system}/hr/__ACCOUNT__?_action=${action}`, { body })).status);
  });

  test('leaves out what a connector lacks, and a POST for which nothing is left', async () => {
    const { actions, json } = await documented(gatewayOf([{ name: 'people', connector: hooks, configuration: {} }]));

    expect(actions[`${system}/people`]).toEqual(['test']);
    expect(json.paths[`${system}/people/person`]).not.toHaveProperty('post');
    expect(json.paths).not.toHaveProperty([`${system}/people/__ALL__`]);
    expect(actions[system]).not.toContain('liveSync');
  });

  test('has of a system that cannot be opened what its configuration tells', async () => {
    const connect = () => {
      throw new ConnectorError('ConnectionFailed', 'down');
    };
    const broken = connectorOf({}, { connect, hooks: { hello: () => 'world' } });
    const { actions } = await documented(
      gatewayOf([
        { name: 'down', connector: broken, configuration: {}, scripts: greet },
        { name: 'off', connector: hooks, configuration: {}, scripts: greet, enabled: false },
      ]),
    );

    expect(actions[`${system}/down`]).toEqual(['script', 'test']);
    expect(actions[`${system}/off`]).toEqual(['test']);
  });

  test('names the scripts that may run and where', async () => {
    const of = async (definition: Partial<SystemDefinition>) => {
      const { json, actions } = await documented(gatewayOf([{ name: 'hr', connector: hooks, configuration: {}, scripts: greet, ...definition }]));
      const { parameters } = json.paths[`${system}/hr`].post;
      const enumOf = (wanted: string) => parameters.find(({ name }: { readonly name: string }) => name === wanted)?.schema.enum;
      return { actions: actions[`${system}/hr`], id: enumOf('scriptId'), mode: enumOf('scriptExecuteMode') };
    };

    expect(await of({})).toEqual({ actions: ['script', 'test'], id: ['greet'], mode: ['connector', 'resource'] });
    expect((await of({ operationOptions: { SCRIPT_ON_CONNECTOR: denied } })).mode).toEqual(['resource']);
    expect((await of({ operationOptions: { SCRIPT_ON_CONNECTOR: denied, SCRIPT_ON_RESOURCE: denied } })).actions).toEqual(['test']);
    // The connector has nothing that runs a text, and the gateway was given no engine.
    expect((await of({ scripts: { sum: [{ language: 'javascript', text: '1 + 1' }] } })).actions).toEqual(['test']);
  });

  test('has transform in patches where a script may be named, and only then', async () => {
    const operations = async (definition: Partial<SystemDefinition>) => {
      const { json } = await directory(definition);
      const { $ref } = json.paths[`${system}/hr/__ACCOUNT__/{id}`].patch.requestBody.content['application/json'].schema;
      const items = json.components.schemas[$ref.split('/').at(-1)].items.anyOf;
      return items.map(({ properties }: { readonly properties: { readonly operation: { readonly const: string } } }) => properties.operation.const);
    };
    const plain = ['add', 'remove', 'replace', 'increment', 'move', 'copy'];

    expect(await operations({})).toEqual(plain);
    expect(await operations({ scripts: greet })).toEqual([...plain, 'transform']);
    expect(await operations({ scripts: greet, operationOptions: { SCRIPT_ON_CONNECTOR: denied } })).toEqual(plain);
  });

  test('says of a parameter and of an answer which action it belongs to', async () => {
    const { post } = (await directory()).json.paths[`${system}/hr/__ACCOUNT__`];
    const described = Object.fromEntries(
      post.parameters.map(({ name, description }: { readonly name: string; readonly description: string }) => [name, description]),
    );

    expect(described.username).toMatch(/^For authenticate, resolveUsername: /);
    expect(described.token).toMatch(/^For liveSync: /);
    expect(post.parameters.filter(({ required }: { readonly required: boolean }) => required)).toEqual([]);
    expect(post.responses[200].description).toContain('For liveSync: The changes');
    expect(post.responses[201].description).toBe('For create: The object as it was made.');
    expect(post.requestBody.required).toBe(false);
  });

  test('has what is not about systems', async () => {
    const { json, ask } = await directory();

    for (const path of ['/metrics', '/openapi.json', '/health/live', '/health/ready', '/openidm/info/login', '/openidm/info/systems']) {
      const { status, headers } = await ask('GET', path);
      const [type = ''] = (headers.get('content-type') ?? '').split(';');
      expect([path, status, Object.keys(json.paths[path].get.responses[200].content)]).toEqual([path, 200, [type]]);
    }
  });
});

test('every action answers what the document says that it does, in the role that it says', async () => {
  const { json, posts, ask } = await documented(
    gatewayOf([
      { name: 'hr', connector: memory, configuration: { uid: 'name', objects: [{ objectClass: '__ACCOUNT__', ...ada }] } },
      { name: 'people', connector: hooks, configuration: {}, scripts: greet },
    ]),
  );
  const ajv = new Ajv2020({ strict: false, validateFormats: false, schemas: [{ ...json, $id: 'document' }] });
  const problems = (schema: object, value: unknown) => {
    ajv.validate(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')), value);
    return ajv.errors ?? null;
  };
  const logins: Readonly<Record<string, unknown>> = {
    authenticate: { username: 'ada', password: 'correct horse' },
    resolveUsername: { username: 'ada' },
  };
  const seen: string[] = [];

  for (const { path, post } of posts) {
    for (const [action, { role, response, requestBody }] of Object.entries(post['x-actions'])) {
      const at = `${path} ${action}`;
      const body = logins[action] ?? post.requestBody?.content['application/json']?.examples[action]?.value;
      const url = `${path.replace('{id}', path.includes('GROUP') ? 'example' : 'ada')}?_action=${action}&source=system/hr/__ALL__&scriptId=greet`;
      const given = body === undefined ? {} : { body };

      const asReader = await ask('POST', url, { ...given, token: tokens.read });
      const answer = role === 'read' ? asReader : await ask('POST', url, given);

      expect([at, asReader.status === 403]).toEqual([at, role === 'full']);
      expect([at, answer.status, answer.text]).toEqual([at, response.status, answer.text]);
      expect([at, problems(response.schema, answer.json)]).toEqual([at, null]);
      expect([at, requestBody ? problems(requestBody.schema, body) : null]).toEqual([at, null]);
      seen.push(at);
    }
  }
  expect(seen).toHaveLength(20);
});

test('the page for people offers to create only where the document has it among the actions', async () => {
  const can = async (operationOptions: NonNullable<SystemDefinition['operationOptions']>) =>
    objectTypesOf((await directory({ operationOptions })).json, 'hr').map((type) => [
      type.name,
      type.can.create,
      type.fields.some((each) => each.creatable),
    ]);

  expect(await can({})).toEqual([
    ['__ACCOUNT__', true, true],
    ['__GROUP__', true, true],
  ]);
  expect(await can({ CREATE: { objectFeatures: { __ACCOUNT__: denied } } })).toEqual([
    ['__ACCOUNT__', false, false],
    ['__GROUP__', true, true],
  ]);
});
