import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import type { SystemDefinition } from '../../src/rest/index.ts';
import { objectTypesOf } from '../../src/rest/page/static/object-types.js';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf } from './gateway-harness.ts';

const ada = { name: 'ada', attributes: { mail: 'ada@example.org' } };
const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** What the document offers for accounts: `GET`, `POST` that creates, and `GET id`, `PUT id`, … of one object. */
async function offered(operationOptions: NonNullable<SystemDefinition['operationOptions']>) {
  const directory = directoryOf([ada], { operationOptions });
  const { json } = await directory.ask('GET', '/openapi.json');
  const creates = (path: string) => json.paths[path].post.parameters[0].schema.enum.includes('create');
  const has = (path: string, method: string) => json.paths[path]?.[method] && (path !== directory.accounts || method !== 'post' || creates(path));
  const of = (path: string, suffix: string) => methods.filter((each) => has(path, each)).map((each) => `${each.toUpperCase()}${suffix}`);
  expect(await new Validator().validate(json)).toMatchObject({ valid: true });
  return { ...directory, json, list: [...of(directory.accounts, ''), ...of(`${directory.accounts}/{id}`, ' id')] };
}

const all = ['GET', 'POST', 'GET id', 'POST id', 'PUT id', 'PATCH id', 'DELETE id'];
const without = (...gone: readonly string[]) => all.filter((each) => !gone.includes(each));
const denied = { denied: true };

test.each([
  ['nothing', {}, all],
  ['searches', { SEARCH: denied }, without('GET')],
  ['reads', { GET: denied }, without('GET id')],
  ['creates', { CREATE: denied }, without('POST')],
  ['updates', { UPDATE: denied }, without('POST id', 'PATCH id')],
  ['creates and updates', { CREATE: denied, UPDATE: denied }, without('POST', 'POST id', 'PUT id', 'PATCH id')],
  ['deletes', { DELETE: denied }, without('DELETE id')],
  ['deletes of another type', { DELETE: { objectFeatures: { __GROUP__: denied } } }, all],
  ['deletes of this type', { DELETE: { objectFeatures: { __ACCOUNT__: denied } } }, without('DELETE id')],
  ['deletes but of this type', { DELETE: { denied: true, objectFeatures: { __ACCOUNT__: { denied: false } } } }, all],
  ['all deletes but of groups', { DELETE: { supportedObjectTypes: ['__GROUP__'] } }, without('DELETE id')],
])('a configuration that denies %s has a document without them, and the gateway refuses the rest', async (_, operationOptions, expected) => {
  const { ask, accounts, list } = await offered(operationOptions);
  const json = { body: { __NAME__: 'bob' } };
  const requests: Readonly<Record<string, () => ReturnType<typeof ask>>> = {
    GET: () => ask('GET', `${accounts}?_queryFilter=true`),
    POST: () => ask('POST', accounts, json),
    'GET id': () => ask('GET', `${accounts}/ada`),
    'POST id': () => ask('POST', `${accounts}/ada?_action=patch`, { body: [] }),
    'PUT id': () => ask('PUT', `${accounts}/ada`, { body: {} }),
    'PATCH id': () => ask('PATCH', `${accounts}/ada`, { body: [] }),
    'DELETE id': () => ask('DELETE', `${accounts}/ada`),
  };

  expect(list).toEqual(expected);
  for (const [name, request] of Object.entries(requests)) {
    const { status } = await request();
    // A PUT that may only create is offered, and refuses to update.
    const may = expected.includes(name) && !(name === 'PUT id' && 'UPDATE' in operationOptions);
    expect([name, [403, 501].includes(status)]).toEqual([name, !may]);
  }
});

test('a PUT that may not update is offered for creating alone, with what a create takes', async () => {
  const { json, accounts } = await offered({ UPDATE: denied });
  const { put } = json.paths[`${accounts}/{id}`];

  expect(put.parameters).toContainEqual(expect.objectContaining({ name: 'If-None-Match', required: true, schema: { type: 'string', enum: ['*'] } }));
  expect(put.requestBody.content['application/json'].schema.$ref).toMatch(/create$/);
  expect([put.responses[200], put.responses[201]]).toEqual([undefined, expect.anything()]);
});

test('the document tells of media types, of preconditions, and of protocol 2 where it makes objects', async () => {
  const names = (operation: { readonly parameters: readonly { readonly name: string }[] }) => operation.parameters.map(({ name }) => name);
  const { json, accounts } = await offered({});
  const { get, put } = json.paths[`${accounts}/{id}`];
  const readOnlyCreates = (await offered({ CREATE: denied })).json.paths[`${accounts}/{id}`].put;

  expect(names(get)).toEqual(['_fields', '_mimeType', 'If-None-Match']);
  expect(Object.keys(get.responses[200].content)).toEqual(['application/json', '*/*']);
  expect(names(put)).toEqual(['If-Match', 'If-None-Match', 'Accept-API-Version', '_fields']);
  expect(names(readOnlyCreates)).toEqual(['If-Match', '_fields']);
});

test('the page for people offers what the document does', async () => {
  const typeOf = async (options: NonNullable<SystemDefinition['operationOptions']>) => objectTypesOf((await offered(options)).json, 'hr')[0];

  expect((await typeOf({ UPDATE: denied }))?.can).toEqual({ query: true, create: true, read: true, update: false, delete: true });
  expect((await typeOf({ UPDATE: denied }))?.fields.some(({ updateable }) => updateable)).toBe(false);
  // Where objects can only be listed their fields are known all the same.
  const listed = await typeOf({ GET: denied, CREATE: denied, UPDATE: denied, DELETE: denied });
  expect(listed?.can).toEqual({ query: true, create: false, read: false, update: false, delete: false });
  expect(listed?.fields.map(({ name }) => name)).toContain('mail');
});

test('scripts are denied by their two names, and tell nothing', async () => {
  const connector = connectorOf({ get: () => undefined }, { hooks: { hello: () => 'world' } });
  const at = (operationOptions: NonNullable<SystemDefinition['operationOptions']>) =>
    gatewayOf([{ name: 'hr', connector, configuration: {}, operationOptions, scripts: { greet: [{ language: 'hook', text: 'hello' }] } }]).ask;
  const path = '/openidm/system/hr?_action=script&scriptId=greet';

  expect((await at({})('POST', path)).json).toEqual({ actions: [{ result: 'world' }] });
  expect((await at({ SCRIPT_ON_RESOURCE: denied })('POST', path)).status).toBe(200);
  const refused = await at({ SCRIPT_ON_CONNECTOR: denied })('POST', path);
  expect(refused).toMatchObject({ status: 403, json: { message: expect.stringContaining('SCRIPT_ON_CONNECTOR') } });
  expect((await at({ SCRIPT_ON_RESOURCE: denied })('POST', `${path}&scriptExecuteMode=resource`)).status).toBe(403);
});

test('changes of a class that may not be synchronised are in no answer, also not in that for all classes', async () => {
  const { ask } = directoryOf([], { operationOptions: { SYNC: { objectFeatures: { __ACCOUNT__: denied } } } });
  await ask('POST', '/openidm/system/hr/__ACCOUNT__', { body: { __NAME__: 'ada' } });
  await ask('POST', '/openidm/system/hr/__GROUP__', { body: { __NAME__: 'staff' } });

  const { json } = await ask('POST', '/openidm/system/hr?_action=liveSync&token=');

  expect(json.result.map(({ _id }: { readonly _id: string }) => _id)).toEqual(['staff']);
  expect((await ask('POST', '/openidm/system/hr/__ACCOUNT__?_action=liveSync&token=')).status).toBe(403);
});
