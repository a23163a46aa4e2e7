import { test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { writeFileSync } from 'node:fs';
const directory = '/tmp/clix';
async function cli(args: readonly string[], env: Record<string, string> = {}) {
  let out = '', err = '';
  const code = await runProgram(args, '1.2.3', { out: (t) => { out += t; }, err: (t) => { err += t; }, env, directory }).catch((e) => `THREW ${e}`);
  return { code, out: out.slice(0, 500), err: err.slice(0, 700) };
}
const file = (n: string, t: string) => { writeFileSync(`${directory}/${n}`, t); return n; };
test('x', async () => {
  const show = async (title: string, args: string[], env = {}) => console.log(title, await cli(args, env));
  await show('connect', ['test', './hr.mjs', '--config', file('a.json', '{"key":"hunter2-password","mode":"connect"}')]);
  process.env.DISC = '1'; process.env.TST = '1';
  await show('both', ['test', './hr.mjs', '--config', file('b.json', '{"key":"hunter2-password"}')]);
  await show('both json', ['--json-errors', 'test', './hr.mjs', '--config', 'b.json']);
  process.env.TST = '';
  await show('disc', ['test', './hr.mjs', '--config', 'b.json']);
  process.env.DISC = '';
  await show('proto', ['test', './hr.mjs', '--config', file('c.json', '{"__proto__":{"key":"hunter2"}, "constructor": 1}')]);
  await show('proto memory', ['validate', 'memory', '--config', file('c.json', '{"__proto__":{"key":"hunter2"}, "constructor": 1}')]);
  await show('deep', ['validate', './hr.mjs', '--config', file('d.json', `{"any":${'['.repeat(50000)}${']'.repeat(50000)}}`)]);
  await show('dir', ['validate', './hr.mjs', '--config', '.']);
  await show('empty', ['validate', './hr.mjs', '--config', '']);
  await show('key', ['validate', './hr.mjs', '--config', file('e.json', '{"${X}":"a"}')], { X: 'hunter2' });
  await show('sub', ['validate', 'memory', '--config', file('f.json', '{"uid":"${X}", "${X}": 1}')], { X: 'hunter2-password' });
  await show('dashx', ['spec', '-x']);
  await show('dashx2', ['spec', '--', '-x']);
  await show('nl', ['spec', './a b\nc.mjs']);
  await show('esc', ['spec', 'a\u001b[31mred']);
  await show('json usage', ['--json-errors', 'speck']);
  await show('json usage2', ['--json-errors', 'spec']);
  await show('locale', ['spec', 'memory', '--locale', 'x_y']);
  await show('seed', ['test', 'memory', '--contract', '--seed', '99999999999999999999999']);
  await show('only', ['test', 'memory', '--contract', '--only', 'constructor']);
  await show('none', []);
  await show('dup', ['spec', 'memory', 'extra']);
});
