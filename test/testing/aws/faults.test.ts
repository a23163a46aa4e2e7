import { CreateUserCommand, GetUserCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';

let aws: EmbeddedAws;
beforeEach(async () => {
  aws = await startAws();
});
afterEach(() => aws.close());

const create = (UserName: string) => new CreateUserCommand({ UserName });
const list = () => new ListUsersCommand({});
const codes = (): readonly (string | undefined)[] => aws.calls.map((call) => call.code);

describe('failNext', () => {
  test('refuses one request with the code, status and message it was given', async () => {
    aws.faults.failNext({ code: 'ServiceFailure', status: 500, message: 'broken' });

    expect(await refusal(iamClient(aws).send(list()))).toEqual({ code: 'ServiceFailure', status: 500, message: 'broken' });
  });

  test('does not apply the request', async () => {
    aws.faults.failNext({ code: 'ServiceUnavailable', status: 503 });
    await refusal(iamClient(aws).send(create('b')));

    expect(aws.iam.userNames()).toEqual(['bootstrap']);
  });

  test('fails as often as it was told, then no more', async () => {
    aws.faults.failNext({ code: 'Throttling', status: 400, times: 2 });
    const iam = iamClient(aws);
    await refusal(iam.send(list()));
    await refusal(iam.send(list()));

    await expect(iam.send(list())).resolves.toBeDefined();
  });

  test('waits for its action', async () => {
    aws.faults.failNext({ action: 'CreateUser', code: 'ConcurrentModification', status: 409 });
    const iam = iamClient(aws);
    await iam.send(list());
    const { code } = await refusal(iam.send(create('b')));

    expect(code).toBe('ConcurrentModification');
  });

  test('takes a pattern of actions', async () => {
    aws.faults.failNext({ action: 'List*', code: 'Throttling', status: 400 });
    const iam = iamClient(aws);
    await iam.send(new GetUserCommand({}));

    expect((await refusal(iam.send(new ListGroupsCommand({})))).code).toBe('Throttling');
  });

  test('with a throttling code is retried by the SDK', async () => {
    aws.faults.failNext({ code: 'ServiceUnavailable', status: 503 });

    await iamClient(aws, undefined, 2).send(list());

    expect(codes()).toEqual(['ServiceUnavailable', undefined]);
  });
});

describe('dropNext', () => {
  test('before: the request is not applied', async () => {
    aws.faults.dropNext({ action: 'CreateUser', when: 'before' });
    await refusal(iamClient(aws).send(create('b')));

    expect(aws.iam.userNames()).toEqual(['bootstrap']);
  });

  test('after: the request is applied and its answer lost', async () => {
    aws.faults.dropNext({ action: 'CreateUser', when: 'after' });
    const lost = await refusal(iamClient(aws).send(create('b')));

    expect([lost.status, aws.iam.userNames()]).toEqual([undefined, ['b', 'bootstrap']]);
  });

  test('after: a retry finds that the name is taken', async () => {
    aws.faults.dropNext({ action: 'CreateUser', when: 'after' });

    expect((await refusal(iamClient(aws, undefined, 2).send(create('b')))).code).toBe('EntityAlreadyExists');
  });

  test('after: the log says that the request was applied, and that it has no status', async () => {
    aws.faults.dropNext({ when: 'after' });
    await refusal(iamClient(aws).send(create('b')));

    expect(aws.calls[0]).toMatchObject({ action: 'CreateUser', applied: true, status: undefined });
  });
});

describe('hangNext', () => {
  test('never answers, until the client gives up', async () => {
    aws.faults.hangNext({ when: 'before' });
    const giveUp = new AbortController();
    const hanging = iamClient(aws).send(create('b'), { abortSignal: giveUp.signal });
    await expect.poll(() => aws.calls.length).toBe(1);
    giveUp.abort();

    expect([(await refusal(hanging)).code, aws.iam.userNames()]).toEqual(['AbortError', ['bootstrap']]);
  });

  test('after: applies the request first', async () => {
    aws.faults.hangNext({ when: 'after' });
    const hanging = refusal(iamClient(aws).send(create('b')));
    await expect.poll(() => aws.iam.userNames()).toEqual(['b', 'bootstrap']);
    await aws.close();

    expect((await hanging).status).toBeUndefined();
  });
});

describe('throttle', () => {
  test('lets a burst pass and refuses what comes after', async () => {
    aws.faults.throttle({ perSecond: 0.001, burst: 2 });
    const iam = iamClient(aws);
    await iam.send(list());
    await iam.send(list());

    expect(await refusal(iam.send(list()))).toEqual({ code: 'Throttling', status: 400, message: 'Rate exceeded' });
  });

  test('is switched off by null', async () => {
    aws.faults.throttle({ perSecond: 0.001, burst: 0 });
    aws.faults.throttle(null);

    await expect(iamClient(aws).send(list())).resolves.toBeDefined();
  });
});

describe('random', () => {
  async function outcomes(seed: number): Promise<readonly string[]> {
    await using other = await startAws();
    other.faults.random({ throttled: 0.3, unavailable: 0.2, reset: 0.1, seed });
    const iam = iamClient(other);
    const seen: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      const call = iam.send(new ListUsersCommand({}));
      seen.push(
        await call.then(
          () => 'ok',
          async () => (await refusal(call)).code,
        ),
      );
    }
    return seen;
  }

  test('fails the same requests for the same seed', async () => {
    expect(await outcomes(7)).toEqual(await outcomes(7));
  });

  test('fails others for another seed', async () => {
    expect(await outcomes(7)).not.toEqual(await outcomes(8));
  });

  test('throttles, is unavailable, resets and lets through', async () => {
    const kinds = new Set((await outcomes(7)).map((code) => (['ok', 'Throttling', 'ServiceUnavailable'].includes(code) ? code : 'reset')));

    expect([...kinds].sort()).toEqual(['ServiceUnavailable', 'Throttling', 'ok', 'reset']);
  });
});

