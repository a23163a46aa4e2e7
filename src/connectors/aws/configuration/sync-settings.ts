/** Where a sync learns what has changed. AWS: CloudTrail user guide, event history; SQS API reference, ReceiveMessage. */
export const syncSettings = {
  syncSource: {
    type: 'string',
    enum: ['cloudtrail', 'sqs', 'none'],
    'x-group': 'sync',
    title: 'Source of changes',
    description:
      'Where sync and liveSync learn what has changed: `cloudtrail` asks CloudTrail’s event history, which needs no setup and is 5 to 15 minutes late; `sqs` reads the queues of `queueUrl` and `queueUrls`, which an EventBridge rule feeds within a minute; `none` has no sync.',
    default: 'cloudtrail',
  },
  cloudTrailRegion: {
    type: 'string',
    'x-group': 'sync',
    title: 'CloudTrail region',
    description:
      'Region whose event history is asked. IAM’s events are in `us-east-1` only, in China in `cn-north-1`, in GovCloud in `us-gov-west-1`; that is the default, and any other region makes a warning.',
    pattern: '^[a-z]+(-[a-z]+)+-[0-9]+$',
    'x-patternHint': 'be a region, such as us-east-1',
  },
  queueUrl: {
    type: 'string',
    format: 'uri',
    'x-group': 'sync',
    title: 'Queue',
    description:
      'URL of the SQS queue with the events of all object classes. Only a sync of `__ALL__` reads it, because whoever reads a message takes it away from all others. Needs `syncSource` to be `sqs`.',
    maxLength: 2048,
    examples: ['https://sqs.us-east-1.amazonaws.com/123456789012/iam-changes'],
  },
  queueUrls: {
    type: 'object',
    additionalProperties: { type: 'string', format: 'uri', maxLength: 2048 },
    'x-group': 'sync',
    title: 'Queues by object class',
    description: 'URLs of queues by the object class whose sync reads them: each class needs a queue of its own, fed by the same rule.',
    examples: [{ __ACCOUNT__: 'https://sqs.us-east-1.amazonaws.com/123456789012/iam-users' }],
  },
  queueVisibilityTimeout: {
    type: 'integer',
    'x-group': 'sync',
    title: 'Time to deal with changes, in seconds',
    description:
      'How long messages of a queue stay hidden after a sync has read them. Unless a later sync confirms them until then, they come again.',
    default: 300,
    minimum: 30,
    maximum: 43_200,
  },
  pollInterval: {
    type: 'integer',
    'x-group': 'sync',
    title: 'Pause between lookups, in seconds',
    description: 'How long liveSync waits before it asks CloudTrail again. A queue is not polled: it is waited for.',
    default: 60,
    minimum: 1,
    maximum: 86_400,
  },
} as const;
