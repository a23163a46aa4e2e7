import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { CliFolder } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

describe('completion', () => {
  test('of bash completes commands, connectors and options where each can stand', async () => {
    folder.write('completion.bash', (await folder.run(['completion', 'bash'])).out);
    const complete = (...words: readonly string[]) => {
      const line = ['identity-connector', ...words].map((word) => `'${word}'`).join(' ');
      const script = `. ./completion.bash; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _identity_connector; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['--norc', '-c', script], { cwd: folder.path, encoding: 'utf8' })
        .split('\n')
        .filter((word) => word !== '');
    };

    expect(complete('sea')).toEqual(['search', 'seal']);
    expect(complete('search', 'm')).toEqual(['memory']);
    expect(complete('search', '--config', 'store.mjs', 'm')).toEqual(['memory']);
    expect(complete('search', 'memory', 'm')).toEqual([]);
    expect(complete('search', 'memory', '--pa')).toEqual(['--page-size']);
    expect(complete('serve', 'r')).toEqual(['rest']);
    expect(complete('serve', 'rest', '--tls-k')).toEqual(['--tls-key']);
    expect(complete('search', 'st')).toEqual(['store.mjs']);
  });

  test.each(['bash', 'zsh', 'fish'])('of %s names every command and the built-in connectors', async (shell) => {
    const { code, out } = await folder.run(['completion', shell]);

    expect(code).toBe(0);
    for (const word of ['search', 'import', 'hash-password', 'rest', 'aws', 'memory', 'page-size']) expect(out).toContain(word);
  });

  test('of another shell is refused with those that there are', async () => {
    expect(await folder.run(['completion', 'tcsh'])).toMatchObject({ code: 64, out: '', err: expect.stringContaining('fish') });
  });
});
