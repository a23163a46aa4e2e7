/** What reading over several accounts may take, where organisational units are made, and whether computers may be written. */
export const organisationSettings = {
  accountTimeout: {
    type: 'integer',
    title: 'Time limit for an account, in milliseconds',
    description:
      'In a session of several accounts: how long AWS may take to answer all that a search asks of one of them. An account that takes longer is listed as failed; the others are not held up.',
    default: 120_000,
    minimum: 1,
    maximum: 86_400_000,
  },
  parentId: {
    type: 'string',
    title: 'Parent ID',
    description: 'Root (`r-…`) or organisational unit (`ou-…`) in which organisational units are made when a create names no `ParentId`.',
    pattern: '^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$',
    'x-patternHint': 'be the id of a root, such as r-a1b2, or of an organisational unit, such as ou-a1b2-c3d4e5f6',
  },
  computerRegions: {
    type: 'array',
    items: { type: 'string', pattern: '^[a-z]+(-[a-z]+)+-[0-9]+$', 'x-patternHint': 'be a region, such as eu-west-1' },
    title: 'Regions of computers',
    description: 'The regions whose EC2 instances are read; without it every region that is enabled in the account.',
    examples: [['eu-west-1', 'us-east-1']],
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
  },
  manageComputers: {
    type: 'boolean',
    title: 'Manage computers',
    description: 'Allow EC2 instances to be created, started, stopped, tagged and terminated. Otherwise they are read only.',
    default: false,
  },
} as const;
