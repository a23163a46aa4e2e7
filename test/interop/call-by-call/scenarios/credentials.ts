import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetMFADeviceCommand,
  GetSSHPublicKeyCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListVirtualMFADevicesCommand,
  ResetServiceSpecificCredentialCommand,
  ResyncMFADeviceCommand,
  UpdateAccessKeyCommand,
  UpdateLoginProfileCommand,
  UpdateServiceSpecificCredentialCommand,
  UpdateSigningCertificateCommand,
  UpdateSSHPublicKeyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { mfaCode } from '../../../../src/testing/aws/index.ts';
import { certificates } from '../../../testing/aws/certificates.ts';
import { sshPublicKey } from '../../../testing/aws/ssh-public-key.ts';
import { type Before, iam, type Scenario } from '../scenario.ts';

const UserName = 'ada';
const user = iam('user', () => new CreateUserCommand({ UserName }));
const sshKey = sshPublicKey();
const keyId = (before: Before): string => before('create').AccessKey?.AccessKeyId;
const sshId = (before: Before): string => before('upload').SSHPublicKey?.SSHPublicKeyId;
const certificateId = (before: Before): string => before('upload').Certificate?.CertificateId;
const credentialId = (before: Before): string => before('create').ServiceSpecificCredential?.ServiceSpecificCredentialId ?? 'ACCA0000000000000000';
const device = (before: Before) => {
  const { SerialNumber, Base32StringSeed } = before('create').VirtualMFADevice ?? {};
  const seed = Buffer.from(Base32StringSeed ?? []).toString();
  const code = (at: number): string => (/^[A-Z2-7]{16,}$/.test(seed) ? mfaCode(seed, at) : '000000');
  return { SerialNumber, AuthenticationCode1: code(Date.now() - 30_000), AuthenticationCode2: code(Date.now()) };
};

