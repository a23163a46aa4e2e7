import { describe, expect, it } from 'vitest';
import { chosenAccounts, discoverAccounts } from '../../../../src/connectors/aws/session/account-list.ts';
import type { AwsSession } from '../../../../src/connectors/aws/session.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';

type Page = { readonly Accounts?: readonly object[]; readonly NextToken?: string } | Error;

/** A session whose ListAccounts answers these pages; `tokens` says what each call asked for. */
function sessionOf(pages: readonly Page[]) {
  const tokens: unknown[] = [];
  const send = async (_service: string, _action: string, input: { readonly NextToken?: string }) => {
    const page = pages[tokens.length];
    tokens.push(input.NextToken);
    if (page === undefined || page instanceof Error) throw page ?? new Error('asked once too often');
    return page;
  };
  return { session: { send } as unknown as AwsSession, tokens };
}

const account = (digit: number, name: string, state: object = { State: 'ACTIVE' }) => ({ Id: String(digit).repeat(12), Name: name, ...state });

describe('discovering accounts', () => {
  it('reads to the end, over pages that are empty, and answers by id', async () => {
    const { session, tokens } = sessionOf([{ Accounts: [account(3, 'c')], NextToken: 'a' }, { NextToken: 'b' }, { Accounts: [account(1, 'a')] }]);

    expect(await discoverAccounts(session, undefined)).toEqual([
      { id: '111111111111', name: 'a' },
      { id: '333333333333', name: 'c' },
    ]);
    expect(tokens).toEqual([undefined, 'a', 'b']);
  });

  it.each([
    ['suspended, in the words of today', { State: 'SUSPENDED' }, []],
    ['suspended, in the words of yesterday', { Status: 'SUSPENDED' }, []],
    ['about to be closed', { State: 'PENDING_CLOSURE', Status: 'ACTIVE' }, []],
    ['not yet activated', { State: 'PENDING_ACTIVATION' }, []],
    ['closed', { State: 'CLOSED', Status: 'SUSPENDED' }, []],
    ['active, in the words of yesterday', { Status: 'ACTIVE' }, ['111111111111']],
    ['of no known state', {}, ['111111111111']],
  ])('an account that is %s', async (_, state, expected) => {
    const { session } = sessionOf([{ Accounts: [account(1, 'a', state)] }]);

    expect((await discoverAccounts(session, undefined)).map(({ id }) => id)).toEqual(expected);
  });

  it('an organisation that is read half-way is an error', async () => {
    const broken = new ConnectorError('RateLimited', 'too fast');
    const { session } = sessionOf([{ Accounts: [account(1, 'a')], NextToken: 'a' }, broken]);

    await expect(discoverAccounts(session, undefined)).rejects.toBe(broken);
  });
});

describe('choosing accounts', () => {
  const all = [
    { id: '111111111111', name: 'Prod-EU' },
    { id: '222222222222', name: 'prod-us' },
    { id: '333333333333', name: 'Sandbox (old)' },
    { id: '444444444444' },
  ];
  const digits = (include: readonly string[], exclude: readonly string[]) => {
    const warned: unknown[] = [];
    const log = (_level: string, _message: string, fields?: object) => void warned.push(fields);
    return { chosen: chosenAccounts(all, { include, exclude }, log).map(({ id }) => Number(id[0])), warned };
  };

  it.each<[string[], string[], number[]]>([
    [[], [], [1, 2, 3, 4]],
    [['prod-*'], [], [1, 2]],
    [['PROD-U?'], [], [2]],
    [['444444444444', '111111111111'], [], [1, 4]],
    [[], ['sandbox (old)'], [1, 2, 4]],
    [['*'], ['444444444444'], [1, 2, 3]],
    [['prod-*'], ['prod-us'], [1]],
    [['sandbox'], [], []],
    [['1*'], [], []],
  ])('including %j and excluding %j takes %j', (include, exclude, expected) => {
    expect(digits(include, exclude).chosen).toEqual(expected);
  });

  it('says which entry no account answers to', () => {
    expect(digits(['prod-*', '555555555555'], ['test-*']).warned).toEqual([{ entry: '555555555555' }, { entry: 'test-*' }]);
  });
});
