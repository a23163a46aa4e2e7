/** In which AWS accounts the connector works, and how it gets into them. AWS: Organizations, ListAccounts; STS, AssumeRole. */
export const managedAccountSettings = {
  accounts: {
    type: 'array',
    items: { type: 'string', pattern: '^[0-9]{12}$', 'x-patternHint': 'be an account id of 12 digits' },
    'x-group': 'accounts',
    title: 'Accounts',
    description:
      'Ids of the accounts to work in, each through the role `accountRole`; the account that the credentials belong to is worked in with the credentials themselves. Without it and `discoverAccounts` only that account.',
    examples: [['111111111111', '222222222222']],
  },
  discoverAccounts: {
    type: 'boolean',
    'x-group': 'accounts',
    title: 'Discover accounts',
    description:
      'Work in every active account that AWS Organizations lists. The credentials must be of the management account or of a delegated administrator, and may call `organizations:ListAccounts`.',
    default: false,
  },
  includeAccounts: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 128 },
    'x-group': 'accounts',
    title: 'Accounts to include',
    description:
      'Of the accounts discovered only these: ids, or names without regard to case, in which `*` stands for any text and `?` for one character. Only with `discoverAccounts`.',
    examples: [['prod-*', '111111111111']],
  },
  excludeAccounts: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 128 },
    'x-group': 'accounts',
    title: 'Accounts to exclude',
    description: 'Of the accounts discovered not these, written as in `includeAccounts`; excluding counts more than including.',
    examples: [['sandbox-*']],
  },
  accountRole: {
    type: 'string',
    'x-group': 'accounts',
    title: 'Role in every account',
    description:
      'Name of the role to assume in each account, with its path where it has one: `identity/provisioner`. AWS Organizations makes the default one in accounts that it creates, and not in the management account.',
    default: 'OrganizationAccountAccessRole',
    maxLength: 576,
    pattern: '^/?([!-.0-~]+/)*[\\w+=,.@\\-]{1,64}$',
    'x-patternHint': 'be the name of a role, with its path before it where it has one, such as identity/provisioner',
  },
  expectedAccountId: {
    type: 'string',
    'x-group': 'accounts',
    title: 'Expected account',
    description:
      'Id of the account that the credentials, after `roleArn`, must belong to. When they belong to another one nothing is read or written: every call is a `Configuration` error.',
    pattern: '^[0-9]{12}$',
    'x-patternHint': 'be an account id of 12 digits',
  },
  tenantId: {
    type: 'string',
    'x-group': 'accounts',
    title: 'Expected account (alias)',
    description: 'Another name for `expectedAccountId`, the one EmpowerID uses.',
    pattern: '^[0-9]{12}$',
    'x-patternHint': 'be an account id of 12 digits',
  },
} as const;
