import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attr, objectClass } from '../../src/index.ts';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf } from './gateway-harness.ts';

const ada = { name: 'ada', attributes: { mail: 'ada@x.org', otherMails: ['a@x.org', 'b@x.org'], employeeNumber: 41n, displayName: 'Ada' } };

async function patched(operations: unknown, object: object = ada) {
  const { ask, accounts } = directoryOf([object]);
  return ask('PATCH', `${accounts}/ada`, { body: operations });
}

describe('a patch', () => {
  test.each([
    ['adds to a list', [{ operation: 'add', field: '/otherMails', value: 'c@x.org' }], { otherMails: ['a@x.org', 'b@x.org', 'c@x.org'] }],
    ['adds several', [{ operation: 'add', field: 'otherMails/-', value: 'c@x.org' }], { otherMails: ['a@x.org', 'b@x.org', 'c@x.org'] }],
    ['sets a single value by add', [{ operation: 'add', field: '/mail', value: 'new@x.org' }], { mail: 'new@x.org' }],
    ['removes one value', [{ operation: 'remove', field: '/otherMails', value: 'a@x.org' }], { otherMails: ['b@x.org'] }],
    ['removes by place', [{ operation: 'remove', field: '/otherMails/0' }], { otherMails: ['b@x.org'] }],
    ['replaces by place', [{ operation: 'replace', field: '/otherMails/1', value: 'z@x.org' }], { otherMails: ['a@x.org', 'z@x.org'] }],
    ['replaces', [{ operation: 'replace', field: '/otherMails', value: ['z@x.org'] }], { otherMails: ['z@x.org'] }],
    ['increments', [{ operation: 'increment', field: '/employeeNumber', value: 2 }], { employeeNumber: 43 }],
    ['copies from another field', [{ operation: 'copy', from: '/mail', field: '/displayName' }], { displayName: 'ada@x.org', mail: 'ada@x.org' }],
    [
      'does several in their order',
      [
        { operation: 'replace', field: '/displayName', value: 'one' },
        { operation: 'copy', from: '/displayName', field: '/givenName' },
        { operation: 'replace', field: '/displayName', value: 'two' },
      ],
      { displayName: 'two', givenName: 'one' },
    ],
  ])('%s', async (_, operations, wanted) => {
    expect(await patched(operations)).toMatchObject({ status: 200, json: wanted });
  });

  test('adds to the end of a list that has no value yet', async () => {
    const { json } = await patched([{ operation: 'add', field: '/otherMails/-', value: 'first@x.org' }], { name: 'ada' });

    expect(json.otherMails).toEqual(['first@x.org']);
  });

  test('moves a value from one field to another', async () => {
    const { json } = await patched([{ operation: 'move', from: '/mail', field: '/displayName' }]);

    expect(json.displayName).toBe('ada@x.org');
    expect(json).not.toHaveProperty('mail');
  });

  test('removes all values where none is given, and a single one only if it is that', async () => {
    expect((await patched([{ operation: 'remove', field: '/otherMails' }])).json.otherMails ?? []).toEqual([]);
    expect((await patched([{ operation: 'remove', field: '/mail', value: 'other@x.org' }])).json.mail).toBe('ada@x.org');
    expect((await patched([{ operation: 'remove', field: '/mail', value: 'ada@x.org' }])).json).not.toHaveProperty('mail');
  });

  test.each([
    ['an unknown operation', [{ operation: 'frobnicate', field: '/mail' }], 400],
    ['no field', [{ operation: 'add', value: 1 }], 400],
    ['a field that the type does not have', [{ operation: 'add', field: '/shoeSize', value: 42 }], 400],
    ['add without a value', [{ operation: 'add', field: '/mail' }], 400],
    ['copy without from', [{ operation: 'copy', field: '/mail' }], 400],
    ['incrementing a text', [{ operation: 'increment', field: '/mail', value: 1 }], 400],
    ['moving what is not there', [{ operation: 'move', from: '/givenName', field: '/mail' }], 400],
    ['a place that the list does not have', [{ operation: 'replace', field: '/otherMails/7', value: 'x' }], 400],
    ['building on a password', [{ operation: 'copy', from: '/__PASSWORD__', field: '/mail' }], 400],
    ['the text of a script', [{ operation: 'transform', field: '/mail', value: { script: { type: 'text/javascript', source: 'x' } } }], 403],
    ['no list', { operation: 'add', field: '/mail', value: 'x' }, 400],
    ['a stray tilde', [{ operation: 'add', field: '/ma~il', value: 'x' }], 400],
  ])('with %s is refused and changes nothing', async (_, operations, status) => {
    const { ask, accounts } = directoryOf([ada]);

    const refused = await ask('PATCH', `${accounts}/ada`, { body: operations });

    expect(refused.status).toBe(status);
    expect((await ask('GET', `${accounts}/ada`)).json).toMatchObject({ mail: 'ada@x.org', otherMails: ['a@x.org', 'b@x.org'], displayName: 'Ada' });
  });

  test('of several operations of which one is wrong changes nothing', async () => {
    const { ask, accounts } = directoryOf([ada]);

    const refused = await ask('PATCH', `${accounts}/ada`, {
      body: [
        { operation: 'replace', field: '/mail', value: 'new@x.org' },
        { operation: 'replace', field: '/hired', value: 'yesterday' },
      ],
    });

    expect(refused.status).toBe(400);
    expect((await ask('GET', `${accounts}/ada`)).json.mail).toBe('ada@x.org');
  });

  test('ends in what the operations say one after another, whatever they are', async () => {
    const values = fc.constantFrom('a', 'b', 'c', 'd');
    const operations = fc.array(
      fc.oneof(
        fc.record({ operation: fc.constant('add'), field: fc.constant('/otherMails'), value: values }),
        fc.record({ operation: fc.constant('remove'), field: fc.constant('/otherMails'), value: values }),
        fc.record({ operation: fc.constant('replace'), field: fc.constant('/otherMails'), value: fc.uniqueArray(values) }),
      ),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(values), operations, async (before, list) => {
        let model = new Set<string>(before);
        for (const { operation, value } of list) {
          if (operation === 'replace') model = new Set(value);
          else if (operation === 'add') model.add(value as string);
          else model.delete(value as string);
        }

        const { status, json } = await patched(list, { name: 'ada', attributes: { otherMails: before } });

        expect(status).toBe(200);
        expect(new Set(json.otherMails ?? [])).toEqual(model);
      }),
      { numRuns: 60 },
    );
  });
});

