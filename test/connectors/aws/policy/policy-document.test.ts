import { describe, expect, test } from 'vitest';
import { countedLength, decodedDocument, documentProblems, sameDocument } from '../../../../src/connectors/aws/policy/policy-document.ts';

const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('documentProblems', () => {
  test('a policy that AWS takes has none', () => {
    for (const kind of ['inline', 'managed'] as const) expect(documentProblems(policy(read), 'D', kind)).toEqual([]);
    expect(documentProblems(policy(trust), 'D', 'trust')).toEqual([]);
    expect(documentProblems(JSON.stringify({ Statement: read }), 'D', 'inline')).toEqual([]);
    expect(
      documentProblems(policy({ ...read, NotAction: ['iam:*'], Action: undefined, Condition: { Bool: { 'aws:x': true } } }), 'D', 'inline'),
    ).toEqual([]);
  });

  test.each([
    ['no JSON', '{', 'inline', ['D']],
    ['text that is no object', '"s3:*"', 'inline', ['D']],
    ['a list', '[]', 'inline', ['D']],
    ['characters beyond Latin-1', policy({ ...read, Sid: 'Ω' }), 'inline', ['D']],
    ['an empty object', '{}', 'inline', ['D.Statement']],
    ['no statement', policy(), 'inline', ['D.Statement']],
    ['a statement that is text', JSON.stringify({ Statement: ['Allow'] }), 'inline', ['D.Statement[0]']],
    ['an unknown element', JSON.stringify({ Statement: read, statement: [] }), 'inline', ['D.statement']],
    ['an unknown element of a statement', policy({ ...read, Actions: 's3:*' }), 'inline', ['D.Statement[0].Actions']],
    ['an unknown version', JSON.stringify({ Version: '2012-10-18', Statement: read }), 'inline', ['D.Version']],
    ['a managed policy without version', JSON.stringify({ Statement: read }), 'managed', ['D.Version']],
    ['an effect in another case', policy({ ...read, Effect: 'allow' }), 'inline', ['D.Statement[0].Effect']],
    ['action and its opposite', policy({ ...read, NotAction: 's3:*' }), 'inline', ['D.Statement[0].Action']],
    ['no resource', policy({ Effect: 'Deny', Action: '*' }), 'inline', ['D.Statement[0].Resource']],
    ['an action that is a number', policy({ ...read, Action: [1] }), 'inline', ['D.Statement[0].Action']],
    ['no actions', policy({ ...read, Action: [] }), 'inline', ['D.Statement[0].Action']],
    ['a principal in a policy that is attached', policy({ ...read, Principal: '*' }), 'inline', ['D.Statement[0].Principal']],
    ['a trust policy with a resource', policy({ ...trust, Resource: '*' }), 'trust', ['D.Statement[0].Resource']],
    ['a trust policy without principal', policy({ ...trust, Principal: undefined }), 'trust', ['D.Statement[0].Principal']],
    ['a principal that is text', policy({ ...trust, Principal: 'ec2' }), 'trust', ['D.Statement[0].Principal']],
    ['a principal of numbers', policy({ ...trust, Principal: { AWS: 1 } }), 'trust', ['D.Statement[0].Principal.AWS']],
    ['a condition that is text', policy({ ...read, Condition: 'x' }), 'inline', ['D.Statement[0].Condition']],
    ['an operator that is text', policy({ ...read, Condition: { Bool: 'x' } }), 'inline', ['D.Statement[0].Condition.Bool']],
    ['a Sid used twice', policy({ ...read, Sid: 'a' }, { ...read, Sid: 'a' }), 'inline', ['D.Statement']],
    [
      'everything at once',
      policy({ Effect: 1 }, { ...read, Sid: 1 }),
      'inline',
      ['D.Statement[0].Effect', 'D.Statement[0].Action', 'D.Statement[0].Resource', 'D.Statement[1].Sid'],
    ],
  ] as const)('%s is told with its place', (_, text, kind, paths) => {
    expect(documentProblems(text, 'D', kind).map(({ path }) => path)).toEqual(paths);
  });
});

describe('sameDocument', () => {
  const both = { ...read, Action: ['s3:GetObject', 's3:PutObject'] };

  test.each([
    ['white space', policy(read), JSON.stringify(JSON.parse(policy(read)), undefined, 2)],
    ['the order of keys', '{"Version":"2012-10-17","Statement":[]}', '{"Statement":[],"Version":"2012-10-17"}'],
    ['one value or a list of one', policy(read), policy({ ...read, Action: ['s3:GetObject'], Resource: ['*'] })],
    ['one statement or a list of one', JSON.stringify({ Statement: read }), JSON.stringify({ Statement: [read] })],
    ['the order of actions', policy(both), policy({ ...both, Action: [...both.Action].reverse() })],
    ['the case of actions', policy(read), policy({ ...read, Action: 'S3:getobject' })],
    ['the order of statements', policy(read, both), policy(both, read)],
    ['the version that AWS takes', JSON.stringify({ Statement: read }), JSON.stringify({ Version: '2008-10-17', Statement: read })],
    [
      'principals',
      policy({ ...trust, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }),
      policy({ ...trust, Principal: { AWS: ['123456789012'] } }),
    ],
    ['anybody', policy({ ...trust, Principal: '*' }), policy({ ...trust, Principal: { AWS: '*' } })],
    [
      'truth values as text',
      policy({ ...read, Condition: { Bool: { 'aws:A': true } } }),
      policy({ ...read, Condition: { bool: { 'aws:a': ['true'] } } }),
    ],
  ])('%s makes no difference', (_, a, b) => {
    expect(sameDocument(a, b)).toBe(true);
  });

  test.each([
    ['an effect', policy(read), policy({ ...read, Effect: 'Deny' })],
    ['a resource', policy(read), policy({ ...read, Resource: 'arn:aws:s3:::a/*' })],
    ['the case of a resource', policy({ ...read, Resource: 'arn:aws:s3:::a' }), policy({ ...read, Resource: 'arn:aws:s3:::A' })],
    ['a statement more', policy(read), policy(read, both)],
    ['an action and its opposite', policy(read), policy({ Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' })],
    ['a version', policy(read), JSON.stringify({ Statement: [read] })],
    ['a condition', policy(read), policy({ ...read, Condition: {} })],
    [
      'conditions of one name in two cases',
      policy({ ...read, Condition: { Bool: { a: 'x' }, bool: { a: 'y' } } }),
      policy({ ...read, Condition: { bool: { a: 'y' } } }),
    ],
    [
      'a role and its account',
      policy({ ...trust, Principal: { AWS: 'arn:aws:iam::123456789012:role/a' } }),
      policy({ ...trust, Principal: { AWS: '123456789012' } }),
    ],
    ['a kind of principal', policy({ ...trust, Principal: { AWS: '*' } }), policy({ ...trust, Principal: { Service: '*' } })],
    ['text that is no policy', '{', '{ '],
  ])('%s does', (_, a, b) => {
    expect(sameDocument(a, b)).toBe(false);
    expect(sameDocument(a, a)).toBe(true);
  });
});

test('white space does not count', () => {
  expect(countedLength('{ "a":\n\t"b c" }')).toBe('{"a":"bc"}'.length);
});

test('a document is read as it was written, and a broken encoding is an error', () => {
  expect(decodedDocument('%7B%22a%22%3A%22%25%2B+%20%22%7D', 'x')).toBe('{"a":"%++ "}');
  expect(() => decodedDocument('%7', 'inline policy x of ada')).toThrow(/inline policy x of ada/);
});
