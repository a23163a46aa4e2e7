import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const docker = read('Dockerfile').replaceAll('\\\n', ' ');
const compose = read('compose.yaml');
const pack = JSON.parse(read('package.json')) as {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
};
/** The image that runs; what stands before it only makes the package. */
const image = docker.slice(docker.lastIndexOf('\nFROM '));
const instruction = (name: string) => new RegExp(`^${name} +(.*)$`, 'm').exec(image)?.[1] ?? '';
const list = (name: string) => JSON.parse(instruction(name)) as readonly string[];

/** The keys below a key of the file, which is as plain as YAML gets: two spaces a level. */
const keysBelow = (path: RegExp) => [...(path.exec(compose)?.[1] ?? '').matchAll(/^ {2}([\w-]+):/gm)].map(([, name]) => name);

// There is no Docker engine where these run: what the files say is compared with what there is.
describe('the image', () => {
  test('installs the package of this checkout and those of its peers in the versions that it asks for', () => {
    const installed = [...instruction('RUN').matchAll(/"([^"]+)@([^"@]+)"/g)].map(([, name = '', version = '']) => [name, version]);

    expect(instruction('RUN')).toContain(` /package/${pack.name}-*.tgz`);
    expect(installed.length).toBeGreaterThan(0);
    for (const [name = '', version] of installed) expect([name, version]).toEqual([name, pack.peerDependencies[name]]);
  });

  test('leaves what is no part of the package, and secrets above all, out of what it is built from', () => {
    expect(read('.dockerignore').trim().split('\n')).toEqual(expect.arrayContaining(['.git', 'node_modules', 'secrets', 'systems']));
  });

  test('runs the program of the package, on a Node that it supports, and not as root', () => {
    expect(list('ENTRYPOINT')).toEqual(['node', `node_modules/${pack.name}/${pack.bin['identity-connector']?.replace('./', '')}`]);
    expect(instruction('FROM')).toBe(`node:${/\d+/.exec(pack.engines.node)?.[0]}-slim`);
    expect(instruction('USER')).toBe('node');
  });

  test('gives the program options that it has', () => {
    const [serve, rest, ...options] = list('CMD');
    const source = read('src/cli/serve-command.ts');

    expect([serve, rest]).toEqual(['serve', 'rest']);
    for (const option of options.filter((each) => each.startsWith('--'))) expect(source).toContain(`'${option} <`);
    expect(options).toContain('0.0.0.0');
  });

  test('asks a path for its health that the gateway answers to everybody', () => {
    expect(docker).toContain("fetch('http://127.0.0.1:8080/health/live')");
    expect(read('src/rest/gateway.ts')).toContain("'/health/live'");
  });
});

describe('the compose file', () => {
  test('gives every secret that the service names by a file, and the service names those that the image reads', () => {
    const named = [...(/ {4}secrets:\n((?: {6}- .*\n)+)/.exec(compose)?.[1] ?? '').matchAll(/- (.*)/g)].map(([, name]) => name);

    expect(keysBelow(/^secrets:\n([\s\S]*)$/m)).toEqual(named);
    expect([...compose.matchAll(/^ {4}file: (.*)$/gm)]).toHaveLength(named.length);
    for (const [, secret] of (docker + compose.replace(/^#.*$/gm, '')).matchAll(/\/run\/secrets\/([\w-]+)/g)) expect(named).toContain(secret);
  });

  test('is reached from this machine only, and mounts the systems where the image looks for them', () => {
    expect(compose).toContain('- 127.0.0.1:8080:8080');
    expect(compose).toContain(':/app/systems:ro');
    expect(list('CMD').join(' ')).toContain('--config /app/systems');
  });
});
