import { expect, test } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import { memoryConnector } from '../../../src/connectors/memory/index.ts';
import { openConnector } from '../../../src/index.ts';

const open = () => openConnector(memoryConnector(aws.objectClasses), { uid: 'name' });

test('the stand-in of aws hands out rows with everything that their type promises', async () => {
  const accounts = (await open()).objectClass('__ACCOUNT__');

  await accounts.create({ __NAME__: 'ada' });

  const row = await accounts.get('ada');
  expect(row?.attributes).toEqual({ UserId: 'UserId-ada', Arn: 'Arn-ada', CreatedDate: expect.any(Date) });
});

test('the stand-in of aws refuses what aws refuses before any call', async () => {
  const accounts = (await open()).objectClass('__ACCOUNT__');

  const creating = accounts.create({ __NAME__: 'not a name', Path: 'engineering' });

  await expect(creating).rejects.toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: '__NAME__' }, { path: 'Path' }] });
});

test('a rename in the stand-in of aws gives a new uid', async () => {
  const accounts = (await open()).objectClass('__ACCOUNT__');
  await accounts.create({ __NAME__: 'ada' });

  expect(await accounts.update('ada', { replace: { __NAME__: 'eva' } })).toMatchObject({ uid: 'eva' });

  expect(await accounts.get('ada')).toBeUndefined();
});

test('a tag of the stand-in of aws is removed by its key alone', async () => {
  const accounts = (await open()).objectClass('__ACCOUNT__');
  await accounts.create({
    __NAME__: 'ada',
    Tags: [
      { Key: 'team', Value: 'engine' },
      { Key: 'level', Value: '2' },
    ],
  });

  await accounts.update('ada', { remove: { Tags: [{ Key: 'team' }] } });

  expect((await accounts.get('ada'))?.attributes.Tags).toEqual([{ Key: 'level', Value: '2' }]);
});

test('the stand-in lets a group be created and searched with the types of aws', async () => {
  const groups = (await open()).objectClass('__GROUP__');

  await groups.create({ __NAME__: 'Staff', Path: '/people/' });

  const found = await groups.search({ filter: (f) => f.and(f.equals('__NAME__', 'STAFF'), f.startsWith('Path', '/people')) }).toArray();
  expect(found.map(({ uid }) => uid)).toEqual(['Staff']);
});
