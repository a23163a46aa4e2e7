import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';
import { askerOf, directoryOf, gatewayOf } from './gateway-harness.ts';

const folder = join(root, 'src/rest/page/static');
const files = readdirSync(folder).sort();
const text = (name: string) => readFileSync(join(folder, name), 'utf8');
const scripts = files.filter((name) => name.endsWith('.js'));

test('the page is served at / to everybody, with all that it is made of, and allows nothing from elsewhere', async () => {
  const { ask } = directoryOf();
  const page = await ask('GET', '/', { token: null });

  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = page.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).not.toContain('unsafe');
  const linked = [...page.text.matchAll(/(?:src|href)="(page\/[^"]+)"/g)].map(([, path]) => path);
  expect(linked.length).toBeGreaterThan(3);
  for (const name of files.filter((each) => each !== 'index.html')) {
    const { status, headers } = await ask('GET', `/page/${name}`, { token: null });
    expect([name, status, headers.get('x-content-type-options')]).toEqual([name, 200, 'nosniff']);
  }
  expect(linked.map((path) => path?.replace('page/', '')).filter((name) => !files.includes(String(name)))).toEqual([]);
});

test('what a browser has of the page already is not sent again', async () => {
  const { ask } = directoryOf();
  const etag = String((await ask('GET', '/page/main.js', { token: null })).headers.get('etag'));

  expect(await ask('GET', '/page/main.js', { token: null, headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, text: '' });
});

test('the page knows where PingIDM’s paths begin, and is not there when it is not wanted', async () => {
  const at = (options: object) => askerOf(gatewayOf([], options).gateway)('GET', '/', { token: null });

  expect((await at({ path: '/idm"<b>' })).text).toContain('name="gateway-path" content="/idm&quot;&lt;b>"');
  expect((await at({ page: false })).status).toBe(404);
});

test('a description of one system leaves out the others', async () => {
  const { ask } = directoryOf();

  expect(Object.keys((await ask('GET', '/openapi.json?system=hr')).json.paths)).toContain('/openidm/system/hr/__ACCOUNT__');
  expect(Object.keys((await ask('GET', '/openapi.json?system=other')).json.paths)).not.toContain('/openidm/system/hr');
  expect((await ask('GET', '/openapi.json?system=hr', { token: null })).status).toBe(401);
});

test('the page makes no markup of text, runs no text, and imports only its own modules', () => {
  const wrong = scripts.flatMap((name) => {
    const code = text(name).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const markup = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc/.exec(code);
    const imported = [...code.matchAll(/^(?:import|export)[^']* from '([^']+)'/gm)]
      .map(([, from = '']) => from)
      .filter((from) => !files.includes(from.replace('./', '')));
    return [...(markup ? [`${name}: ${markup[0]}`] : []), ...imported.map((from) => `${name} imports ${from}`)];
  });

  expect(scripts.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
  expect(files.filter((name) => /https?:\/\/(?!www\.w3\.org\/2000\/svg)/.test(text(name)))).toEqual([]);
});

test('no file of the page reaches 250 lines', () => {
  expect(files.filter((name) => text(name).trimEnd().split('\n').length >= 250)).toEqual([]);
});
