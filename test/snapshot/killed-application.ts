import { readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileSnapshots } from '../../src/snapshot/index.ts';
import { Application } from './application.ts';
import { Directory, failing, openAccounts, type Person } from './directory.ts';

/*
 * The program that killed.test.ts kills: syncs the directory of a file once. It keeps its copy and its token in a file after every batch,
 * and says each step of the store.
 */
const folder = process.argv[2] as string;
const directory = new Directory();
directory.pageSize = 50;
directory.put(...(JSON.parse(readFileSync(join(folder, 'directory.json'), 'utf8')) as Person[]));

const state = join(folder, 'application.json');
const application = new Application();
try {
  const { copy, token } = JSON.parse(readFileSync(state, 'utf8')) as { copy: [string, string][]; token: string };
  for (const [uid, held] of copy) application.copy.set(uid, held);
  application.token = token;
} catch {
  // The first run.
}

const save = () => {
  writeFileSync(`${state}.new`, JSON.stringify({ copy: [...application.copy], token: application.token }));
  renameSync(`${state}.new`, state);
  return false;
};

const say = (step: string) => void writeSync(1, `${step}\n`);
const store = failing(fileSnapshots(join(folder, 'state')), { before: say, after: say });
let changes = 0;
await application.sync(await openAccounts(directory, { store }), () => ++changes % 40 === 0 && save());
save();
