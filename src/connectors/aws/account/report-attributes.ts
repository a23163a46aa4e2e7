import { attr } from '../../../model/attribute.ts';
import { fromAws } from '../attribute-patterns.ts';

const asked = { ...fromAws, returnedByDefault: false } as const;

/**
 * What AWS's credential report says of a user, column by column, and how old that is. Read live where the report cannot know. AWS: IAM user
 * guide, credential report format.
 */
export const reportAttributes = {
  PasswordLastChanged: attr.dateTime({
    ...asked,
    title: 'Password last changed',
    description: 'Only the credential report has it: of a user who has a password and is read live it is marked as incomplete.',
  }),
  PasswordNextRotation: attr.dateTime({
    ...asked,
    title: 'Password must be changed by',
    description: 'When the password policy asks for another password; absent when it never does. Only the credential report has it.',
  }),
  AccessKey1Active: attr.boolean({ ...asked, title: 'First access key: active', description: 'False also when there is no such key.' }),
  AccessKey1LastRotated: attr.dateTime({ ...asked, title: 'First access key: made', description: 'When the key was made or changed last.' }),
  AccessKey1LastUsed: attr.dateTime({ ...asked, title: 'First access key: last used', description: 'Absent when it was never used.' }),
  AccessKey1LastUsedRegion: attr.string({ ...asked, title: 'First access key: last used in' }),
  AccessKey1LastUsedService: attr.string({ ...asked, title: 'First access key: last used with', description: 'The namespace of the service: s3.' }),
  AccessKey2Active: attr.boolean({ ...asked, title: 'Second access key: active', description: 'False also when there is no such key.' }),
  AccessKey2LastRotated: attr.dateTime({ ...asked, title: 'Second access key: made', description: 'When the key was made or changed last.' }),
  AccessKey2LastUsed: attr.dateTime({ ...asked, title: 'Second access key: last used', description: 'Absent when it was never used.' }),
  AccessKey2LastUsedRegion: attr.string({ ...asked, title: 'Second access key: last used in' }),
  AccessKey2LastUsedService: attr.string({ ...asked, title: 'Second access key: last used with', description: 'The namespace of the service: s3.' }),
  Certificate1Active: attr.boolean({ ...asked, title: 'First certificate: active', description: 'False also when there is no such certificate.' }),
  Certificate1LastRotated: attr.dateTime({ ...asked, title: 'First certificate: made' }),
  Certificate2Active: attr.boolean({ ...asked, title: 'Second certificate: active', description: 'False also when there is no such certificate.' }),
  Certificate2LastRotated: attr.dateTime({ ...asked, title: 'Second certificate: made' }),
  StateAsOf: attr.dateTime({
    ...asked,
    title: 'State as of',
    description: 'When AWS made the credential report that the state of this user’s credentials is from; absent when all of it was read live.',
  }),
} as const;
