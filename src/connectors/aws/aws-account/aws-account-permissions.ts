import type { OperationPermissions } from '../../../spi/permissions.ts';

/** What a policy must allow for the operations on accounts, in the management account or that of a delegated administrator. */
export const awsAccountPermissions = {
  updateDelta: [
    ...['organizations:DescribeAccount', 'organizations:ListParents', 'organizations:MoveAccount'],
    ...['organizations:ListTagsForResource', 'organizations:TagResource', 'organizations:UntagResource'],
  ],
  get: ['organizations:DescribeAccount', 'organizations:ListParents', 'organizations:ListTagsForResource'],
  search: [
    ...['organizations:DescribeAccount', 'organizations:ListAccounts', 'organizations:ListAccountsForParent'],
    ...['organizations:ListParents', 'organizations:ListTagsForResource'],
  ],
} as const satisfies OperationPermissions;
