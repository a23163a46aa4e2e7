/** What an action is done to, as far as AWS tells resources apart for it. */
export type ActionTarget =
  | ('user' | 'group' | 'role' | 'policy' | 'mfa' | 'instance-profile' | 'passed role' | 'nothing')
  | ('organisation account' | 'unit' | 'container' | 'tagged' | 'control policy' | 'policy and target' | 'moved account' | 'parent')
  | ('queue' | 'instance' | 'new instance');

/**
 * What each action may be restricted to; the others take no resource, so that a policy has to allow them for `*`.
 *
 * AWS: Service Authorization Reference, actions of IAM, Organizations, SQS and EC2.
 */
const targets: Readonly<Partial<Record<ActionTarget, readonly string[]>>> = {
  user: [
    ...['iam:CreateUser', 'iam:GetUser', 'iam:UpdateUser', 'iam:DeleteUser', 'iam:TagUser', 'iam:UntagUser', 'iam:ListGroupsForUser'],
    ...['iam:PutUserPermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:ListAttachedUserPolicies', 'iam:AttachUserPolicy'],
    ...['iam:DetachUserPolicy', 'iam:ListUserPolicies', 'iam:GetUserPolicy', 'iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
    ...['iam:GetLoginProfile', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:DeleteLoginProfile'],
    ...['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
    ...['iam:ListMFADevices', 'iam:DeactivateMFADevice', 'iam:ListSSHPublicKeys', 'iam:UpdateSSHPublicKey', 'iam:DeleteSSHPublicKey'],
    ...['iam:ListSigningCertificates', 'iam:UpdateSigningCertificate', 'iam:DeleteSigningCertificate', 'iam:ListServiceSpecificCredentials'],
    ...['iam:CreateServiceSpecificCredential', 'iam:UpdateServiceSpecificCredential', 'iam:ResetServiceSpecificCredential'],
    'iam:DeleteServiceSpecificCredential',
  ],
  group: [
    ...['iam:CreateGroup', 'iam:GetGroup', 'iam:UpdateGroup', 'iam:DeleteGroup', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup'],
    ...['iam:ListAttachedGroupPolicies', 'iam:AttachGroupPolicy', 'iam:DetachGroupPolicy'],
    ...['iam:ListGroupPolicies', 'iam:GetGroupPolicy', 'iam:PutGroupPolicy', 'iam:DeleteGroupPolicy'],
  ],
  role: [
    ...['iam:CreateRole', 'iam:GetRole', 'iam:UpdateRole', 'iam:UpdateAssumeRolePolicy', 'iam:DeleteRole', 'iam:TagRole', 'iam:UntagRole'],
    ...['iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary', 'iam:ListInstanceProfilesForRole'],
    ...['iam:ListAttachedRolePolicies', 'iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    ...['iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
  ],
  policy: [
    ...['iam:CreatePolicy', 'iam:GetPolicy', 'iam:DeletePolicy', 'iam:TagPolicy', 'iam:UntagPolicy', 'iam:ListEntitiesForPolicy'],
    ...['iam:GetPolicyVersion', 'iam:ListPolicyVersions', 'iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'],
  ],
  mfa: ['iam:DeleteVirtualMFADevice'],
  'instance-profile': ['iam:GetInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
  'passed role': ['iam:PassRole'],
  nothing: [
    ...['iam:ListUsers', 'iam:ListGroups', 'iam:ListRoles', 'iam:ListPolicies', 'iam:GetAccountAuthorizationDetails'],
    ...['iam:GenerateCredentialReport', 'iam:GetCredentialReport', 'iam:GetAccountSummary', 'iam:GetAccountPasswordPolicy'],
    ...['organizations:ListAccounts', 'organizations:ListRoots', 'organizations:ListPolicies', 'cloudtrail:LookupEvents'],
    ...['ec2:DescribeInstances', 'ec2:DescribeRegions'],
  ],
  'organisation account': ['organizations:DescribeAccount'],
  'moved account': ['organizations:MoveAccount'],
  unit: ['organizations:DescribeOrganizationalUnit', 'organizations:UpdateOrganizationalUnit', 'organizations:DeleteOrganizationalUnit'],
  container: [...['organizations:ListAccountsForParent', 'organizations:ListOrganizationalUnitsForParent', 'organizations:CreateOrganizationalUnit']],
  parent: ['organizations:ListParents', 'organizations:ListPoliciesForTarget'],
  tagged: ['organizations:ListTagsForResource', 'organizations:TagResource', 'organizations:UntagResource'],
  'control policy': ['organizations:DescribePolicy', 'organizations:ListTargetsForPolicy'],
  'policy and target': ['organizations:AttachPolicy', 'organizations:DetachPolicy'],
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  instance: ['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances', 'ec2:CreateTags', 'ec2:DeleteTags'],
  'new instance': ['ec2:RunInstances'],
};

const byAction = new Map(Object.entries(targets).flatMap(([target, actions]) => actions.map((action) => [action, target as ActionTarget] as const)));

/**
 * What an action is done to; undefined for one that nobody has looked up in AWS's reference yet.
 *
 * @example
 * targetOf('iam:AddUserToGroup');  // 'group': AWS looks at the group only
 */
export function targetOf(action: string): ActionTarget | undefined {
  return byAction.get(action);
}
