import { accessKeyActions } from './access-keys.ts';
import { accountSettingsActions } from './account-settings.ts';
import type { ActionTable } from './action.ts';
import { attachedPolicyActions } from './attached-policies.ts';
import { authorizationDetailsActions } from './authorization-details.ts';
import { boundaryActions } from './boundaries.ts';
import { cloudTrailActions } from './cloudtrail/lookup-events.ts';
import { credentialReportActions } from './credential-report.ts';
import { ec2Actions } from './ec2/ec2-actions.ts';
import { groupActions } from './groups.ts';
import { inlinePolicyActions } from './inline-policies.ts';
import { instanceProfileActions } from './instance-profiles.ts';
import { loginProfileActions } from './login-profiles.ts';
import { mfaDeviceActions } from './mfa-devices.ts';
import { organizationActions } from './organizations/organization-actions.ts';
import { passwordPolicyActions } from './password-policy.ts';
import { policyActions } from './policies.ts';
import { policyVersionActions } from './policy-versions.ts';
import { roleActions } from './roles.ts';
import { serviceCredentialActions } from './service-credentials.ts';
import { serviceLinkedRoleActions } from './service-linked-roles.ts';
import type { ServiceName } from './service-name.ts';
import { signingCertificateActions } from './signing-certificates.ts';
import { messageActions } from './sqs/message-actions.ts';
import { queueActions } from './sqs/queue-actions.ts';
import { sshKeyActions } from './ssh-keys.ts';
import { stsActions } from './sts.ts';
import { userActions } from './users.ts';

/** Every operation that Embedded AWS answers. */
export const actions: Readonly<Record<ServiceName, ActionTable>> = {
  iam: {
    ...userActions,
    ...loginProfileActions,
    ...accessKeyActions,
    ...boundaryActions,
    ...groupActions,
    ...roleActions,
    ...instanceProfileActions,
    ...serviceLinkedRoleActions,
    ...policyActions,
    ...policyVersionActions,
    ...attachedPolicyActions,
    ...inlinePolicyActions,
    ...mfaDeviceActions,
    ...sshKeyActions,
    ...signingCertificateActions,
    ...serviceCredentialActions,
    ...accountSettingsActions,
    ...credentialReportActions,
    ...authorizationDetailsActions,
    ...passwordPolicyActions,
  },
  sts: stsActions,
  organizations: organizationActions,
  ec2: ec2Actions,
  cloudtrail: cloudTrailActions,
  sqs: { ...queueActions, ...messageActions },
};
