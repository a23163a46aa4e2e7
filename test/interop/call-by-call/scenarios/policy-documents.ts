import { CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { iam, type Scenario, type Step } from '../scenario.ts';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket' };
const documents: readonly [title: string, document: object][] = [
  ['sound', { Statement: statement }],
  ['without statements', {}],
  ['without effect', { Statement: { Action: '*', Resource: '*' } }],
  ['an effect in small letters', { Statement: { ...statement, Effect: 'allow' } }],
  ['an effect that is none', { Statement: { ...statement, Effect: 'Maybe' } }],
  ['without action', { Statement: { Effect: 'Allow', Resource: '*' } }],
  ['an empty list of actions', { Statement: { ...statement, Action: [] } }],
  ['an action without vendor', { Statement: { ...statement, Action: 'GetObject' } }],
  ['an action with two colons', { Statement: { ...statement, Action: 's3:Get:Object' } }],
  ['a vendor with an underscore', { Statement: { ...statement, Action: 's_3:GetObject' } }],
  ['without resource', { Statement: { Effect: 'Allow', Action: '*' } }],
  ['a resource that is no ARN', { Statement: { ...statement, Resource: 'bucket' } }],
  ['a resource of no partition', { Statement: { ...statement, Resource: 'arn:xyz:s3:::bucket' } }],
  ['a resource that ends early', { Statement: { ...statement, Resource: 'arn:aws' } }],
  ['a resource of IAM in a region', { Statement: { ...statement, Resource: 'arn:aws:iam:eu-west-1:123456789012:user/x' } }],
  ['a resource that IAM lacks', { Statement: { ...statement, Resource: 'arn:aws:iam::123456789012:person/x' } }],
  ['actions and not-actions', { Statement: { ...statement, NotAction: 's3:PutObject' } }],
  ['a principal', { Statement: { ...statement, Principal: '*' } }],
  ['an element nobody knows', { Statement: { ...statement, Colour: 'red' } }],
  ['a member nobody knows', { Statement: statement, Colour: 'red' }],
  ['an operator nobody knows', { Statement: { ...statement, Condition: { StringIs: { 'aws:username': 'x' } } } }],
  ['a date that is none', { Statement: { ...statement, Condition: { DateLessThan: { 'aws:TokenIssueTime': 'yesterday' } } } }],
  ['a date', { Statement: { ...statement, Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-01-02T03:04:05.678Z' } } } }],
  ['an operator if the key exists', { Statement: { ...statement, Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:username': ['x'] } } } }],
  [
    'the same id twice',
    {
      Statement: [
        { ...statement, Sid: 'a' },
        { ...statement, Sid: 'a' },
      ],
    },
  ],
];

/** What a policy may say. */
export const policyDocuments: readonly Scenario[] = [
  {
    name: 'policy documents',
    steps: [
      iam('user', () => new CreateUserCommand({ UserName: 'ada' })),
      put('not JSON', '{'),
      put('a list', '[]'),
      put('another version', JSON.stringify({ Version: '2020-01-01', Statement: statement })),
      ...documents.map(([title, document]) => put(title, JSON.stringify({ Version: '2012-10-17', ...document }))),
    ],
  },
];

function put(title: string, PolicyDocument: string): Step {
  return iam(title, () => new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'p', PolicyDocument }));
}
