import { expect, test } from 'vitest';
import aws from '../../../../src/connectors/aws/index.ts';
import { validateConfiguration } from '../../../../src/facade/opening/open-connector.ts';

const queue = 'https://sqs.us-east-1.amazonaws.com/123456789012/iam-changes';
const problemsOf = (given: object) =>
  validateConfiguration(aws, { useDefaultCredentials: true, ...given } as never).map(({ path, message }) => `${path} ${message}`);

test.each([
  [{}],
  [{ syncSource: 'none' }],
  [{ syncSource: 'sqs', queueUrl: queue }],
  [{ syncSource: 'sqs', queueUrls: { __ACCOUNT__: queue } }],
  [{ region: 'cn-north-1', cloudTrailRegion: 'cn-north-1' }],
])('%j is a way to follow changes', (given) => {
  expect(problemsOf(given)).toEqual([]);
});

test.each([
  [{ syncSource: 'sqs' }, /^queueUrl is missing/],
  [{ queueUrl: queue }, /^queueUrl is set with syncSource cloudtrail/],
  [{ syncSource: 'none', queueUrls: { __GROUP__: queue } }, /^queueUrls is set with syncSource none/],
  [
    { syncSource: 'sqs', queueUrls: { Computer: queue } },
    /^queueUrls\.Computer is no object class with a sync: there are __ACCOUNT__, __GROUP__, Role/,
  ],
  [{ syncSource: 'sqs', queueUrl: queue, queueUrls: { __GROUP__: queue } }, /^queueUrls\.__GROUP__ is the queue of queueUrl too/],
  [{ syncSource: 'sqs', queueUrl: 'arn:aws:sqs:us-east-1:123456789012:iam-changes' }, /^queueUrl must be the URL of a queue/],
  [
    { cloudTrailRegion: 'us-gov-west-1' },
    /^cloudTrailRegion "us-gov-west-1" is in partition aws-us-gov, region in aws: IAM’s events are in us-east-1/,
  ],
  [{ syncSource: 'kinesis' }, /^syncSource /],
  [{ cloudTrailRegion: 'everywhere' }, /^cloudTrailRegion must be a region/],
])('%j is refused, and says what would be right', (given, message) => {
  expect(problemsOf(given)).toEqual([expect.stringMatching(message)]);
});
