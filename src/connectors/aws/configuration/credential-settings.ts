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

/** What is taken from a client of the AWS SDK, such as an `IAMClient`. */
export interface AwsSdkClient {
  readonly config: {
    readonly credentials: () => Promise<AwsCredentials>;
    readonly region: () => Promise<string>;
    readonly isCustomEndpoint?: boolean | undefined;
    readonly endpoint?:
      | (() => Promise<{ readonly protocol: string; readonly hostname: string; readonly port?: number | undefined; readonly path: string }>)
      | undefined;
  };
}

const arnOfRole = {
  maxLength: 2048,
  pattern: '^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-~]{0,510}/)?[\\w+=,.@\\-]{1,64}$',
  'x-patternHint': 'be the ARN of a role, such as arn:aws:iam::123456789012:role/provisioner',
} as const;

/** Who the connector is to AWS: keys, other sources of credentials, the role to assume. AWS: STS AssumeRole. */
export const credentialSettings = {
  accessKeyId: {
    type: 'string',
    title: 'Access key ID',
    description: 'Id of the access key that signs the requests, or that assumes `roleArn`. Required unless another source of credentials is set.',
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
  clientKey: {
    type: 'string',
    title: 'Access key ID (alias)',
    description: 'Another name for `accessKeyId`, the one EmpowerID uses.',
    minLength: 16,
    maxLength: 128,
    pattern: '^\\w+$',
    'x-patternHint': 'have letters, digits and _ only',
  },
  clientSecret: {
    type: 'string',
    writeOnly: true,
    title: 'Secret access key (alias)',
    description: 'Another name for `secretKey`, the one EmpowerID uses.',
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
  iamClient: programValue<AwsSdkClient>(
    'object',
    'A client of the AWS SDK that the program has, such as an `IAMClient`: its credentials are used for every service, its region where `region` is not set, and its own endpoint. The client itself is not called: its retries would repeat a create whose answer was lost.',
  ),
  credentialSource: {
    type: 'string',
    enum: ['environment', 'profile', 'sso', 'process', 'webIdentity', 'container', 'instance'],
    title: 'Source of the credentials',
    description:
      'One place to take the credentials from, and no other: `environment` variables; a `profile` of the shared files, whatever it says; a profile that must be of `sso` or of a `process`; `webIdentity`, a token that assumes a role; the endpoint of a `container` (ECS, EKS Pod Identity); the metadata of an EC2 `instance`.',
  },
  profile: {
    type: 'string',
    title: 'Profile',
    description: 'Name of a profile in the shared files of the AWS tools. One that asks for an MFA code cannot be used: there is nobody to type it.',
    minLength: 1,
    maxLength: 256,
  },
  sharedConfigFile: {
    type: 'string',
    title: 'Shared configuration file',
    description:
      'Path of the file that `profile` is in, instead of `~/.aws/config` and `~/.aws/credentials`. Read again whenever credentials are refreshed.',
    minLength: 1,
  },
  webIdentityTokenFile: {
    type: 'string',
    title: 'Web identity token file',
    description:
      'Path of a token of an OpenID Connect provider, such as a Kubernetes service account’s, that assumes `roleArn`, or the first role of `roleChain`. Read again for every session. Without it `webIdentity` takes file and role from `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`.',
    minLength: 1,
  },
  userName: {
    type: 'string',
    title: 'User name',
    description:
      'Name of the IAM user that the credentials belong to, as IDHub has it. When AWS says another user, every call is a `Configuration` error; a role has no such name.',
    minLength: 1,
    maxLength: 64,
  },
  siteName: {
    type: 'string',
    title: 'Site name',
    description:
      'Address of the account’s sign-in page, as EmpowerID has it. An account id in it is an `expectedAccountId`; nothing else is done with it.',
    maxLength: 2048,
  },
  roleChain: {
    type: 'array',
    items: { type: 'string', ...arnOfRole },
    title: 'Roles on the way',
    description:
      'ARNs of roles to assume one after the other before `roleArn`, each with the credentials of the one before. AWS lets the sessions of such a chain last an hour at most.',
  },
  roleArn: {
    type: 'string',
    title: 'Role',
    description: 'ARN of a role to assume with the credentials above; every call is then made as that role.',
    ...arnOfRole,
  },
  externalId: {
    type: 'string',
    title: 'External ID',
    description: 'What a trust policy asks for in `sts:ExternalId`; sent with every role that is assumed.',
    minLength: 2,
    maxLength: 1224,
    pattern: '^[\\w+=,.@:/\\-]*$',
    'x-patternHint': 'have letters, digits and _+=,.@:/- only',
  },
  roleSessionName: {
    type: 'string',
    title: 'Role session name',
    description: 'Name of the sessions of roles; CloudTrail shows it with every call.',
    default: 'identity-connector',
    minLength: 2,
    maxLength: 64,
    pattern: '^[\\w+=,.@\\-]*$',
    'x-patternHint': 'have letters, digits and _+=,.@- only',
  },
  sourceIdentity: {
    type: 'string',
    title: 'Source identity',
    description:
      'Who is behind the session, for CloudTrail; set with the first role that is assumed, and passed on by AWS. The trust policy must allow `sts:SetSourceIdentity`.',
    minLength: 2,
    maxLength: 64,
    pattern: '^[\\w+=,.@\\-]*$',
    'x-patternHint': 'have letters, digits and _+=,.@- only',
  },
  sessionTags: {
    type: 'object',
    additionalProperties: { type: 'string' },
    title: 'Session tags',
    description: 'Tags of the sessions of roles, by key; at most 50. The trust policy must allow `sts:TagSession`.',
    examples: [{ team: 'identity' }],
  },
  transitiveTagKeys: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 128 },
    title: 'Transitive session tags',
    description: 'Keys of `sessionTags` that AWS passes on from the first role to those assumed with it.',
  },
  sessionPolicy: {
    type: 'string',
    title: 'Session policy',
    description: 'A policy document in JSON: the session of the role that works may do what both it and the role allow. At most 2,048 characters.',
    maxLength: 2048,
    minLength: 1,
  },
  sessionPolicyArns: {
    type: 'array',
    items: {
      type: 'string',
      minLength: 20,
      maxLength: 2048,
      pattern: '^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws):policy/.+$',
      'x-patternHint': 'be the ARN of a managed policy',
    },
    maxItems: 10,
    title: 'Session policies',
    description: 'ARNs of managed policies that limit the session as `sessionPolicy` does; at most 10.',
  },
  credentialsExpiration: {
    type: 'integer',
    title: 'Life of a role session, in seconds',
    description:
      'How long the session of a role is asked to last. AWS refuses more than the role’s maximum session duration, and more than 3600 when the credentials are a role’s themselves.',
    default: 3600,
    minimum: 900,
    maximum: 43_200,
  },
} as const;
