import { profileNames } from '../account/profile-attributes.ts';
import { reportAttributes } from '../account/report-attributes.ts';
import type { WorkSettings } from '../settings.ts';

const opens = ['__PASSWORD__', '__ENABLE__', 'ConsoleAccess'];
const switches = ['__ENABLE__', 'ConsoleAccess', 'ProgrammaticAccess'];
/** Attributes that are read from the credential report when many users are. */
const reported = [...switches, 'MFAActive', ...Object.keys(reportAttributes)];

/**
 * For which attributes of `__ACCOUNT__` an action is called, where it is not for every one: in writes, and in reads. An action that is not
 * here is called whatever the attributes are.
 *
 * @example
 * rightsOfAttributes(settings).write['iam:TagUser'];  // ['Tags', 'city', …]
 */
export function rightsOfAttributes({ user }: WorkSettings): Readonly<Record<'write' | 'read', Readonly<Record<string, readonly string[]>>>> {
  const tags = ['Tags', ...profileNames];
  // Disabling closes these too, and what is left unclosed is told.
  const others = (attribute: string) => ({
    list: [attribute, ...switches],
    update: user.revokeOnDisable ? [attribute, ...switches] : [attribute],
    remove: [attribute],
  });
  const [ssh, certificates, service] = [others('SSHPublicKeys'), others('SigningCertificates'), others('ServiceSpecificCredentials')];
  const inline = user.revokeOnDisable ? ['InlinePolicies', ...switches] : ['InlinePolicies'];
  return {
    write: {
      'iam:UpdateUser': ['__NAME__', 'Path'],
      ...spread(['PutUserPermissionsBoundary', 'DeleteUserPermissionsBoundary'], ['PermissionsBoundary']),
      ...spread(['TagUser', 'UntagUser'], tags),
      ...spread(['ListGroupsForUser', 'AddUserToGroup', 'RemoveUserFromGroup'], ['__GROUPS__']),
      ...spread(['ListAttachedUserPolicies', 'AttachUserPolicy', 'DetachUserPolicy'], ['AttachedPolicies']),
      'iam:ListUserPolicies': ['InlinePolicies'],
      ...spread(['GetUserPolicy', 'PutUserPolicy', 'DeleteUserPolicy'], inline),
      ...spread(['GetLoginProfile', 'CreateLoginProfile', 'UpdateLoginProfile', 'DeleteLoginProfile'], [...opens, '__FORCE_PASSWORD_CHANGE__']),
      ...spread(['ListAccessKeys', 'UpdateAccessKey'], ['AccessKeys', ...switches]),
      'iam:DeleteAccessKey': ['AccessKeys'],
      ...spread(['ListMFADevices', 'DeactivateMFADevice', 'DeleteVirtualMFADevice'], ['MFADevices']),
      'iam:ListSSHPublicKeys': ssh.list,
      'iam:UpdateSSHPublicKey': ssh.update,
      'iam:DeleteSSHPublicKey': ssh.remove,
      'iam:ListSigningCertificates': certificates.list,
      'iam:UpdateSigningCertificate': certificates.update,
      'iam:DeleteSigningCertificate': certificates.remove,
      'iam:ListServiceSpecificCredentials': service.list,
      'iam:UpdateServiceSpecificCredential': service.update,
      'iam:DeleteServiceSpecificCredential': service.remove,
    },
    read: {
      // Called for filters.
      'iam:GetGroup': ['__GROUPS__', 'InheritedPolicies'],
      'iam:ListEntitiesForPolicy': ['AttachedPolicies', 'PermissionsBoundary'],
      'iam:ListGroupsForUser': ['__GROUPS__', 'InheritedPolicies'],
      'iam:GetLoginProfile': [...reported, '__FORCE_PASSWORD_CHANGE__'],
      'iam:ListAccessKeys': ['AccessKeys', ...reported],
      'iam:GetAccessKeyLastUsed': ['AccessKeys', ...reported],
      'iam:ListMFADevices': ['MFADevices', ...reported],
      'iam:ListSSHPublicKeys': ['SSHPublicKeys', 'RemainingAccess'],
      'iam:ListSigningCertificates': ['SigningCertificates', 'RemainingAccess', ...reported],
      'iam:ListServiceSpecificCredentials': ['ServiceSpecificCredentials', 'RemainingAccess'],
      'iam:ListAttachedUserPolicies': ['AttachedPolicies'],
      ...spread(['ListUserPolicies', 'GetUserPolicy'], ['InlinePolicies']),
      ...spread(['ListAttachedGroupPolicies', 'ListGroupPolicies'], ['InheritedPolicies']),
      ...spread(['GenerateCredentialReport', 'GetCredentialReport'], ['AccessKeys', ...reported]),
    },
  };
}

function spread(actions: readonly string[], attributes: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(actions.map((action) => [`iam:${action}`, attributes]));
}