/** What lets a user in. */
export const credentials: readonly Scenario[] = [
  {
    name: 'console passwords',
    steps: [
      user,
      iam('get none', () => new GetLoginProfileCommand({ UserName })),
      iam('create a weak one', () => new CreateLoginProfileCommand({ UserName, Password: 'weak' })),
      iam('update none', () => new UpdateLoginProfileCommand({ UserName: 'nobody', Password: 'Correct-horse-1' })),
    ],
  },
  {
    name: 'a console password',
    steps: [
      user,
      iam('create', () => new CreateLoginProfileCommand({ UserName, Password: 'Correct-horse-1', PasswordResetRequired: true })),
      iam('create again', () => new CreateLoginProfileCommand({ UserName, Password: 'Correct-horse-1' })),
      iam('get', () => new GetLoginProfileCommand({ UserName })),
      iam('update', () => new UpdateLoginProfileCommand({ UserName, Password: 'Correct-horse-2', PasswordResetRequired: false })),
      iam('get what was updated', () => new GetLoginProfileCommand({ UserName })),
      iam('make it weak', () => new UpdateLoginProfileCommand({ UserName, Password: 'weak' })),
      iam('delete the user', () => new DeleteUserCommand({ UserName: 'nobody' })),
      iam('delete', () => new DeleteLoginProfileCommand({ UserName })),
      iam('delete again', () => new DeleteLoginProfileCommand({ UserName })),
      iam('change by the user', () => new ChangePasswordCommand({ OldPassword: 'Correct-horse-2', NewPassword: 'Correct-horse-3' })),
    ],
  },
  {
    name: 'access keys',
    steps: [
      user,
      iam('create', () => new CreateAccessKeyCommand({ UserName })),
      iam('create a second', () => new CreateAccessKeyCommand({ UserName })),
      iam('create a third', () => new CreateAccessKeyCommand({ UserName })),
      iam('list', () => new ListAccessKeysCommand({ UserName })),
      iam('list a page of one', () => new ListAccessKeysCommand({ UserName, MaxItems: 1 })),
      iam('list of nobody', () => new ListAccessKeysCommand({ UserName: 'nobody' })),
      iam('last used', (before) => new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId(before) })),
      iam('deactivate', (before) => new UpdateAccessKeyCommand({ UserName, AccessKeyId: keyId(before), Status: 'Inactive' })),
      iam('list again', () => new ListAccessKeysCommand({ UserName })),
      iam('update one that is not there', () => new UpdateAccessKeyCommand({ UserName, AccessKeyId: 'AKIA0000000000000000', Status: 'Active' })),
      iam('delete', (before) => new DeleteAccessKeyCommand({ UserName, AccessKeyId: keyId(before) })),
      iam('delete again', (before) => new DeleteAccessKeyCommand({ UserName, AccessKeyId: keyId(before) })),
      iam('last used of a deleted one', (before) => new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId(before) })),
    ],
  },
  ...[
    { name: 'a user with access keys', steps: [user, iam('key', () => new CreateAccessKeyCommand({ UserName }))] },
    {
      name: 'a user with a password',
      steps: [user, iam('password', () => new CreateLoginProfileCommand({ UserName, Password: 'Correct-horse-1' }))],
    },
    { name: 'a user with SSH keys', steps: [user, iam('SSH key', () => new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: sshKey }))] },
    {
      name: 'a user with certificates',
      steps: [user, iam('certificate', () => new UploadSigningCertificateCommand({ UserName, CertificateBody: certificates[0] }))],
    },
  ].map(({ name, steps }) => ({ name, steps: [...steps, iam('delete', () => new DeleteUserCommand({ UserName }))] })),
  {
    name: 'MFA devices',
    steps: [
      user,
      iam('create', () => new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' })),
      iam('create again', () => new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' })),
      iam('unassigned', () => new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned' })),
      iam(
        'enable by wrong codes',
        (before) => new EnableMFADeviceCommand({ UserName, ...device(before), AuthenticationCode1: '000000', AuthenticationCode2: '000000' }),
      ),
    ],
  },
  {
    name: 'an enabled MFA device',
    steps: [
      user,
      iam('create', () => new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone', Path: '/x/', Tags: [{ Key: 'a', Value: '1' }] })),
      iam('enable', (before) => new EnableMFADeviceCommand({ UserName, ...device(before) })),
      iam('list', () => new ListMFADevicesCommand({ UserName })),
      iam('assigned', () => new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' })),
      iam('get', (before) => new GetMFADeviceCommand({ SerialNumber: device(before).SerialNumber })),
      iam('synchronise', (before) => new ResyncMFADeviceCommand({ UserName, ...device(before) })),
      iam('delete in use', (before) => new DeleteVirtualMFADeviceCommand({ SerialNumber: device(before).SerialNumber })),
    ],
  },
  {
    name: 'a deactivated MFA device',
    steps: [
      user,
      iam('create', () => new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' })),
      iam('enable', (before) => new EnableMFADeviceCommand({ UserName, ...device(before) })),
      iam('deactivate', (before) => new DeactivateMFADeviceCommand({ UserName, SerialNumber: device(before).SerialNumber })),
      iam('deactivate again', (before) => new DeactivateMFADeviceCommand({ UserName, SerialNumber: device(before).SerialNumber })),
      iam('delete', (before) => new DeleteVirtualMFADeviceCommand({ SerialNumber: device(before).SerialNumber })),
      iam('delete again', (before) => new DeleteVirtualMFADeviceCommand({ SerialNumber: device(before).SerialNumber })),
    ],
  },
  {
    name: 'SSH keys',
    steps: [
      user,
      iam('upload', () => new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: sshKey })),
      iam('upload nonsense', () => new UploadSSHPublicKeyCommand({ UserName: 'nobody', SSHPublicKeyBody: sshKey })),
      iam('list', () => new ListSSHPublicKeysCommand({ UserName })),
      iam('get', (before) => new GetSSHPublicKeyCommand({ UserName, SSHPublicKeyId: sshId(before), Encoding: 'SSH' })),
      iam('deactivate', (before) => new UpdateSSHPublicKeyCommand({ UserName, SSHPublicKeyId: sshId(before), Status: 'Inactive' })),
      iam('list again', () => new ListSSHPublicKeysCommand({ UserName })),
      iam('delete', (before) => new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId: sshId(before) })),
      iam('delete again', (before) => new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId: sshId(before) })),
    ],
  },
  {
    name: 'certificates',
    steps: [
      user,
      iam('upload', () => new UploadSigningCertificateCommand({ UserName, CertificateBody: certificates[0] })),
      iam('upload nonsense', () => new UploadSigningCertificateCommand({ UserName, CertificateBody: 'nonsense' })),
      iam('list', () => new ListSigningCertificatesCommand({ UserName })),
      iam('deactivate', (before) => new UpdateSigningCertificateCommand({ UserName, CertificateId: certificateId(before), Status: 'Inactive' })),
      iam('list again', () => new ListSigningCertificatesCommand({ UserName })),
      iam('delete', (before) => new DeleteSigningCertificateCommand({ UserName, CertificateId: certificateId(before) })),
      iam('delete again', (before) => new DeleteSigningCertificateCommand({ UserName, CertificateId: certificateId(before) })),
    ],
  },
  {
    name: 'credentials for services',
    steps: [
      user,
      iam('create', () => new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'codecommit.amazonaws.com' })),
      iam('list', () => new ListServiceSpecificCredentialsCommand({ UserName })),
      iam('reset', (before) => new ResetServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: credentialId(before) })),
      iam(
        'deactivate',
        (before) => new UpdateServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: credentialId(before), Status: 'Inactive' }),
      ),
      iam('delete', (before) => new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: credentialId(before) })),
    ],
  },
];
