import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import type { IamAction, IamInput } from '../transport/iam-actions.ts';
import type { Step } from './steps.ts';
import { unlessCode } from './unless-code.ts';

/** Finds what AWS wants removed before a user, a group or a role can be deleted, as the steps that remove it. */
export type Prerequisite = (session: AwsSession, name: string, signal: AbortSignal) => Promise<readonly Step[]>;

/**
 * What a user may have, in the order in which it is removed: first what lets somebody in, last what only gives rights, so that a delete that
 * stops half-way leaves a user who can do less, not more.
 *
 * The console password is not among them: deleting it blindly costs one call, as asking for it would. AWS: DeleteUser.
 */
export const userPrerequisites: readonly Prerequisite[] = [
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListAccessKeys', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
    const keys = await allOf(page, (answer) => answer.AccessKeyMetadata);
    return keys.map(({ AccessKeyId }) => removal(session, UserName, signal, 'DeleteAccessKey', { UserName, AccessKeyId }, AccessKeyId));
  },
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListSigningCertificates', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
    const certificates = await allOf(page, (answer) => answer.Certificates);
    return certificates.map(({ CertificateId }) =>
      removal(session, UserName, signal, 'DeleteSigningCertificate', { UserName, CertificateId }, CertificateId),
    );
  },
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListSSHPublicKeys', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
    const keys = await allOf(page, (answer) => answer.SSHPublicKeys);
    return keys.map(({ SSHPublicKeyId }) => removal(session, UserName, signal, 'DeleteSSHPublicKey', { UserName, SSHPublicKeyId }, SSHPublicKeyId));
  },
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListServiceSpecificCredentials', { UserName, Marker }, { signal, uid: UserName });
    const credentials = await allOf(page, (answer) => answer.ServiceSpecificCredentials);
    return credentials.map(({ ServiceSpecificCredentialId: id }) =>
      removal(session, UserName, signal, 'DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId: id }, id),
    );
  },
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListMFADevices', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
    const devices = await allOf(page, (answer) => answer.MFADevices);
    return devices.flatMap(({ SerialNumber }) => [
      removal(session, UserName, signal, 'DeactivateMFADevice', { UserName, SerialNumber }, SerialNumber),
      // A device of hardware has a serial number of its maker's and remains; a virtual one would block its name for the next user.
      ...(isVirtual(SerialNumber) ? [removal(session, UserName, signal, 'DeleteVirtualMFADevice', { SerialNumber }, SerialNumber)] : []),
    ]);
  },
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListUserPolicies', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
    const names = await allOf(page, (answer) => answer.PolicyNames);
    return names.map((PolicyName) => removal(session, UserName, signal, 'DeleteUserPolicy', { UserName, PolicyName }, PolicyName));
  },
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListAttachedUserPolicies', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
    const policies = await allOf(page, (answer) => answer.AttachedPolicies);
    return policies.map(({ PolicyArn }) => removal(session, UserName, signal, 'DetachUserPolicy', { UserName, PolicyArn }, PolicyArn));
  },
  async (session, UserName, signal) => {
    const page = (Marker?: string) => session.iam('ListGroupsForUser', { UserName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: UserName });
    const groups = await allOf(page, (answer) => answer.Groups);
    return groups.map(({ GroupName }) => removal(session, UserName, signal, 'RemoveUserFromGroup', { UserName, GroupName }, GroupName));
  },
];

/** What a group may have, in the order in which it is removed. AWS: DeleteGroup. */
export const groupPrerequisites: readonly Prerequisite[] = [
  async (session, GroupName, signal) => {
    const page = (Marker?: string) => session.iam('GetGroup', { GroupName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: GroupName });
    const users = await allOf(page, (answer) => answer.Users);
    return users.map(({ UserName }) => removal(session, GroupName, signal, 'RemoveUserFromGroup', { GroupName, UserName }, UserName));
  },
  async (session, GroupName, signal) => {
    const page = (Marker?: string) =>
      session.iam('ListAttachedGroupPolicies', { GroupName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: GroupName });
    const policies = await allOf(page, (answer) => answer.AttachedPolicies);
    return policies.map(({ PolicyArn }) => removal(session, GroupName, signal, 'DetachGroupPolicy', { GroupName, PolicyArn }, PolicyArn));
  },
  async (session, GroupName, signal) => {
    const page = (Marker?: string) => session.iam('ListGroupPolicies', { GroupName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: GroupName });
    const names = await allOf(page, (answer) => answer.PolicyNames);
    return names.map((PolicyName) => removal(session, GroupName, signal, 'DeleteGroupPolicy', { GroupName, PolicyName }, PolicyName));
  },
];

/** What a role may have, in the order in which it is removed. AWS: DeleteRole. */
export const rolePrerequisites: readonly Prerequisite[] = [
  async (session, RoleName, signal) => {
    const page = (Marker?: string) =>
      session.iam('ListInstanceProfilesForRole', { RoleName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: RoleName });
    const profiles = await allOf(page, (answer) => answer.InstanceProfiles);
    return profiles.map(({ InstanceProfileName }) =>
      removal(session, RoleName, signal, 'RemoveRoleFromInstanceProfile', { RoleName, InstanceProfileName }, InstanceProfileName),
    );
  },
  async (session, RoleName, signal) => {
    const page = (Marker?: string) => session.iam('ListAttachedRolePolicies', { RoleName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: RoleName });
    const policies = await allOf(page, (answer) => answer.AttachedPolicies);
    return policies.map(({ PolicyArn }) => removal(session, RoleName, signal, 'DetachRolePolicy', { RoleName, PolicyArn }, PolicyArn));
  },
  async (session, RoleName, signal) => {
    const page = (Marker?: string) => session.iam('ListRolePolicies', { RoleName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: RoleName });
    const names = await allOf(page, (answer) => answer.PolicyNames);
    return names.map((PolicyName) => removal(session, RoleName, signal, 'DeleteRolePolicy', { RoleName, PolicyName }, PolicyName));
  },
];

/** What is gone already counts as removed. */
function removal<A extends IamAction>(
  session: AwsSession,
  uid: string,
  signal: AbortSignal,
  action: A,
  input: IamInput<A>,
  id: string | undefined,
): Step {
  return {
    path: action,
    what: `${action} ${id ?? ''}`.trimEnd(),
    run: () => unlessCode('NoSuchEntity', () => session.iam(action, input, { signal, uid })),
  };
}

/** AWS: IAM identifiers, ARN of a virtual MFA device. */
function isVirtual(serialNumber: string | undefined): boolean {
  return serialNumber !== undefined && /^arn:[\w-]+:iam::\d{12}:mfa\//.test(serialNumber);
}
