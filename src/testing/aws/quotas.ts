/**
 * The quotas that Embedded AWS enforces. AWS: IAM and STS quotas; the figures are the defaults of a new account.
 *
 * @example
 * const aws = await startAws({ quotas: { groupsPerAccount: 500 } });
 */
export interface AwsQuotas {
  readonly usersPerAccount: number;
  readonly groupsPerAccount: number;
  readonly rolesPerAccount: number;
  readonly policiesPerAccount: number;
  readonly groupsPerUser: number;
  readonly policiesPerUser: number;
  readonly policiesPerGroup: number;
  readonly policiesPerRole: number;
  readonly accessKeysPerUser: number;
  readonly tagsPerEntity: number;
  readonly sshKeysPerUser: number;
  readonly certificatesPerUser: number;
  readonly mfaDevicesPerUser: number;
  readonly versionsPerPolicy: number;
  readonly instanceProfilesPerAccount: number;
  /** Characters of a trust policy, white space not counted. */
  readonly trustPolicySize: number;
}

/**
 * The quotas of a new account.
 *
 * @example
 * const most = defaultQuotas.groupsPerUser; // 10
 */
export const defaultQuotas: AwsQuotas = {
  usersPerAccount: 5000,
  groupsPerAccount: 300,
  rolesPerAccount: 1000,
  policiesPerAccount: 1500,
  groupsPerUser: 10,
  policiesPerUser: 10,
  policiesPerGroup: 10,
  policiesPerRole: 10,
  accessKeysPerUser: 2,
  tagsPerEntity: 50,
  sshKeysPerUser: 5,
  certificatesPerUser: 2,
  mfaDevicesPerUser: 8,
  versionsPerPolicy: 5,
  instanceProfilesPerAccount: 1000,
  trustPolicySize: 2048,
};