test('tags in the form in which PingIDM shows them, and in AWS’ own, are the same to several operations on them', async () => {
  const connector = connectorOf(
    {
      get: () => ({ uid: '1', name: 'ada', attributes: { labels: [...labels] } }),
      update: ({ attributes }: { attributes: { labels: typeof labels } }) => {
        labels = attributes.labels;
        return { uid: '1' };
      },
    },
    { objectClasses: [objectClass('person', { __NAME__: attr.string({ required: true }), labels: attr.map({ multiValued: true }) })] },
  );
  let labels: readonly Readonly<Record<string, string>>[] = [
    { Key: 'Project', Value: 'Meteor' },
    { Key: 'Team', Value: 'Sky' },
  ];
  const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {}, dialect: 'ping' }]);

  const { json } = await ask('PATCH', '/openidm/system/hr/person/1', {
    body: [
      { operation: 'remove', field: '/labels', value: { Key: 'Project', Value: 'Meteor' } },
      { operation: 'remove', field: '/labels', value: [{ Team: 'Sky' }] },
      { operation: 'add', field: '/labels', value: { Key: 'Cost', Value: '7' } },
    ],
  });

  expect(json).toMatchObject({ _id: '1', labels: [{ Cost: '7' }] });
  expect(labels).toEqual([{ Key: 'Cost', Value: '7' }]);
});