describe('deny', () => {
  test('refuses an action in the words of AWS', async () => {
    aws.faults.deny('CreateUser');

    expect(await refusal(iamClient(aws).send(create('b')))).toEqual({
      code: 'AccessDenied',
      status: 403,
      message:
        'User: arn:aws:iam::123456789012:user/bootstrap is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/b because no identity-based policy allows the iam:CreateUser action',
    });
  });

  test('takes a pattern with the service', async () => {
    aws.faults.deny('iam:List*');
    const iam = iamClient(aws);
    await iam.send(create('b'));

    expect((await refusal(iam.send(list()))).code).toBe('AccessDenied');
  });

  test('never refuses GetCallerIdentity', async () => {
    aws.faults.deny('*');

    await expect(stsClient(aws).send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  });
});

describe('latency', () => {
  test('still lets requests be answered', async () => {
    aws.faults.latency(5);

    await expect(iamClient(aws).send(list())).resolves.toBeDefined();
  });

  test('does not keep close waiting', async () => {
    aws.faults.latency(3_600_000);
    const waiting = refusal(iamClient(aws).send(list()));
    await expect.poll(() => aws.calls.length).toBe(1);

    await aws.close();

    expect((await waiting).status).toBeUndefined();
  });
});

test('clear switches every fault off', async () => {
  aws.faults.failNext({ code: 'Throttling', status: 400 });
  aws.faults.throttle({ perSecond: 0.001, burst: 0 });
  aws.faults.random({ throttled: 1, seed: 1 });
  aws.faults.deny('*');
  aws.faults.latency(3_600_000);
  aws.faults.eventualConsistency({ calls: 3 });
  aws.faults.clear();
  const iam = iamClient(aws);
  await iam.send(create('b'));

  await expect(iam.send(new GetUserCommand({ UserName: 'b' }))).resolves.toBeDefined();
});
