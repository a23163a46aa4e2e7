import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws } from '../attribute-patterns.ts';
import { type IdForm, parentIdHint, parentIdPattern } from '../organisation/organization-ids.ts';
import { resourceTagFlags, resourceTagProperties } from '../organisation/resource-tags.ts';

/** Uids of the class. */
export const awsAccountId: IdForm = { pattern: '\\d{12}', wording: 'the id of an AWS account, 12 digits' };

/**
 * The AWS accounts of an organisation. A row's uid is the account's id.
 *
 * They can be moved and tagged, not made or closed: CreateAccount needs a mail address of its own and ends minutes later in an account that
 * cannot be deleted, and CloseAccount takes everything in the account with it.
 *
 * AWS: Organizations API reference, Account.
 *
 * @example
 * type AwsAccounts = ObjectClassOf<typeof aws, 'AwsAccount'>;
 */
export const AwsAccount = objectClass(
  'AwsAccount',
  {
    __NAME__: attr.string({ ...fromAws, required: true, nativeName: 'Name', title: 'Account name', description: 'The friendly name; not unique.' }),
    AccountId: attr.string({ ...fromAws, required: true, nativeName: 'Id', title: 'Account', description: 'The 12 digits, as the uid has them.' }),
    Email: attr.string({ ...fromAws, subtype: 'caseIgnore', title: 'Mail address', description: 'The address of the account’s root user.' }),
    Arn: attr.string({ ...fromAws, title: 'ARN' }),
    Status: attr.string({
      ...fromAws,
      title: 'Status',
      description: 'ACTIVE, SUSPENDED, PENDING_CLOSURE, PENDING_ACTIVATION or CLOSED. Nothing is managed in accounts that are not active.',
    }),
    JoinedMethod: attr.string({ ...fromAws, title: 'Joined by', description: 'INVITED or CREATED.' }),
    JoinedTimestamp: attr.dateTime({ ...fromAws, title: 'Joined' }),
    ParentId: attr.string({
      creatable: false,
      required: true,
      title: 'Parent',
      description: 'The root or organisational unit that the account is in; another one moves it.',
      maxLength: 68,
      pattern: parentIdPattern,
      patternHint: parentIdHint,
    }),
    Tags: attr.object(resourceTagProperties, { ...resourceTagFlags, creatable: false, returnedByDefault: false }),
  },
  {
    title: 'AWS account',
    description: 'The accounts of the organisation. They can be moved and tagged; making and closing them is left to AWS.',
    options: { search: { SCOPE: standardOptions.SCOPE, CONTAINER: standardOptions.CONTAINER } },
  },
);
