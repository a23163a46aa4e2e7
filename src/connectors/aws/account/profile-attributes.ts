import { attr } from '../../../model/attribute.ts';

/**
 * The profile of a person, as IDHub's account schema has it. IAM knows nothing of it: each value is a tag of the user, by default
 * `profile:NAME`. IDHub's field names are taken as well. IDHub: AWS connector, Account Schema.
 */
export const profileAttributes = {
  city: attr.string({ maxLength: 128, minLength: 1, aliases: ['officeAddressCity'], title: 'City' }),
  companyName: attr.string({ maxLength: 64, minLength: 1, aliases: ['organizationName'], title: 'Company' }),
  country: attr.string({ maxLength: 128, minLength: 1, aliases: ['officeAddressCountry'], title: 'Country' }),
  department: attr.string({ maxLength: 64, minLength: 1, title: 'Department' }),
  displayName: attr.string({ maxLength: 256, minLength: 1, title: 'Display name' }),
  employeeId: attr.string({ maxLength: 16, minLength: 1, aliases: ['employeeNumber'], title: 'Employee id' }),
  employeeType: attr.string({ allowedValues: ['Employee', 'Contractor', 'Consultant', 'Vendor'], title: 'Employee type' }),
  givenName: attr.string({ maxLength: 64, minLength: 1, aliases: ['firstName'], title: 'Given name' }),
  jobTitle: attr.string({ maxLength: 128, minLength: 1, title: 'Job title' }),
  mail: attr.string({ maxLength: 256, minLength: 1, aliases: ['email'], title: 'Mail address' }),
  mobilePhone: attr.string({ maxLength: 64, minLength: 1, aliases: ['phoneNumber'], title: 'Mobile phone' }),
  postalCode: attr.string({ maxLength: 40, minLength: 1, aliases: ['officeAddressPostal'], title: 'Postal code' }),
  state: attr.string({ maxLength: 128, minLength: 1, aliases: ['officeAddressState'], title: 'State or province' }),
  streetAddress: attr.string({
    maxLength: 1024,
    minLength: 1,
    aliases: ['officeAddressLine1'],
    title: 'Street address',
    description: 'A tag holds 256 characters and no comma; what is longer or has others needs `splitLongTags`.',
  }),
  surname: attr.string({ maxLength: 64, minLength: 1, aliases: ['lastName'], title: 'Surname' }),
  usageLocation: attr.string({
    pattern: '[a-z]{2}',
    patternHint: 'be two lower-case letters, such as "us"',
    aliases: ['location'],
    title: 'Usage location',
  }),
} as const;

/** The name of a profile attribute. */
export type ProfileName = keyof typeof profileAttributes;

/** The names of the profile attributes. */
export const profileNames = Object.keys(profileAttributes) as readonly ProfileName[];
