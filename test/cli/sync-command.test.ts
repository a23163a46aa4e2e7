import { afterAll, describe, expect, test } from 'vitest';
import { CliFolder, jsonLines } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

folder.write(
  'changing.mjs',
  `const changes = Array.from({ length: 5 }, (_, i) => ({ type: i === 3 ? 'delete' : 'upsert', objectClass: '__ACCOUNT__', uid: 'u' + i, token: String(i + 1), ...(i !== 3 && { object: { uid: 'u' + i, name: 'n' + i, attributes: { __NAME__: 'n' + i } } }) }));
  export default { name: 'changing', version: '1.0.0', configuration: { type: 'object', properties: { breakAt: { type: 'integer' } } },
    objectClasses: [{ name: '__ACCOUNT__', attributes: { __NAME__: { type: 'string' } } }], connect: (settings) => settings,
    operations: { __ACCOUNT__: {
      async *sync({ session, token }) {
        for (const change of changes.slice(Number(token || 0))) {
          if (Number(change.token) === session.breakAt) throw new Error('broken');
          yield { changes: [change], token: change.token };
        }
      },
      latestSyncToken: () => '5',
      async *liveSync({ signal }) {
        for (const { token, ...change } of changes.slice(0, 2)) yield change;
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    } } };`,
);
const sync = (args: readonly string[], surroundings = {}) => folder.run(['sync', './changing.mjs', '__ACCOUNT__', ...args], surroundings);

describe('sync', () => {
  test('prints the changes since a token, and the token to go on with', async () => {
    const { code, out, err } = await sync(['--token', '2']);

    expect({ code, err }).toEqual({ code: 0, err: 'token: 5\n' });
    expect(jsonLines(out)).toEqual([
      { type: 'upsert', objectClass: '__ACCOUNT__', __UID__: 'u2', token: '3', object: { __UID__: 'u2', __NAME__: 'n2' } },
      { type: 'delete', objectClass: '__ACCOUNT__', __UID__: 'u3', token: '4' },
      { type: 'upsert', objectClass: '__ACCOUNT__', __UID__: 'u4', token: '5', object: { __UID__: 'u4', __NAME__: 'n4' } },
    ]);
  });

  test('goes on from the token in a file, and keeps the next one there', async () => {
    const first = await sync(['--token-file', 'kept.token']);
    const second = await sync(['--token-file', 'kept.token']);

    expect(jsonLines(first.out)).toHaveLength(5);
    expect(folder.read('kept.token')).toBe('5\n');
    expect(second).toEqual({ code: 0, out: '', err: 'token: 5\n' });
  });

  test('that breaks keeps the token of what it printed, and loses nothing', async () => {
    const broken = await sync(['--token-file', 'broken.token', '--set', 'breakAt=4']);
    const rest = await sync(['--token-file', 'broken.token']);

    expect(broken.code).toBe(70);
    expect(broken.err).toContain('stopped after 3 changes');
    expect([...jsonLines(broken.out), ...jsonLines(rest.out)].map(({ __UID__ }) => __UID__)).toEqual(['u0', 'u1', 'u2', 'u3', 'u4']);
  });

  test('keeps no token of changes that could not be printed', async () => {
    const out = () => Promise.reject(new Error('the disk is full'));
    const { code } = await sync(['--token-file', 'unprinted.token'], { out });

    expect(code).toBe(70);
    expect(folder.has('unprinted.token')).toBe(false);
  });

  test('--latest prints the token of now', async () => {
    expect(await sync(['--latest'])).toEqual({ code: 0, out: '5\n', err: '' });
  });

  test('--live prints changes until Ctrl-C, and says how many', async () => {
    const ending = new AbortController();
    let lines = '';
    const out = (text: string) => {
      lines += text;
      if (jsonLines(lines).length === 2) ending.abort(new Error('ended by SIGINT'));
    };
    const { code, err } = await sync(['--live'], { signal: ending.signal, out });

    expect(code).toBe(130);
    expect(err).toMatch(/^stopped after 2 changes\nOperationAborted: /);
    expect(jsonLines(lines).map(({ __UID__ }) => __UID__)).toEqual(['u0', 'u1']);
  });

  test('begins at one place only', async () => {
    for (const args of [
      ['--token', '1', '--token-file', 'x'],
      ['--live', '--token', '1'],
      ['--live', '--latest'],
    ])
      expect(await sync(args)).toMatchObject({ code: 64, out: '' });
  });
});
