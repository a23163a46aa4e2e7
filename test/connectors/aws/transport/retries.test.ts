import { describe, expect, it } from 'vitest';
import type { IamAction } from '../../../../src/connectors/aws/transport/iam-actions.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';
import { failureOf, keys, opened } from './opened-session.ts';
import { type Answer, startStubAws } from './stub-aws.ts';

const throttled: Answer = { error: 'Throttling', status: 400, message: 'Rate exceeded' };
const unavailable: Answer = { error: 'ServiceUnavailable', status: 503 };
const broken: Answer = { error: 'ServiceFailure', status: 500 };
const ok: Answer = { ok: '' };

async function stubbed(action: IamAction, input: object, answers: readonly Answer[], maxAttempts = 5) {
  await using stub = await startStubAws();
  stub.answer(action, ...answers);
  await using session = await opened({ ...keys, endpoint: stub.url, maxAttempts });
  const outcome = await session.iam(action, input as never).then(
    () => undefined,
    (error: unknown) => error as ConnectorError,
  );
  return { outcome, sent: stub.count(action), waits: session.waits };
}

describe('a throttled request', () => {
  it('is sent again until it is served', async () => {
    const { outcome, sent } = await stubbed('CreateUser', { UserName: 'ada' }, [throttled, throttled, ok]);

    expect(outcome).toBeUndefined();
    expect(sent).toBe(3);
  });

  it('waits twice as long each time, with jitter, and gives up after maxAttempts', async () => {
    const { outcome, sent, waits } = await stubbed('ListUsers', {}, [throttled], 4);

    expect(sent).toBe(4);
    expect(waits).toEqual([250, 500, 1000]);
    expect(outcome).toMatchObject({ code: 'RateLimited', retryable: true, outcome: 'none', cause: { attempts: 4 } });
  });

  it('waits at least as long as Retry-After says, and reports it', async () => {
    const answer: Answer = { ...throttled, headers: { 'retry-after': '7' } };

    const { outcome, waits } = await stubbed('ListUsers', {}, [answer], 2);

    expect(waits).toEqual([7000]);
    expect(outcome).toMatchObject({ retryAfter: 7000 });
  });

  it('is sent once when maxAttempts is 1', async () => {
    const { sent, waits } = await stubbed('ListUsers', {}, [throttled], 1);

    expect(sent).toBe(1);
    expect(waits).toEqual([]);
  });

  it('is recognised by HTTP status 429 whatever its code', async () => {
    const { sent, outcome } = await stubbed('ListUsers', {}, [{ error: 'Whatever', status: 429 }], 3);

    expect(sent).toBe(3);
    expect(outcome).toMatchObject({ code: 'RateLimited' });
  });
});

describe('a quota error', () => {
  it.each(['CreateUser', 'AddUserToGroup', 'TagUser', 'CreateAccessKey', 'GenerateCredentialReport'] as const)(
    'of %s is final after one request',
    async (action) => {
      const { sent, waits } = await stubbed(action, { UserName: 'ada', GroupName: 'ops', Tags: [] }, [{ error: 'LimitExceeded', status: 409 }]);

      expect(sent).toBe(1);
      expect(waits).toEqual([]);
    },
  );
});

describe('what AWS refuses for the moment', () => {
  it.each([
    ['ServiceUnavailable', 503],
    ['ConcurrentModification', 409],
    ['EntityTemporarilyUnmodifiable', 409],
  ])('%s is tried again, creates too', async (error, status) => {
    const { outcome, sent } = await stubbed('CreateUser', { UserName: 'ada' }, [{ error, status }, ok]);

    expect(outcome).toBeUndefined();
    expect(sent).toBe(2);
  });
});

describe('a lost answer', () => {
  it.each([
    ['ListUsers', {}],
    ['DeleteUser', { UserName: 'ada' }],
    ['TagUser', { UserName: 'ada', Tags: [] }],
    ['UpdateUser', { UserName: 'ada', NewPath: '/x/' }],
  ] as const)('of %s is asked for again', async (action, input) => {
    const { outcome, sent } = await stubbed(action, input, ['drop', ok]);

    expect(outcome).toBeUndefined();
    expect(sent).toBe(2);
  });

  it.each([
    ['CreateUser', { UserName: 'ada' }],
    ['CreateGroup', { GroupName: 'ops' }],
    ['CreateLoginProfile', { UserName: 'ada', Password: 'x' }],
    ['CreateAccessKey', { UserName: 'ada' }],
    ['UpdateUser', { UserName: 'ada', NewUserName: 'ada.l' }],
    ['UpdateGroup', { GroupName: 'ops', NewGroupName: 'devops' }],
  ] as const)('of %s %j is not sent again, and its outcome is unknown', async (action, input) => {
    const { outcome, sent } = await stubbed(action, input, ['drop', ok]);

    expect(sent).toBe(1);
    expect(outcome).toMatchObject({ code: 'ConnectionBroken', outcome: 'unknown', retryable: false });
  });

  it('of a read leaves nothing open', async () => {
    const { outcome, sent } = await stubbed('ListUsers', {}, ['drop'], 2);

    expect(sent).toBe(2);
    expect(outcome).toMatchObject({ code: 'ConnectionBroken', outcome: 'none', retryable: true });
  });

  it('of a repeatable write is unknown when no repetition is answered either', async () => {
    const { outcome } = await stubbed('DeleteUser', { UserName: 'ada' }, ['drop'], 3);

    expect(outcome).toMatchObject({ code: 'ConnectionBroken', outcome: 'unknown', cause: { attempts: 3 } });
  });

  it('stays unknown when the repetition is refused', async () => {
    const { outcome } = await stubbed('TagUser', { UserName: 'ada', Tags: [] }, ['drop', { error: 'AccessDenied', status: 403 }]);

    expect(outcome).toMatchObject({ code: 'PermissionDenied', outcome: 'unknown' });
  });

  it.each(['DeleteUser', 'RemoveUserFromGroup', 'DetachUserPolicy', 'DeactivateMFADevice'] as const)(
    'of %s is made up for when the repetition finds nothing',
    async (action) => {
      const { outcome, sent } = await stubbed(action, { UserName: 'ada', GroupName: 'ops', PolicyArn: 'x', SerialNumber: 'x' }, [
        'drop',
        { error: 'NoSuchEntity', status: 404 },
      ]);

      expect(outcome).toBeUndefined();
      expect(sent).toBe(2);
    },
  );

  it('that never was leaves NoSuchEntity of a delete as it is', async () => {
    const { outcome } = await stubbed('DeleteUser', { UserName: 'ada' }, [unavailable, { error: 'NoSuchEntity', status: 404 }]);

    expect(outcome).toMatchObject({ code: 'UnknownUid' });
  });

  it.each([500, 502, 504])('is what HTTP status %i means for a create', async (status) => {
    const { outcome, sent } = await stubbed('CreateUser', { UserName: 'ada' }, [{ error: 'ServiceFailure', status }]);

    expect(sent).toBe(1);
    expect(outcome).toMatchObject({ code: 'ConnectionFailed', outcome: 'unknown', retryable: false });
  });

  it('is not what HTTP status 500 means for a read', async () => {
    const { outcome, sent } = await stubbed('ListUsers', {}, [broken, broken, ok]);

    expect(outcome).toBeUndefined();
    expect(sent).toBe(3);
  });
});

