import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../src/testing/aws/index.ts';
import { CliFolder, jsonLines } from './run-cli.ts';

const folder = new CliFolder();
let aws: EmbeddedAws;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  aws = await startAws();
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  env = {
    IDENTITY_CONNECTOR_ACCESS_KEY_ID: accessKeyId,
    IDENTITY_CONNECTOR_SECRET_KEY: secretAccessKey,
    IDENTITY_CONNECTOR_ENDPOINT: aws.endpoint,
  };
});
afterAll(async () => {
  folder.remove();
  await aws.close();
});
const cli = (args: readonly string[], input?: string) => folder.run(args, { env, ...(input !== undefined && { input }) });

describe('the commands with AWS', () => {
  test('create, find, change, follow and delete a user', async () => {
    const created = await cli(['create', 'aws', '__ACCOUNT__', '__NAME__=bjensen', 'Path=/eng/', 'Tags={"Key":"team","Value":"blue"}']);
    const found = await cli(['search', 'aws', '__ACCOUNT__', 'Path sw "/eng/"', '--attributes', 'Path,Tags', '--output', 'ndjson']);
    const updated = await cli(['update', 'aws', '__ACCOUNT__', 'bjensen', '--replace', '__NAME__=bjones']);
    const deleted = await cli(['delete', 'aws', '__ACCOUNT__', 'bjones']);

    expect(created).toMatchObject({ code: 0, out: 'bjensen\n' });
    expect(jsonLines(found.out)).toEqual([{ __UID__: 'bjensen', __NAME__: 'bjensen', Path: '/eng/', Tags: [{ Key: 'team', Value: 'blue' }] }]);
    expect(updated).toMatchObject({ code: 0, out: 'bjones\n', err: 'updated __ACCOUNT__ bjensen, which is bjones now\n' });
    expect(deleted.code).toBe(0);
    expect(await cli(['get', 'aws', '__ACCOUNT__', 'bjones'])).toMatchObject({ code: 66 });
  });

  test('a dry run sends nothing that writes', async () => {
    const { code, out } = await cli(['create', 'aws', '__ACCOUNT__', '__NAME__=nobody', '--secret', '__PASSWORD__', '--dry-run'], 'hunter2hunter2\n');

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ operation: 'create', attributes: { __NAME__: 'nobody', __PASSWORD__: '[secret]' } });
    expect(await cli(['get', 'aws', '__ACCOUNT__', 'nobody'])).toMatchObject({ code: 66 });
  });

  test.each(['__ACCOUNT__', '__GROUP__', 'Role', 'ManagedPolicy'])('--explain tells the calls of a search of %s', async (objectClass) => {
    const { code, out } = await cli(['search', 'aws', objectClass, 'Path sw "/eng/"', '--explain']);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ calls: expect.anything(), least: expect.anything() });
  });

  test('import and export take users there and back', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `n${String(i).padStart(2, '0')},/imported/`);
    folder.write('users.csv', `__NAME__,Path\n${rows.join('\n')}\n`);
    const imported = await cli(['import', 'aws', '__ACCOUNT__', 'users.csv', '--state', 'users.state']);
    const exported = await cli(['export', 'aws', '__ACCOUNT__', '--format', 'csv', '--attributes', 'Path', '--filter', 'Path sw "/imported/"']);

    expect(imported).toMatchObject({ code: 0, err: '20 rows: 20 created\n' });
    expect(exported.out.split('\n').slice(1, -1).toSorted()).toEqual(rows.map((row) => `${row.split(',')[0]},${row}`));
  });

  test('bench counts the requests', async () => {
    const { code, out } = await cli(['bench', 'aws', '__GROUP__', '--output', 'json']);

    expect(code).toBe(0);
    expect(JSON.parse(out)[0].requests).toMatchObject({ 'iam:ListGroups': 1 });
  });
});
