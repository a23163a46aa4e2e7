import { programValue } from '../../../model/json-schema.ts';

/** Keys as a provider hands them out; the shape of the SDK's `AwsCredentialIdentity`, so any of its providers fits. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** When they stop working; without it they are used until AWS refuses them. */
  readonly expiration?: Date | undefined;
}

/** A function that fetches credentials; it is asked again before they expire, and once when AWS says they have. */
export type AwsCredentialProvider = () => Promise<AwsCredentials>;

/** Who the connector is to AWS: keys, other sources of credentials, the role to assume. AWS: STS AssumeRole. */
export const credentialSettings = {
  accessKeyId: {
    type: 'string',
    title: 'Access key ID',
    description:
      'Id of the access key that signs the requests, or that assumes `roleArn`. Required unless `useDefaultCredentials` or `credentials` is set.',
    minLength: 16,
    maxLength: 128,
    pattern: '^\\w+$',
    'x-patternHint': 'have letters, digits and _ only',
  },
  secretKey: {
    type: 'string',
    writeOnly: true,
    title: 'Secret access key',
    description: 'The secret of `accessKeyId`; required with it.',
    minLength: 1,
  },
  secretAccessKey: {
    type: 'string',
    writeOnly: true,
    title: 'Secret access key (alias)',
    description: 'Another name for `secretKey`, the one AWS uses.',
    minLength: 1,
  },
  sessionToken: {
    type: 'string',
    writeOnly: true,
    title: 'Session token',
    description: 'Comes with a temporary `accessKeyId`. Such keys are not refreshed: they serve until they expire.',
    minLength: 1,
  },
  useDefaultCredentials: {
    type: 'boolean',
    title: 'Use the default credentials',
    description:
      'Take the credentials where the AWS SDK looks by default: environment, shared files and profiles, web identity token, container, EC2 instance. Never done unless set.',
    default: false,
  },
  credentials: programValue<AwsCredentialProvider>(
    'function',
    'A function of the program that fetches credentials: `() => Promise<{ accessKeyId, secretAccessKey, sessionToken?, expiration? }>`. Any provider of the AWS SDK fits.',
  ),
  roleArn: {
    type: 'string',
    title: 'Role',
    description: 'ARN of a role to assume with the credentials above; every IAM call is then made as that role.',
    maxLength: 2048,
    pattern: '^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-~]{0,510}/)?[\\w+=,.@\\-]{1,64}$',
    'x-patternHint': 'be the ARN of a role, such as arn:aws:iam::123456789012:role/provisioner',
  },
  externalId: {
    type: 'string',
    title: 'External ID',
    description: 'What the role’s trust policy asks for in `sts:ExternalId`. Only with `roleArn`.',
    minLength: 2,
    maxLength: 1224,
    pattern: '^[\\w+=,.@:/\\-]*$',
    'x-patternHint': 'have letters, digits and _+=,.@:/- only',
  },
  roleSessionName: {
    type: 'string',
    title: 'Role session name',
    description: 'Name of the session of `roleArn`; CloudTrail shows it with every call.',
    default: 'identity-connector',
    minLength: 2,
    maxLength: 64,
    pattern: '^[\\w+=,.@\\-]*$',
    'x-patternHint': 'have letters, digits and _+=,.@- only',
  },
  credentialsExpiration: {
    type: 'integer',
    title: 'Life of a role session, in seconds',
    description:
      'How long the session of `roleArn` is asked to last. AWS refuses more than the role’s maximum session duration, and more than 3600 when the credentials are a role’s themselves.',
    default: 3600,
    minimum: 900,
    maximum: 43_200,
  },
} as const;
