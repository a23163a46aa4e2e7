import { attr } from '../../model/attribute.ts';
import { objectClass } from '../../model/object-class.ts';

/**
 * Accounts of the `memory` connector. Groups are named in `__GROUPS__` by uid; nothing else knows of a membership.
 *
 * @example
 * Account.attributes.__NAME__.subtype;  // 'caseIgnore'
 */
export const Account = objectClass(
  '__ACCOUNT__',
  {
    __NAME__: attr.string({ required: true, subtype: 'caseIgnore', sortable: true, title: 'User name' }),
    __PASSWORD__: attr.secret({ title: 'Password' }),
    __CURRENT_PASSWORD__: attr.secret({ creatable: false, title: 'Current password', description: 'Checked when it comes with a new password.' }),
    __ENABLE__: attr.boolean({ default: true, title: 'Enabled' }),
    __LOCK_OUT__: attr.boolean({ title: 'Locked out' }),
    __PASSWORD_EXPIRED__: attr.boolean({ title: 'Password expired' }),
    __DESCRIPTION__: attr.string({ title: 'Description' }),
    __GROUPS__: attr.string({ multiValued: true, returnedByDefault: false, title: 'Groups', description: 'Uids of groups.' }),
    givenName: attr.string({ sortable: true, title: 'Given name' }),
    familyName: attr.string({ sortable: true, title: 'Family name' }),
    displayName: attr.string({ sortable: true, title: 'Display name' }),
    mail: attr.string({ subtype: 'caseIgnore', sortable: true, title: 'Primary mail address' }),
    otherMails: attr.string({ subtype: 'caseIgnore', multiValued: true, title: 'Other mail addresses' }),
    employeeNumber: attr.long({ sortable: true, title: 'Employee number' }),
    hired: attr.dateTime({ sortable: true, title: 'Hired' }),
    photo: attr.bytes({ returnedByDefault: false, title: 'Photo' }),
  },
  { title: 'Account' },
);

/**
 * Groups of the `memory` connector.
 *
 * @example
 * Group.name;  // '__GROUP__'
 */
export const Group = objectClass(
  '__GROUP__',
  {
    __NAME__: attr.string({ required: true, subtype: 'caseIgnore', sortable: true, title: 'Group name' }),
    __DESCRIPTION__: attr.string({ title: 'Description' }),
  },
  { title: 'Group' },
);
