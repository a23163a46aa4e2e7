import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { type ObjectClassOf, openConnector } from '../../src/index.ts';
import { stub } from '../../src/testing/index.ts';
import { sampleConnector } from './sample-connector.ts';

type Accounts = ObjectClassOf<ReturnType<typeof sampleConnector>, '__ACCOUNT__'>;

const accounts = () => stub<Accounts>({ create: async ({ __NAME__ }) => ({ uid: `uid of ${__NAME__}` }) });

describe('a stub', () => {
  test('has what it is given', async () => {
    expect(await accounts().create({ __NAME__: 'ada' })).toEqual({ uid: 'uid of ada' });
  });

  test('throws what is not stubbed, when it is called and not before', () => {
    const { delete: remove } = accounts();

    expect(() => remove('1')).toThrow(new Error('not stubbed: delete; the stub has create'));
    expect(() => stub<Accounts>({}).get('1')).toThrow('not stubbed: get; the stub has nothing');
  });

  test('throws where a member that is not stubbed is taken for a text', () => {
    expect(() => `${accounts().name}`).toThrow('not stubbed: name');
    expect(() => JSON.stringify({ name: accounts().name })).toThrow('not stubbed: name');
  });

  test('can be awaited, printed, written as JSON and compared', async () => {
    const one = accounts();

    expect(await one).toBe(one);
    expect(inspect(one)).toContain('create');
    expect(JSON.stringify(one)).toBe('{}');
    expect(one).toEqual(one);
    expect(one).not.toEqual({ create: 1 });
    expect(String(one)).toBe('[object Object]');
    expect([one]).toContain(one);
    expect(() => expect(one).toEqual({ delete: 1 })).toThrow(/expected/);
  });

  test('can be spied on', async () => {
    const one = accounts();
    const create = vi.spyOn(one, 'create');

    await one.create({ __NAME__: 'ada' });
    expect(create).toHaveBeenCalledWith({ __NAME__: 'ada' });
  });

  test('answers the same function for the same name', () => {
    const one = accounts();

    expect(one.delete).toBe(one.delete);
  });

  test('has the members of a class instance that it is given as they are', async () => {
    const facade = await openConnector(sampleConnector(), { url: 'x' });
    const one = stub<typeof facade>({ connector: facade.connector, close: async () => {} });

    await one.close();

    expect(one.connector.name).toBe('sample');
    expect(() => one.objectClass('role')).toThrow('not stubbed: objectClass; the stub has connector, close');
  });
});
