import type { OperationPermissions } from '../../../spi/permissions.ts';

/** What a policy must allow for the operations on computers. AWS asks for `ec2:CreateTags` when an instance is made with tags, and for `iam:PassRole` when it is made with a profile. */
export const computerPermissions = {
  create: ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole'],
  updateDelta: ['ec2:DescribeInstances', 'ec2:CreateTags', 'ec2:DeleteTags', 'ec2:StartInstances', 'ec2:StopInstances'],
  delete: ['ec2:DescribeInstances', 'ec2:TerminateInstances'],
  get: ['ec2:DescribeInstances', 'iam:GetInstanceProfile'],
  search: ['ec2:DescribeRegions', 'ec2:DescribeInstances', 'iam:GetInstanceProfile'],
} as const satisfies OperationPermissions;
