/** One live read of a user with all its attributes. */
export const readUser = [
  ...['iam:GetUser', 'iam:ListGroupsForUser', 'iam:GetLoginProfile', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:ListMFADevices'],
  ...['iam:ListSSHPublicKeys', 'iam:ListSigningCertificates', 'iam:ListServiceSpecificCredentials'],
  ...['iam:ListAttachedUserPolicies', 'iam:ListUserPolicies', 'iam:GetUserPolicy', 'iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies'],
] as const;

/** A search of users: live reads, listings, and the credential report. */
export const searchUsers = [
  ...readUser,
  ...['iam:ListUsers', 'iam:GetGroup', 'iam:ListEntitiesForPolicy', 'iam:GetAccountAuthorizationDetails'],
  ...['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
] as const;
