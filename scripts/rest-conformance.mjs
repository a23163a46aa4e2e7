// Runs schemathesis, which nobody here wrote, against the OpenAPI document that a gateway serves: the memory connector and aws on the embedded
// AWS. Installs the pinned release into a virtual environment of its own below .cache/. Needs the build (`npm run build:js`).
//
// The seed is fixed, so that a run tells of the change and not of its luck; `--seed=N` and `--examples=N` look elsewhere.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pythonEnvironment } from './python-environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, '.cache', 'rest-conformance');
const requirements = join(root, 'test', 'rest', 'conformance', 'requirements.txt');
const programs = pythonEnvironment(home, requirements, 'schemathesis');
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
const { values: flags } = parseArgs({
  options: { seed: { type: 'string', default: '20260101' }, examples: { type: 'string', default: '5' } },
});

process.exitCode = await main();

async function main() {
  const { startAws } = await built('testing/aws.js');
  const cloud = await startAws({ accountId: '470686885243', seed: 1 });
  const token = randomBytes(16).toString('hex');
  const served = await serveGateway(cloud, token);
  try {
    return await schemathesis(served, token);
  } finally {
    await served.close();
    await cloud.close();
  }
}

function schemathesis(served, token) {
  console.log(`the gateway answers at ${served.url}`);
  const args = ['run', `${served.url}/openapi.json`, '--header', `Authorization: Bearer ${token}`, '--checks', checks.join(',')];
  const bounds = ['--seed', flags.seed, '--max-examples', flags.examples, '--workers', '1', '--request-timeout', '20', '--no-shrink'];
  const phases = ['--phases', 'examples,coverage,fuzzing', '--continue-on-failure', '--warnings', 'off', '--generation-database', 'none'];
  // Hypothesis gives up on what is slow, and on a machine that is busy everything is.
  const child = spawn(join(programs, 'schemathesis'), [...args, ...bounds, ...phases, '--suppress-health-check', 'all'], {
    cwd: home,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    child.once('error', () => resolve(1));
  });
}

async function serveGateway(cloud, token) {
  const parts = ['rest.js', 'aws.js', 'memory.js', 'script.js'];
  const [{ createGateway, serve }, { default: aws }, { default: memory }, { javascript }] = await Promise.all(parts.map(built));
  for (const name of ['ada', 'frank@example.com', 'grace']) cloud.iam.addUser({ name });
  cloud.organization.addUnit({ name: 'Workloads' });
  const { accessKeyId, secretAccessKey } = cloud.adminCredentials;
  const configuration = { accessKeyId, secretKey: secretAccessKey, region: 'us-east-1', endpoint: cloud.endpoint };
  const people = Array.from({ length: 20 }, (_, index) => ({
    objectClass: '__ACCOUNT__',
    name: `user${index}`,
    attributes: { mail: `u${index}@x.org` },
  }));
  // It has a result whatever it is given: one that fails in a transform is a server error, and rightly.
  const scripts = { same: [{ language: 'javascript', text: "typeof content === 'undefined' ? null : content" }] };
  const systems = [
    { name: 'hr', connector: memory, configuration: { uid: 'name', objects: people }, scripts, open: { scripts: { engine: javascript() } } },
    { name: 'aws', connector: aws, configuration },
  ];
  const tokens = [{ name: 'schemathesis', sha256: createHash('sha256').update(token).digest('hex'), role: 'full' }];
  const log = (level, message) => level === 'error' && console.error(message);
  return serve(createGateway({ systems, connectors: [memory], authentication: { tokens }, log }), { port: 0 });
}

/** A file of the build, which is what is published. */
function built(file) {
  const url = new URL(`../dist/${file}`, import.meta.url);
  if (existsSync(url)) return import(url.href);
  console.error('there is no build: npm run build:js');
  process.exit(1);
}
