import { expect, test } from 'vitest';
import { attachedPoliciesOf, attachmentProblems, attachmentSteps, attachSteps } from '../../../../src/connectors/aws/write/attached-policies.ts';
import { inlinePoliciesOf, inlineProblems, inlineSteps, newInlineSteps } from '../../../../src/connectors/aws/write/inline-policies.ts';
import type { HolderKind } from '../../../../src/connectors/aws/write/policy-holder.ts';
import { takeAll, takeAllOrUndo } from '../../../../src/connectors/aws/write/steps.ts';
import { startAws } from '../../../../src/testing/aws/index.ts';
import { failureOf } from '../harness.ts';
import { opened } from '../transport/opened-session.ts';

const { signal } = new AbortController();
const document = (action = 's3:GetObject') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] };
const kinds = ['user', 'group', 'role'] as const;
const limits: Readonly<Record<HolderKind, number>> = { user: 2048, group: 5120, role: 10_240 };

async function scene(kind: HolderKind, has: { readonly policies?: number; readonly inline?: Readonly<Record<string, string>> } = {}) {
  const aws = await startAws({ seed: 1 });
  const arns = Array.from({ length: 12 }, (_, i) => aws.iam.addPolicy({ name: `p${i}` }).arn);
  const holder = { name: 'h', policies: arns.slice(0, has.policies ?? 0), inlinePolicies: has.inline ?? {} };
  if (kind === 'user') aws.iam.addUser(holder);
  else if (kind === 'group') aws.iam.addGroup(holder);
  else aws.iam.addRole({ ...holder, trustPolicy });
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  const session = await opened({ accessKeyId, secretAccessKey, endpoint: aws.endpoint });
  return {
    aws,
    arns,
    session,
    holder: { kind, name: 'h' },
    writes: () =>
      aws.calls.flatMap(({ action = '?' }) => (/^(Attach|Detach|Put|Delete)/.test(action) ? [action.replace(/User|Group|Role/, '')] : [])),
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await aws.close();
    },
  };
}

test.each(kinds)('the managed policies of a %s are replaced by difference, detaching first', async (kind) => {
  await using s = await scene(kind, { policies: 10 });
  const current = await attachedPoliciesOf(s.session, s.holder, signal);
  const replace = [...s.arns.slice(1, 10), s.arns[10] ?? '', s.arns[10] ?? ''];

  await takeAll(attachmentSteps(s.session, s.holder, { current, replace, add: undefined, remove: undefined }, signal), 'update', 'h', signal);

  expect([...current].sort()).toEqual(s.arns.slice(0, 10).sort());
  expect(s.writes()).toEqual(['DetachPolicy', 'AttachPolicy']);
  expect((await attachedPoliciesOf(s.session, s.holder, signal)).sort()).toEqual(s.arns.slice(1, 11).sort());
});

test.each(kinds)('policies are added to and removed from a %s without reading, and what is so already changes nothing', async (kind) => {
  await using s = await scene(kind, { policies: 2 });
  const [a = '', b = '', c = '', d = ''] = s.arns;
  const changes = { current: undefined, replace: undefined, add: [b, c, d], remove: [a, d] };

  const done = await takeAll(attachmentSteps(s.session, s.holder, changes, signal), 'update', 'h', signal);

  expect(done).toBe(3);
  expect((await attachedPoliciesOf(s.session, s.holder, signal)).sort()).toEqual([b, c].sort());
});

test.each(kinds)('a policy that is not there is told with its place, and nothing is left on a new %s', async (kind) => {
  await using s = await scene(kind);
  const missing = 'arn:aws:iam::123456789012:policy/missing';

  const steps = attachSteps(s.session, { ...s.holder, isNew: true }, [s.arns[0] ?? '', missing], signal);
  const error = await failureOf(takeAllOrUndo(steps, 'create', 'h', signal));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'AttachedPolicies[1]' }], outcome: 'none' });
  expect(await attachedPoliciesOf(s.session, s.holder, signal)).toEqual([]);
});

test.each(kinds)('one managed policy more than the account’s quota lets a %s have is refused by AWS and named', async (kind) => {
  await using s = await scene(kind, { policies: 10 });
  const changes = { current: undefined, replace: undefined, add: [s.arns[11] ?? ''], remove: undefined };

  const error = await failureOf(takeAll(attachmentSteps(s.session, s.holder, changes, signal), 'update', 'h', signal));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'add.AttachedPolicies[0]' }] });
});

test('more managed policies than AWS ever attaches are refused before it is asked', () => {
  const arns = Array.from({ length: 21 }, (_, i) => `arn:aws:iam::aws:policy/p${i}`);

  expect(attachmentProblems('user', arns, 'AttachedPolicies')).toEqual([
    { path: 'AttachedPolicies', message: 'has 21 managed policies; AWS attaches at most 20 to a user' },
  ]);
  expect(attachmentProblems('user', arns.slice(1), 'AttachedPolicies')).toEqual([]);
  expect(attachmentProblems('group', arns.slice(0, 11), 'AttachedPolicies')).toHaveLength(1);
  expect(attachmentProblems('role', [...arns.slice(1), ...arns.slice(1)], 'AttachedPolicies')).toEqual([]);
});

