import type { ManagedPolicy } from './entities.ts';
import type { IdSource } from './ids.ts';

const allow = (actions: string | readonly string[], resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});

/** By path and name. Shortened: the documents AWS keeps are longer, and nothing here evaluates them. */
const DOCUMENTS: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [allow('*')],
  IAMFullAccess: [allow(['iam:*', 'organizations:DescribeAccount', 'organizations:ListPolicies'])],
  IAMReadOnlyAccess: [allow(['iam:GenerateCredentialReport', 'iam:Get*', 'iam:List*', 'iam:SimulateCustomPolicy'])],
  IAMUserChangePassword: [allow('iam:ChangePassword', 'arn:aws:iam::*:user/${aws:username}'), allow('iam:GetAccountPasswordPolicy')],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    allow(['iam:CreateServiceLinkedRole', 'iam:ListRoles']),
  ],
  ReadOnlyAccess: [allow(['iam:Get*', 'iam:List*', 'ec2:Describe*', 's3:Get*', 's3:List*'])],
  SecurityAudit: [allow(['iam:GenerateCredentialReport', 'iam:Get*', 'iam:List*'])],
  AmazonS3ReadOnlyAccess: [allow(['s3:Get*', 's3:List*', 's3:Describe*'])],
  AmazonEC2ReadOnlyAccess: [allow('ec2:Describe*')],
  AmazonS3FullAccess: [allow(['s3:*'])],
  AmazonEC2FullAccess: [allow('ec2:*')],
  'job-function/Billing': [allow(['account:GetAccountInformation', 'billing:*', 'budgets:*'])],
  'service-role/AWSLambdaBasicExecutionRole': [allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'])],
  'aws-service-role/AWSSupportServiceRolePolicy': [allow(['iam:GetRole', 'ec2:Describe*'])],
  CloudWatchReadOnlyAccess: [allow(['cloudwatch:Get*', 'cloudwatch:List*'])],
};

/** Makes the policies that AWS itself manages; a handful of the thousand there are, enough to reach the quota of ten. */
export function awsManagedPolicies(partition: string, ids: IdSource): ManagedPolicy[] {
  const createdAt = Date.UTC(2015, 1, 6, 18, 39, 46);
  return Object.entries(DOCUMENTS).map(([place, statements]) => ({
    name: place.slice(place.lastIndexOf('/') + 1),
    arn: `arn:${partition}:iam::aws:policy/${place}`,
    id: ids.id('ANPA'),
    path: `/${place.slice(0, place.lastIndexOf('/') + 1)}`,
    managedByAws: true,
    description: undefined,
    createdAt,
    updatedAt: createdAt,
    tags: new Map(),
    versions: [{ id: 'v1', document: JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 4), createdAt, isDefault: true }],
    nextVersion: 2,
  }));
}
