import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws, pathPattern, referenceHint, referencePattern, tagHint, tagText } from '../attribute-patterns.ts';
import { nameHint, namePattern } from '../names.ts';
import { accountIdFlags } from '../policy/holder-attributes.ts';
import { accessAttributes } from './access-attributes.ts';
import { credentialAttributes } from './credential-attributes.ts';
import { policyAttributes } from './policy-attributes.ts';
import { profileAttributes } from './profile-attributes.ts';
import { reportAttributes } from './report-attributes.ts';

/**
 * IAM users as accounts.
 *
 * A row's uid and name are the UserName as AWS spells it; `UserId` tells a user from a later one of the same name.
 *
 * AWS: IAM and STS quotas; API reference of User, LoginProfile and Tag.
 *
 * @example
 * type Accounts = ObjectClassOf<typeof aws, '__ACCOUNT__'>;
 */
export const Account = objectClass(
  '__ACCOUNT__',
  {
    __NAME__: attr.string({
      required: true,
      subtype: 'caseIgnore',
      aliases: ['__USER__', 'userName', 'login'],
      nativeName: 'UserName',
      title: 'User name',
      description:
        'Letters, digits and _+=,.@-; unique in the account without regard to case. AWS cannot change its case alone, so that is no rename.',
      minLength: 1,
      maxLength: 64,
      pattern: namePattern,
      patternHint: nameHint,
    }),
    UserId: attr.string({ ...fromAws, required: true, title: 'User id', description: 'AWS’s own identifier (AIDA…), never given to another user.' }),
    Path: attr.string({
      title: 'Path',
      description:
        'Begins and ends with a slash. It is part of the Arn, so moving a user breaks policies that name the old one. A new user without one gets `defaultUserPath`. Null sets "/".',
      minLength: 1,
      maxLength: 512,
      pattern: pathPattern,
      patternHint: 'begin and end with "/" and have printable ASCII characters only',
    }),
    Arn: attr.string({ ...fromAws, required: true, title: 'ARN' }),
    AccountId: attr.string({
      ...accountIdFlags,
      description: 'The AWS account that the user is in. A create may name it: it says where when the connector works in several.',
    }),
    CreatedDate: attr.dateTime({ ...fromAws, required: true, nativeName: 'CreateDate', title: 'Created' }),
    PasswordLastUsed: attr.dateTime({
      ...fromAws,
      title: 'Password last used',
      description: 'Absent when the user has no password or never used it, and when `passwordLastUsed` is off.',
    }),
    ...policyAttributes,
    Tags: attr.object(
      {
        Key: { type: 'string', minLength: 1, maxLength: 128, pattern: `^${tagText}*$`, 'x-patternHint': tagHint },
        Value: { type: 'string', maxLength: 256, pattern: `^${tagText}*$`, 'x-patternHint': tagHint },
      },
      {
        multiValued: true,
        requiredProperties: ['Key'],
        title: 'Tags',
        description:
          'At most 50; keys are unique without regard to case. Without a Value the tag has an empty one. Removing a tag takes its Key only. Tags that hold a profile attribute are not among them.',
      },
    ),
    __GROUPS__: attr.string({
      multiValued: true,
      returnedByDefault: false,
      subtype: 'caseIgnore',
      title: 'Groups',
      description: 'Names of the groups that the user is a member of; at most 10.',
      minLength: 1,
      maxLength: 141,
      pattern: referencePattern(128),
      patternHint: referenceHint(128),
    }),
    __PASSWORD__: attr.secret({
      title: 'Console password',
      description:
        'Makes or changes the login profile; null deletes it. At most 128 characters, and what the account’s password policy asks for. With `passwordEnablesConsole` off it makes none unless the same call enables the user.',
      minLength: 1,
      maxLength: 128,
      pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
      patternHint: 'have characters of Latin-1 only',
    }),
    ...accessAttributes,
    ...credentialAttributes,
    ...reportAttributes,
    ...profileAttributes,
  },
  { title: 'IAM user', options: { search: { ALLOW_PARTIAL_RESULTS: standardOptions.ALLOW_PARTIAL_RESULTS } } },
);

/** A tag of a user as reads give it and creates take it. */
export interface Tag {
  readonly Key: string;
  readonly Value?: string;
}
