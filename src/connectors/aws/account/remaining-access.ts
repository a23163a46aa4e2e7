import type { LiveUser } from './live-user.ts';

/**
 * What lets a user in besides console password and access keys: three lists.
 *
 * @returns One line for each credential that works: its kind, its id, and of which service it is.
 */
export async function remainingAccess(user: LiveUser): Promise<string[]> {
  const keys = await user.sshKeys();
  const credentials = await user.serviceCredentials();
  const certificates = await user.certificates();
  return [
    ...keys.filter(isActive).map(({ SSHPublicKeyId }) => `SSHPublicKey ${SSHPublicKeyId}`),
    ...credentials
      .filter(isActive)
      .map(({ ServiceSpecificCredentialId, ServiceName }) => `ServiceSpecificCredential ${ServiceSpecificCredentialId} (${ServiceName})`),
    ...certificates.filter(isActive).map(({ CertificateId }) => `SigningCertificate ${CertificateId}`),
  ];
}

function isActive({ Status }: { readonly Status?: string | undefined }): boolean {
  return Status === 'Active';
}
