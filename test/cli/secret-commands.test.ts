import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { passwordFits } from '../../src/rest/auth/password-hash.ts';
import { SealingKey } from '../../src/rest/files/sealed-value.ts';
import { CliFolder } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

describe('hash-password', () => {
  test('prints a hash that fits the line of standard input, and no other', async () => {
    const { code, out, err } = await folder.run(['hash-password'], { input: 'correct horse\n' });

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await passwordFits('correct horse', out.trim())).toBe(true);
    expect(await passwordFits('correct horse\n', out.trim())).toBe(false);
  });

  test('of nothing is refused', async () => {
    expect(await folder.run(['hash-password'], { input: '\n' })).toMatchObject({ code: 64, out: '' });
  });
});

describe('seal', () => {
  const key = randomBytes(32).toString('base64');

  test('encrypts under the key of the environment, and a configuration opens it', async () => {
    const { code, out } = await folder.run(['seal'], { env: { IDENTITY_CONNECTOR_KEY: key }, input: 'hunter2hunter2\n' });
    folder.write('sealed.json', JSON.stringify({ file: 'x', apiKey: out.trim() }));
    const args = ['script', './store.mjs', 'settings', '--reveal', '--config', 'sealed.json'];

    expect(code).toBe(0);
    expect(new SealingKey(key).open(out.trim())).toBe('hunter2hunter2');
    expect(JSON.parse((await folder.run(args, { env: { IDENTITY_CONNECTOR_KEY: key } })).out)).toMatchObject({ apiKey: 'hunter2hunter2' });
    expect(await folder.run(args)).toMatchObject({ code: 78, err: expect.stringContaining('IDENTITY_CONNECTOR_KEY') });
    expect(await folder.run(args, { env: { IDENTITY_CONNECTOR_KEY: randomBytes(32).toString('base64') } })).toMatchObject({ code: 78 });
  });

  test('reads the key from a file', async () => {
    folder.write('key', `${key}\n`);
    const { out } = await folder.run(['seal'], { env: { IDENTITY_CONNECTOR_KEY_FILE: `${folder.path}/key` }, input: 'hunter2\n' });

    expect(new SealingKey(key).open(out.trim())).toBe('hunter2');
  });

  test('without a key, or with one that is too short, says how to make one', async () => {
    for (const env of [{}, { IDENTITY_CONNECTOR_KEY: 'short' }, { IDENTITY_CONNECTOR_KEY_FILE: `${folder.path}/nowhere` }])
      expect(await folder.run(['seal'], { env, input: 'hunter2\n' })).toMatchObject({ code: 78, out: '', err: expect.stringMatching(/key/i) });
  });
});
