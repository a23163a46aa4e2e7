import { attr } from '../../../model/attribute.ts';

/** Whether a credential works. */
const Status = { type: 'string', enum: ['Active', 'Inactive'] } as const;

const date = { type: 'string', format: 'date-time' } as const;

/** Credentials cannot be made by an attribute: AWS gives their secrets once, and an attribute has nowhere to put them. */
const listed = { multiValued: true, creatable: false, returnedByDefault: false } as const;

/**
 * The credentials of a user, one list for each kind. Adding one that is there sets its status, removing one deletes it, and replacing the
 * list deletes those that are not in it. Each list costs one call for each user. AWS: AccessKeyMetadata, MFADevice, SSHPublicKeyMetadata,
 * SigningCertificate, ServiceSpecificCredentialMetadata.
 */
export const credentialAttributes = {
  AccessKeys: attr.object(
    {
      AccessKeyId: { type: 'string', minLength: 16, maxLength: 128 },
      Status,
      CreateDate: date,
      LastUsedDate: date,
      LastUsedService: { type: 'string' },
      LastUsedRegion: { type: 'string' },
    },
    {
      ...listed,
      requiredProperties: ['AccessKeyId'],
      title: 'Access keys',
      description:
        'Adding a key that is there sets its Status; removing deletes it. New ones come from the hooks `createAccessKey` and `rotateAccessKey`.',
    },
  ),
  MFADevices: attr.object(
    { SerialNumber: { type: 'string', minLength: 9, maxLength: 256 }, EnableDate: date, Virtual: { type: 'boolean' } },
    {
      ...listed,
      requiredProperties: ['SerialNumber'],
      title: 'MFA devices',
      description: 'Removing one deactivates it; a virtual device is deleted as well.',
    },
  ),
  SSHPublicKeys: attr.object(
    { SSHPublicKeyId: { type: 'string', minLength: 20, maxLength: 128 }, Status, UploadDate: date },
    {
      ...listed,
      requiredProperties: ['SSHPublicKeyId'],
      title: 'SSH public keys',
      description: 'Adding a key that is there sets its Status; removing deletes it.',
    },
  ),
  SigningCertificates: attr.object(
    { CertificateId: { type: 'string', minLength: 24, maxLength: 128 }, Status, UploadDate: date },
    {
      ...listed,
      requiredProperties: ['CertificateId'],
      title: 'Signing certificates',
      description: 'Adding a certificate that is there sets its Status; removing deletes it.',
    },
  ),
  ServiceSpecificCredentials: attr.object(
    {
      ServiceSpecificCredentialId: { type: 'string', minLength: 20, maxLength: 128 },
      ServiceName: { type: 'string' },
      ServiceUserName: { type: 'string' },
      Status,
      CreateDate: date,
      ExpirationDate: date,
    },
    {
      ...listed,
      requiredProperties: ['ServiceSpecificCredentialId'],
      title: 'Service-specific credentials',
      description:
        'Adding a credential that is there sets its Status; removing deletes it. New ones come from the hook `createServiceSpecificCredential`.',
    },
  ),
} as const;
