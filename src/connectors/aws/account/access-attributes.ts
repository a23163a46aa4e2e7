import { attr } from '../../../model/attribute.ts';
import { fromAws } from '../attribute-patterns.ts';

/** Whether a user gets in, and how. Each costs calls of its own for each user, so each comes only when it is asked for. */
export const accessAttributes = {
  __ENABLE__: attr.boolean({
    returnedByDefault: false,
    title: 'Enabled',
    description:
      'Whether the user has a console password or an active access key. True opens the console, which takes a password in the same call when there is none, and activates the access keys when `enableProgrammaticAccess` is set; false always closes both.',
  }),
  ConsoleAccess: attr.boolean({
    returnedByDefault: false,
    title: 'Console access',
    description: 'Whether the user has a console password. False takes it away; true takes a password in the same call when there is none.',
  }),
  ProgrammaticAccess: attr.boolean({
    returnedByDefault: false,
    title: 'Programmatic access',
    description: 'Whether the user has an active access key. True activates all keys that are there, false deactivates them.',
  }),
  MFAActive: attr.boolean({
    ...fromAws,
    returnedByDefault: false,
    title: 'MFA active',
    description: 'Whether the user has an MFA device.',
  }),
  __FORCE_PASSWORD_CHANGE__: attr.boolean({
    returnedByDefault: false,
    title: 'Password must be changed',
    description:
      'Whether the user must set another password at the next sign-in; absent without a console password. It goes before `changePasswordNextSignIn`.',
  }),
  RemainingAccess: attr.string({
    ...fromAws,
    multiValued: true,
    returnedByDefault: false,
    title: 'Remaining access',
    description:
      'What lets the user in besides console and access keys: active SSH keys, service-specific credentials and signing certificates, each with its id. A call that disables the user answers it in its side effects, with the sessions that still live.',
  }),
} as const;
