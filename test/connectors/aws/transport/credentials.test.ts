import { describe, expect, it } from 'vitest';
import type { ConnectorError } from '../../../../src/model/errors.ts';
import { failureOf, keys, opened } from './opened-session.ts';
import { type Answer, type Received, role, type Step, startStubAws } from './stub-aws.ts';

const roleArn = 'arn:aws:iam::123456789012:role/idm';
const hour = 3_600_000;
const minute = 60_000;
const user: Answer = {
  ok: '<User><UserName>ada</UserName><UserId>AIDA</UserId><Path>/</Path><Arn>arn</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></User>',
};
const expired: Answer = { error: 'ExpiredToken', status: 403 };
const getUser = { UserName: 'ada' };

/** A stub that numbers the sessions it gives, and a session whose clock a test moves. */
async function scene(settings: { readonly credentialsExpiration?: number } = {}, life = hour) {
  const stub = await startStubAws();
  const clock = { now: 0 };
  let number = 0;
  const next = () => role(`ASIASESSION000000000${++number}`, new Date(Date.now() + life));
  stub.answer('AssumeRole', next);
  const session = await opened({ ...keys, roleArn, endpoint: stub.url, maxAttempts: 1, ...settings }, { now: () => clock.now });
  const read = () => session.iam('GetUser', getUser);
  const used = () => stub.received.filter(({ action }) => action === 'GetUser').map(({ key }) => key?.at(-1));
  return {
    stub,
    clock,
    next,
    session,
    read,
    used,
    assumed: () => stub.count('AssumeRole'),
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await stub[Symbol.asyncDispose]();
    },
  };
}

/** An answer that is given when the test says so. */
function held(answer: Step): { readonly step: (received: Received) => Promise<Answer>; readonly asked: Promise<void>; give(): void } {
  let give = () => {};
  let ask = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const step = async (received: Received) => {
    ask();
    await given;
    return typeof answer === 'function' ? answer(received) : answer;
  };
  return { step, asked, give: () => give() };
}

