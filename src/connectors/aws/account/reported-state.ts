import type { AccessKeyMetadata, User } from '@aws-sdk/client-iam';
import type { CredentialReport, ReportedUser } from '../report/credential-report.ts';
import type { FreshWrites } from '../report/fresh-writes.ts';
import { answeredByReport, type ReportedName } from './credential-parts.ts';
import type { KeyUse } from './live-user.ts';
import { onlyInReport } from './report-columns.ts';

/** What a report is worth about one user. */
export interface Testimony {
  /** What it says, as far as it can be believed. */
  readonly user: ReportedUser;
  /** Whether all of it can: if not, only what nothing but the report has, because this session wrote something else. */
  readonly whole: boolean;
}

/**
 * What a report says of a listed user, unless something is newer than the report or contradicts it: this session wrote the user, the user
 * is not in it or was made anew, the password was used after it, or is gone.
 *
 * @returns Undefined for a user of whom the report cannot be believed: read live.
 */
export function testimonyOf(report: CredentialReport, listed: User, writes: FreshWrites): Testimony | undefined {
  const { UserName = '', Arn = '', CreateDate, PasswordLastUsed } = listed;
  const { generatedAt } = report;
  const user = report.user(Arn);
  if (!user || seconds(user.created) !== seconds(CreateDate)) return undefined;
  if (PasswordLastUsed && PasswordLastUsed.getTime() > generatedAt) return undefined;
  if (!writes.since(UserName, generatedAt)) return { user, whole: true };
  return writes.since(UserName, generatedAt, ['password']) ? undefined : { user, whole: false };
}

/** The report has no fractions of a second. */
function seconds(date: Date | undefined): number | undefined {
  return date && Math.floor(date.getTime() / 1000);
}

const columns: { readonly [N in ReportedName]: (user: ReportedUser) => boolean | string | Date | undefined } = {
  __ENABLE__: ({ passwordEnabled, keys }) => passwordEnabled || keys.some(({ active }) => active),
  ConsoleAccess: ({ passwordEnabled }) => passwordEnabled,
  ProgrammaticAccess: ({ keys }) => keys.some(({ active }) => active),
  MFAActive: ({ mfaActive }) => mfaActive,
  PasswordLastChanged: ({ passwordLastChanged }) => passwordLastChanged,
  PasswordNextRotation: ({ passwordNextRotation }) => passwordNextRotation,
  AccessKey1Active: ({ keys }) => keys[0].active,
  AccessKey1LastRotated: ({ keys }) => keys[0].lastRotated,
  AccessKey1LastUsed: ({ keys }) => keys[0].lastUsed,
  AccessKey1LastUsedRegion: ({ keys }) => keys[0].region,
  AccessKey1LastUsedService: ({ keys }) => keys[0].service,
  AccessKey2Active: ({ keys }) => keys[1].active,
  AccessKey2LastRotated: ({ keys }) => keys[1].lastRotated,
  AccessKey2LastUsed: ({ keys }) => keys[1].lastUsed,
  AccessKey2LastUsedRegion: ({ keys }) => keys[1].region,
  AccessKey2LastUsedService: ({ keys }) => keys[1].service,
  Certificate1Active: ({ certificates }) => certificates[0].active,
  Certificate1LastRotated: ({ certificates }) => certificates[0].lastRotated,
  Certificate2Active: ({ certificates }) => certificates[1].active,
  Certificate2LastRotated: ({ certificates }) => certificates[1].lastRotated,
};

/** The names among these that a testimony answers: of one that is not whole, those that nothing else does. */
export function answersOf({ whole }: Testimony, names: ReadonlySet<string>): readonly ReportedName[] {
  return whole ? answeredByReport(names) : onlyInReport.filter((name) => names.has(name));
}

/** What the report says under these names. */
export function reportedValues(user: ReportedUser, names: readonly ReportedName[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, columns[name](user)]));
}

/**
 * When an access key was last used, by the report; it does not say which key is which, so only for a key that no other was made at the same
 * second as.
 */
export function reportedUse({ keys }: ReportedUser): (key: AccessKeyMetadata) => KeyUse | undefined {
  return ({ CreateDate }) => {
    const made = keys.filter(({ lastRotated }) => lastRotated !== undefined && seconds(lastRotated) === seconds(CreateDate));
    const [key] = made;
    return key && made.length === 1 ? { date: key.lastUsed, service: key.service, region: key.region } : undefined;
  };
}
