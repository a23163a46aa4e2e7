import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  ListAccountAliasesCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  SetSecurityTokenServicePreferencesCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { iam, type Scenario } from '../scenario.ts';
import { createPolicy, createRole, document } from './made.ts';

/** What is about the account as a whole. */
export const account: readonly Scenario[] = [
  {
    name: 'authorization details',
    steps: [
      createPolicy('p'),
      createRole('r'),
      iam('group', () => new CreateGroupCommand({ GroupName: 'g' })),
      iam('inline policy of the group', () => new PutGroupPolicyCommand({ GroupName: 'g', PolicyName: 'i', PolicyDocument: document })),
      iam('user', () => new CreateUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'a' }] })),
      iam('member', () => new AddUserToGroupCommand({ UserName: 'ada', GroupName: 'g' })),
      iam('attached policy', (before) => new AttachUserPolicyCommand({ UserName: 'ada', PolicyArn: before('policy p').Policy?.Arn })),
      iam('inline policy', () => new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'i', PolicyDocument: document })),
      iam('users', () => new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] })),
      iam('groups', () => new GetAccountAuthorizationDetailsCommand({ Filter: ['Group'] })),
      iam('roles', () => new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] })),
      iam('policies', () => new GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy'] })),
      iam('all of them', () => new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'] })),
      iam('a page of one', () => new GetAccountAuthorizationDetailsCommand({ Filter: ['Group', 'Role'], MaxItems: 1 })),
    ],
  },
  {
    name: 'the password policy',
    steps: [
      iam('get none', () => new GetAccountPasswordPolicyCommand({})),
      iam('delete none', () => new DeleteAccountPasswordPolicyCommand({})),
      iam('update', () => new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 12, MaxPasswordAge: 90, RequireSymbols: true })),
      iam('get', () => new GetAccountPasswordPolicyCommand({})),
      iam('update a little', () => new UpdateAccountPasswordPolicyCommand({ RequireNumbers: true })),
      iam('get again', () => new GetAccountPasswordPolicyCommand({})),
      iam('too long', () => new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 129 })),
      iam('delete', () => new DeleteAccountPasswordPolicyCommand({})),
    ],
  },
  {
    name: 'aliases',
    steps: [
      iam('create', () => new CreateAccountAliasCommand({ AccountAlias: 'acme-compare' })),
      iam('list', () => new ListAccountAliasesCommand({})),
      iam('create one with capitals', () => new CreateAccountAliasCommand({ AccountAlias: 'Acme' })),
    ],
  },
  {
    name: 'deleting aliases',
    steps: [
      iam('create', () => new CreateAccountAliasCommand({ AccountAlias: 'acme-gone' })),
      iam('delete', () => new DeleteAccountAliasCommand({ AccountAlias: 'acme-gone' })),
      iam('list', () => new ListAccountAliasesCommand({})),
      iam('delete again', () => new DeleteAccountAliasCommand({ AccountAlias: 'acme-gone' })),
    ],
  },
  {
    name: 'the credential report',
    steps: [
      iam('user', () => new CreateUserCommand({ UserName: 'ada' })),
      iam('get before it was asked for', () => new GetCredentialReportCommand({})),
      iam('generate', () => new GenerateCredentialReportCommand({})),
      iam('generate again', () => new GenerateCredentialReportCommand({})),
      iam('generate once more', () => new GenerateCredentialReportCommand({})),
      iam('get', () => new GetCredentialReportCommand({})),
    ],
  },
  {
    name: 'the summary',
    steps: [
      iam('get', () => new GetAccountSummaryCommand({})),
      iam('prefer tokens', () => new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: 'v2Token' })),
    ],
  },
];