describe('assuming a role', () => {
  it('sends what is configured, signed with the static keys, and calls IAM as the role', async () => {
    await using stub = await startStubAws();
    stub.answer('AssumeRole', role('ASIASESSION0000000001', new Date(Date.now() + hour)));
    await using session = await opened({
      ...keys,
      roleArn,
      externalId: 'partner/7',
      roleSessionName: 'idm@prod',
      credentialsExpiration: 900,
      endpoint: stub.url,
    });

    await session.iam('GetUser', getUser);

    const [assumed, read] = stub.received;
    expect(Object.fromEntries(assumed?.parameters ?? [])).toMatchObject({
      RoleArn: roleArn,
      ExternalId: 'partner/7',
      RoleSessionName: 'idm@prod',
      DurationSeconds: '900',
    });
    expect(assumed?.key).toBe(keys.accessKeyId);
    expect(read).toMatchObject({ action: 'GetUser', key: 'ASIASESSION0000000001', token: 'token-of-ASIASESSION0000000001' });
  });

  it('happens once for 41 calls at once, and for none when the session is opened', async () => {
    await using one = await scene();
    expect(one.stub.received).toEqual([]);

    await Promise.all(Array.from({ length: 41 }, () => one.read()));

    expect(one.assumed()).toBe(1);
    expect(one.used()).toHaveLength(41);
  });

  it('is shared by STS: callerIdentity asks as the role', async () => {
    await using one = await scene();
    one.stub.answer('GetCallerIdentity', {
      ok: '<Arn>arn:aws:sts::123456789012:assumed-role/idm/x</Arn><UserId>AROA:x</UserId><Account>123456789012</Account>',
    });
    await one.read();

    const identity = await one.session.callerIdentity();

    expect(identity).toEqual({ account: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/idm/x', userId: 'AROA:x' });
    expect(one.assumed()).toBe(1);
    expect(one.stub.received.at(-1)?.key).toBe('ASIASESSION0000000001');
  });

  it('uses stsEndpoint when it is given', async () => {
    await using sts = await startStubAws();
    await using iam = await startStubAws();
    sts.answer('AssumeRole', role('ASIASESSION0000000001', new Date(Date.now() + hour)));
    await using session = await opened({ ...keys, roleArn, endpoint: iam.url, stsEndpoint: sts.url });

    await session.iam('GetUser', getUser);

    expect(sts.received.map(({ action }) => action)).toEqual(['AssumeRole']);
    expect(iam.received.map(({ action }) => action)).toEqual(['GetUser']);
  });

  it('fails the calls that wait for it, and is tried again by the next call', async () => {
    await using one = await scene();
    one.stub.answer('AssumeRole', { error: 'AccessDenied', status: 403 }, one.next);

    const errors = await Promise.all([failureOf(one.read()), failureOf(one.read())]);

    expect(errors.map((error) => (error as ConnectorError).code)).toEqual(['PermissionDenied', 'PermissionDenied']);
    expect(one.assumed()).toBe(1);
    await one.read();
    expect(one.used()).toEqual(['1']);
  });

  it('goes on for the others when one caller gives up waiting', async () => {
    await using one = await scene();
    const later = held(one.next);
    one.stub.answer('AssumeRole', later.step);
    const controller = new AbortController();
    const impatient = failureOf(one.session.iam('GetUser', getUser, { signal: controller.signal }));
    const patient = one.read();
    await later.asked;

    controller.abort('no time');

    expect(await impatient).toBe('no time');
    later.give();
    await patient;
    expect(one.assumed()).toBe(1);
    expect(one.used()).toEqual(['1']);
  });
});

describe('a session of a role', () => {
  it('serves until five minutes before its end, is then refreshed while it still serves, and is replaced', async () => {
    await using one = await scene();
    await one.read();

    one.clock.now = 55 * minute - 1;
    await one.read();
    expect(one.assumed()).toBe(1);

    const later = held(one.next);
    one.stub.answer('AssumeRole', later.step);
    one.clock.now = 55 * minute + 1;
    await one.read();
    await later.asked;
    expect(one.used()).toEqual(['1', '1', '1']);

    later.give();
    await expect
      .poll(async () => {
        await one.read();
        return one.used().at(-1);
      })
      .toBe('2');
    expect(one.assumed()).toBe(2);
  });

  it('of 15 minutes is refreshed in its last quarter, no sooner', async () => {
    await using one = await scene({ credentialsExpiration: 900 });
    await one.read();

    one.clock.now = 675_000 - 1;
    await one.read();
    expect(one.assumed()).toBe(1);
    one.clock.now = 675_000 + 1;
    await one.read();

    await expect.poll(() => one.assumed()).toBe(2);
  });

  it('is refreshed in the foreground, once for all, when it has ended', async () => {
    await using one = await scene();
    await one.read();

    one.clock.now = hour;
    await Promise.all([one.read(), one.read(), one.read()]);

    expect(one.assumed()).toBe(2);
    expect(one.used()).toEqual(['1', '2', '2', '2']);
  });

  it('serves on when its refresh fails, which is tried again 30 seconds later, not at each call', async () => {
    await using one = await scene();
    await one.read();
    one.stub.answer('AssumeRole', { error: 'AccessDenied', status: 403 });

    one.clock.now = 56 * minute;
    await one.read();
    await expect.poll(() => one.session.logged).toEqual(['refreshing the AWS credentials failed; the present ones serve on']);
    await one.read();
    await one.read();
    expect(one.assumed()).toBe(2);
    expect(one.used()).toEqual(['1', '1', '1', '1']);

    one.clock.now += 30_001;
    await one.read();
    await expect.poll(() => one.session.logged).toHaveLength(2);
    expect(one.assumed()).toBe(3);
  });

  it('that has ended and cannot be refreshed fails the call with the reason', async () => {
    await using one = await scene();
    await one.read();
    one.stub.answer('AssumeRole', { error: 'AccessDenied', status: 403 });

    one.clock.now = hour + 1;

    expect(await failureOf(one.read())).toMatchObject({ code: 'PermissionDenied', cause: { action: 'sts:AssumeRole' } });
    expect(one.used()).toEqual(['1']);
  });

  it('that AWS ends sooner than asked for is believed', async () => {
    await using one = await scene({}, 20 * minute);
    await one.read();

    one.clock.now = 20 * minute + 1000;
    await one.read();

    expect(one.used()).toEqual(['1', '2']);
  });

  it.each([-hour, hour])('lives as long as it was asked for when this machine’s clock is %i ms off AWS’s', async (skew) => {
    await using one = await scene();
    const theirs = (): Answer => {
      const now = Date.now() + skew;
      const { ok } = role('ASIASESSION0000000009', new Date(now + hour)) as { ok: string };
      const write = (response: import('node:http').ServerResponse) =>
        void response
          .writeHead(200, { 'content-type': 'text/xml', date: new Date(now).toUTCString() })
          .end(`<AssumeRoleResponse><AssumeRoleResult>${ok}</AssumeRoleResult></AssumeRoleResponse>`);
      return { write };
    };
    one.stub.answer('AssumeRole', theirs);

    await one.read();
    one.clock.now = 50 * minute;
    await one.read();

    expect(one.assumed()).toBe(1);
  });
});

describe('ExpiredToken', () => {
  it('is answered by one refresh and a repetition, for all calls under way together', async () => {
    await using one = await scene();
    await one.read();
    one.stub.answer('GetUser', ({ key }) => (key?.endsWith('1') ? expired : user));

    await Promise.all([one.read(), one.read(), one.read()]);

    expect(one.assumed()).toBe(2);
    expect(one.used()).toEqual(['1', '1', '1', '1', '2', '2', '2']);
  });

  it('once more after the refresh is InvalidCredential', async () => {
    await using one = await scene();
    one.stub.answer('GetUser', expired);

    const error = await failureOf(one.read());

    expect(error).toMatchObject({ code: 'InvalidCredential', cause: { wireCode: 'ExpiredToken' } });
    expect(one.used()).toEqual(['1', '2']);
  });

  it('of static keys is InvalidCredential at once', async () => {
    await using stub = await startStubAws();
    stub.answer('GetUser', expired);
    await using session = await opened({ ...keys, sessionToken: 'temporary', endpoint: stub.url });

    expect(await failureOf(session.iam('GetUser', getUser))).toMatchObject({ code: 'InvalidCredential' });
    expect(stub.received).toHaveLength(1);
  });

  it('of the provider’s keys at AssumeRole asks the provider again', async () => {
    await using stub = await startStubAws();
    let asked = 0;
    const credentials = async () => ({ accessKeyId: `AKIAPROVIDED0000000${++asked}`, secretAccessKey: 'x' });
    stub.answer('AssumeRole', expired, role('ASIASESSION0000000001', new Date(Date.now() + hour)));
    await using session = await opened({ credentials, roleArn, endpoint: stub.url });

    await session.iam('GetUser', getUser);

    expect(stub.received.map(({ action, key }) => [action, key?.at(-1)])).toEqual([
      ['AssumeRole', '1'],
      ['AssumeRole', '2'],
      ['GetUser', '1'],
    ]);
  });
});

describe('a provider', () => {
  it('is asked once for all calls and clients, and again before what it gave expires', async () => {
    await using stub = await startStubAws();
    stub.answer('GetCallerIdentity', { ok: '<Arn>a</Arn><UserId>u</UserId><Account>1</Account>' });
    const clock = { now: 0 };
    let asked = 0;
    const credentials = async () => ({
      accessKeyId: `AKIAPROVIDED0000000${++asked}`,
      secretAccessKey: 'x',
      sessionToken: 't',
      expiration: new Date(Date.now() + hour),
    });
    await using session = await opened({ credentials, endpoint: stub.url }, { now: () => clock.now });
    await Promise.all([session.iam('GetUser', getUser), session.iam('GetUser', getUser), session.callerIdentity()]);
    expect(asked).toBe(1);

    clock.now = hour + 1000;
    await session.iam('GetUser', getUser);

    expect(asked).toBe(2);
    expect(stub.received.at(-1)).toMatchObject({ key: 'AKIAPROVIDED00000002', token: 't' });
  });

  it('that fails is InvalidCredential without what it threw', async () => {
    await using session = await opened({
      credentials: () => Promise.reject(new TypeError('the vault said hunter2')),
      endpoint: 'http://127.0.0.1:9',
    });

    const error = (await failureOf(session.iam('GetUser', getUser))) as ConnectorError;

    expect(error).toMatchObject({ code: 'InvalidCredential', problems: [{ path: 'credentials' }] });
    expect(error.message).toContain('TypeError');
    expect(JSON.stringify(error) + error.stack).not.toContain('hunter2');
  });

  it('that gives something else is a Configuration error', async () => {
    await using session = await opened({ credentials: (async () => ({ user: 'ada' })) as never, endpoint: 'http://127.0.0.1:9' });

    expect(await failureOf(session.iam('GetUser', getUser))).toMatchObject({ code: 'Configuration' });
  });
});

describe('the default chain', () => {
  it('is asked only when it is configured', async () => {
    await using stub = await startStubAws();
    const before = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT00001', AWS_SECRET_ACCESS_KEY: 'x' });
    try {
      await using session = await opened({ useDefaultCredentials: true, endpoint: stub.url });
      await session.iam('GetUser', getUser);
      await using own = await opened({ ...keys, endpoint: stub.url });
      await own.iam('GetUser', getUser);
    } finally {
      process.env = before;
    }

    expect(stub.received.map(({ key }) => key)).toEqual(['AKIAENVIRONMENT00001', keys.accessKeyId]);
  });
});

describe('a session', () => {
  it('that is closed ends what is under way and refuses to assume the role', async () => {
    await using stub = await startStubAws();
    const later = held('hang');
    stub.answer('AssumeRole', later.step);
    const session = await opened({ ...keys, roleArn, endpoint: stub.url });
    const reading = failureOf(session.iam('GetUser', getUser));
    await later.asked;

    await session[Symbol.asyncDispose]();

    expect(await reading).toMatchObject({ code: 'OperationAborted' });
  });

  it('says who it is in the user agent', async () => {
    await using stub = await startStubAws();
    await using session = await opened({ ...keys, endpoint: stub.url });

    await session.iam('GetUser', getUser);

    expect(stub.received[0]?.headers['user-agent']).toContain('identity-connector/0.1.0');
  });
});
