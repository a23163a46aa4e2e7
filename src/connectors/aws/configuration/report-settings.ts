/** Where a search of all users has the state of their credentials from. */
export const reportSettings = {
  bulkState: {
    type: 'string',
    enum: ['report', 'live'],
    'x-group': 'reading',
    title: 'State in bulk',
    description:
      'Where searches that list users have passwords, access keys, MFA and certificates from: `report` takes AWS’s credential report, a few calls for all users, up to four hours old, and reads live whom it cannot know; `live` reads every user, one to three calls each. Reading one user is always live.',
    default: 'report',
  },
  reportMaxAge: {
    type: 'integer',
    minimum: 0,
    maximum: 14_400,
    'x-group': 'reading',
    title: 'Oldest report, in seconds',
    description:
      'How old the credential report may be. AWS makes a new one only every four hours; when it has only an older one than this, users are read live.',
    default: 14_400,
  },
} as const;