test.each(kinds)('inline policies of a %s are replaced by difference of meaning, removals first', async (kind) => {
  await using s = await scene(kind, { inline: { keep: document(), change: document(), drop: document() } });
  const current = await inlinePoliciesOf(s.session, s.holder, signal);
  const replace = [
    { PolicyName: 'new', PolicyDocument: document('s3:ListBucket') },
    { PolicyName: 'keep', PolicyDocument: JSON.stringify(JSON.parse(document()), undefined, 2) },
    { PolicyName: 'change', PolicyDocument: document('s3:PutObject') },
  ];

  await takeAll(inlineSteps(s.session, s.holder, { current, replace, add: undefined, remove: undefined }, signal), 'update', 'h', signal);

  expect(current).toContainEqual({ PolicyName: 'keep', PolicyDocument: document() });
  expect(s.writes()).toEqual(['DeletePolicy', 'PutPolicy', 'PutPolicy']);
  const after = await inlinePoliciesOf(s.session, s.holder, signal);
  expect(after.map(({ PolicyName }) => PolicyName).sort()).toEqual(['change', 'keep', 'new']);
  expect(after.find(({ PolicyName }) => PolicyName === 'keep')?.PolicyDocument).toBe(document());
});

test.each(kinds)('inline policies are added to and removed from a %s by name alone', async (kind) => {
  await using s = await scene(kind, { inline: { a: document(), b: document() } });
  const add = [{ PolicyName: 'b', PolicyDocument: document('s3:PutObject') }];
  const changes = { current: undefined, replace: undefined, add, remove: [{ PolicyName: 'a' }, { PolicyName: 'missing' }] };

  const done = await takeAll(inlineSteps(s.session, s.holder, changes, signal), 'update', 'h', signal);

  expect(done).toBe(2);
  expect(await inlinePoliciesOf(s.session, s.holder, signal)).toEqual(add);
});

test.each(kinds)('a name in another case is another inline policy of a %s, and the old one goes first', async (kind) => {
  await using s = await scene(kind, { inline: { Reader: document() } });
  const current = await inlinePoliciesOf(s.session, s.holder, signal);
  const replace = [{ PolicyName: 'reader', PolicyDocument: document() }];

  await takeAll(inlineSteps(s.session, s.holder, { current, replace, add: undefined, remove: undefined }, signal), 'update', 'h', signal);

  expect(s.writes()).toEqual(['DeletePolicy', 'PutPolicy']);
  expect(await inlinePoliciesOf(s.session, s.holder, signal)).toEqual(replace);
});

test.each(kinds)('inline policies of a new %s are taken back when one is refused', async (kind) => {
  await using s = await scene(kind);
  const policies = [
    { PolicyName: 'good', PolicyDocument: document() },
    { PolicyName: 'bad', PolicyDocument: document('no-vendor') },
  ];

  const error = await failureOf(takeAllOrUndo(newInlineSteps(s.session, { ...s.holder, isNew: true }, policies, signal), 'create', 'h', signal));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'InlinePolicies[1]' }], outcome: 'none' });
  expect(await inlinePoliciesOf(s.session, s.holder, signal)).toEqual([]);
});

test.each(kinds)('policies of a %s that is not there are an error, not none', async (kind) => {
  await using s = await scene(kind);
  const nobody = { kind, name: 'nobody' };

  expect(await failureOf(inlinePoliciesOf(s.session, nobody, signal))).toMatchObject({ code: 'UnknownUid', uid: 'nobody' });
  expect(await failureOf(attachedPoliciesOf(s.session, nobody, signal))).toMatchObject({ code: 'UnknownUid', uid: 'nobody' });
});

test('more managed policies than one answer holds are read to the end', async () => {
  await using s = await scene('role');
  const policies = Array.from({ length: 1005 }, (_, i) => s.aws.iam.addPolicy({ name: `many${i}` }).arn);
  s.aws.iam.addRole({ name: 'laden', trustPolicy, policies });

  expect((await attachedPoliciesOf(s.session, { kind: 'role', name: 'laden' }, signal)).sort()).toEqual([...policies].sort());
  expect(s.aws.calls.filter(({ action }) => action === 'ListAttachedRolePolicies')).toHaveLength(2);
});

test.each(kinds)('wrong inline policies of a %s are told all at once, with the limit that AWS has', (kind) => {
  const long = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${'a'.repeat(limits[kind])}` }],
  });

  const problems = inlineProblems(
    kind,
    [{ PolicyName: 'a' }, { PolicyName: 'A', PolicyDocument: '[]' }, { PolicyName: 'long', PolicyDocument: long }],
    'add.InlinePolicies',
  );

  expect(problems.map(({ path }) => path)).toEqual([
    'add.InlinePolicies[0].PolicyDocument',
    'add.InlinePolicies[1].PolicyName',
    'add.InlinePolicies[1].PolicyDocument',
    'add.InlinePolicies',
  ]);
  expect(problems.at(-1)?.message).toContain(String(limits[kind]));
});
