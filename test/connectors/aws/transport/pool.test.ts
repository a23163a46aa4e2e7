import { describe, expect, it } from 'vitest';
import type { ConnectorError } from '../../../../src/model/errors.ts';
import { failureOf, keys, opened } from './opened-session.ts';
import { type Answer, startStubAws } from './stub-aws.ts';

const getUser = { UserName: 'ada' };
const user: Answer = {
  ok: '<User><UserName>ada</UserName><UserId>AIDA</UserId><Path>/</Path><Arn>arn</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></User>',
};

/** Answers that wait until the test lets one go. */
function gate() {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    step: () => new Promise<Answer>((resolve) => waiting.push(() => resolve(user))),
    letGo: () => waiting.shift()?.(),
  };
}

describe('the pool', () => {
  it('has maxConnections requests under way and no more, each on a connection that is used again', async () => {
    await using stub = await startStubAws();
    const door = gate();
    stub.answer('GetUser', door.step);
    await using session = await opened({ ...keys, endpoint: stub.url, maxConnections: 3 });
    const calls = Promise.all(Array.from({ length: 9 }, () => session.iam('GetUser', getUser)));

    for (let done = 0; done < 9; done++) {
      const expected = Math.min(3, 9 - done);
      await expect.poll(() => door.waiting.length).toBe(expected);
      door.letGo();
    }
    await calls;

    expect(stub.mostSockets).toBe(3);
    expect(stub.connections).toBe(3);
  });

  it('does not count waiting for a connection as connecting', async () => {
    await using stub = await startStubAws();
    const door = gate();
    stub.answer('GetUser', door.step);
    await using session = await opened({ ...keys, endpoint: stub.url, maxConnections: 1, connectionTimeout: 40, maxAttempts: 1 });
    const calls = Promise.all([session.iam('GetUser', getUser), session.iam('GetUser', getUser), session.iam('GetUser', getUser)]);
    await expect.poll(() => door.waiting.length).toBe(1);

    // Longer than the connection timeout, which would have ended the two that stand in line.
    await new Promise((resolve) => setTimeout(resolve, 80));
    for (let done = 0; done < 3; done++) {
      await expect.poll(() => door.waiting.length).toBe(1);
      door.letGo();
    }

    expect(await calls).toHaveLength(3);
  });

  it('lets a caller leave the line, and the others do not notice', async () => {
    await using stub = await startStubAws();
    const door = gate();
    stub.answer('GetUser', door.step);
    await using session = await opened({ ...keys, endpoint: stub.url, maxConnections: 1 });
    const controller = new AbortController();
    const first = session.iam('GetUser', getUser);
    const impatient = failureOf(session.iam('ListUsers', {}, { signal: controller.signal }));
    const last = session.iam('GetUser', getUser);
    await expect.poll(() => door.waiting.length).toBe(1);

    controller.abort('too long');

    expect(await impatient).toBe('too long');
    door.letGo();
    await first;
    await expect.poll(() => door.waiting.length).toBe(1);
    door.letGo();
    await last;
    expect(stub.count('ListUsers')).toBe(0);
  });

  it('is not used up by answers that break off', async () => {
    await using stub = await startStubAws();
    const broken: Answer = {
      write: (response) => {
        response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '5000' });
        response.write('<GetUserResponse>', () => response.socket?.destroy());
      },
    };
    stub.answer('GetUser', broken, broken, broken, user);
    await using session = await opened({ ...keys, endpoint: stub.url, maxConnections: 1, maxAttempts: 4 });

    const { User } = await session.iam('GetUser', getUser);

    expect(User?.UserName).toBe('ada');
    expect(stub.count('GetUser')).toBe(4);
  });

  it('says unknown of a create whose answer breaks off', async () => {
    await using stub = await startStubAws();
    stub.answer('CreateUser', {
      write: (response) => void response.writeHead(200, { 'content-length': '5000' }).write('<C', () => response.socket?.destroy()),
    });
    await using session = await opened({ ...keys, endpoint: stub.url });

    expect(await failureOf(session.iam('CreateUser', getUser))).toMatchObject({ code: 'ConnectionBroken', outcome: 'unknown' });
    expect(stub.count('CreateUser')).toBe(1);
  });
});

describe('the request timeout', () => {
  it('ends an attempt that is not answered: OperationTimeout, unknown for a create', async () => {
    await using stub = await startStubAws();
    stub.answer('GetUser', 'hang');
    stub.answer('CreateUser', 'hang');
    await using session = await opened({ ...keys, endpoint: stub.url, requestTimeout: 30, maxAttempts: 2 });

    const read = (await failureOf(session.iam('GetUser', getUser))) as ConnectorError;
    const write = (await failureOf(session.iam('CreateUser', getUser))) as ConnectorError;

    expect(read).toMatchObject({ code: 'OperationTimeout', outcome: 'none', retryable: true, cause: { attempts: 2 } });
    expect(write).toMatchObject({ code: 'OperationTimeout', outcome: 'unknown', retryable: false, cause: { attempts: 1 } });
  });

  it('ends an answer that stops half-way', async () => {
    await using stub = await startStubAws();
    stub.answer('GetUser', { write: (response) => void response.writeHead(200, { 'content-length': '5000' }).write('<Get') });
    await using session = await opened({ ...keys, endpoint: stub.url, requestTimeout: 40, maxAttempts: 1 });

    expect(await failureOf(session.iam('GetUser', getUser))).toMatchObject({ code: 'OperationTimeout' });
  });
});

describe('caFile', () => {
  it('that cannot be read is a Configuration error that names it, when the session is opened', async () => {
    const error = await failureOf(opened({ ...keys, caFile: '/nowhere/ca.pem' }));

    expect(error).toMatchObject({
      code: 'Configuration',
      problems: [{ path: 'caFile', message: expect.stringContaining('"/nowhere/ca.pem" (ENOENT)') }],
    });
  });
});
