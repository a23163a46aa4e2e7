import { expect, test } from 'vitest';
import { ConnectorError, openConnector } from '../../src/index.ts';
import { memorySnapshots, snapshotSync } from '../../src/snapshot/index.ts';
import { Application, contentOf, sorted } from './application.ts';
import { connectorOf, Directory, person } from './directory.ts';

async function retried() {
  const directory = new Directory();
  directory.put(...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((uid) => person(uid)));
  const retry = { attempts: 3, minDelay: 0, maxDelay: 0 };
  const facade = await openConnector(snapshotSync(connectorOf(directory), { store: memorySnapshots() }), {}, { retry });
  return { directory, accounts: facade.objectClass('__ACCOUNT__'), application: new Application() };
}

/** What the fourth page from now on finds: of the objects told already some have gone and one is as it was; and the read breaks off. */
function breakOff(directory: Directory): void {
  const before = directory.calls.length;
  directory.beforePage = (page) => {
    if (page - before !== 4) return;
    directory.people.delete('a');
    directory.people.delete('aa');
    directory.put(person('b'));
    throw new ConnectorError('RateLimited', 'too many calls');
  };
}

test('a sync that is retried in the middle begins its read anew, and tells what has gone or is as it was since it was told', async () => {
  const { directory, accounts, application } = await retried();
  await application.sync(accounts);
  directory.put(person('a', { level: 1 }), person('aa'), person('b', { level: 2 }));
  breakOff(directory);
  const before = directory.calls.length;

  await application.sync(accounts);

  expect(directory.calls.slice(before).filter(({ cursor }) => cursor === undefined)).toHaveLength(2);
  expect(sorted(application.copy)).toEqual(contentOf(directory));
});

test('a load whose first page fails is retried', async () => {
  const { directory, accounts, application } = await retried();
  directory.beforePage = (page) => {
    if (page === 1) throw new ConnectorError('RateLimited', 'too many calls');
  };

  await application.sync(accounts);

  expect(sorted(application.copy)).toEqual(contentOf(directory));
});

test('a load that has told something is not retried, because what has gone since would stay unsaid', async () => {
  const { directory, accounts, application } = await retried();
  breakOff(directory);

  await expect(application.sync(accounts)).rejects.toMatchObject({ code: 'RateLimited', retryable: true });
  expect(application.token).toBe('');

  await application.sync(accounts);
  expect(sorted(application.copy)).toEqual(contentOf(directory));
});
