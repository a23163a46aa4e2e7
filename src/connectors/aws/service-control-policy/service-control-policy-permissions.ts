import type { OperationPermissions } from '../../../spi/permissions.ts';

/** What a policy must allow for the operations on service control policies. */
export const serviceControlPolicyPermissions = {
  updateDelta: [
    ...['organizations:DescribePolicy', 'organizations:ListTargetsForPolicy'],
    ...['organizations:AttachPolicy', 'organizations:DetachPolicy'],
  ],
  get: ['organizations:DescribePolicy', 'organizations:ListTargetsForPolicy'],
  search: [
    ...['organizations:DescribePolicy', 'organizations:ListPolicies', 'organizations:ListPoliciesForTarget'],
    'organizations:ListTargetsForPolicy',
  ],
} as const satisfies OperationPermissions;
