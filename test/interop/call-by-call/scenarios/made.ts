import { CreatePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { iam, type Step } from '../scenario.ts';

/** A document that every server takes. */
export const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}]}';
/** A trust policy that every server takes. */
export const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Creates a policy; its answer is at `policy NAME`. */
export const createPolicy = (name: string): Step =>
  iam(`policy ${name}`, () => new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document }));
/** Creates a role; its answer is at `role NAME`. */
export const createRole = (name: string): Step =>
  iam(`role ${name}`, () => new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustPolicy }));
