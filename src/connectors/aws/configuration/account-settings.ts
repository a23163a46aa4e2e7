/** What writing and reading users and groups does in this installation, and what is never written. IDHub and EmpowerID have most of these. */
export const accountSettings = {
  managedPath: {
    type: 'string',
    'x-group': 'guard rails',
    title: 'Managed path',
    description:
      'Only what is below this path is written: users, groups, roles and policies elsewhere can be read and not changed. Without it everything may be written.',
    maxLength: 512,
    pattern: '^(/|/[!-~]+/)$',
    'x-patternHint': 'begin and end with "/" and have printable ASCII characters only',
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
