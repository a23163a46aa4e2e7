import { CreatePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type aws from '../../../src/connectors/aws/index.ts';
import type { Facade } from '../../../src/facade/facade.ts';

/** What one server does and another does not; each `false` skips the tests that need it. */
export interface AwsCapabilities {
  /** Users keep the boundary of CreateUser, and Put/DeleteUserPermissionsBoundary are there. */
  readonly boundaries: boolean;
  /** A name is found, and refused to a second object, in any case. */
  readonly namesWithoutCase: boolean;
  /** A rename onto a name that is taken is refused. */
  readonly refusesTakenNames: boolean;
  /** Codes that EnableMFADevice accepts for a seed; undefined when any will do. */
  readonly mfaCodes?: (seed: string) => readonly [string, string];
}

/** A server for one run of the suite. Its account may have other users and groups in it. */
export interface AwsUnderTest {
  readonly configuration: { readonly accessKeyId: string; readonly secretKey: string; readonly endpoint: string; readonly region: string };
  readonly capabilities: AwsCapabilities;
  close(): Promise<void>;
}

/** What a test of the suite has at hand. */
export interface SuiteContext {
  readonly facade: Facade<typeof aws>;
  /** The server past the connector. */
  readonly iam: IAMClient;
  readonly capabilities: AwsCapabilities;
}

/** A policy that allows little. */
export const policyDocument: string = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});

/** Makes a managed policy and answers its ARN. */
export async function newPolicy(iam: IAMClient, PolicyName: string): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policyDocument }));
  return Policy?.Arn ?? '';
}
