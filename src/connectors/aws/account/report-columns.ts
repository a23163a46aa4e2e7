import type { LiveUser } from './live-user.ts';

/** What a column is read from. */
export interface ColumnSource {
  readonly user: LiveUser;
}

/** The columns of the credential report that nothing but the report has. */
export const onlyInReport = ['PasswordLastChanged', 'PasswordNextRotation'] as const;

/**
 * How the columns of the credential report are read live.
 *
 * Of keys and certificates the older is the first. GetLoginProfile tells when a password was made, not when it was changed, so that and what
 * follows from it are unknown.
 */
export const liveColumns = {
  PasswordLastChanged: async () => undefined,
  PasswordNextRotation: async () => undefined,
  AccessKey1Active: async ({ user }: ColumnSource) => (await key(user, 1))?.Status === 'Active',
  AccessKey1LastRotated: async ({ user }: ColumnSource) => (await key(user, 1))?.CreateDate,
  AccessKey1LastUsed: async ({ user }: ColumnSource) => (await use(user, 1))?.date,
  AccessKey1LastUsedRegion: async ({ user }: ColumnSource) => (await use(user, 1))?.region,
  AccessKey1LastUsedService: async ({ user }: ColumnSource) => (await use(user, 1))?.service,
  AccessKey2Active: async ({ user }: ColumnSource) => (await key(user, 2))?.Status === 'Active',
  AccessKey2LastRotated: async ({ user }: ColumnSource) => (await key(user, 2))?.CreateDate,
  AccessKey2LastUsed: async ({ user }: ColumnSource) => (await use(user, 2))?.date,
  AccessKey2LastUsedRegion: async ({ user }: ColumnSource) => (await use(user, 2))?.region,
  AccessKey2LastUsedService: async ({ user }: ColumnSource) => (await use(user, 2))?.service,
  Certificate1Active: async ({ user }: ColumnSource) => (await certificate(user, 1))?.Status === 'Active',
  Certificate1LastRotated: async ({ user }: ColumnSource) => (await certificate(user, 1))?.UploadDate,
  Certificate2Active: async ({ user }: ColumnSource) => (await certificate(user, 2))?.Status === 'Active',
  Certificate2LastRotated: async ({ user }: ColumnSource) => (await certificate(user, 2))?.UploadDate,
} as const;

/** The names among these that a live reading leaves open; undefined when there are none. */
export function openColumns(names: ReadonlySet<string>): readonly string[] | undefined {
  const open = onlyInReport.filter((name) => names.has(name));
  return open.length > 0 ? open : undefined;
}

async function key(user: LiveUser, number: number) {
  return older(await user.accessKeys(), ({ CreateDate }) => CreateDate)[number - 1];
}

async function use(user: LiveUser, number: number) {
  return older(await user.usedKeys(), ({ CreateDate }) => CreateDate)[number - 1]?.lastUsed;
}

async function certificate(user: LiveUser, number: number) {
  return older(await user.certificates(), ({ UploadDate }) => UploadDate)[number - 1];
}

function older<T>(items: readonly T[], time: (item: T) => Date | undefined): readonly T[] {
  return [...items].sort((a, b) => (time(a)?.getTime() ?? 0) - (time(b)?.getTime() ?? 0));
}
