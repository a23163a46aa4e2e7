import type { AccessKeyMetadata } from '@aws-sdk/client-iam';
import type { NamesToGet } from '../../../spi/operations.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { attachedPoliciesOf } from '../write/attached-policies.ts';
import { inlinePoliciesOf } from '../write/inline-policies.ts';
import type { Account } from './account-class.ts';
import { inheritedPolicies } from './inherited-policies.ts';
import { type KeyUse, LiveUser } from './live-user.ts';
import { isVirtualDevice } from './mfa-device.ts';
import { remainingAccess } from './remaining-access.ts';
import { liveColumns } from './report-columns.ts';
import { isOwnPolicy } from './session-revocation.ts';
import type { AccountObject } from './user.ts';

type Values = AccountObject['attributes'];

/** What is read for one user at a time. */
interface PartCall {
  readonly session: AwsSession;
  readonly user: LiveUser;
  readonly signal: AbortSignal | undefined;
}

/** How each part of a user is read that GetUser does not tell; parts that need the same list share it. */
const readers = {
  __GROUPS__: ({ user }) => user.groups(),
  // The keys are asked for only when there is no password.
  __ENABLE__: async ({ user }) => (await user.loginProfile()) !== undefined || hasActive(await user.accessKeys()),
  ConsoleAccess: async ({ user }) => (await user.loginProfile()) !== undefined,
  ProgrammaticAccess: async ({ user }) => hasActive(await user.accessKeys()),
  MFAActive: async ({ user }) => (await user.mfaDevices()).length > 0,
  __FORCE_PASSWORD_CHANGE__: async ({ user }) => {
    const profile = await user.loginProfile();
    return profile && (profile.PasswordResetRequired ?? false);
  },
  RemainingAccess: ({ user }) => remainingAccess(user),
  AttachedPolicies: ({ session, user, signal }) => attachedPoliciesOf(session, { kind: 'user', name: user.name }, signal),
  InlinePolicies: async ({ session, user, signal }) => {
    const policies = await inlinePoliciesOf(session, { kind: 'user', name: user.name }, signal);
    return policies.filter(({ PolicyName }) => !isOwnPolicy(PolicyName)) as Values['InlinePolicies'];
  },
  InheritedPolicies: async ({ session, user, signal }) =>
    session.settings.user.policyGroup ? inheritedPolicies(session, await user.groups(), signal) : undefined,
  AccessKeys: async ({ user }) =>
    (await user.usedKeys()).map(({ AccessKeyId = '', Status, CreateDate, lastUsed }) => ({
      AccessKeyId,
      ...present({ Status, CreateDate: iso(CreateDate) }),
      ...present({ LastUsedDate: iso(lastUsed.date), LastUsedService: lastUsed.service, LastUsedRegion: lastUsed.region }),
    })),
  MFADevices: async ({ user }) =>
    (await user.mfaDevices()).map(({ SerialNumber = '', EnableDate }) => ({
      SerialNumber,
      ...present({ EnableDate: iso(EnableDate) }),
      Virtual: isVirtualDevice(SerialNumber),
    })),
  SSHPublicKeys: async ({ user }) =>
    (await user.sshKeys()).map(({ SSHPublicKeyId = '', Status, UploadDate }) => ({
      SSHPublicKeyId,
      ...present({ Status, UploadDate: iso(UploadDate) }),
    })),
  SigningCertificates: async ({ user }) =>
    (await user.certificates()).map(({ CertificateId = '', Status, UploadDate }) => ({
      CertificateId,
      ...present({ Status, UploadDate: iso(UploadDate) }),
    })),
  ServiceSpecificCredentials: async ({ user }) =>
    (await user.serviceCredentials()).map(
      ({ ServiceSpecificCredentialId = '', ServiceName, ServiceUserName, Status, CreateDate, ExpirationDate }) => ({
        ServiceSpecificCredentialId,
        ...present({ ServiceName, ServiceUserName, Status, CreateDate: iso(CreateDate), ExpirationDate: iso(ExpirationDate) }),
      }),
    ),
  ...liveColumns,
} as const satisfies { readonly [N in keyof Values]?: (call: PartCall) => Promise<unknown> };

/** The name of an attribute that is read for one user at a time. */
export type PartName = keyof typeof readers;

/** The attributes that are read for one user at a time, each with calls of its own. */
export const partNames = Object.keys(readers) as readonly PartName[];

/**
 * Reads the parts of a user that are among the names to get, and no others.
 *
 * @param parts  Those that are read here; the others somebody knows already.
 * @param how    `oneByOne` leaves it to the caller how much is under way at a time; `knownUse` as for `LiveUser`.
 * @throws ConnectorError `UnknownUid` when the user is not there and one of the parts is a list.
 */
export async function readParts(
  session: AwsSession,
  name: string,
  names: NamesToGet<typeof Account>,
  signal: AbortSignal | undefined,
  parts: readonly PartName[] = partNames,
  how: { readonly oneByOne?: boolean; readonly knownUse?: (key: AccessKeyMetadata) => KeyUse | undefined } = {},
): Promise<Values> {
  const call = { session, user: new LiveUser(session, name, signal, how.knownUse), signal };
  const wanted = parts.filter((part) => names.has(part));
  const read = async (part: PartName) => [part, await readers[part](call)] as const;
  if (!how.oneByOne) return Object.fromEntries(await inParallel(wanted, read));
  const values: [PartName, unknown][] = [];
  for (const part of wanted) values.push([...(await read(part))]);
  return Object.fromEntries(values);
}

function hasActive(credentials: readonly { readonly Status?: string | undefined }[]): boolean {
  return credentials.some(({ Status }) => Status === 'Active');
}

function iso(date: Date | undefined): string | undefined {
  return date?.toISOString();
}

/** The keys that have a value. */
function present<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
