import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

const readBuckets = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] };
const sameInOtherWords = '{ "Statement": { "Resource": ["*"], "Action": "s3:GetObject", "Effect": "Allow" },\n  "Version": "2012-10-17" }';
const denyAll = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };

const text = (document: object) => JSON.stringify(document);

const writes = (actions: string[]) => actions.filter((action) => !/^(Get|List)/.test(action));

test('a create attaches policies and puts inline ones, and takes the user back when one is refused', async () => {
  await using h = await startHarness();
  const { arn } = h.server.iam.addPolicy({ name: 'p' });

  await h.accounts.create({
    __NAME__: 'ada',
    AttachedPolicies: [arn],
    InlinePolicies: [{ PolicyName: 'mine', PolicyDocument: text(readBuckets) }],
    __PASSWORD__: 'Correct-Horse-9',
  });
  expect(h.actions()).toEqual(['CreateUser', 'AttachUserPolicy', 'PutUserPolicy', 'CreateLoginProfile']);

  const error = await failureOf(h.accounts.create({ __NAME__: 'eve', AttachedPolicies: [arn.replace('/p', '/none')] }));
  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'AttachedPolicies[0]' }] });
  expect(h.server.iam.userNames()).not.toContain('eve');
});

test('attached policies are added, removed and replaced by difference', async () => {
  await using h = await startHarness();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => h.server.iam.addPolicy({ name }).arn) as [string, string, string];
  h.server.iam.addUser({ name: 'ada', policies: [a, b] });
  const attached = async () => [...((await h.accounts.get('ada', { attributes: ['AttachedPolicies'] }))?.attributes.AttachedPolicies ?? [])].sort();

  h.actions();
  await h.accounts.update('ada', { replace: { AttachedPolicies: [b, c] } });
  expect(writes(h.actions())).toEqual(['DetachUserPolicy', 'AttachUserPolicy']);
  expect(await attached()).toEqual([b, c]);

  await h.accounts.update('ada', { add: { AttachedPolicies: [a] }, remove: { AttachedPolicies: [c] } });
  expect(await attached()).toEqual([a, b]);

  await h.accounts.update('ada', { replace: { AttachedPolicies: null } });
  expect(await attached()).toEqual([]);
});

test('inline policies that mean the same are not written, others are, and what is not listed goes', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', inlinePolicies: { mine: readBuckets, old: denyAll } });
  const inline = async () => {
    const list = (await h.accounts.get('ada', { attributes: ['InlinePolicies'] }))?.attributes.InlinePolicies ?? [];
    return Object.fromEntries(list.map(({ PolicyName, PolicyDocument = '' }) => [PolicyName, JSON.parse(PolicyDocument)]));
  };

  expect(await inline()).toEqual({ mine: readBuckets, old: denyAll });
  h.actions();
  await h.accounts.update('ada', { replace: { InlinePolicies: [{ PolicyName: 'mine', PolicyDocument: sameInOtherWords }] } });
  expect(writes(h.actions())).toEqual(['DeleteUserPolicy']);

  await h.accounts.update('ada', {
    add: { InlinePolicies: [{ PolicyName: 'new', PolicyDocument: text(denyAll) }] },
    remove: { InlinePolicies: [{ PolicyName: 'mine' }] },
  });
  expect(await inline()).toEqual({ new: denyAll });
});

test('documents that are no policy, or too long in all, are refused before any call', async () => {
  await using h = await startHarness();
  const long = text({ ...readBuckets, Statement: Array.from({ length: 40 }, (_, i) => ({ Effect: 'Allow', Action: `s3:Get${i}`, Resource: '*' })) });

  const error = await failureOf(
    h.accounts.update('ada', {
      add: {
        InlinePolicies: [
          { PolicyName: 'a', PolicyDocument: 'no json' },
          { PolicyName: 'b', PolicyDocument: text({ Statement: [{ Effect: 'Maybe', Action: '*', Resource: '*' }] }) },
          { PolicyName: 'c' },
          { PolicyName: 'd', PolicyDocument: long },
        ],
      },
    }),
  );

  expect(error.code).toBe('InvalidAttributeValue');
  expect(error.problems.map(({ path }) => path)).toEqual([
    'add.InlinePolicies[0].PolicyDocument',
    'add.InlinePolicies[1].PolicyDocument.Statement[0].Effect',
    'add.InlinePolicies[2].PolicyDocument',
    'add.InlinePolicies',
  ]);
  expect(h.actions()).toEqual([]);
});

test('with policyGroup the policies of a user’s groups are read, without it none are', async () => {
  for (const policyGroup of [true, false]) {
    await using h = await startHarness({}, { policyGroup });
    const { arn } = h.server.iam.addPolicy({ name: 'p' });
    h.server.iam.addGroup({ name: 'ops', policies: [arn], inlinePolicies: { mine: readBuckets } });
    h.server.iam.addGroup({ name: 'bare' });
    h.server.iam.addUser({ name: 'ada', groups: ['ops', 'bare'] });

    const inherited = (await h.accounts.get('ada', { attributes: ['InheritedPolicies'] }))?.attributes.InheritedPolicies ?? [];

    expect(inherited).toEqual(
      policyGroup
        ? [
            { PolicyArn: arn, GroupName: 'ops' },
            { PolicyName: 'mine', GroupName: 'ops' },
          ]
        : [],
    );
  }
});
