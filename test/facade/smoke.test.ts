import { expect, test } from 'vitest';
import { openConnector } from '../../src/index.ts';
import { directory } from '../types/directory.ts';
test('smoke', async () => {
  const d = await openConnector(directory, { url: 'https://x' });
  const a = d.objectClass('__ACCOUNT__');
  expect(await a.create({ __NAME__: 'ada' })).toEqual({ uid: 'ada' });
  expect(await a.search().toArray()).toHaveLength(1);
  for await (const row of a.search({ filter: 'mail sw "HTTPS"', attributes: ['mail'] })) expect(row.attributes).toEqual({ mail: 'https://x' });
  expect(await a.get('1')).toMatchObject({ name: 'ada' });
  const page = await a.search({ pageSize: 1 }).page();
  expect(page.cursor).toBeUndefined();
  await expect(a.create({ mial: 'x' } as never)).rejects.toThrow(/did you mean "mail"/);
  await expect(openConnector(directory, { ulr: 1 } as never)).rejects.toThrow(/did you mean "url"/);
  expect(await d.hook('invite', { mail: 'abc' })).toBe(3);
  await d.close();
});
