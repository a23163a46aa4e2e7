const path = {
  type: 'string',
  maxLength: 512,
  pattern: '^(/|/[!-~]+/)$',
  'x-patternHint': 'begin and end with "/" and have printable ASCII characters only',
} as const;

const accounts = { 'x-group': 'users and groups' } as const;

/** What is never written. */
const guardRails = {
  managedPath: {
    ...path,
    'x-group': 'guard rails',
    title: 'Managed path',
    description:
      'Only what is below this path is written: users, groups, roles and policies elsewhere can be read and not changed. Without it everything may be written.',
  },
  protect: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 256 },
    'x-group': 'guard rails',
    title: 'Protected names',
    description:
      'Names of users, groups, roles and policies that are never written, without regard to case; `*` stands for any text and `?` for one character.',
    examples: [['breakglass-*', 'root-admin']],
    default: [],
  },
  readOnly: {
    type: 'boolean',
    'x-group': 'guard rails',
    title: 'Read only',
    description: 'Refuse every write before AWS is asked.',
    default: false,
  },
} as const;

/** What enabling, disabling and setting a password do. */
const access = {
  enableProgrammaticAccess: {
    ...accounts,
    type: 'boolean',
    title: 'Enable programmatic access',
    description: 'Whether enabling a user activates its access keys besides opening the console. Disabling deactivates them in any case.',
    default: false,
  },
  passwordEnablesConsole: {
    ...accounts,
    type: 'boolean',
    title: 'Password enables console',
    description:
      'Whether setting the password of a user who has none makes one. Off, a password sync cannot let a leaver in again: without a console password nothing is set, which the answer says, unless the same call enables the user.',
    default: true,
  },
  changePasswordNextSignIn: {
    ...accounts,
    type: 'boolean',
    title: 'Change password at next sign-in',
    description: 'Whether a user must change a password that was set here at the next sign-in. `__FORCE_PASSWORD_CHANGE__` in a call goes before it.',
    default: false,
  },
  revokeOnDisable: {
    ...accounts,
    type: 'boolean',
    title: 'Revoke on disable',
    description:
      'Whether disabling a user also deactivates SSH keys, service-specific credentials and signing certificates and ends live sessions. Off, the answer says what still lets the user in.',
    default: false,
  },
} as const;

/** What reading users brings. */
const reading = {
  policyGroup: {
    ...accounts,
    type: 'boolean',
    title: 'Policies of groups',
    description: 'Whether `InheritedPolicies` is read: two calls for each group of a user.',
    default: false,
  },
  passwordLastUsed: {
    ...accounts,
    type: 'boolean',
    title: 'Password last used',
    description: 'Whether `PasswordLastUsed` is read.',
    default: true,
  },
  timeZone: {
    ...accounts,
    type: 'string',
    minLength: 1,
    maxLength: 64,
    title: 'Time zone',
    description: 'For dates in texts only: an IANA name such as Europe/Berlin, or `IST` for Asia/Kolkata. Attributes are instants and have no zone.',
    examples: ['Europe/Berlin', 'IST'],
    default: 'UTC',
  },
} as const;

/** Where new users and groups go. EmpowerID: Default User Creation Path, Default Group Creation Path. */
const paths = {
  defaultUserPath: {
    ...accounts,
    ...path,
    title: 'Path of new users',
    description: 'The path of a user that is created without one; "/" unless said otherwise.',
  },
  defaultUserCreationPath: { ...accounts, ...path, title: 'Path of new users (other name)', description: 'EmpowerID’s name for `defaultUserPath`.' },
  defaultGroupPath: {
    ...accounts,
    ...path,
    title: 'Path of new groups',
    description: 'The path of a group that is created without one; "/" unless said otherwise.',
  },
  defaultGroupCreationPath: {
    ...accounts,
    ...path,
    title: 'Path of new groups (other name)',
    description: 'EmpowerID’s name for `defaultGroupPath`.',
  },
} as const;

/** How the profile of a person is kept in tags. */
const profile = {
  profileTags: {
    ...accounts,
    type: 'object',
    additionalProperties: { type: 'string', minLength: 1, maxLength: 124 },
    title: 'Tags of profile attributes',
    description: 'The tag key of each profile attribute that is not kept in `profile:NAME`, by the name of the attribute.',
    examples: [{ mail: 'email', department: 'cost-center' }],
    default: {},
  },
  splitLongTags: {
    ...accounts,
    type: 'boolean',
    title: 'Split long tags',
    description:
      'Whether a profile value that one tag cannot hold is written all the same: cut to several tags (`profile:streetAddress`, `profile:streetAddress:2`), characters that AWS refuses encoded. Off, it is refused.',
    default: false,
  },
} as const;

/** What writing and reading users and groups does in this installation, and what is never written. IDHub and EmpowerID have most of these. */
export const accountSettings = { ...guardRails, ...access, ...reading, ...paths, ...profile } as const;
