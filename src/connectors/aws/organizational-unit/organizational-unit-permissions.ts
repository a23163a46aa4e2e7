import type { OperationPermissions } from '../../../spi/permissions.ts';

/** What everything that can be read of a unit takes. */
const readUnit = [
  ...['organizations:DescribeOrganizationalUnit', 'organizations:ListRoots', 'organizations:ListParents'],
  ...['organizations:ListOrganizationalUnitsForParent', 'organizations:ListAccountsForParent', 'organizations:ListTagsForResource'],
] as const;

/** What a policy must allow for the operations on organisational units. AWS asks for `TagResource` when a unit is made with tags. */
export const organizationalUnitPermissions = {
  create: ['organizations:CreateOrganizationalUnit', 'organizations:ListOrganizationalUnitsForParent', 'organizations:TagResource'],
  updateDelta: [
    ...['organizations:DescribeOrganizationalUnit', 'organizations:UpdateOrganizationalUnit'],
    ...['organizations:ListTagsForResource', 'organizations:TagResource', 'organizations:UntagResource'],
  ],
  delete: ['organizations:DescribeOrganizationalUnit', 'organizations:DeleteOrganizationalUnit'],
  get: readUnit,
  search: readUnit,
} as const satisfies OperationPermissions;
