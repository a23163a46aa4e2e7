import { type ActionTable, action } from './action.ts';
import { alreadyExists, noSuchEntity } from './api-error.ts';
import { page } from './paging.ts';
import { pageFields, required, text } from './parameters.ts';

const alias = required(text({ min: 3, max: 63, pattern: /[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]/ }));

/** The account's alias, and its summary. */
export const accountSettingsActions: ActionTable = {
  // An account has one alias; a second one takes the place of the first.
  CreateAccountAlias: action({ AccountAlias: alias }, (input, { account }) => {
    if (account.alias === input.AccountAlias) throw alreadyExists(`The account alias ${input.AccountAlias} already exists.`);
    account.alias = input.AccountAlias;
    return undefined;
  }),

  ListAccountAliases: action(pageFields, (input, call) => {
    const { items, end } = page(call, input, call.account.alias === undefined ? [] : [call.account.alias], (name) => name);
    return { AccountAliases: items, ...end };
  }),

  DeleteAccountAlias: action({ AccountAlias: alias }, (input, { account }) => {
    if (account.alias !== input.AccountAlias) throw noSuchEntity(`The account alias ${input.AccountAlias} cannot be found.`);
    account.alias = undefined;
    return undefined;
  }),

  SetSecurityTokenServicePreferences: action(
    { GlobalEndpointTokenVersion: required(text({ values: ['v1Token', 'v2Token'] })) },
    (input, { account }) => {
      account.globalTokenVersion = input.GlobalEndpointTokenVersion === 'v2Token' ? 2 : 1;
      return undefined;
    },
  ),

  GetAccountSummary: action({}, (_input, { account }) => {
    const { quotas } = account;
    const devices = [...account.mfaDevices.values()];
    const summary: Readonly<Record<string, number>> = {
      Users: account.users.size,
      UsersQuota: quotas.usersPerAccount,
      Groups: account.groups.size,
      GroupsQuota: quotas.groupsPerAccount,
      Roles: account.roles.size,
      RolesQuota: quotas.rolesPerAccount,
      Policies: account.policies.size,
      PoliciesQuota: quotas.policiesPerAccount,
      PolicySizeQuota: 6144,
      PolicyVersionsInUse: account.policies.sorted().reduce((sum, policy) => sum + policy.versions.length, 0),
      PolicyVersionsInUseQuota: 10_000,
      VersionsPerPolicyQuota: quotas.versionsPerPolicy,
      AttachedPoliciesPerUserQuota: quotas.policiesPerUser,
      AttachedPoliciesPerGroupQuota: quotas.policiesPerGroup,
      AttachedPoliciesPerRoleQuota: quotas.policiesPerRole,
      GroupsPerUserQuota: quotas.groupsPerUser,
      AccessKeysPerUserQuota: quotas.accessKeysPerUser,
      SigningCertificatesPerUserQuota: quotas.certificatesPerUser,
      UserPolicySizeQuota: 2048,
      GroupPolicySizeQuota: 5120,
      RolePolicySizeQuota: 10_240,
      AssumeRolePolicySizeQuota: quotas.trustPolicySize,
      MFADevices: devices.length,
      MFADevicesInUse: devices.filter((device) => device.user !== undefined).length,
      AccountMFAEnabled: 1,
      AccountAccessKeysPresent: 0,
      AccountPasswordPresent: 1,
      AccountSigningCertificatesPresent: 0,
      InstanceProfiles: account.instanceProfiles.size,
      InstanceProfilesQuota: quotas.instanceProfilesPerAccount,
      ServerCertificates: 0,
      ServerCertificatesQuota: 20,
      Providers: 0,
      GlobalEndpointTokenVersion: account.globalTokenVersion,
    };
    return { SummaryMap: new Map(Object.entries(summary)) };
  }),
};