describe('the network', () => {
  it('is tried again when the connection is refused, creates too, and nothing is unknown', async () => {
    const stub = await startStubAws();
    const { url } = stub;
    await stub[Symbol.asyncDispose]();
    await using session = await opened({ ...keys, endpoint: url, maxAttempts: 3 });

    const error = await failureOf(session.iam('CreateUser', { UserName: 'ada' }));

    expect(session.waits).toHaveLength(2);
    expect(error).toMatchObject({ code: 'ConnectionFailed', outcome: 'none', retryable: true, cause: { wireCode: 'ECONNREFUSED', attempts: 3 } });
  });

  it('is not to blame when this machine’s clock is wrong: the request is signed again with AWS’s time', async () => {
    const wrong: Answer = { error: 'SignatureDoesNotMatch', status: 403, headers: { date: new Date(Date.now() + 3_600_000).toUTCString() } };

    const { outcome, sent, waits } = await stubbed('CreateUser', { UserName: 'ada' }, [wrong, ok]);

    expect(outcome).toBeUndefined();
    expect(sent).toBe(2);
    expect(waits).toEqual([]);
  });
});

describe('a clock that is wrong', () => {
  const anHourAhead = { date: new Date(Date.now() + 3_600_000).toUTCString() };

  it('is no reason to repeat what has another cause', async () => {
    const { outcome, sent } = await stubbed('ListUsers', {}, [{ error: 'AccessDenied', status: 403, headers: anHourAhead }]);

    expect(sent).toBe(1);
    expect(outcome).toMatchObject({ code: 'PermissionDenied' });
  });

  it('is corrected once: after that the secret is wrong', async () => {
    let seconds = 0;
    await using stub = await startStubAws();
    stub.answer('ListUsers', () => ({
      error: 'SignatureDoesNotMatch',
      status: 403,
      headers: { date: new Date(Date.now() + 3_600_000 + 1000 * seconds++).toUTCString() },
    }));
    await using session = await opened({ ...keys, endpoint: stub.url });

    expect(await failureOf(session.iam('ListUsers', {}))).toMatchObject({ code: 'InvalidCredential' });
    expect(stub.count('ListUsers')).toBe(2);
  });
});

describe('an abort', () => {
  it('ends the wait before the next attempt with the signal’s own reason', async () => {
    await using stub = await startStubAws();
    stub.answer('ListUsers', throttled);
    const controller = new AbortController();
    const reason = new Error('enough');
    const wait = (_milliseconds: number, signal?: AbortSignal) => {
      controller.abort(reason);
      return Promise.reject(signal?.reason);
    };
    await using session = await opened({ ...keys, endpoint: stub.url }, { wait });

    const error = await failureOf(session.iam('ListUsers', {}, { signal: controller.signal }));

    expect(error).toBe(reason);
    expect(stub.count('ListUsers')).toBe(1);
  });

  it('ends a request under way, which is not sent again', async () => {
    await using stub = await startStubAws();
    const controller = new AbortController();
    stub.answer('ListUsers', () => {
      controller.abort(new Error('enough'));
      return 'hang';
    });
    await using session = await opened({ ...keys, endpoint: stub.url });

    const error = await failureOf(session.iam('ListUsers', {}, { signal: controller.signal }));

    expect(error).toBe(controller.signal.reason);
    expect(ConnectorError.is(error)).toBe(false);
    expect(stub.count('ListUsers')).toBe(1);
  });

  it('before the call sends nothing', async () => {
    await using stub = await startStubAws();
    await using session = await opened({ ...keys, endpoint: stub.url });

    const error = await failureOf(session.iam('ListUsers', {}, { signal: AbortSignal.abort('no') }));

    expect(error).toBe('no');
    expect(stub.received).toEqual([]);
  });
});
