import type { AwsSession, IamContext } from '../session.ts';
import { unlessCode } from '../write/unless-code.ts';
import type { LiveUser } from './live-user.ts';
import { isVirtualDevice } from './mfa-device.ts';

/** Whether a credential works. */
export type CredentialStatus = 'Active' | 'Inactive';

/** A credential that a user has; devices have no status. */
export interface HeldCredential {
  readonly id: string;
  readonly status: CredentialStatus | undefined;
}

/** One kind of a user's credentials: what they are called, and IAM's calls about them. */
export interface CredentialKind {
  readonly attribute: 'AccessKeys' | 'MFADevices' | 'SSHPublicKeys' | 'SigningCertificates' | 'ServiceSpecificCredentials';
  /** The property that tells one from another. */
  readonly idName: string;
  /** What people call one. */
  readonly word: string;
  /** Where a new one comes from. */
  readonly origin: string;
  list(user: LiveUser): Promise<readonly HeldCredential[]>;
  /** Undefined for a kind that has no status. */
  readonly setStatus:
    | ((session: AwsSession, user: string, id: string, status: CredentialStatus, context: IamContext) => Promise<unknown>)
    | undefined;
  /** Deletes one; false when it was gone. */
  remove(session: AwsSession, user: string, id: string, context: IamContext): Promise<boolean>;
}

const gone = (call: () => Promise<unknown>) => unlessCode('NoSuchEntity', call);

/** AWS: UpdateAccessKey, DeleteAccessKey. */
export const accessKeys: CredentialKind = {
  attribute: 'AccessKeys',
  idName: 'AccessKeyId',
  word: 'access key',
  origin: 'the hook createAccessKey makes one',
  list: async (user) => (await user.accessKeys()).flatMap(({ AccessKeyId, Status }) => held(AccessKeyId, Status)),
  setStatus: (session, UserName, AccessKeyId, Status, context) => session.iam('UpdateAccessKey', { UserName, AccessKeyId, Status }, context),
  remove: (session, UserName, AccessKeyId, context) => gone(() => session.iam('DeleteAccessKey', { UserName, AccessKeyId }, context)),
};

/** AWS: DeactivateMFADevice, DeleteVirtualMFADevice. */
const mfaDevices: CredentialKind = {
  attribute: 'MFADevices',
  idName: 'SerialNumber',
  word: 'MFA device',
  origin: 'only the user can register one, with codes that it shows',
  list: async (user) => (await user.mfaDevices()).flatMap(({ SerialNumber }) => held(SerialNumber, undefined)),
  setStatus: undefined,
  async remove(session, UserName, SerialNumber, context) {
    const had = await gone(() => session.iam('DeactivateMFADevice', { UserName, SerialNumber }, context));
    if (had && isVirtualDevice(SerialNumber)) await gone(() => session.iam('DeleteVirtualMFADevice', { SerialNumber }, context));
    return had;
  },
};

/** AWS: UpdateSSHPublicKey, DeleteSSHPublicKey. */
const sshKeys: CredentialKind = {
  attribute: 'SSHPublicKeys',
  idName: 'SSHPublicKeyId',
  word: 'SSH public key',
  origin: 'a key is uploaded with its text, which this attribute does not hold',
  list: async (user) => (await user.sshKeys()).flatMap(({ SSHPublicKeyId, Status }) => held(SSHPublicKeyId, Status)),
  setStatus: (session, UserName, SSHPublicKeyId, Status, context) => session.iam('UpdateSSHPublicKey', { UserName, SSHPublicKeyId, Status }, context),
  remove: (session, UserName, SSHPublicKeyId, context) => gone(() => session.iam('DeleteSSHPublicKey', { UserName, SSHPublicKeyId }, context)),
};

/** AWS: UpdateSigningCertificate, DeleteSigningCertificate. */
const certificates: CredentialKind = {
  attribute: 'SigningCertificates',
  idName: 'CertificateId',
  word: 'signing certificate',
  origin: 'a certificate is uploaded with its text, which this attribute does not hold',
  list: async (user) => (await user.certificates()).flatMap(({ CertificateId, Status }) => held(CertificateId, Status)),
  setStatus: (session, UserName, CertificateId, Status, context) =>
    session.iam('UpdateSigningCertificate', { UserName, CertificateId, Status }, context),
  remove: (session, UserName, CertificateId, context) => gone(() => session.iam('DeleteSigningCertificate', { UserName, CertificateId }, context)),
};

/** AWS: UpdateServiceSpecificCredential, DeleteServiceSpecificCredential. */
const serviceCredentials: CredentialKind = {
  attribute: 'ServiceSpecificCredentials',
  idName: 'ServiceSpecificCredentialId',
  word: 'service-specific credential',
  origin: 'the hook createServiceSpecificCredential makes one',
  list: async (user) =>
    (await user.serviceCredentials()).flatMap(({ ServiceSpecificCredentialId, Status }) =>
      // A credential that has expired does not work, whoever would activate it.
      held(ServiceSpecificCredentialId, Status === 'Active' ? 'Active' : 'Inactive'),
    ),
  setStatus: (session, UserName, ServiceSpecificCredentialId, Status, context) =>
    session.iam('UpdateServiceSpecificCredential', { UserName, ServiceSpecificCredentialId, Status }, context),
  remove: (session, UserName, ServiceSpecificCredentialId, context) =>
    gone(() => session.iam('DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId }, context)),
};

/** What lets a user in besides console password and access keys. */
export const otherCredentials: readonly CredentialKind[] = [serviceCredentials, sshKeys, certificates];

/** All kinds. */
export const credentialKinds: readonly CredentialKind[] = [accessKeys, mfaDevices, ...otherCredentials];

function held(id: string | undefined, status: string | undefined): HeldCredential[] {
  return id === undefined ? [] : [{ id, status: status as CredentialStatus | undefined }];
}
