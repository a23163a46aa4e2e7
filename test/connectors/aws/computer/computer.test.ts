import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf, startHarness } from '../harness.ts';

let h: Awaited<ReturnType<typeof startHarness>>;
beforeEach(async () => {
  h = await startHarness({}, { manageComputers: true, region: 'eu-west-1' });
});
afterEach(() => h[Symbol.asyncDispose]());

const computersOf = (of = h) => of.facade.objectClass('Computer');
const describedIn = () => h.server.calls.filter(({ action }) => action === 'DescribeInstances').map(({ region }) => region ?? '');

describe('the inventory', () => {
  test('has the instances of every enabled region with all that EC2 says of them', async () => {
    const { id } = h.server.ec2.addInstance({
      region: 'eu-west-1',
      name: 'web-1',
      state: 'stopped',
      type: 'm5.large',
      tags: { team: 'web' },
      privateIp: '10.0.0.7',
    });
    const other = h.server.ec2.addInstance({ region: 'us-east-1' });

    const rows = await computersOf().search().toArray();

    expect(rows.map(({ uid, name }) => [uid, name])).toEqual([
      [`eu-west-1/${id}`, 'web-1'],
      [`us-east-1/${other.id}`, other.id],
    ]);
    expect(rows[0]?.attributes).toMatchObject({
      ...{ InstanceId: id, Region: 'eu-west-1', AccountId: '123456789012', State: 'stopped', InstanceType: 'm5.large', PrivateIp: '10.0.0.7' },
      Tags: [{ Key: 'team', Value: 'web' }],
    });
    expect(rows[0]?.attributes.LaunchTime).toBeInstanceOf(Date);
    expect(new Set(describedIn()).size).toBeGreaterThan(10);
  });

  test('names the role in an instance profile when asked', async () => {
    h.server.iam.addRole({ name: 'web-role', trustPolicy: { Version: '2012-10-17', Statement: [] }, instanceProfiles: ['web'] });
    const { id } = h.server.ec2.addInstance({ region: 'eu-west-1', instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/web' });

    expect((await computersOf().get(`eu-west-1/${id}`, { attributes: ['Role'] }))?.attributes.Role).toBe('web-role');
  });

  test('asks only the regions that the filter or the configuration allows for', async () => {
    const { id } = h.server.ec2.addInstance({ region: 'eu-west-1' });
    await computersOf()
      .search({ filter: (f) => f.equals('Region', 'eu-west-1') })
      .toArray();
    const found = await computersOf()
      .search({ filter: (f) => f.or(f.equals('__UID__', `eu-west-1/${id}`), f.equals('__UID__', 'us-east-1/i-00000000')) })
      .toArray();
    expect(describedIn().sort()).toEqual(['eu-west-1', 'eu-west-1', 'us-east-1']);
    expect(found.map(({ uid }) => uid)).toEqual([`eu-west-1/${id}`]);

    await using one = await startHarness({}, { computerRegions: ['us-east-1'] });
    await computersOf(one).search().toArray();
    expect(one.actions()).toEqual(['DescribeInstances']);
  });

  test('lets EC2 look for a state or an instance', async () => {
    h.server.ec2.addInstance({ region: 'eu-west-1', state: 'stopped' });
    const { id } = h.server.ec2.addInstance({ region: 'eu-west-1' });

    const running = await computersOf()
      .search({ filter: (f) => f.and(f.equals('State', 'running'), f.equals('InstanceId', id)) })
      .toArray();

    expect(running.map(({ uid }) => uid)).toEqual([`eu-west-1/${id}`]);
    const wire = h.server.calls.find(({ action, region }) => action === 'DescribeInstances' && region === 'eu-west-1')?.parameters ?? {};
    expect(Object.values(wire)).toEqual(expect.arrayContaining(['instance-state-name', 'running', 'instance-id', id]));
  });

  test('has not what is terminated', async () => {
    const { id } = h.server.ec2.addInstance({ region: 'eu-west-1', state: 'terminated' });

    expect(await computersOf().search().toArray()).toEqual([]);
    expect(await computersOf().get(`eu-west-1/${id}`)).toBeUndefined();
  });

  test('ends with an error that names a region that failed, after the computers of the others', async () => {
    await using one = await startHarness({}, { computerRegions: ['ap-south-1', 'eu-west-1', 'us-east-1'], maxAttempts: 1 });
    const { id } = one.server.ec2.addInstance({ region: 'us-east-1' });
    one.server.faults.failNext({ action: 'DescribeInstances', code: 'UnauthorizedOperation', status: 403 });
    const found: string[] = [];

    const error = await failureOf(
      (async () => {
        for await (const { uid } of computersOf(one).search()) found.push(uid);
      })(),
    );
    const whole = await computersOf(one)
      .search({ options: { ALLOW_PARTIAL_RESULTS: true } })
      .toArray();

    expect([error.code, error.problems.length]).toEqual(['PermissionDenied', 1]);
    expect(['ap-south-1', 'eu-west-1', 'us-east-1']).toContain(error.problems[0]?.path);
    expect(whole.map(({ uid }) => uid)).toEqual([`us-east-1/${id}`]);
  });
});

describe('a computer', () => {
  test('is not written unless the configuration says so, and the error names the setting', async () => {
    await using reading = await startHarness();
    const { id } = reading.server.ec2.addInstance({ region: 'eu-west-1' });
    const writes = [
      () => computersOf(reading).create({ __NAME__: 'web', ImageId: 'ami-0123456789abcdef0' }),
      () => computersOf(reading).update(`eu-west-1/${id}`, { replace: { State: 'stopped' } }),
      () => computersOf(reading).delete(`eu-west-1/${id}`),
    ];

    for (const write of writes) {
      const error = await failureOf(write());
      expect([error.code, error.problems[0]?.path]).toEqual(['PermissionDenied', 'manageComputers']);
    }
    expect(reading.server.ec2.stateOf(id)).toBe('running');
  });

  test('is made with its name and its tags in one call, and once when the answer is lost', async () => {
    h.server.faults.dropNext({ action: 'RunInstances', when: 'after' });

    const { uid } = await computersOf().create({
      __NAME__: 'web-1',
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.small',
      Tags: [{ Key: 'team', Value: 'web' }],
    });

    const rows = await computersOf()
      .search({ filter: (f) => f.equals('Region', 'eu-west-1') })
      .toArray();
    expect(rows.map((row) => [row.uid, row.name])).toEqual([[uid, 'web-1']]);
    expect(rows[0]?.attributes).toMatchObject({ InstanceType: 't3.small', ImageId: 'ami-0123456789abcdef0', Tags: [{ Key: 'team', Value: 'web' }] });
    expect(h.server.countOf('RunInstances')).toBe(2);
  });

  test('is started and stopped without waiting, and the state in between is told', async () => {
    const { id } = h.server.ec2.addInstance({ region: 'eu-west-1' });
    h.server.ec2.transition(60_000);

    const { sideEffects } = await computersOf().update(`eu-west-1/${id}`, { replace: { State: 'stopped' } });

    expect(sideEffects?.replace?.State).toBe('stopping');
    expect((await computersOf().get(`eu-west-1/${id}`))?.attributes.State).toBe('stopping');
    const other = await failureOf(computersOf().update(`eu-west-1/${id}`, { replace: { State: 'hibernated' } }));
    expect([other.code, other.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'State']);
  });

  test('is renamed by its tag Name, which is no other tag, and keeps tags that differ in case', async () => {
    const { id } = h.server.ec2.addInstance({ region: 'eu-west-1', name: 'web-1', tags: { team: 'a', Team: 'b' } });
    const uid = `eu-west-1/${id}`;

    await computersOf().update(uid, {
      replace: { __NAME__: 'web-2' },
      add: { Tags: [{ Key: 'cost', Value: '7' }] },
      remove: { Tags: [{ Key: 'team' }] },
    });
    const own = await failureOf(computersOf().update(uid, { add: { Tags: [{ Key: 'Name', Value: 'x' }] } }));

    expect(h.server.ec2.tagsOf(id)).toEqual({ Name: 'web-2', Team: 'b', cost: '7' });
    expect([own.code, own.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'add.Tags[0].Key']);
  });

  test('is terminated, spared when protect names it, and unknown afterwards', async () => {
    await using one = await startHarness({}, { manageComputers: true, protect: ['vault-*'] });
    const vault = one.server.ec2.addInstance({ region: 'eu-west-1', name: 'vault-1' });
    const web = one.server.ec2.addInstance({ region: 'eu-west-1', name: 'web-1' });

    const spared = await failureOf(computersOf(one).delete(`eu-west-1/${vault.id}`));
    await computersOf(one).delete(`eu-west-1/${web.id}`);

    expect([spared.code, one.server.ec2.stateOf(vault.id)]).toEqual(['PermissionDenied', 'running']);
    expect(one.server.ec2.stateOf(web.id)).toBe('terminated');
    expect((await failureOf(computersOf(one).delete(`eu-west-1/${web.id}`))).code).toBe('UnknownUid');
    expect((await failureOf(computersOf(one).delete('web-1'))).code).toBe('InvalidArgument');
  });
});
