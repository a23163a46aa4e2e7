import type { Account } from './account-class.ts';

/** A call that reads one kind of a user's credentials. */
export type CredentialAction =
  | 'GetLoginProfile'
  | 'ListAccessKeys'
  | 'GetAccessKeyLastUsed'
  | 'ListMFADevices'
  | 'ListSSHPublicKeys'
  | 'ListSigningCertificates'
  | 'ListServiceSpecificCredentials';

type Name = keyof (typeof Account)['attributes'] & string;

/** What the credential report and the live calls say, each in its own way. */
const reported = [
  ...['__ENABLE__', 'ConsoleAccess', 'ProgrammaticAccess', 'MFAActive', 'PasswordLastChanged', 'PasswordNextRotation'],
  ...['AccessKey1Active', 'AccessKey1LastRotated', 'AccessKey1LastUsed', 'AccessKey1LastUsedRegion', 'AccessKey1LastUsedService'],
  ...['AccessKey2Active', 'AccessKey2LastRotated', 'AccessKey2LastUsed', 'AccessKey2LastUsedRegion', 'AccessKey2LastUsedService'],
  ...['Certificate1Active', 'Certificate1LastRotated', 'Certificate2Active', 'Certificate2LastRotated'],
] as const satisfies readonly Name[];

/** An attribute that comes from the credential report where there is one. */
export type ReportedName = (typeof reported)[number];

/** What no report has, with the call that lists it. */
const live: { readonly [N in Name]?: readonly CredentialAction[] } = {
  __FORCE_PASSWORD_CHANGE__: ['GetLoginProfile'],
  AccessKeys: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
  MFADevices: ['ListMFADevices'],
  SSHPublicKeys: ['ListSSHPublicKeys'],
  SigningCertificates: ['ListSigningCertificates'],
  ServiceSpecificCredentials: ['ListServiceSpecificCredentials'],
  RemainingAccess: ['ListSSHPublicKeys', 'ListServiceSpecificCredentials', 'ListSigningCertificates'],
};

/** The calls that a reported attribute takes without a report. */
const instead: { readonly [N in ReportedName]: readonly CredentialAction[] } = {
  __ENABLE__: ['GetLoginProfile', 'ListAccessKeys'],
  ConsoleAccess: ['GetLoginProfile'],
  ProgrammaticAccess: ['ListAccessKeys'],
  MFAActive: ['ListMFADevices'],
  PasswordLastChanged: ['GetLoginProfile'],
  PasswordNextRotation: ['GetLoginProfile'],
  AccessKey1Active: ['ListAccessKeys'],
  AccessKey1LastRotated: ['ListAccessKeys'],
  AccessKey1LastUsed: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
  AccessKey1LastUsedRegion: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
  AccessKey1LastUsedService: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
  AccessKey2Active: ['ListAccessKeys'],
  AccessKey2LastRotated: ['ListAccessKeys'],
  AccessKey2LastUsed: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
  AccessKey2LastUsedRegion: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
  AccessKey2LastUsedService: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
  Certificate1Active: ['ListSigningCertificates'],
  Certificate1LastRotated: ['ListSigningCertificates'],
  Certificate2Active: ['ListSigningCertificates'],
  Certificate2LastRotated: ['ListSigningCertificates'],
};

/** The names of attributes about credentials, whatever they come from. */
export const credentialNames: readonly string[] = [...reported, ...Object.keys(live)];

/** The calls that these attributes take even with a report. */
export function liveCalls(names: ReadonlySet<string>): ReadonlySet<CredentialAction> {
  return new Set([...names].flatMap((name) => live[name as Name] ?? []));
}

/** The calls that these attributes take without a report. */
export function callsWithoutReport(names: ReadonlySet<string>): ReadonlySet<CredentialAction> {
  const calls = new Set(liveCalls(names));
  for (const name of reported) if (names.has(name)) for (const call of instead[name]) calls.add(call);
  return calls;
}

/**
 * The attributes among these that a report spares calls for: not those that follow from a call that is made in any case. When an access key
 * was used last costs a call for each key unless a report says it.
 */
export function reportSpares(names: ReadonlySet<string>): boolean {
  return liveCalls(names).has('GetAccessKeyLastUsed') || answeredByReport(names).length > 0;
}

/**
 * The attributes among these that a report answers. Those that follow from a list which is read in any case are answered by that, lest a row
 * contradict itself; the two keys of the report's columns are told apart by the report alone.
 */
export function answeredByReport(names: ReadonlySet<string>): readonly ReportedName[] {
  const made = liveCalls(names);
  return reported.filter((name) => names.has(name) && (name.startsWith('AccessKey') || !instead[name].every((call) => made.has(call))));
}

/** How many calls at most a report spares for each user. A user has two access keys at most. */
export function callsSpared(names: ReadonlySet<string>): number {
  const made = liveCalls(names);
  let calls = 0;
  for (const call of callsWithoutReport(names)) {
    if (call === 'GetAccessKeyLastUsed') calls += 2;
    else if (!made.has(call)) calls += 1;
  }
  return calls;
}

/** How often one user's call is made at least and at most. A user has two access keys at most. */
export function timesPerUser(
  call: CredentialAction,
  names: ReadonlySet<string>,
  withReport: boolean,
): { readonly least: number; readonly most: number } {
  if (call === 'GetAccessKeyLastUsed') return { least: 0, most: 2 };
  // Who has a console password is enabled, whatever the keys.
  const onlyForEnable = call === 'ListAccessKeys' && !withReport && !callsWithoutReport(without(names, '__ENABLE__')).has(call);
  return { least: onlyForEnable ? 0 : 1, most: 1 };
}

function without(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return new Set([...names].filter((each) => each !== name));
}
